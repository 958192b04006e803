"""Hands one interviewer turn over: spoken sentence by sentence, its text growing with the sound."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from preppal.domain.audio import BYTES_PER_SAMPLE, INTERVIEWER_RATE_HZ, duration_ms
from preppal.domain.interview import Persona, SpeakingSpeed
from preppal.engines.conduct import Reply
from preppal.errors import EngineError, where
from preppal.ports import TextToSpeech
from preppal.session import events as ev

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_BREATH = bytes(INTERVIEWER_RATE_HZ * BYTES_PER_SAMPLE * 3 // 10)  # 300 ms
_PIECE_BYTES = INTERVIEWER_RATE_HZ * BYTES_PER_SAMPLE // 10  # 100 ms

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its sound; no sound when there is no voice."""

    text: str
    pieces: tuple[bytes, ...] = ()


class Voice:
    """One interviewer's voice, at the pace the candidate likes."""

    def __init__(
        self, synthesizer: TextToSpeech, persona: Persona, speed: SpeakingSpeed = SpeakingSpeed.NORMAL
    ) -> None:
        self._synthesizer = synthesizer
        self._voice = persona.espeak_voice
        self._words_per_minute = speed.applied_to(persona.words_per_minute)

    async def speak(self, text: str) -> tuple[Sentence, ...]:
        """All of the turn or nothing: half a question would be worse than one that is read."""
        texts = _SENTENCE_END.split(text)
        try:
            return tuple([await self._sentence(part, is_first=part is texts[0]) for part in texts])
        except EngineError:
            _log.warning("no voice for the interviewer: this turn is text")
            return tuple(Sentence(part) for part in texts)

    async def _sentence(self, text: str, *, is_first: bool) -> Sentence:
        pieces = [] if is_first else [_BREATH[start : start + _PIECE_BYTES] for start in _starts(_BREATH)]
        async for piece in self._synthesizer.synthesize(text, self._voice, self._words_per_minute):
            pieces.append(piece)
        return Sentence(text, tuple(pieces))


class Delivery:
    """One turn on its way. `put` waits while the session is behind; `completed` is called once all is handed over."""

    def __init__(
        self,
        reply: Reply,
        voice: Voice,
        put: Callable[[ev.EngineEvent | EngineError], Awaitable[None]],
        completed: Callable[["Delivery"], None],
    ) -> None:
        self.reply = reply
        self.sound_ms = 0.0
        self._voice = voice
        self._put = put
        self._completed = completed
        self._has_begun = False
        self.task = asyncio.create_task(self._run())

    @property
    def is_over(self) -> bool:
        return self.task.done()

    async def stop(self) -> bool:
        """Nothing more of it; True when the session has got a part of it and waits for the rest."""
        if self.task.done():
            return False
        self.task.cancel()
        await asyncio.wait([self.task])
        return self._has_begun

    async def _run(self) -> None:
        try:
            await self._deliver()
        except Exception as error:
            _log.error("an interviewer turn could not be handed over: %s", where(error))
            await self._put(EngineError(f"The offline interviewer failed ({type(error).__name__})."))

    async def _deliver(self) -> None:
        sentences = await self._voice.speak(self.reply.text)
        self._has_begun = True
        if self.reply.is_replay:
            await self._put(ev.Replays())
        elif self.reply.asks is not None:
            await self._put(ev.Asks(self.reply.asks))
        await self._hand_over(sentences)
        if self.reply.says_goodbye:
            await self._put(ev.WantsToEnd())
        await self._put(ev.StateChanged(self.reply.course.as_state()))
        await self._put(ev.InterviewerDone())
        self._completed(self)

    async def _hand_over(self, sentences: tuple[Sentence, ...]) -> None:
        text = ""
        for sentence in sentences:
            text = f"{text} {sentence.text}".strip()
            await self._put(ev.InterviewerText(text))
            for piece in sentence.pieces:
                await self._put(ev.InterviewerAudio(piece))
                self.sound_ms += duration_ms(len(piece), INTERVIEWER_RATE_HZ)


def _starts(pcm: bytes) -> range:
    return range(0, len(pcm), _PIECE_BYTES)
