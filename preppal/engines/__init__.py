"""Everything that talks to an AI provider, or stands in for one."""

from importlib.util import find_spec

from preppal.config import EngineName, Settings
from preppal.errors import ConfigurationError
from preppal.ports import Engine


def create_engine(settings: Settings) -> Engine:
    """The engine the settings choose; only that one is imported. Opens nothing. Raises ConfigurationError."""
    match settings.chosen_engine:
        case EngineName.GEMINI:
            try:
                from preppal.engines.gemini import GeminiEngine
            except ImportError as error:
                raise ConfigurationError(
                    "Gemini is chosen, and what it needs is not installed: set PREPPAL_ENGINE=offline."
                ) from error
            return GeminiEngine(settings)
        case EngineName.OFFLINE:
            from preppal.engines.offline import OfflineEngine
            from preppal.speech.recognizer import PocketsphinxRecognizer
            from preppal.speech.synthesizer import EspeakSynthesizer

            return OfflineEngine(PocketsphinxRecognizer(), EspeakSynthesizer())
        case name:
            raise ConfigurationError(f"PREPPAL_ENGINE={name} cannot conduct interviews: choose gemini or offline.")


_NEEDED = {EngineName.GEMINI: ("google.genai",), EngineName.OFFLINE: ("pocketsphinx", "espeakng_loader")}


def check_engine(settings: Settings) -> None:
    """Raises ConfigurationError when the chosen engine lacks its key or what it needs to be installed."""
    name = settings.chosen_engine
    if name is EngineName.GEMINI and not settings.gemini_api_key:
        raise ConfigurationError("Gemini is chosen and GEMINI_API_KEY is not set.")
    for module in _NEEDED.get(name, ()):
        if find_spec(module) is None:
            raise ConfigurationError(f"The {name} engine needs {module}: pip install -r requirements.txt.")
