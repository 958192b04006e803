"""How noisy a turn was: from the levels kept of its recording, and measured as it is spoken."""

import numpy as np
import pytest

from preppal.analysis.measures import measure_interview
from preppal.analysis.waveform import levels
from preppal.domain.audio import CANDIDATE_RATE_HZ, Pcm16
from preppal.domain.bands import Measure
from preppal.domain.loudness import LoudnessMeter, distance_db, is_too_noisy
from preppal.domain.metrics import Measured
from tests.unit.analysis.making import interview
from tests.unit.analysis.samples import STRONG


def _turn(noise_db: float) -> Pcm16:
    """Eight seconds of a voice that comes and goes, in a room that is so much quieter."""
    chance = np.random.default_rng(3)
    times = np.arange(8 * CANDIDATE_RATE_HZ) / CANDIDATE_RATE_HZ
    voice = chance.normal(0, 3_000, times.size) * (times % 2 < 1.4)
    room = chance.normal(0, 3_000 / 10 ** (noise_db / 20), times.size)
    return Pcm16((voice + room).astype("<i2").tobytes(), CANDIDATE_RATE_HZ)


@pytest.mark.parametrize("noise_db", [5, 10, 20, 30])
def test_distance_is_what_the_room_was_quieter_by(noise_db: float) -> None:
    assert distance_db(levels(_turn(noise_db))) == pytest.approx(noise_db, abs=2.5)


def test_only_a_loud_room_is_too_noisy() -> None:
    assert is_too_noisy(distance_db(levels(_turn(3))))
    assert not is_too_noisy(distance_db(levels(_turn(20))))
    assert not is_too_noisy(distance_db([0] * 100))
    assert distance_db([50] * 10) is None, "too short to tell"
    assert not is_too_noisy(None)


@pytest.mark.parametrize("frame_ms", [10, 20, 70, 200])
@pytest.mark.parametrize("noise_db", [5, 20])
def test_meter_of_live_frames_says_what_the_recording_says(noise_db: float, frame_ms: int) -> None:
    turn = _turn(noise_db)
    meter = LoudnessMeter()
    size = frame_ms * CANDIDATE_RATE_HZ // 1000 * 2
    for at in range(0, len(turn.samples), size):
        meter.add(turn.samples[at : at + size])
    assert meter.distance_db() == pytest.approx(distance_db(levels(turn)), abs=1.0)


def test_meter_says_nothing_of_too_little_sound() -> None:
    meter = LoudnessMeter()
    meter.add(b"\x01\x02" * 1_600)
    assert meter.distance_db() is None


def test_nothing_is_measured_by_the_sound_of_a_noisy_turn() -> None:
    entries = interview([(STRONG[0], STRONG[0].text), (STRONG[1], STRONG[1].text)])
    clear = measure_interview(entries, "gemini")
    half = measure_interview(entries, "gemini", noisy={1})
    drowned = measure_interview(entries, "gemini", noisy={1, 3})
    assert half.total_word_count == drowned.total_word_count == clear.total_word_count
    assert (half.talk_time_ms or 0) < (clear.talk_time_ms or 0)
    assert half.answers[0].pause_count is None
    assert half.answers[1] == clear.answers[1]
    assert (drowned.longest_pause_ms, drowned.speech_rate_wpm, drowned.average_response_ms) == (None, None, None)
    for measure in (Measure.LONGEST_PAUSE, Measure.SPEECH_RATE, Measure.RESPONSE, Measure.TALK_RATIO):
        assert drowned.notes[measure] is Measured.TOO_NOISY, measure
    assert drowned.notes[Measure.HEDGES] is Measured.OK


def test_opting_out_is_said_before_noise() -> None:
    entries = interview([(STRONG[0], STRONG[0].text)])
    drowned = measure_interview(entries, "gemini", {Measure.SPEECH_RATE}, noisy={1})
    assert drowned.notes[Measure.SPEECH_RATE] is Measured.OPTED_OUT
