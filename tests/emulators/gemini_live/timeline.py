"""The order in which speech leaves the service: audio in chunks faster than real time, transcripts between them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from tests.emulators.gemini_live.scenario import Audio, Range, Transcripts
from tests.emulators.gemini_live.voice import Speech, SpokenWord


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: due `at_s` after the first, with audio, transcript or both. Totals are after this piece."""

    at_s: float
    pcm: bytes
    text: str
    words: int
    audio_ms: float


def pick(rng: random.Random, value: Range) -> float:
    return rng.uniform(*value) if isinstance(value, tuple) else value


def pieces(
    speech: Speech, audio: Audio, transcripts: Transcripts, rng: random.Random, *, speed: float | None, hole_s: float
) -> list[Piece]:
    """The whole speech. `speed` below 1 is slower than real time; `hole_s` pauses after every second of audio."""
    rate = speed if speed is not None else pick(rng, audio.speed)
    chunks = _chunks(speech, audio, rng)
    sound = [(start_ms / 1000 / rate + int(start_ms / 1000) * hole_s, start_ms, pcm) for start_ms, pcm in chunks]
    texts = [
        (max(0.0, start_ms - transcripts.output_lead_ms) / 1000 / rate + int(start_ms / 1000) * hole_s, text, words)
        for start_ms, text, words in _fragments(speech.words, transcripts.output_fragment, rng)
    ]
    return _woven(sound, texts, speech.rate_hz, rng, audio.combined_share)


def _chunks(speech: Speech, audio: Audio, rng: random.Random) -> list[tuple[float, bytes]]:
    chunks = []
    start = 0
    while start < len(speech.pcm):
        size = max(2, int(speech.rate_hz * pick(rng, audio.chunk_ms) / 1000) * 2)
        chunks.append((start * 500 / speech.rate_hz, speech.pcm[start : start + size]))
        start += size
    return chunks


def _fragments(words: Sequence[SpokenWord], kind: str, rng: random.Random) -> list[tuple[int, str, int]]:
    """Start, text and the number of words told so far; every fragment but the first begins with its space."""
    if kind == "whole" and words:
        return [(words[0].start_ms, " ".join(word.text for word in words), len(words))]
    fragments: list[tuple[int, str, int]] = []
    index = 0
    while index < len(words):
        count = 1 if kind == "letters" else rng.randint(1, 3)
        group = words[index : index + count]
        text = (" " if index else "") + " ".join(word.text for word in group)
        index += len(group)
        parts = list(text) if kind == "letters" else [text]
        fragments.extend((group[0].start_ms, part, index) for part in parts)
    return fragments


def _woven(
    sound: list[tuple[float, float, bytes]],
    texts: list[tuple[float, str, int]],
    rate_hz: int,
    rng: random.Random,
    combined_share: float,
) -> list[Piece]:
    result: list[Piece] = []
    words, audio_ms = 0, 0.0
    for at_s, start_ms, pcm in sound:
        while texts and texts[0][0] <= at_s:
            text_at_s, text, words = texts.pop(0)
            if texts and texts[0][0] > at_s and rng.random() < combined_share:
                audio_ms = start_ms + len(pcm) * 500 / rate_hz
                result.append(Piece(at_s, pcm, text, words, audio_ms))
                pcm = b""
            else:
                result.append(Piece(text_at_s, b"", text, words, audio_ms))
        if pcm:
            audio_ms = start_ms + len(pcm) * 500 / rate_hz
            result.append(Piece(at_s, pcm, "", words, audio_ms))
    result.extend(Piece(at_s, b"", text, count, audio_ms) for at_s, text, count in texts)
    return result
