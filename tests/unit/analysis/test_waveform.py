"""What a waveform is drawn from."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from preppal.analysis.waveform import levels
from preppal.domain.audio import Pcm16
from preppal.domain.loudness import FULL_LEVEL, LEVELS_PER_S

RATE = 16_000


def _tone(seconds: float, loudness: float) -> bytes:
    at = np.arange(round(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * 220 * at) * loudness * 32_767).astype("<i2").tobytes()


def test_each_second_has_ten_levels_and_silence_is_nought() -> None:
    sound = _tone(1, 0.5) + bytes(2 * RATE) + _tone(1, 0.5)
    drawn = levels(Pcm16(sound, RATE))
    assert len(drawn) == 3 * LEVELS_PER_S
    assert drawn[10:20] == [0] * 10
    assert min(drawn[:10] + drawn[20:]) > FULL_LEVEL // 2


def test_louder_speech_is_drawn_higher() -> None:
    soft, loud = levels(Pcm16(_tone(1, 0.05) + _tone(1, 0.5), RATE))[::10]
    assert soft < loud


def test_quiet_room_is_silence() -> None:
    assert set(levels(Pcm16(_tone(1, 0.0005), RATE))) == {0}


def test_nothing_has_no_levels() -> None:
    assert levels(Pcm16(b"", RATE)) == []


@given(st.binary(max_size=40_000))
def test_levels_stay_in_their_scale(samples: bytes) -> None:
    assert all(0 <= level <= FULL_LEVEL for level in levels(Pcm16(samples, RATE)))
