"""The privacy page says how this very server is set up."""

import pytest

from preppal.config import EngineName, Settings
from preppal.services.custody import Custody, custody_of
from preppal.ui.pages.privacy import PrivacyState
from preppal.ui.pages.privacy.words import listener_words, recording_words
from tests.unit.ui.conftest import NOBODY, Product


@pytest.mark.parametrize(
    ("engine", "named"),
    [(EngineName.OFFLINE, "Nobody but this server"), (EngineName.GEMINI, "Google"), (EngineName.PIPELINE, "chosen")],
)
def test_page_names_whoever_hears_the_candidate(engine: EngineName, named: str) -> None:
    assert named in listener_words(engine)


@pytest.mark.parametrize(
    ("custody", "words"),
    [
        (Custody(offers_recording=False), "Never."),
        (Custody(recording_days=30), "deleted after 30 days"),
        (Custody(recording_days=0), "until you delete it"),
    ],
)
def test_page_says_whether_and_how_long_sound_is_kept(custody: Custody, words: str) -> None:
    assert words in recording_words(custody)


def test_settings_of_the_server_become_the_answers() -> None:
    custody = custody_of(Settings(gemini_api_key="k" * 20, recording_days=7, sign_in_days=3))
    assert (custody.engine, custody.recording_days, custody.sign_in_days) == (EngineName.GEMINI, 7, 3)


def test_anybody_may_read_the_page(product: Product) -> None:
    state = NOBODY.open(PrivacyState, "/privacy")
    state.load()
    assert "Nobody but this server" in state.listener
    assert state.sign_in_days == 30
