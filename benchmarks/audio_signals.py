"""The signals by which a resampler is judged, and the figures that come out of what it made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.signal

Samples = npt.NDArray[np.float64]

PASSED_HZ = (100, 250, 440, 1_000, 1_730, 2_500, 3_300, 4_100, 4_900, 5_500, 6_000, 6_500, 7_000, 7_200)
STOPPED_HZ = (8_600, 8_730, 9_000, 9_500, 10_000, 11_000, 12_345, 14_000, 15_800, 18_000, 20_000)
VOICED_HZ = (440, 1_000, 3_000, 5_000, 7_000)
AMPLITUDE = 0.5
_MARK_HZ, _MARK_S, _GAP_S, _TONE_S, _TAIL_S = 1_000, 0.2, 0.2, 0.25, 0.2
_MARGIN_S = 0.06
_BAND_HZ = (100, 7_000)
_WINDOW_S = 0.5


def tone(frequency_hz: float, seconds: float, rate_hz: int, amplitude: float = AMPLITUDE) -> Samples:
    return amplitude * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate_hz)) / rate_hz)


def tone_row(frequencies_hz: Sequence[float], rate_hz: int) -> Samples:
    """A mark, a pause, and one tone after the other."""
    silence = np.zeros(round(_GAP_S * rate_hz))
    tones = [tone(hz, _TONE_S, rate_hz) for hz in frequencies_hz]
    return np.concatenate([tone(_MARK_HZ, _MARK_S, rate_hz), silence, *tones, np.zeros(round(_TAIL_S * rate_hz))])


def split_row(samples: Samples, count: int, rate_hz: int) -> list[Samples]:
    """The inner part of each tone, wherever in the recording the mark begins."""
    begin = int(np.argmax(np.abs(samples) > AMPLITUDE / 4))
    first = begin / rate_hz + _MARK_S + _GAP_S
    edges = [first + number * _TONE_S for number in range(count)]
    return [
        samples[round((start + _MARGIN_S) * rate_hz) : round((start + _TONE_S - _MARGIN_S) * rate_hz)]
        for start in edges
    ]


def decibels(ratio: float) -> float:
    return float(20 * np.log10(max(ratio, 1e-9)))


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0


def fit_tone(samples: Samples, frequency_hz: float, rate_hz: int) -> tuple[float, float]:
    """Gain against what was sent, and the tone over everything else, both in dB."""
    phase = 2 * np.pi * frequency_hz * np.arange(len(samples)) / rate_hz
    basis = np.column_stack([np.sin(phase), np.cos(phase)])
    weights, *_ = np.linalg.lstsq(basis, samples, rcond=None)
    amplitude = float(np.hypot(*weights))
    return decibels(amplitude / AMPLITUDE), decibels(amplitude / np.sqrt(2) / max(rms(samples - basis @ weights), 1e-9))


@dataclass(frozen=True, slots=True)
class ToneFigures:
    """Of one row of tones, in dB."""

    ripple: float  # 100 Hz to 7 kHz, highest gain less lowest
    edge: float  # gain at 7.2 kHz
    clean: float  # 1 kHz over everything else


def passed(samples: Samples, rate_hz: int, stretch: float = 1.0) -> ToneFigures:
    """`stretch`: how much longer than it should be the result is, which lowers every pitch."""
    pieces = dict(zip(PASSED_HZ, split_row(samples, len(PASSED_HZ), rate_hz), strict=True))
    gains = {hz: decibels(rms(piece) * np.sqrt(2) / AMPLITUDE) for hz, piece in pieces.items()}
    inner = [gain for hz, gain in gains.items() if hz <= _BAND_HZ[1]]
    clean = fit_tone(pieces[1_000], 1_000 / stretch, rate_hz)[1]
    return ToneFigures(max(inner) - min(inner), gains[7_200], clean)


def stopped(samples: Samples, frequencies_hz: Sequence[float], rate_hz: int) -> dict[float, float]:
    """What is left of each tone that the lower rate cannot hold, in dB of what was sent."""
    pieces = split_row(samples, len(frequencies_hz), rate_hz)
    sent = AMPLITUDE / np.sqrt(2)
    return {hz: decibels(rms(piece) / sent) for hz, piece in zip(frequencies_hz, pieces, strict=True)}


def voiced(samples: Samples, rate_hz: int) -> tuple[float, float]:
    """Of played tones: the gain farthest from 0 dB, and the worst ratio to everything else."""
    pieces = split_row(samples, len(VOICED_HZ), rate_hz)
    fits = [fit_tone(piece, hz, rate_hz) for hz, piece in zip(VOICED_HZ, pieces, strict=True)]
    return max((gain for gain, _ in fits), key=abs), min(clean for _, clean in fits)


def speech_like(seconds: float, rate_hz: int) -> tuple[Samples, Samples]:
    """Noise of the band of speech alone, and with sibilants above it that must not come back down."""
    dice = np.random.default_rng(11)
    count = round(seconds * rate_hz)
    speech = _band(dice.normal(0, 0.15, count), _BAND_HZ, rate_hz)
    if rate_hz < 32_000:
        return speech, speech
    highest = min(14_000, rate_hz / 2 - 500)
    return speech, speech + _band(dice.normal(0, 0.08, count), (9_000, highest), rate_hz)


def _band(noise: Samples, band_hz: tuple[float, float], rate_hz: int) -> Samples:
    low, high = band_hz[0], min(band_hz[1], 0.47 * rate_hz)
    taps = scipy.signal.firwin(2_001, [low, high], pass_zero=False, fs=rate_hz)
    filtered: Samples = scipy.signal.fftconvolve(noise, taps, mode="same")
    return filtered


def fidelity(samples: Samples, wanted: Samples, rate_hz: int) -> tuple[float, float]:
    """How far over its own faults the result is (dB, median of half seconds), and how late it is (ms)."""
    lag = _whole_lag(samples, wanted)
    window = round(_WINDOW_S * rate_hz)
    ratios, lags = [], []
    for start in range(window, len(wanted) - 2 * window, window):
        piece = samples[start + lag : start + lag + window]
        reference = wanted[start - window // 2 : start + window + window // 2]
        if start + lag < 0 or len(piece) < window:
            continue
        ratio, rest = _aligned(piece, reference, window)
        ratios.append(ratio)
        lags.append((lag + rest) * 1000 / rate_hz)
    return (float(np.median(ratios)), float(np.median(lags))) if ratios else (0.0, 0.0)


def _whole_lag(samples: Samples, wanted: Samples) -> int:
    correlation = scipy.signal.correlate(samples, wanted, mode="full", method="fft")
    return int(np.argmax(correlation)) - len(wanted) + 1


def _aligned(piece: Samples, reference: Samples, window: int) -> tuple[float, float]:
    """Shifts the reference by a fraction of a sample until it fits best."""
    spectrum, frequencies = np.fft.rfft(reference), np.fft.rfftfreq(len(reference))

    def difference(shift: float) -> float:
        shifted = np.fft.irfft(spectrum * np.exp(-2j * np.pi * frequencies * shift), len(reference))
        return rms(piece - shifted[window // 2 : window // 2 + window])

    shift = float(_minimum(difference, -1.5, 1.5))
    middle = reference[window // 2 : window // 2 + window]
    return decibels(rms(middle) / max(difference(shift), 1e-9)), shift


def _minimum(function: object, low: float, high: float) -> float:
    from scipy.optimize import minimize_scalar

    return float(minimize_scalar(function, bounds=(low, high), method="bounded", options={"xatol": 1e-6}).x)
