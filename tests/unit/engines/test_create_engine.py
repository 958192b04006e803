"""Which engine the settings choose."""

import subprocess
import sys

import pytest

from preppal.config import EngineName, Settings
from preppal.engines import create_engine
from preppal.errors import ConfigurationError


def test_engine_is_offline_when_nothing_is_configured() -> None:
    assert create_engine(Settings()).name == "offline"


def test_engine_that_does_not_exist_names_the_cure() -> None:
    with pytest.raises(ConfigurationError, match="choose gemini or offline"):
        create_engine(Settings(engine=EngineName.PIPELINE))


def test_creating_the_offline_engine_starts_nothing_and_imports_no_speech_library() -> None:
    """The server may fork after the app was imported: models and processes come with the first interview."""
    script = (
        "import sys, threading\n"
        "from preppal.config import Settings\n"
        "from preppal.engines import create_engine\n"
        "create_engine(Settings())\n"
        "heavy = {'pocketsphinx', 'espeakng_loader', 'numpy', 'google.genai'} & sys.modules.keys()\n"
        "assert not heavy, heavy\n"
        "assert threading.active_count() == 1\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
