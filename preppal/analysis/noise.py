"""How far speech stands out from the room, from the levels that are kept of a recording. Pure."""

from collections.abc import Sequence
from math import log10

import numpy as np

from preppal.analysis.waveform import LEVELS_PER_S

# Nearer to the room than this, what sounds like a pause is a matter of luck.
MIN_DISTANCE_DB = 12.0
# A turn has to be so long that it holds a breath.
_MIN_SLICES = 3 * LEVELS_PER_S
_QUIET_PERCENTILE, _LOUD_PERCENTILE = 10, 75
# Levels are the square root of the amplitude: see `waveform`.
_DB_PER_DECADE = 40.0


def distance_db(levels: Sequence[int]) -> float | None:
    """dB between the louder and the quietest moments of a turn; None when it is too short to tell."""
    if len(levels) < _MIN_SLICES:
        return None
    quiet, loud = np.percentile(levels, [_QUIET_PERCENTILE, _LOUD_PERCENTILE])
    if loud <= 0:
        return None
    return _DB_PER_DECADE * log10(float(loud) / max(1.0, float(quiet)))


def is_too_noisy(levels: Sequence[int]) -> bool:
    distance = distance_db(levels)
    return distance is not None and distance < MIN_DISTANCE_DB
