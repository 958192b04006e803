"""Listeners: what hears recorded answers again after the interview."""

from preppal.config import Settings
from preppal.ports import Listener


def create_listeners(settings: Settings) -> list[Listener]:
    """Those that are configured. None offline: its recogniser's second pass was tried and hears no better."""
    if not settings.gemini_api_key:
        return []
    from preppal.engines.gemini_generation import StructuredGeneration
    from preppal.engines.gemini_listener import GeminiListener

    return [GeminiListener(StructuredGeneration(settings))]
