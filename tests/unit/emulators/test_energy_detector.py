"""Activity detection on audio time."""

import pytest

from tests.emulators.gemini_live.activity import Edge, EnergyDetector
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import Style, silence, speak

RATE_HZ = 16_000


def detector(silence_ms: int = 800) -> EnergyDetector:
    return EnergyDetector(threshold_dbfs=-45, prefix_ms=100, silence_ms=silence_ms)


def speech(style: Style = Style.TONE) -> bytes:
    return speak("four words in all", number=0, speaker=Speaker.CANDIDATE, rate_hz=RATE_HZ, style=style).pcm


@pytest.mark.parametrize("style", [Style.TONE, Style.VOICE])
def test_detector_finds_one_activity_in_speech_between_silences(style: Style) -> None:
    heard = detector()
    assert heard.feed(silence(500, RATE_HZ), RATE_HZ) == []
    assert heard.feed(speech(style), RATE_HZ) == [Edge.STARTED]
    assert heard.feed(silence(1000, RATE_HZ), RATE_HZ) == [Edge.ENDED]


def test_detector_counts_audio_and_not_the_clock() -> None:
    heard = detector(silence_ms=800)
    heard.feed(speech(), RATE_HZ)
    assert heard.feed(silence(700, RATE_HZ), RATE_HZ) == []
    assert heard.feed(silence(200, RATE_HZ), RATE_HZ) == [Edge.ENDED]


def test_short_noise_is_no_speech() -> None:
    heard = detector()
    assert heard.feed(speech()[: RATE_HZ * 60 // 1000 * 2] + silence(500, RATE_HZ), RATE_HZ) == []


def test_pause_within_the_limit_does_not_end_the_activity() -> None:
    heard = detector(silence_ms=1200)
    heard.feed(speech(), RATE_HZ)
    assert heard.feed(silence(1000, RATE_HZ) + speech(), RATE_HZ) == []


def test_stream_end_ends_the_activity() -> None:
    heard = detector()
    heard.feed(speech(), RATE_HZ)
    assert heard.flush() == [Edge.ENDED]
    assert heard.flush() == []
