"""Whatever is asked, the answer is one of those the OpenAPI document names, and never a 5xx."""

from pathlib import Path

import pytest

from preppal.engines.offline import OfflineEngine
from preppal.gateway.app import Gateway
from preppal.gateway.correspondence import GatewayCorrespondence
from preppal.services.backend import LocalBackend
from preppal.session.limits import Limits
from preppal.store.database import Database
from tests.api_player import Played, play, summary
from tests.fakes import LoudDetector
from tests.unit.api.conftest import Site
from tests.unit.engines.fakes import FakeRecognizer, FakeSynthesizer


def live_site(database: Database, folder: Path) -> Site:
    """The routes with a gateway behind them, so that interviews go on from request to request."""
    made = Site(database, folder)
    made.change_settings(requests_per_minute=0)
    gateway = Gateway(
        backend=LocalBackend(made.interviews),
        engine=OfflineEngine(FakeRecognizer(), FakeSynthesizer()),
        check_token=made.tokens.check_live,
        new_detector=LoudDetector,
        limits=Limits(),
        max_interviews=1_000,
    )
    made.correspondence = GatewayCorrespondence(gateway, stays_s=0.0)
    return made


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return live_site(database, tmp_path)


def _assert_as_documented(played: Played, at_least: int) -> None:
    assert not played.failures, summary(played.failures)
    assert played.request_count >= at_least, played.requests


@pytest.mark.timeout(600)
def test_every_request_gets_an_answer_that_is_documented(site: Site) -> None:
    for interview in (site.interview(), site.finished_interview()):
        assert interview
    # Edges say nothing about databases: once is enough.
    edges = site.database.is_sqlite
    played = play(site.app, site.sign_in(), examples=1, sequences=6, seed=1, edges=edges)
    _assert_as_documented(played, 1_000 if edges else 100)
    assert played.requests["stateful"] >= 6


def test_last_requests_of_an_account_are_answered_as_documented(site: Site) -> None:
    played = play(site.app, site.sign_in("leaving@example.com"), examples=3, sequences=1, seed=1, last_things=True)
    _assert_as_documented(played, 3)


def test_nobody_gets_answers_that_are_documented(site: Site) -> None:
    played = play(site.app, "nonsense", examples=1, sequences=1, seed=2, edges=False)
    _assert_as_documented(played, 40)
