"""Samples to and from the worklets in the browser, and the tones they are judged by."""

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page

Samples = npt.NDArray[np.float64]

CAPTURE_RATE_HZ = 16_000
PLAYBACK_RATE_HZ = 24_000


@dataclass(frozen=True, slots=True)
class Captured:
    samples: Samples
    frame_bytes: tuple[int, ...]
    first_samples: tuple[int, ...]
    starved_quanta: int


@dataclass(frozen=True, slots=True)
class Played:
    samples: Samples
    reports: tuple[dict[str, Any], ...]  # as the worklet posts them


def capture(page: Page, samples: Samples, rate_hz: int) -> Captured:
    """What the capture worklet makes of a microphone."""
    text = base64.b64encode(samples.astype("<f4").tobytes()).decode()
    result = page.evaluate("([rate, text]) => bench.capture(rate, text)", [rate_hz, text])
    pcm = np.frombuffer(base64.b64decode(result["pcm"]), "<i2")
    return Captured(pcm / 32768.0, tuple(result["sizes"]), tuple(result["firsts"]), result["starved"])


def play(page: Page, seconds: float, rate_hz: int, *steps: tuple[Any, ...]) -> Played:
    """What the playback worklet sounds. A step is (second, "samples", turn, order index, samples) or (second, name)."""
    wire = [[*step[:4], _pcm_text(step[4])] if step[1] == "samples" else list(step) for step in steps]
    result = page.evaluate("([rate, seconds, steps]) => bench.play(rate, seconds, steps)", [rate_hz, seconds, wire])
    sound = np.frombuffer(base64.b64decode(result["sound"]), "<f4").astype(np.float64)
    return Played(sound, tuple(result["reports"]))


def _pcm_text(samples: Samples) -> str:
    return base64.b64encode(np.round(samples * 32767).astype("<i2").tobytes()).decode()


def tone(frequency_hz: float, seconds: float, rate_hz: int, amplitude: float = 0.5) -> Samples:
    return amplitude * np.sin(2 * np.pi * frequency_hz * np.arange(round(seconds * rate_hz)) / rate_hz)


def fit_tone(samples: Samples, frequency_hz: float, rate_hz: int) -> tuple[float, Samples]:
    """The amplitude of a tone by least squares, and what is left without it."""
    phase = 2 * np.pi * frequency_hz * np.arange(len(samples)) / rate_hz
    basis = np.column_stack([np.sin(phase), np.cos(phase)])
    weights, *_ = np.linalg.lstsq(basis, samples, rcond=None)
    return float(np.hypot(*weights)), samples - basis @ weights


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def decibels(ratio: float) -> float:
    return float(20 * np.log10(max(ratio, 1e-12)))
