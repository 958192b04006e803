"""A faithful stand-in for the Gemini Live API and the REST calls beside it. See docs/gemini-emulator.md."""

from tests.emulators.gemini_live.emulator import GeminiLiveEmulator

__all__ = ["GeminiLiveEmulator"]
