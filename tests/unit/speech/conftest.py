"""Spoken answers, made once per test run."""

from pathlib import Path

import pytest

from tests.spoken import INSTALL_HINT, can_speak, silence, speak

ANSWER = (
    "I led a small team of four engineers. We had a conflict about the release date. "
    "In the end we shipped it two weeks later."
)


@pytest.fixture(scope="session")
def spoken_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not can_speak():
        pytest.skip(INSTALL_HINT)
    return tmp_path_factory.mktemp("spoken")


@pytest.fixture(scope="session")
def spoken_answer(spoken_folder: Path) -> bytes:
    """ANSWER as flite says it, 16 kHz, with the silence before and after that a microphone hears."""
    return silence(500) + speak(ANSWER, spoken_folder) + silence(800)
