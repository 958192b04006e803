"""Everything that talks to an AI provider, or stands in for one."""

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
