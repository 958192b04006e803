"""Sound to text and text to sound, for clients that hold their interview turn by turn. Nothing of it is kept."""

import asyncio
import re
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from preppal.analysis.measures import EntryMeasures, measure_entry
from preppal.analysis.sound_files import UnreadableSound, read_wav
from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ, INTERVIEWER_RATE_HZ, Pcm16
from preppal.domain.interview import PERSONAS, SpeakingSpeed
from preppal.domain.transcript import Entry, Role, Span, Word
from preppal.errors import InvalidInput
from preppal.ports import Hypothesis, SpeechToText, TextToSpeech
from preppal.services.limits import RateLimiter

MAX_SOUND_BYTES = 10_000_000
MAX_SOUND_S = 180
MAX_SPOKEN_CHARS = 3_000

_PER_MINUTE = 30
_MARGIN_MS = 300
_PAUSE_MS = 1_000  # here one utterance ends and the next begins
_UTTERANCE_MS = 20_000
_FEED_BYTES = CANDIDATE_RATE_HZ * BYTES_PER_SAMPLE // 5
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
_BREATH = bytes(INTERVIEWER_RATE_HZ * BYTES_PER_SAMPLE * 3 // 10)  # 300 ms between sentences
_PART_CHARS = 800  # what a synthesiser is given at once

FindSpeech = Callable[[Pcm16], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Transcription:
    """What was said, where the voice was, and what is measured of it. Times from the start of the sound."""

    text: str
    words: tuple[Word, ...]
    speech: tuple[Span, ...]
    duration_ms: int
    measures: EntryMeasures
    recognizer: str


class VoiceService:
    """Made for one event loop. `find_speech` blocks and runs on a worker thread."""

    def __init__(self, recognizer: SpeechToText, synthesizer: TextToSpeech, find_speech: FindSpeech) -> None:
        self._recognizer = recognizer
        self._synthesizer = synthesizer
        self._find_speech = find_speech
        self._limiter = RateLimiter(_PER_MINUTE, _PER_MINUTE)
        # One file at a time: live interviews listen on the same cores.
        self._listening = asyncio.Lock()

    async def transcribe(self, user_id: str, file: bytes) -> Transcription:
        """A WAV file. Where nobody speaks there is no text. Raises InvalidInput, LimitReached, EngineError."""
        self._limiter.take(user_id)
        async with self._listening:
            sound = await asyncio.to_thread(_read, file)
            speech = tuple(await asyncio.to_thread(self._find_speech, sound))
        heard = [await self._recognize(sound, part, user_id) for part in _utterances(speech, round(sound.duration_ms))]
        text = " ".join(part.text for part in heard if part.text)
        words = tuple(word for part in heard for word in part.words)
        entry = Entry(0, Role.CANDIDATE, text, 0, round(sound.duration_ms), speech=speech, words=words)
        measures = replace(measure_entry(entry), filler_count=None)  # recognisers leave them out
        return Transcription(text, words, speech, entry.duration_ms, measures, recognizer=self._recognizer.name)

    async def synthesize(
        self,
        user_id: str,
        text: str,
        voice: str,
        words_per_minute: int | None = None,
        speed: SpeakingSpeed = SpeakingSpeed.NORMAL,
    ) -> bytes:
        """A WAV file, 24 kHz mono, in a persona's voice; `speed` is for its own pace, where none is named.

        Raises InvalidInput, LimitReached, EngineError.
        """
        persona = PERSONAS.get(voice)
        if persona is None:
            raise InvalidInput("There is no such voice.", {"voice": f"Choose one of: {', '.join(PERSONAS)}."})
        self._limiter.take(user_id)
        pace = words_per_minute or speed.applied_to(persona.words_per_minute)
        sound = bytearray()
        for part in _parts(" ".join(text.split())):
            sound += _BREATH if sound else b""
            async for piece in self._synthesizer.synthesize(part, persona.espeak_voice, pace):
                sound += piece
        return _wav(bytes(sound), INTERVIEWER_RATE_HZ)

    async def close(self) -> None:
        await self._recognizer.close()
        await self._synthesizer.close()

    async def _recognize(self, sound: Pcm16, part: Span, speaker: str) -> Hypothesis:
        first, end = (at_ms * CANDIDATE_RATE_HZ // 1000 * BYTES_PER_SAMPLE for at_ms in (part.start_ms, part.end_ms))
        stream = await self._recognizer.open(speaker)
        try:
            for at in range(first, end, _FEED_BYTES):
                await stream.feed(sound.samples[at : min(at + _FEED_BYTES, end)])
            heard = await stream.finish()
        except BaseException:
            await stream.close()
            raise
        words = tuple(
            replace(word, start_ms=word.start_ms + part.start_ms, end_ms=word.end_ms + part.start_ms)
            for word in heard.words
        )
        return Hypothesis(heard.text.strip(), words)


def _read(file: bytes) -> Pcm16:
    if len(file) > MAX_SOUND_BYTES:
        limit = f"Send at most {MAX_SOUND_BYTES // 1_000_000} MB of sound."
        raise InvalidInput(limit, {"audio": limit})
    try:
        return read_wav(file, MAX_SOUND_S)
    except UnreadableSound as error:
        raise InvalidInput(str(error), {"audio": str(error)}) from error


def _utterances(speech: Sequence[Span], end_ms: int) -> list[Span]:
    """Stretches to be recognised one by one: cut in pauses, and never too long to be awaited."""
    joined: list[Span] = []
    for span in speech:
        near = bool(joined) and span.start_ms - joined[-1].end_ms < _PAUSE_MS
        if near and span.end_ms - joined[-1].start_ms <= _UTTERANCE_MS:
            joined[-1] = Span(joined[-1].start_ms, span.end_ms)
        else:
            joined += _cut(span)
    starts = [0, *(span.end_ms for span in joined)]
    ends = [*(span.start_ms for span in joined[1:]), end_ms]
    return [
        Span(max(span.start_ms - _MARGIN_MS, before), min(span.end_ms + _MARGIN_MS, after))
        for span, before, after in zip(joined, starts, ends, strict=False)
    ]


def _cut(span: Span) -> list[Span]:
    starts = range(span.start_ms, span.end_ms, _UTTERANCE_MS)
    return [Span(start, min(start + _UTTERANCE_MS, span.end_ms)) for start in starts]


def _parts(text: str) -> list[str]:
    """Sentences; one that is too long for a synthesiser is cut between words."""
    parts: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        while len(sentence) > _PART_CHARS:
            cut = sentence.rfind(" ", 1, _PART_CHARS)
            cut = cut if cut > 0 else _PART_CHARS
            parts.append(sentence[:cut])
            sentence = sentence[cut:].lstrip()
        if sentence:
            parts.append(sentence)
    return parts


def _wav(pcm: bytes, rate_hz: int) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(BYTES_PER_SAMPLE)
        writer.setframerate(rate_hz)
        writer.writeframes(pcm)
    return file.getvalue()
