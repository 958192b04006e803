"""What the echo guard takes for an echo: only sound that was sent, that has sounded, and that is all there is."""

import numpy as np
import numpy.typing as npt

from preppal.analysis.echo import to_candidate_rate, to_samples
from preppal.gateway.echo_guard import EchoGuard
from preppal.session import messages as msg
from preppal.session.messages import Phase

_FRAME = 320
_SPOKEN = (0.9,)


def noise(seconds: float, seed: int, rate_hz: int) -> npt.NDArray[np.float64]:
    """Sound that is like nothing else."""
    return np.random.default_rng(seed).normal(0, 0.1, round(seconds * rate_hz))


def pcm(samples: npt.NDArray[np.float64]) -> bytes:
    return np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()


VOICE = pcm(noise(3, 1, 24_000))
ECHO = 0.1 * to_candidate_rate(to_samples(VOICE)).astype(np.float64)
OTHER = noise(3, 2, 16_000)


def hear(guard: EchoGuard, sound: npt.NDArray[np.float64]) -> list[float]:
    """P(speech) of each frame, all of which the detector takes for speech."""
    data = pcm(sound)
    return [
        guard.judge(data[start : start + 2 * _FRAME], _SPOKEN)[0] for start in range(0, len(data) - 639, 2 * _FRAME)
    ]


def sounding() -> EchoGuard:
    guard = EchoGuard()
    guard.follow(msg.AudioResponse(VOICE, 4))
    return guard


def test_what_was_played_is_no_speech_when_it_comes_back() -> None:
    guard = sounding()
    assert set(hear(guard, ECHO)) == {0.0}
    assert guard.echo_ms > 2_000


def test_another_voice_is_speech_once_there_is_enough_to_tell() -> None:
    verdicts = hear(sounding(), OTHER)
    assert verdicts[:10] == [0.0] * 10, "a fifth of a second is too little"
    assert set(verdicts[16:]) == {0.9}


def test_silence_of_the_detector_is_left_as_it_is() -> None:
    assert sounding().judge(pcm(ECHO[:_FRAME]), (0.1,)) == (0.1,)


def test_nothing_is_an_echo_before_anything_was_played() -> None:
    assert set(hear(EchoGuard(), OTHER)) == {0.9}


def test_the_last_words_come_back_after_they_have_sounded() -> None:
    guard = sounding()
    late = np.concatenate([np.zeros(4_800), ECHO])
    hear(guard, late[: len(ECHO)])
    guard.report(msg.PlaybackReport(3_000, playing=False, order_index=4))
    assert set(hear(guard, late[len(ECHO) :])) == {0.0}


def test_a_second_and_a_half_after_the_loudspeaker_everything_is_speech() -> None:
    guard = sounding()
    hear(guard, ECHO)
    guard.report(msg.PlaybackReport(3_000, playing=False, order_index=4))
    hear(guard, np.zeros(16_000 * 2))
    assert set(hear(guard, ECHO)) == {0.9}


def test_sound_that_was_dropped_cannot_come_back() -> None:
    guard = sounding()
    hear(guard, ECHO[:16_000])
    guard.report(msg.PlaybackReport(1_000, playing=True, order_index=4))
    guard.follow(msg.Interrupted(4))
    hear(guard, np.zeros(16_000 * 2))
    assert set(hear(guard, ECHO[32_000:])) == {0.9}


def test_a_turn_said_again_is_counted_from_its_beginning() -> None:
    guard = sounding()
    hear(guard, ECHO)
    guard.report(msg.PlaybackReport(3_000, playing=False, order_index=4))
    hear(guard, np.zeros(16_000))
    guard.follow(msg.TurnState(Phase.SPEAKING))
    guard.follow(msg.AudioResponse(VOICE, 4))
    guard.report(msg.PlaybackReport(0, playing=True, order_index=4))
    assert set(hear(guard, ECHO)) == {0.0}


def test_a_report_about_a_turn_nobody_knows_changes_nothing() -> None:
    guard = sounding()
    guard.report(msg.PlaybackReport(2_500, playing=True, order_index=9))
    assert set(hear(guard, ECHO)) == {0.0}
