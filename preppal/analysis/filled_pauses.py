"""Finds drawn-out sounds like "um" and "uh" in a recording, for listeners that never write them down.

While somebody looks for a word, pitch and colour of the voice hardly move, and there is a silence around (Goto 1999:
small F0 and spectral movement; O'Shaughnessy: at boundaries). A silence on both sides is asked for: an "um" that runs
into a word is missed, and a word that is drawn out is not taken for one. So a count is "at least". Figures:
docs/scores.md.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct
from scipy.ndimage import binary_closing, find_objects, label

from preppal.analysis.prosody import tidy
from preppal.domain.audio import CANDIDATE_RATE_HZ, Pcm16
from preppal.domain.transcript import Span

_HOP_MS, _FRAME_SAMPLES, _FFT_SAMPLES = 10, 512, 1_024
_HOP_SAMPLES = CANDIDATE_RATE_HZ * _HOP_MS // 1000
# Pitch of people who speak; less periodic frames are no vowel.
_LOWEST_HZ, _HIGHEST_HZ = 65, 400
_MIN_VOICING, _NEARLY = 0.45, 0.85
# Over so many frames pitch moves by less than so many octaves, and the spectrum by less than this distance.
_LAG, _MAX_OCTAVES, _MAX_DISTANCE = 3, 0.2, 5.0
# From vowel to "m" the spectrum moves for a moment.
_BRIDGED_FRAMES = 3
_MIN_LENGTH_MS, _MAX_LENGTH_MS = 200, 1_500
_NEAR_FRAMES = 12
_MEL_BANDS, _CEPSTRA = 26, 12

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]


def find_filled_pauses(sound: Pcm16, speech: Sequence[Span]) -> tuple[Span, ...]:
    """In ms from the start of the sound, which is 16 kHz; `speech` is where the voice was found in it."""
    assert sound.rate_hz == CANDIDATE_RATE_HZ
    signal = np.frombuffer(sound.samples, "<i2").astype(np.float64) / 32_768
    if len(signal) < _FRAME_SAMPLES:
        return ()
    frames = np.lib.stride_tricks.sliding_window_view(signal, _FRAME_SAMPLES)[::_HOP_SAMPLES]
    power = np.abs(np.fft.rfft(frames * np.hanning(_FRAME_SAMPLES), _FFT_SAMPLES)) ** 2
    is_voice = _voice(speech, len(power))
    steady = np.pad(_steady(power) & is_voice, _BRIDGED_FRAMES)
    bridged = binary_closing(steady, np.ones(_BRIDGED_FRAMES + 1))[_BRIDGED_FRAMES:-_BRIDGED_FRAMES] & is_voice
    return tuple(
        Span(first * _HOP_MS, end * _HOP_MS)
        for first, end in _runs(bridged)
        if _MIN_LENGTH_MS <= (end - first) * _HOP_MS <= _MAX_LENGTH_MS and _stands_alone(is_voice, first, end)
    )


def _voice(speech: Sequence[Span], count: int) -> _Flags:
    flags = np.zeros(count, dtype=np.bool_)
    for span in tidy(speech):
        flags[span.start_ms // _HOP_MS : span.end_ms // _HOP_MS] = True
    return flags


def _steady(power: _Floats) -> _Flags:
    """Whether the sound around each frame is a voice that hardly moves."""
    steady = np.zeros(len(power), dtype=np.bool_)
    if len(power) <= _LAG:
        return steady
    voicing, pitch = _pitch(power)
    colour = _cepstra(power)
    moved = np.abs(pitch[_LAG:] - pitch[:-_LAG])
    distance = np.sqrt(((colour[_LAG:] - colour[:-_LAG]) ** 2).sum(1))
    middle = slice(_LAG // 2, _LAG // 2 + len(moved))
    steady[middle] = (voicing[middle] > _MIN_VOICING) & (moved < _MAX_OCTAVES) & (distance < _MAX_DISTANCE)
    return steady


def _pitch(power: _Floats) -> tuple[_Floats, _Floats]:
    """How periodic each frame is, 1 for a pure tone, and its pitch in octaves: the peak of its autocorrelation."""
    window_power = np.abs(np.fft.rfft(np.hanning(_FRAME_SAMPLES), _FFT_SAMPLES)) ** 2
    correlation, window = np.fft.irfft(power), np.fft.irfft(window_power)
    lags = slice(CANDIDATE_RATE_HZ // _HIGHEST_HZ, CANDIDATE_RATE_HZ // _LOWEST_HZ)
    level = np.maximum(correlation[:, :1], 1e-12)
    periodic = correlation[:, lags] / level / (window / window[0])[lags]
    highest = periodic.max(1)
    # Two or three periods fit as well as one: the shortest that nearly does is the pitch.
    shortest = (periodic >= _NEARLY * highest[:, None]).argmax(1)
    return highest, np.log2(CANDIDATE_RATE_HZ / (shortest + lags.start))


def _cepstra(power: _Floats) -> _Floats:
    """The colour of each frame's sound, its loudness left out."""
    amplitudes_log = np.log(np.maximum(power @ _mel_filters().T, 1e-10)) / 2
    colour: _Floats = dct(amplitudes_log, norm="ortho", axis=1)[:, 1 : _CEPSTRA + 1]
    return colour


def _mel_filters() -> _Floats:
    """Triangles that overlap by half, evenly spaced in mel (2595 log10(1 + f / 700)) from 80 Hz to 6 kHz."""
    lowest_mel, highest_mel = 2595 * np.log10(1 + np.array([80.0, 6_000.0]) / 700)
    edges_mel = np.linspace(lowest_mel, highest_mel, _MEL_BANDS + 2)
    edges_hz = 700 * (10 ** (edges_mel / 2595) - 1)
    bins_hz = np.fft.rfftfreq(_FFT_SAMPLES, 1 / CANDIDATE_RATE_HZ)
    low, middle, high = edges_hz[:-2, None], edges_hz[1:-1, None], edges_hz[2:, None]
    filters: _Floats = np.maximum(0.0, np.minimum((bins_hz - low) / (middle - low), (high - bins_hz) / (high - middle)))
    return filters


def _stands_alone(is_voice: _Flags, first: int, end: int) -> bool:
    before, after = is_voice[max(0, first - _NEAR_FRAMES) : first], is_voice[end : end + _NEAR_FRAMES]
    return not before.all() and not after.all()


def _runs(flags: _Flags) -> list[tuple[int, int]]:
    """First and end of each run of set flags."""
    labelled, _ = label(flags)
    return [(found[0].start, found[0].stop) for found in find_objects(labelled)]
