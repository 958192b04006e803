"""Voice activity: windows in any cut, voices and silences told apart."""

import numpy as np
import pytest

from preppal.domain.audio import VAD_WINDOW_MS, VAD_WINDOW_SAMPLES
from preppal.speech.vad import SileroDetector
from tests.spoken import silence


@pytest.mark.parametrize("frame_samples", [1, 160, 320, 511, 512, 640, 4_000])
def test_detector_hears_the_same_whatever_the_frame_length(frame_samples: int) -> None:
    count = 1_000 if frame_samples == 1 else 6_400
    pcm = np.random.default_rng(7).normal(0, 3_000, count).astype("<i2").tobytes()
    whole = list(SileroDetector().feed(pcm))
    detector = SileroDetector()
    pieces = [pcm[start : start + 2 * frame_samples] for start in range(0, len(pcm), 2 * frame_samples)]
    heard = [probability for piece in pieces for probability in detector.feed(piece)]
    assert heard == pytest.approx(whole, abs=1e-6)
    assert len(heard) == count // VAD_WINDOW_SAMPLES


def test_detector_forgets_when_reset() -> None:
    pcm = np.random.default_rng(7).normal(0, 3_000, 5_000).astype("<i2").tobytes()
    detector = SileroDetector()
    first = list(detector.feed(pcm))
    detector.reset()
    assert list(detector.feed(pcm)) == pytest.approx(first, abs=1e-6)


def test_detector_finds_the_voice_and_not_the_silence_around_it(spoken_answer: bytes) -> None:
    probabilities = list(SileroDetector().feed(spoken_answer + silence(400)))
    before = probabilities[: 400 // VAD_WINDOW_MS]
    after = probabilities[-700 // VAD_WINDOW_MS :]
    between = probabilities[800 // VAD_WINDOW_MS : -1600 // VAD_WINDOW_MS]
    assert max(before) < 0.35
    assert max(after) < 0.35
    assert sum(probability >= 0.5 for probability in between) > 0.7 * len(between)
