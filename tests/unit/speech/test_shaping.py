"""The interviewer's sound: trimmed, levelled, resampled."""

import numpy as np
import pytest
import soxr

from preppal.speech.shaping import TARGET_DBFS, Samples, level, resample, shape, to_pcm16, trim

RAW_HZ, WANTED_HZ = 22_050, 24_000


def tone(hz: float, seconds: float, rate_hz: int, peak: float = 0.3) -> Samples:
    return (peak * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate_hz)) / rate_hz)).astype(np.float32)


def db(samples: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-12))


@pytest.mark.parametrize("hz", [80, 440, 3_000, 8_000, 9_500])
def test_resampled_tone_is_the_tone(hz: int) -> None:
    resampled = resample(tone(hz, 1.0, RAW_HZ), RAW_HZ, WANTED_HZ)
    assert len(resampled) == WANTED_HZ
    middle = slice(500, -500)
    assert db(resampled[middle] - tone(hz, 1.0, WANTED_HZ)[middle]) < db(resampled[middle]) - 70


def test_resampler_agrees_with_soxr_on_what_a_voice_holds() -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, RAW_HZ).astype(np.float32)
    voice = soxr.resample(soxr.resample(noise, RAW_HZ, 16_000, "VHQ"), 16_000, RAW_HZ, "VHQ")
    ours, theirs = resample(voice, RAW_HZ, WANTED_HZ), soxr.resample(voice, RAW_HZ, WANTED_HZ, "VHQ")
    middle = slice(1_000, min(len(ours), len(theirs)) - 1_000)
    assert db(ours[middle] - theirs[middle]) < db(ours[middle]) - 60


def test_resampler_keeps_an_equal_rate_and_refuses_a_lower_one() -> None:
    samples = tone(440, 0.1, WANTED_HZ)
    assert resample(samples, WANTED_HZ, WANTED_HZ) is samples
    with pytest.raises(ValueError, match="lower rate"):
        resample(samples, WANTED_HZ, 16_000)


def test_silence_around_a_voice_is_trimmed_to_a_little() -> None:
    quiet = np.zeros(RAW_HZ, np.float32)
    trimmed = trim(np.concatenate([quiet, tone(300, 1.0, RAW_HZ), quiet]), RAW_HZ)
    assert len(trimmed) / RAW_HZ == pytest.approx(1.08, abs=0.03)


@pytest.mark.parametrize("peak", [0.01, 0.1, 0.9])
def test_loudness_is_even_whatever_the_synthesiser_gives(peak: float) -> None:
    levelled = level(np.concatenate([np.zeros(5_000, np.float32), tone(300, 1.0, RAW_HZ, peak)]), RAW_HZ)
    assert db(levelled[5_000:]) == pytest.approx(TARGET_DBFS, abs=0.5)


def test_peaks_are_never_driven_into_clipping() -> None:
    spiky = tone(300, 1.0, RAW_HZ, 0.02)
    spiky[5_000] = 0.9
    assert np.abs(level(spiky, RAW_HZ)).max() <= 0.9


def test_nothing_comes_of_silence() -> None:
    assert shape(np.zeros(RAW_HZ, np.float32), RAW_HZ, WANTED_HZ) == b""
    assert shape(np.zeros(0, np.float32), RAW_HZ, WANTED_HZ) == b""


def test_samples_beyond_full_scale_are_clamped() -> None:
    assert np.frombuffer(to_pcm16(np.array([2.0, -2.0, 0.0], np.float32)), "<i2").tolist() == [32767, -32768, 0]
