"""Whether a microphone hears a loudspeaker: how much of what it heard is what was played, through some room.

Coherence does not care how loud the echo is or which frequencies the room swallows, only whether a fixed filter makes
the one sound of the other. A second voice on top of it is no such thing: the share goes down with it.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import scipy.fft
import scipy.signal

from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ, INTERVIEWER_RATE_HZ

Samples = npt.NDArray[np.float32]

_LOW_HZ, _HIGH_HZ = 200, 6_000  # below is hum, above a small loudspeaker has little
_BLOCK = 1_024  # 64 ms: most of a room's own echo falls into the same block
_HOP = 128
_FLOOR = 1e-12


def to_samples(pcm: bytes) -> Samples:
    """PCM16 as floats of -1 to 1."""
    return (np.frombuffer(pcm, "<i2") / 32_768).astype(np.float32)


def newest(before: Samples, pcm: bytes) -> Samples:
    """The same length of sound, with this at its end."""
    samples = to_samples(pcm)[-len(before) :]
    return np.concatenate([before[len(samples) :], samples])


def silence(count: int) -> Samples:
    return np.zeros(count, np.float32)


def laid_out(pieces: Iterable[tuple[int, bytes]], first: int, last: int) -> Samples:
    """Samples `first` to `last` of sound that lies in pieces, each behind the number of its first sample."""
    sound = silence(last - first)
    for begin, pcm in pieces:
        start, end = max(first, begin), min(last, begin + len(pcm) // BYTES_PER_SAMPLE)
        if start < end:
            sound[start - first : end - first] = to_samples(pcm)[start - begin : end - begin]
    return sound


def to_candidate_rate(played: Samples) -> Samples:
    """The interviewer's sound at the rate of the microphone."""
    ratio = np.gcd(CANDIDATE_RATE_HZ, INTERVIEWER_RATE_HZ)
    resampled: Samples = scipy.signal.resample_poly(played, CANDIDATE_RATE_HZ // ratio, INTERVIEWER_RATE_HZ // ratio)
    return resampled.astype(np.float32)


def loudness_db(samples: Samples) -> float:
    """RMS in dBFS; -120 for silence."""
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + _FLOOR)) if len(samples) else -120.0


def find_delay(played: Samples, heard: Samples) -> int:
    """Where in `played` the shorter `heard` fits best, in samples: by phase alone, so that no loud vowel decides."""
    size = scipy.fft.next_fast_len(len(played) + len(heard), real=True)
    cross = np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size))
    frequencies = np.fft.rfftfreq(size, 1 / CANDIDATE_RATE_HZ)
    band = (frequencies >= _LOW_HZ) & (frequencies <= _HIGH_HZ)
    # Between phase alone and plain correlation: noise has phases too.
    weighted = np.where(band, cross / (np.abs(cross) ** 0.7 + _FLOOR), 0)
    likeness = np.fft.irfft(weighted, size)[: max(1, len(played) - len(heard) + 1)]
    return int(np.argmax(likeness))


def shared_energy(played: Samples, heard: Samples) -> float:
    """The share, 0 to 1, of `heard` that a filter makes of `played`. Both equally long, and in time with each other."""
    ours, theirs = _spectra(heard), _spectra(played)
    power = np.mean(np.abs(ours) ** 2, axis=0)
    cross = np.abs(np.mean(ours * np.conj(theirs), axis=0)) ** 2
    explained = cross / (np.mean(np.abs(theirs) ** 2, axis=0) + _FLOOR)
    total = float(power.sum())
    return float(explained.sum()) / total if total > _FLOOR else 0.0


def _spectra(samples: Samples) -> npt.NDArray[np.complex128]:
    blocks = np.lib.stride_tricks.sliding_window_view(samples, _BLOCK)[::_HOP] * np.hanning(_BLOCK)
    first, last = (round(hz * _BLOCK / CANDIDATE_RATE_HZ) for hz in (_LOW_HZ, _HIGH_HZ))
    spectra: npt.NDArray[np.complex128] = np.fft.rfft(blocks, axis=1)[:, first:last]
    return spectra
