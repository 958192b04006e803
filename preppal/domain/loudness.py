"""How loud sound is along its length, ten times a second, and how far speech stands out from the room.

Measured while somebody speaks: only a number for each tenth of a second is kept, never the sound.
"""

import sys
from array import array
from collections.abc import Sequence
from math import log10, sqrt
from operator import mul

from preppal.domain.audio import CANDIDATE_RATE_HZ

LEVELS_PER_S = 10
FULL_LEVEL = 100
# Below this the room is heard and nobody in it (about -54 dB of full scale).
FLOOR = 0.002
# The loudest moments are clicks and breaths into the microphone: this share of the slices may be drawn at full height.
LOUDEST_PERCENTILE = 97
# Nearer to the room than this, what sounds like a pause is a matter of luck.
MIN_DISTANCE_DB = 12.0
# A turn has to be so long that it holds a breath.
_MIN_SLICES = 3 * LEVELS_PER_S
_QUIET_PERCENTILE, _LOUD_PERCENTILE = 10, 75
# Levels are the square root of the amplitude.
_DB_PER_DECADE = 40.0
_SLICE_SAMPLES = CANDIDATE_RATE_HZ // LEVELS_PER_S
# Every fourth sample tells the energy of a tenth of a second as well, at a quarter of the price.
_STEP = 4
_FULL_SCALE = 32_768


def to_levels(amplitudes: Sequence[float]) -> list[int]:
    """0 to 100 on a scale where soft speech is still seen, from root mean squares between 0 and 1."""
    heard = [0.0 if value < FLOOR else value for value in amplitudes]
    if not heard:
        return []
    loudest = _percentile(heard, LOUDEST_PERCENTILE) or max(heard)
    if loudest == 0.0:
        return [0] * len(heard)
    return [round(sqrt(min(1.0, value / loudest)) * FULL_LEVEL) for value in heard]


def distance_db(levels: Sequence[int]) -> float | None:
    """dB between the louder and the quietest moments of a turn; None when it is too short to tell."""
    if len(levels) < _MIN_SLICES:
        return None
    quiet, loud = (_percentile(levels, share) for share in (_QUIET_PERCENTILE, _LOUD_PERCENTILE))
    if loud <= 0:
        return None
    return _DB_PER_DECADE * log10(loud / max(1.0, quiet))


def is_too_noisy(distance: float | None) -> bool:
    return distance is not None and distance < MIN_DISTANCE_DB


class LoudnessMeter:
    """Takes 16 kHz PCM16 in pieces of any length."""

    def __init__(self) -> None:
        self._amplitudes: list[float] = []
        self._energy = 0
        self._taken = 0  # samples of the slice that is not full yet

    def add(self, pcm: bytes) -> None:
        samples = array("h", pcm[: len(pcm) // 2 * 2])
        if sys.byteorder == "big":
            samples.byteswap()
        at = 0
        while at < len(samples):
            piece = samples[at : at + _SLICE_SAMPLES - self._taken]
            at += len(piece)
            self._taken += len(piece)
            some = piece[::_STEP]
            self._energy += sum(map(mul, some, some)) * len(piece) // len(some)
            if self._taken == _SLICE_SAMPLES:
                self._amplitudes.append(sqrt(self._energy / _SLICE_SAMPLES) / _FULL_SCALE)
                self._energy = self._taken = 0

    def distance_db(self) -> float | None:
        return distance_db(to_levels(self._amplitudes))


def _percentile(values: Sequence[float], percent: float) -> float:
    """Between the two nearest, in proportion."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
