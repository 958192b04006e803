"""From a synthesiser's raw voice to the interviewer's sound: trimmed, at an even level, at 24 kHz."""

from math import gcd

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

TARGET_DBFS = -20.0
_PEAK_LIMIT = 0.89  # -1 dBFS
_SILENT_BELOW = 10 ** (-50 / 20)
_BLOCK_S = 0.01
_KEPT_LEAD_S = 0.02
_KEPT_TAIL_S = 0.06

_TAPS_PER_PHASE = 48
_KAISER_BETA = 8.0  # stop band below -80 dB


def shape(samples: Samples, rate_hz: int, wanted_hz: int) -> bytes:
    """PCM16 little-endian at `wanted_hz`; empty when there is no voice in it."""
    voice = trim(samples, rate_hz)
    if not len(voice):
        return b""
    return to_pcm16(resample(level(voice, rate_hz), rate_hz, wanted_hz))


def trim(samples: Samples, rate_hz: int) -> Samples:
    """Without the silence around it, but for a little."""
    voiced = np.flatnonzero(_block_levels(samples, rate_hz) > _SILENT_BELOW)
    if not len(voiced):
        return samples[:0]
    block = round(rate_hz * _BLOCK_S)
    start = voiced[0] * block - round(rate_hz * _KEPT_LEAD_S)
    end = (voiced[-1] + 1) * block + round(rate_hz * _KEPT_TAIL_S)
    return samples[max(0, start) : end]


def level(samples: Samples, rate_hz: int) -> Samples:
    """At -20 dBFS where the voice is, or as near as the peaks allow."""
    levels = _block_levels(samples, rate_hz)
    voiced = levels[levels > _SILENT_BELOW]
    if not len(voiced):
        return samples
    gain = 10 ** (TARGET_DBFS / 20) / float(np.sqrt(np.mean(voiced**2)))
    return np.asarray(samples * min(gain, _PEAK_LIMIT / float(np.abs(samples).max())), np.float32)


def resample(samples: Samples, rate_hz: int, wanted_hz: int) -> Samples:
    """To a higher rate, by a polyphase windowed sinc. Not scipy's: its import takes a second of the child's start."""
    if wanted_hz < rate_hz:
        raise ValueError("to a lower rate, sound needs another low-pass than this")
    common = gcd(rate_hz, wanted_hz)
    up, down = wanted_hz // common, rate_hz // common
    if up == down:
        return samples
    phases = _phases(up)
    count = -(-len(samples) * up // down)
    padded = np.pad(samples, (_TAPS_PER_PHASE // 2, _TAPS_PER_PHASE))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _TAPS_PER_PHASE)
    result = np.empty(count, np.float32)
    # Outputs `up` apart share a phase, and their windows lie `down` apart.
    for first in range(min(up, count)):
        start, phase = divmod(first * down, up)
        outputs = len(result[first::up])
        result[first::up] = windows[start + 1 :: down][:outputs] @ phases[phase]
    return result


def to_pcm16(samples: Samples) -> bytes:
    return np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes()


def _phases(up: int) -> Samples:
    """Row p: the taps of a sample that lies p/up behind the middle of its window."""
    half = _TAPS_PER_PHASE // 2
    offsets = np.arange(-half + 1, half + 1)[None, :] - np.arange(up)[:, None] / up
    inside = np.clip(1 - (offsets / half) ** 2, 0, None)
    taps = np.sinc(offsets) * np.i0(_KAISER_BETA * np.sqrt(inside)) / np.i0(_KAISER_BETA)
    return np.asarray(taps / taps.sum(axis=1, keepdims=True), np.float32)


def _block_levels(samples: Samples, rate_hz: int) -> NDArray[np.float64]:
    """RMS of each 10 ms; a rest shorter than that counts as one."""
    block = round(rate_hz * _BLOCK_S)
    padded = np.pad(samples.astype(np.float64), (0, -len(samples) % block))
    return np.asarray(np.sqrt(np.mean(padded.reshape(-1, block) ** 2, axis=1)))
