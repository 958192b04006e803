"""The theatre in which scenes with Gemini are played."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from preppal.domain.interview import InterviewType
from preppal.domain.review_prompts import judging_instructions
from tests.integration.gemini.log_watch import LogWatch
from tests.integration.gemini.reviewing import ANSWERS, QUESTIONS
from tests.integration.gemini.stage import Theatre


@pytest.fixture(scope="session")
def cert_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture
def theatre(monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> Theatre:
    return Theatre(monkeypatch, cert_dir)


@pytest.fixture
def trusts_the_emulator(monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_dir / "ca.pem"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def keeps_reviews_out_of_the_log() -> Iterator[None]:
    with LogWatch() as watch:
        yield
    assert watch.leaks([*ANSWERS, *QUESTIONS, judging_instructions(InterviewType.BEHAVIORAL)]) == []
