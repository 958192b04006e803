"""The life of a session: first turn, answers, interruptions, losses and the one end."""

import struct
from dataclasses import replace

import pytest

from preppal.domain.interview import EndReason, Patience, Status
from preppal.domain.transcript import Entry, Heard, Question, Role, Source
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.limits import Limits
from preppal.session.machine import SessionState
from preppal.session.messages import ClosingReason, Phase, TurnAction
from tests.unit.session.driver import CONTEXT, FIRST, FRAME, FRAME_MS, Driver, live, voice

# ---- the first turn


def test_interviewer_is_asked_to_begin_once_when_the_engine_opens() -> None:
    driver = Driver().join().open_engine()
    assert driver.told(act.Begin) == [act.Begin()]
    assert driver.statuses == [act.SaveStatus(Status.IN_PROGRESS, None, 0)]


def test_client_hears_that_a_turn_is_final_only_after_it_is_stored() -> None:
    driver = Driver().join().open_engine()
    driver.listen_to_question()
    final = next(
        index
        for index, action in enumerate(driver.log)
        if isinstance(action, act.Send) and isinstance(action.message, msg.TranscriptUpdate) and action.message.is_final
    )
    stored = next(index for index, action in enumerate(driver.log) if isinstance(action, act.SaveTurn))
    assert stored < final


def finals(driver: Driver) -> list[tuple[int, str]]:
    """Order index and text of everything the client was told to be final."""
    told = [message for message in driver.sent if isinstance(message, msg.TranscriptUpdate) and message.is_final]
    return [(message.order_index, message.text) for message in told]


def test_transcript_does_not_run_ahead_of_the_voice() -> None:
    driver = Driver().join().open_engine()
    driver.ask("Hello. What went wrong?", ms=2_000)
    assert driver.saved[0].content == "Hello. What went wrong?"
    driver.wait(1.5)
    assert finals(driver) == []
    driver.wait(0.6)
    assert finals(driver) == [(0, "Hello. What went wrong?")]


def test_turn_that_is_talked_over_is_never_final_with_more_than_was_heard() -> None:
    driver = Driver().join().open_engine()
    driver.ask("One two three four five six seven eight nine ten.", ms=4_000)
    driver.wait(1.6)
    driver.speak(400)
    ((index, text),) = finals(driver)
    assert index == 0
    assert text.split() == "One two three four five six seven eight nine ten.".split()[: len(text.split())]
    assert 3 <= len(text.split()) <= 6
    driver.wait(10)
    assert finals(driver) == [(index, text)]


def test_turn_that_makes_way_for_the_next_is_final_before_it() -> None:
    driver = Driver().join().open_engine()
    driver.ask("Well.", ms=2_000)
    driver.ask("What went wrong?", ms=2_000)
    driver.wait(4.5)
    assert finals(driver) == [(0, "Well."), (1, "What went wrong?")]


def test_client_sees_speaking_then_listening_when_the_voice_has_been_heard() -> None:
    driver = Driver().join().open_engine()
    driver.ask(ms=2_000)
    assert driver.phases()[-1] is Phase.SPEAKING
    driver.wait(1.9)
    assert driver.phases()[-1] is Phase.SPEAKING
    driver.wait(0.2)
    assert driver.phases()[-1] is Phase.LISTENING


def test_client_is_told_the_question_and_its_number() -> None:
    driver = Driver().join().open_engine()
    driver.ask()
    assert driver.of(msg.QuestionNotice) == [msg.QuestionNotice(1, 6, "ownership", "What went wrong?", False)]


def test_browser_voice_speaks_when_the_engine_has_none() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.Asks(FIRST), ev.InterviewerText("What went wrong?"), ev.InterviewerDone())
    assert driver.of(msg.SpeakText) == [msg.SpeakText("What went wrong?", 0)]
    driver.wait(3 * 0.4 + 0.1)
    assert driver.phases()[-1] is Phase.LISTENING


# ---- answers


def test_answer_with_its_pre_roll_reaches_the_engine_and_the_transcript() -> None:
    driver = live()
    driver.stay_silent(1_000)
    driver.answer("I broke the build.")
    sound_ms = sum(len(c.pcm) for c in driver.commands if isinstance(c, act.CandidateAudio)) / 32
    assert sound_ms >= 6_000 + 300
    assert driver.transcript() == ["Hello. What went wrong?", "I broke the build."]
    assert driver.saved[1].role is Role.CANDIDATE
    assert driver.saved[1].question == FIRST


@pytest.mark.parametrize(("room", "distance_db"), [(100, 30.0), (2_000, 4.0)])
def test_answer_carries_how_far_the_voice_stood_out_although_nothing_is_recorded(room: int, distance_db: float) -> None:
    driver = live()
    samples = len(FRAME) // 2
    for _ in range(3):
        driver.pcm = struct.pack("<h", 3_200) * samples
        driver.speak(1_600)
        driver.pcm = struct.pack("<h", room) * samples
        driver.stay_silent(640)
    driver.stay_silent(4_000)
    turn = next(c.turn for c in driver.commands if isinstance(c, act.ActivityEnd))
    driver.engine(ev.CandidateText(turn, "I broke the build.", True))
    assert driver.saved[1].distance_db == pytest.approx(distance_db, abs=1.0)
    assert not any(isinstance(action, act.KeepSound) for action in driver.log)


def test_answer_carries_response_time_from_the_heard_end_of_the_question() -> None:
    driver = live()
    driver.stay_silent(1_472)
    driver.answer("Yes.")
    response_ms = driver.saved[1].response_ms
    assert response_ms is not None
    assert 1_400 <= response_ms <= 1_700


def test_speech_spans_are_measured_from_the_start_of_the_entry() -> None:
    driver = live()
    driver.speak(3_200)
    driver.stay_silent(960)
    driver.answer("One thing. Another thing.", 2_048)
    spans = driver.saved[1].speech
    assert len(spans) == 2
    assert spans[1].start_ms - spans[0].end_ms == pytest.approx(960, abs=60)


@pytest.mark.parametrize(
    ("patience", "enough_s", "too_short_s"),
    [(Patience.SHORT, 1.3, 0.9), (Patience.NORMAL, 2.1, 1.7), (Patience.LONG, 4.1, 3.5)],
)
def test_patience_decides_how_long_silence_lasts(patience: Patience, enough_s: float, too_short_s: float) -> None:
    driver = live(patience=patience)
    driver.speak(6_400)
    driver.wait(too_short_s)
    assert driver.phases()[-1] is Phase.LISTENING
    driver.wait(enough_s - too_short_s)
    assert driver.phases()[-1] is Phase.THINKING


def test_only_done_ends_a_turn_when_the_candidate_presses_done() -> None:
    driver = live(patience=Patience.MANUAL)
    driver.speak(6_400)
    driver.wait(600)
    assert driver.phases()[-1] is Phase.LISTENING
    driver.press(TurnAction.DONE)
    assert driver.phases()[-1] is Phase.THINKING


def test_turn_waits_longer_when_the_answer_stops_in_mid_clause() -> None:
    driver = live()
    driver.speak(6_400)
    driver.engine(ev.CandidateText(1, "we shipped it because", False))
    driver.speak(320)
    driver.wait(3.0)
    assert driver.phases()[-1] is Phase.LISTENING
    driver.wait(1.0)
    assert driver.phases()[-1] is Phase.THINKING


def test_done_ends_the_turn_at_once() -> None:
    driver = live()
    driver.speak(1_600)
    driver.press(TurnAction.DONE)
    assert driver.told(act.ActivityEnd) == [act.ActivityEnd(1)]


def test_done_before_any_word_says_what_to_do() -> None:
    driver = live()
    driver.press(TurnAction.DONE)
    (error,) = driver.of(msg.ErrorResponse)
    assert isinstance(error, msg.ErrorResponse)
    assert "Speak first" in error.message


def test_a_cough_is_no_answer() -> None:
    driver = live()
    driver.speak(160)
    driver.stay_silent(5_000)
    assert driver.told(act.ActivityEnd) == []
    assert driver.told(act.ActivityCancel) == [act.ActivityCancel(1)]
    assert driver.phases()[-1] is Phase.LISTENING


def test_speech_without_words_is_kept_and_marked_unclear() -> None:
    driver = live()
    driver.answer("", 4_000)
    assert driver.saved[1].heard is Heard.UNCLEAR


def test_short_speech_without_words_is_dropped() -> None:
    driver = live()
    driver.answer("", 640)
    assert sorted(driver.saved) == [0]


def test_turn_without_a_final_transcript_is_stored_with_what_there_is() -> None:
    driver = live()
    driver.speak(6_400)
    driver.engine(ev.CandidateText(1, "half a sentence", False))
    driver.stay_silent(2_600)
    driver.wait(9)
    assert driver.saved[1].content == "half a sentence"


def test_late_transcript_keeps_its_place_before_the_reply() -> None:
    driver = live()
    driver.speak(6_400)
    driver.stay_silent(2_600)
    driver.engine(ev.InterviewerText("I see."), ev.InterviewerAudio(voice(500)), ev.InterviewerDone())
    driver.engine(ev.CandidateText(1, "the answer", True))
    assert driver.transcript() == ["Hello. What went wrong?", "the answer", "I see."]


# ---- buttons


def test_hold_waits_without_limit_and_speech_goes_on() -> None:
    driver = live()
    driver.press(TurnAction.HOLD)
    assert driver.phases()[-1] is Phase.HOLDING
    driver.stay_silent(20_000)
    assert driver.phases()[-1] is Phase.HOLDING
    driver.speak(640)
    assert driver.phases()[-1] is Phase.LISTENING


def test_hold_in_the_middle_of_an_answer_keeps_the_turn() -> None:
    driver = live()
    driver.speak(3_200)
    driver.press(TurnAction.HOLD)
    driver.stay_silent(20_000)
    driver.press(TurnAction.DONE)
    assert driver.told(act.ActivityEnd) == []
    driver.speak(3_200)
    driver.press(TurnAction.DONE)
    assert driver.told(act.ActivityStart) == [act.ActivityStart(1)]
    assert driver.told(act.ActivityEnd) == [act.ActivityEnd(1)]


def test_response_time_is_not_measured_after_a_moment_to_think() -> None:
    driver = live()
    driver.press(TurnAction.HOLD)
    driver.stay_silent(5_000)
    driver.answer("Here it is.")
    assert driver.saved[1].response_ms is None


def test_say_that_again_replays_the_sound_without_a_new_entry() -> None:
    driver = live()
    before = len(driver.of(msg.AudioResponse))
    driver.press(TurnAction.REPEAT)
    assert len(driver.of(msg.AudioResponse)) == 2 * before
    assert driver.phases()[-1] is Phase.SPEAKING
    driver.wait(2.1)
    assert driver.phases()[-1] is Phase.LISTENING
    assert len(driver.saved) == 1


def test_not_finished_takes_the_turn_back() -> None:
    driver = live()
    driver.answer("First half.")
    driver.press(TurnAction.NOT_FINISHED)
    assert driver.phases()[-1] is Phase.LISTENING
    assert driver.told(act.ActivityStart)[-1] == act.ActivityStart(2)


def test_typed_answer_is_stored_and_answered() -> None:
    driver = live()
    driver.client(msg.TextInput("I typed this.", 1))
    assert driver.saved[1].source is Source.TYPED
    assert driver.told(act.CandidateSaid) == [act.CandidateSaid(1, "I typed this.")]
    assert driver.phases()[-1] is Phase.THINKING


def test_typed_answer_sent_twice_is_stored_once() -> None:
    driver = live()
    driver.client(msg.TextInput("I typed this.", 1))
    driver.client(msg.TextInput("I typed this.", 1))
    assert len(driver.saved) == 2


def test_typed_answer_that_is_too_long_is_refused_with_a_reason() -> None:
    driver = live()
    driver.client(msg.TextInput("a" * 4_001))
    assert len(driver.saved) == 1
    assert driver.of(msg.ErrorResponse)


# ---- interruption


def test_speaking_over_the_interviewer_stops_it_within_400_ms() -> None:
    driver = Driver().join().open_engine()
    driver.ask(ms=10_000)
    driver.wait(2.0)
    driver.speak(384)
    assert driver.of(msg.Interrupted) == [msg.Interrupted(0)]
    assert driver.phases()[-1] is Phase.LISTENING


def test_transcript_keeps_only_what_was_heard() -> None:
    driver = Driver().join().open_engine()
    driver.ask("one two three four five six seven eight nine ten", ms=10_000)
    driver.wait(3.0)
    driver.client(msg.PlaybackReport(3_000, True, 0))
    driver.speak(384)
    assert driver.saved[0].heard is Heard.CUT
    assert driver.saved[0].content == "one two three"


def test_a_back_channel_does_not_interrupt() -> None:
    driver = Driver().join().open_engine()
    driver.ask(ms=10_000)
    driver.wait(2.0)
    driver.speak(224)
    driver.stay_silent(500)
    assert driver.of(msg.Interrupted) == []


def test_leftovers_of_an_interrupted_turn_are_dropped() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("A long speech."), ev.InterviewerAudio(voice(5_000)))
    driver.wait(1.0)
    driver.speak(384)
    sounds = len(driver.of(msg.AudioResponse))
    driver.engine(ev.InterviewerAudio(voice(1_000)), ev.InterviewerStopped())
    assert len(driver.of(msg.AudioResponse)) == sounds
    driver.engine(ev.InterviewerText("Next."), ev.InterviewerAudio(voice(200)))
    assert len(driver.of(msg.AudioResponse)) == sounds + 1


def test_question_that_was_interrupted_stays_the_open_question() -> None:
    driver = Driver().join().open_engine()
    driver.ask(ms=10_000)
    driver.wait(6.0)
    driver.answer("Let me start right away.")
    assert driver.saved[1].question == FIRST


# ---- losses


def test_client_that_returns_hears_no_second_greeting() -> None:
    driver = live()
    driver.leave()
    driver.wait(30)
    driver.join()
    assert driver.told(act.Begin) == [act.Begin()]
    ready = driver.of(msg.SessionReady)[-1]
    assert isinstance(ready, msg.SessionReady)
    assert ready.resumed
    assert ready.question == "What went wrong?"


def test_voice_goes_on_where_it_was_cut_off_by_a_lost_socket() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("A question?"))
    for _ in range(10):
        driver.engine(ev.InterviewerAudio(voice(100)))
    driver.engine(ev.InterviewerDone())
    driver.wait(0.55)
    driver.leave()
    driver.wait(5)
    before = len(driver.of(msg.AudioResponse))
    driver.join()
    assert len(driver.of(msg.AudioResponse)) - before == 5
    driver.wait(0.6)
    assert driver.phases()[-1] is Phase.LISTENING


def test_client_that_returned_counts_from_the_first_sound_it_gets() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("A question?"))
    for _ in range(10):
        driver.engine(ev.InterviewerAudio(voice(100)))
    driver.engine(ev.InterviewerDone())
    driver.client(msg.PlaybackReport(550, True, 0))
    driver.leave()
    driver.join()
    driver.client(msg.PlaybackReport(300, True, 0))
    assert driver.phases()[-1] is Phase.SPEAKING
    driver.client(msg.PlaybackReport(500, False, 0))
    assert driver.phases()[-1] is Phase.LISTENING


def test_answer_that_comes_in_a_burst_after_an_outage_is_as_long_as_its_sound() -> None:
    driver = live()
    driver.leave()
    driver.wait(2.0)
    driver.join()
    for _ in range(6_016 // FRAME_MS):
        driver.sequence += 1
        driver.session.receive_audio(msg.AudioFrame(FRAME, 0, driver.sequence), (0.95,), driver.now)
        driver.collect()
    driver.stay_silent(4_000)
    turn = next(c.turn for c in reversed(driver.commands) if isinstance(c, act.ActivityEnd))
    driver.engine(ev.CandidateText(turn, "We moved the date.", True))
    entry = driver.saved[1]
    assert entry.ended_at_ms - entry.started_at_ms == pytest.approx(6_016, abs=100)


def test_clock_stands_still_while_nobody_is_there() -> None:
    driver = live()
    driver.leave()
    driver.wait(300)
    driver.join()
    ready = driver.of(msg.SessionReady)[-1]
    assert isinstance(ready, msg.SessionReady)
    assert ready.seconds_left >= 890


def test_frames_that_came_before_are_not_heard_twice() -> None:
    driver = live()
    driver.speak(640)
    sent = len(driver.told(act.CandidateAudio))
    driver.frame(0.9, sequence=3)
    assert len(driver.told(act.CandidateAudio)) == sent


def test_frames_of_an_unstored_turn_stay_unacknowledged() -> None:
    driver = live()
    driver.stay_silent(3_200)
    driver.speak(6_400)
    acks = [message.sequence for message in driver.sent if isinstance(message, msg.AudioAck)]
    assert acks
    assert max(acks) < 110
    driver.stay_silent(2_600)
    driver.engine(ev.CandidateText(1, "an answer", True))
    acks = [message.sequence for message in driver.sent if isinstance(message, msg.AudioAck)]
    assert acks[-1] == driver.sequence


def test_interview_without_a_socket_ends_as_abandoned_after_the_grace_period() -> None:
    driver = live()
    driver.leave()
    driver.wait(901)
    assert driver.statuses[-1].status is Status.ABANDONED
    assert driver.session.state is SessionState.ENDED


def test_five_minutes_of_silence_leave_the_interview_open() -> None:
    driver = live()
    driver.stay_silent(300_000)
    assert driver.session.state is SessionState.LIVE
    assert driver.phases()[-1] is Phase.LISTENING


def test_lost_engine_comes_back_with_the_unfinished_answer() -> None:
    driver = live()
    driver.speak(3_200)
    driver.lose_engine()
    assert driver.phases()[-1] is Phase.RECONNECTING
    driver.speak(1_600)
    driver.wait(1)
    assert len(driver.opened) == 2
    driver.commands.clear()
    driver.open_engine()
    sound_ms = sum(len(c.pcm) for c in driver.commands if isinstance(c, act.CandidateAudio)) / 32
    assert sound_ms >= 4_800
    assert driver.told(act.Begin) == []


def test_lost_engine_that_owed_a_reply_is_asked_to_go_on() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.lose_engine()
    driver.wait(1)
    driver.open_engine()
    assert driver.told(act.Begin) == [act.Begin(), act.Begin()]
    assert driver.opened[-1].is_resumed


def test_engine_that_stays_away_keeps_the_place() -> None:
    driver = live()
    for _ in range(Limits().engine_attempts + 1):
        driver.lose_engine()
        driver.wait(60)
    assert driver.closed == [1013]
    assert [status.status for status in driver.statuses] == [Status.IN_PROGRESS]


def test_engine_that_says_nothing_is_nudged_then_replaced() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.wait(10.1)
    assert driver.told(act.Nudge) == [act.Nudge()]
    driver.wait(11)
    assert len(driver.opened) == 2


def test_resumed_interview_goes_on_from_the_stored_transcript() -> None:
    stored = Entry(0, Role.INTERVIEWER, "Hello. What went wrong?", 1, 2, question=FIRST)
    context = replace(CONTEXT, transcript=(stored,), status=Status.IN_PROGRESS, last_sequence=40, elapsed_ms=60_000)
    driver = Driver(context).join().open_engine()
    driver.engine(ev.Replays(), ev.InterviewerText("What went wrong?"), ev.InterviewerAudio(voice(900)))
    driver.engine(ev.InterviewerDone())
    driver.wait(1)
    assert driver.phases()[-1] is Phase.LISTENING
    assert driver.transcript() == ["Hello. What went wrong?"]
    ready = driver.of(msg.SessionReady)[0]
    assert isinstance(ready, msg.SessionReady)
    assert (ready.last_sequence, ready.seconds_left, ready.question_index) == (40, 840, 1)


# ---- the end


def test_candidate_ends_and_everything_said_is_stored_first() -> None:
    driver = live()
    driver.speak(3_200)
    driver.client(msg.EndRequest())
    assert driver.told(act.Finish) == [act.Finish()]
    driver.engine(ev.CandidateText(1, "last words", True))
    assert driver.transcript()[-1] == "last words"
    assert driver.statuses[-1] == act.SaveStatus(Status.COMPLETED, EndReason.USER_ENDED, driver.statuses[-1].elapsed_ms)
    assert driver.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.USER_ENDED)]
    assert driver.closed == [1000]


def test_interview_ended_before_the_engine_was_there_has_begun_and_is_complete() -> None:
    driver = Driver().join()
    driver.client(msg.EndRequest())
    assert [status.status for status in driver.statuses] == [Status.IN_PROGRESS, Status.COMPLETED]


def test_client_sees_thinking_and_no_alarm_while_the_first_stream_opens() -> None:
    assert Driver().join().phases() == [Phase.THINKING]


def test_end_does_not_wait_for_ever_for_last_words() -> None:
    driver = live()
    driver.speak(3_200)
    driver.client(msg.EndRequest())
    driver.wait(3.1)
    assert driver.session.state is SessionState.ENDED
    assert driver.saved[1].heard is Heard.UNCLEAR


def test_farewell_is_heard_before_the_end() -> None:
    driver = live()
    driver.engine(ev.WantsToEnd(), ev.InterviewerText("Goodbye."), ev.InterviewerAudio(voice(1_500)))
    driver.engine(ev.InterviewerDone())
    driver.wait(1.4)
    assert driver.session.state is SessionState.LIVE
    driver.wait(0.2)
    assert driver.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.INTERVIEWER_ENDED)]


def test_end_is_said_once() -> None:
    driver = live()
    driver.client(msg.EndRequest())
    driver.client(msg.EndRequest())
    driver.session.end(EndReason.TIMEOUT, driver.now)
    driver.collect()
    assert len(driver.of(msg.SessionEnded)) == 1
    assert len(driver.statuses) == 2


def test_time_out_waits_for_overtime_and_keeps_the_answers() -> None:
    driver = live(duration_s=300)
    driver.answer("Something.")
    driver.ask("Thanks. And then?", question=Question(2))
    driver.wait(300)
    assert driver.session.state is SessionState.LIVE
    driver.wait(130)
    assert driver.statuses[-1].status is Status.COMPLETED
    assert driver.statuses[-1].end_reason is EndReason.TIMEOUT


def test_engine_hears_of_the_time_three_times() -> None:
    driver = live(duration_s=600)
    driver.wait(610)
    assert [command.seconds_left for command in driver.commands if isinstance(command, act.TimeLeft)] == [150, 120, 0]


def test_second_socket_takes_over_and_the_first_is_told() -> None:
    driver = live()
    driver.session.client_replaced(driver.now)
    driver.collect()
    assert driver.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.REPLACED)]
    driver.join()
    assert driver.session.state is SessionState.LIVE


def test_owner_that_was_passed_writes_nothing_more() -> None:
    driver = live()
    driver.log.clear()
    driver.session.owner_lost()
    driver.collect()
    driver.wait(10_000)
    assert not [action for action in driver.log if isinstance(action, act.SaveTurn | act.SaveStatus)]


def test_client_of_an_ended_interview_hears_the_end_again() -> None:
    driver = live()
    driver.client(msg.EndRequest())
    driver.join()
    assert driver.of(msg.SessionEnded)[-1] == msg.SessionEnded(ClosingReason.USER_ENDED)


def test_client_comes_back_when_a_turn_could_not_be_stored() -> None:
    driver = live()
    driver.session.backend_failed()
    driver.collect()
    assert driver.closed == [1012]
    assert [status.status for status in driver.statuses] == [Status.IN_PROGRESS]


# ---- the interviewer in the microphone


def test_echo_is_said_after_a_second_of_it_and_not_again_for_three_minutes() -> None:
    driver = Driver().join().open_engine()

    def notices() -> int:
        driver.collect()
        return sum(1 for message in driver.of(msg.ErrorResponse) if message.code == msg.ECHO_CODE)

    driver.session.echo_heard(600.0, driver.now)
    assert notices() == 0
    driver.session.echo_heard(600.0, driver.now)
    assert notices() == 1
    driver.session.echo_heard(5_000.0, driver.now + 100)
    assert notices() == 1
    driver.session.echo_heard(32.0, driver.now + 181)
    assert notices() == 2
