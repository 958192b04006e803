"""The real capture worklet in Chromium against scipy and soxr."""

import numpy as np
import pytest
import scipy.signal
import soxr
from playwright.sync_api import Page

from tests.integration.audio.worklets import (
    CAPTURE_RATE_HZ,
    Samples,
    capture,
    decibels,
    fit_tone,
    rms,
    tone,
)

pytestmark = pytest.mark.browser

PASSED_HZ = (100, 200, 440, 1000, 2000, 3000, 4000, 5000, 5500, 6000, 6500, 6800, 7000)
STOPPED_HZ = (9000, 9500, 10000, 11000, 12345, 14000, 15900, 16100, 18000, 20000)
TONE_S = 0.5
RATES_HZ = (44_100, 48_000)
# Taps per branch of the design: 80 dB between 0.45 and 0.5375 of 16 kHz.
TAPS = {44_100: 160, 48_000: 176}
FRACTION = {44_100: (160, 441), 48_000: (1, 3)}


def captured_tones(page: Page, frequencies_hz: tuple[int, ...], rate_hz: int) -> list[Samples]:
    """Each tone's own half second, without its beginning and end."""
    sweep = np.concatenate([tone(hz, TONE_S, rate_hz) for hz in frequencies_hz] + [np.zeros(rate_hz // 10)])
    samples = capture(page, sweep, rate_hz).samples
    length = round(TONE_S * CAPTURE_RATE_HZ)
    margin = CAPTURE_RATE_HZ // 20
    return [
        samples[start + margin : start + length - margin] for start in range(0, len(frequencies_hz) * length, length)
    ]


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_microphone_passes_speech_to_7_khz_within_a_twentieth_of_a_decibel(page: Page, rate_hz: int) -> None:
    pieces = captured_tones(page, PASSED_HZ, rate_hz)
    gains = [
        decibels(fit_tone(piece, hz, CAPTURE_RATE_HZ)[0] / 0.5) for piece, hz in zip(pieces, PASSED_HZ, strict=True)
    ]
    assert max(gains) - min(gains) <= 0.05
    assert abs(gains[PASSED_HZ.index(1000)]) <= 0.05


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_microphone_stops_what_would_alias(page: Page, rate_hz: int) -> None:
    pieces = captured_tones(page, STOPPED_HZ, rate_hz)
    levels = {hz: decibels(rms(piece) / (0.5 / np.sqrt(2))) for piece, hz in zip(pieces, STOPPED_HZ, strict=True)}
    assert max(levels.values()) <= -80, levels


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_microphone_is_what_scipy_makes_of_the_same_filter(page: Page, rate_hz: int) -> None:
    noise = np.random.default_rng(4).uniform(-0.6, 0.6, rate_hz * 2)
    up, down = FRACTION[rate_hz]
    edges_hz = (0.45 * CAPTURE_RATE_HZ + 0.5375 * CAPTURE_RATE_HZ) / 2
    beta = scipy.signal.kaiser_beta(80)
    taps = scipy.signal.firwin(TAPS[rate_hz] * up, edges_hz, window=("kaiser", beta), fs=rate_hz * up)
    expected = scipy.signal.upfirdn(taps * up, noise, up, down)
    samples = capture(page, noise, rate_hz).samples
    difference = samples - expected[: len(samples)]
    # Half a step of 16 bits, and the branches' unit gain at 0 Hz.
    assert np.max(np.abs(difference)) * 32768 <= 1.5


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_microphone_is_as_good_as_soxr_up_to_7_khz(page: Page, rate_hz: int) -> None:
    noise = np.random.default_rng(7).normal(0, 0.15, rate_hz * 4)
    band = scipy.signal.firwin(2001, [100, 6900], pass_zero=False, fs=rate_hz)
    speech = scipy.signal.fftconvolve(noise, band, mode="same")
    samples = capture(page, speech, rate_hz).samples
    reference = soxr.resample(speech, rate_hz, CAPTURE_RATE_HZ, "VHQ")
    delay = (TAPS[rate_hz] - 1 / FRACTION[rate_hz][0]) / 2 / rate_hz * CAPTURE_RATE_HZ
    count = min(len(samples), len(reference))
    # The delay of the filter is no whole number of samples; phase by phase it is exact.
    phases = np.exp(-2j * np.pi * np.fft.rfftfreq(count) * delay)
    shifted = np.fft.irfft(np.fft.rfft(reference[:count]) * phases, count)
    inner = slice(CAPTURE_RATE_HZ // 4, count - CAPTURE_RATE_HZ // 4)
    assert decibels(rms(shifted[inner]) / rms(samples[inner] - shifted[inner])) >= 70


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 32_000, 44_100, 48_000, 96_000])
def test_microphone_frames_are_20_ms_without_a_gap_at_any_rate(page: Page, rate_hz: int) -> None:
    captured = capture(page, tone(440, 1.0, rate_hz), rate_hz)
    assert captured.frame_bytes == (640,)
    assert captured.first_samples == tuple(range(0, 320 * len(captured.first_samples), 320))
    assert 48 <= len(captured.first_samples) <= 50
    amplitude, _ = fit_tone(captured.samples[1600:-1600], 440, CAPTURE_RATE_HZ)
    assert abs(decibels(amplitude / 0.5)) <= 0.05


def test_an_overdriven_microphone_saturates_instead_of_wrapping(page: Page) -> None:
    square = 1.2 * np.sign(tone(100, 0.5, 48_000))
    samples = capture(page, square, 48_000).samples
    plateau = samples[2000:2060]
    assert np.max(samples) == 32767 / 32768
    assert np.min(samples) == -1.0
    assert np.all(np.abs(np.diff(np.sign(plateau))) <= 2)
    assert np.mean(np.abs(samples[1000:-1000]) > 0.99) > 0.9
