"""Real speech through the real detector into the session: pauses are not ends, first syllables are not lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from preppal.domain.interview import Patience
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.messages import Phase
from preppal.speech.vad import SileroDetector
from tests.spoken import INSTALL_HINT, can_speak, silence, speak
from tests.unit.session.driver import CONTEXT, FIRST, Driver, voice

_FRAME_BYTES = 640
_FRAME_S = 0.02


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    if not can_speak():
        pytest.skip(INSTALL_HINT)
    folder: Path = tmp_path_factory.mktemp("spoken")
    return lambda text: speak(text, folder)


class Microphone:
    """Plays PCM into a session in frames of 20 ms, with the real detector between."""

    def __init__(self, patience: Patience = Patience.NORMAL) -> None:
        self.driver = Driver(replace(CONTEXT, patience=patience)).join().open_engine()
        self.detector = SileroDetector()
        self.driver.engine(ev.Asks(FIRST), ev.InterviewerText("What happened?"))

    def question_heard(self) -> "Microphone":
        self.driver.engine(ev.InterviewerAudio(voice(500)), ev.InterviewerDone())
        self.play(silence(700))
        return self

    def play(self, pcm: bytes) -> "Microphone":
        for start in range(0, len(pcm) - _FRAME_BYTES + 1, _FRAME_BYTES):
            frame = pcm[start : start + _FRAME_BYTES]
            self.driver.sequence += 1
            self.driver.wait(_FRAME_S)
            probabilities = self.detector.feed(frame)
            self.driver.session.receive_audio(
                msg.AudioFrame(frame, 0, self.driver.sequence), probabilities, self.driver.now
            )
            self.driver.collect()
        return self

    def turns(self) -> int:
        return len(self.driver.told(act.ActivityEnd))

    def sound_of_turn(self, turn: int) -> bytes:
        return b"".join(c.pcm for c in self.driver.commands if isinstance(c, act.CandidateAudio) and c.turn == turn)


FIRST_PART = "The release went out on a Friday and the first alarm came after about ten minutes."
SECOND_PART = "I rolled it back, and then I looked for the cause with the person on call."


@pytest.mark.parametrize(
    ("patience", "pause_ms"),
    [(Patience.SHORT, 600), (Patience.NORMAL, 1_400), (Patience.LONG, 3_300), (Patience.MANUAL, 8_000)],
)
def test_thinking_pause_within_patience_does_not_cut_the_answer(
    say: Callable[[str], bytes], patience: Patience, pause_ms: int
) -> None:
    # flite adds about 0.35 s of its own between the two.
    microphone = Microphone(patience).question_heard()
    microphone.play(say(FIRST_PART) + silence(pause_ms) + say(SECOND_PART) + silence(600))
    assert microphone.turns() == 0
    assert microphone.driver.phases()[-1] is Phase.LISTENING


def test_silence_beyond_patience_ends_the_answer_once(say: Callable[[str], bytes]) -> None:
    microphone = Microphone().question_heard()
    microphone.play(say(FIRST_PART) + silence(3_000))
    assert microphone.turns() == 1
    assert microphone.driver.phases()[-1] is Phase.THINKING


def test_first_syllable_and_what_was_before_it_reach_the_engine(say: Callable[[str], bytes]) -> None:
    microphone = Microphone().question_heard()
    answer = say(FIRST_PART)
    microphone.play(silence(1_000) + answer + silence(3_000))
    sound = microphone.sound_of_turn(1)
    start = sound.find(answer[: _FRAME_BYTES * 3])
    assert start >= 0.25 * 32_000, "at least a quarter of a second of what came before"
    assert answer[:32_000] in sound, "the first second is whole"


def test_pause_of_known_length_is_measured_within_80_ms(say: Callable[[str], bytes]) -> None:
    microphone = Microphone(Patience.LONG).question_heard()
    microphone.play(say(FIRST_PART) + silence(1_200) + say(SECOND_PART) + silence(4_500))
    microphone.driver.engine(ev.CandidateText(1, "words", True))
    spans = microphone.driver.saved[1].speech
    gaps = [after.start_ms - before.end_ms for before, after in zip(spans, spans[1:], strict=False)]
    # flite itself leaves a little silence at both ends of what it says.
    assert min(abs(gap - 1_200) for gap in gaps) <= 80 + 350


def test_speaking_over_the_interviewer_stops_it_within_half_a_second(say: Callable[[str], bytes]) -> None:
    microphone = Microphone()
    microphone.driver.engine(ev.InterviewerAudio(voice(20_000)), ev.InterviewerDone())
    microphone.play(silence(1_000))
    began = microphone.driver.now
    pcm = say(FIRST_PART)
    for start in range(0, len(pcm), _FRAME_BYTES * 5):
        microphone.play(pcm[start : start + _FRAME_BYTES * 5])
        if microphone.driver.of(msg.Interrupted):
            break
    assert microphone.driver.now - began <= 0.7, "320 ms of speech, plus flite's own lead-in"


def test_room_noise_starts_no_turn() -> None:
    microphone = Microphone().question_heard()
    noise = bytes((index * 7_919) % 7 for index in range(32_000 * 5))
    microphone.play(noise)
    assert microphone.driver.told(act.ActivityStart) == []
