"""Drawn-out sounds between silences are found; words, glides, noise and what runs into speech are not."""

import numpy as np
import pytest

from preppal.analysis.filled_pauses import find_filled_pauses
from preppal.domain.audio import CANDIDATE_RATE_HZ, Pcm16
from preppal.domain.transcript import Span

_PER_MS = CANDIDATE_RATE_HZ // 1000


def _vowel(ms: int, pitch_hz: float = 120.0, glide: float = 0.0) -> np.ndarray:
    """Harmonics of a pitch that rises by `glide` octaves a second, under one resonance near 600 Hz."""
    times = np.arange(ms * _PER_MS) / CANDIDATE_RATE_HZ
    phase = 2 * np.pi * np.cumsum(pitch_hz * 2 ** (glide * times)) / CANDIDATE_RATE_HZ
    harmonics = range(1, 20)
    loud = [1 / (1 + ((over * pitch_hz - 600) / 200) ** 2) for over in harmonics]
    return sum(gain * np.sin(over * phase) for over, gain in zip(harmonics, loud, strict=True)) / 8


def _sound(*pieces: np.ndarray | int) -> tuple[Pcm16, tuple[Span, ...]]:
    """Numbers are ms of silence; all else is voice."""
    parts, speech, at_ms = [], [], 0
    for piece in pieces:
        part = np.zeros(piece * _PER_MS) if isinstance(piece, int) else piece
        length_ms = len(part) // _PER_MS
        if not isinstance(piece, int):
            speech.append(Span(at_ms, at_ms + length_ms))
        parts.append(part)
        at_ms += length_ms
    noise = np.random.default_rng(1).normal(scale=0.001, size=at_ms * _PER_MS)
    pcm = ((np.concatenate(parts) + noise) * 32_767).astype("<i2").tobytes()
    return Pcm16(pcm, CANDIDATE_RATE_HZ), tuple(speech)


@pytest.mark.parametrize("pitch_hz", [90.0, 120.0, 210.0])
def test_drawn_out_vowel_between_silences_is_found_where_it_is(pitch_hz: float) -> None:
    (found,) = find_filled_pauses(*_sound(500, _vowel(400, pitch_hz), 500))
    assert abs(found.start_ms - 500) <= 60
    assert abs(found.end_ms - 900) <= 60


@pytest.mark.parametrize(
    "pieces",
    [
        (500, _vowel(120), 500),
        (500, _vowel(400, glide=8.0), 500),
        (500, np.random.default_rng(2).normal(scale=0.1, size=400 * _PER_MS), 500),
        (900,),
    ],
    ids=["short", "gliding", "noise", "silence"],
)
def test_what_is_short_moves_or_has_no_pitch_is_none(pieces: tuple) -> None:
    assert find_filled_pauses(*_sound(*pieces)) == ()


def test_vowel_that_runs_into_speech_is_none() -> None:
    chance = np.random.default_rng(3)
    speech = np.concatenate([_vowel(70, chance.uniform(90, 200)) for _ in range(12)])
    assert find_filled_pauses(*_sound(500, np.concatenate([_vowel(400), speech]), 500)) == ()


def test_sound_shorter_than_a_frame_has_none() -> None:
    assert find_filled_pauses(Pcm16(bytes(100), CANDIDATE_RATE_HZ), (Span(0, 3),)) == ()
