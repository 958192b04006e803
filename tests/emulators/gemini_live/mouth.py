"""Turns a text into coded speech in the scenario's style; for people, with the product's own synthesiser underneath."""

from preppal.errors import EngineError
from preppal.speech.synthesizer import EspeakSynthesizer
from tests.emulators.gemini_live.server_messages import OUTPUT_RATE_HZ
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import Speech, Style, coded, speak

_VOICE = "en-gb"
_WORDS_PER_MINUTE = 150


class Mouth:
    """Of one emulator. Without a synthesiser (eSpeak NG), `speech` sounds like `voice`."""

    def __init__(self) -> None:
        self._synthesizer: EspeakSynthesizer | None = EspeakSynthesizer()

    async def speak(self, text: str, number: int, style: Style) -> Speech:
        spoken = await self._synthesized(text) if style is Style.SPEECH else b""
        if spoken:
            return coded(text, spoken, number=number, speaker=Speaker.INTERVIEWER, rate_hz=OUTPUT_RATE_HZ)
        made_up = Style.VOICE if style is Style.SPEECH else style
        return speak(text, number=number, speaker=Speaker.INTERVIEWER, rate_hz=OUTPUT_RATE_HZ, style=made_up)

    async def close(self) -> None:
        if self._synthesizer is not None:
            await self._synthesizer.close()

    async def _synthesized(self, text: str) -> bytes:
        if self._synthesizer is None:
            return b""
        try:
            return b"".join([piece async for piece in self._synthesizer.synthesize(text, _VOICE, _WORDS_PER_MINUTE)])
        except EngineError:
            self._synthesizer = None
            return b""
