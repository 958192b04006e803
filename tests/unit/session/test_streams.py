"""Streams of an engine come and go: swaps, losses, sleep, and what the candidate notices of them."""

from dataclasses import replace

import pytest

from preppal.domain.interview import EndReason, Status
from preppal.domain.prices import TokenUsage
from preppal.domain.transcript import Heard, Question, Source, Span, Word
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.limits import Limits
from preppal.session.machine import SessionState
from preppal.session.messages import Phase, TurnAction
from tests.unit.session.driver import CONTEXT, FIRST, Driver, live, voice

# ---- swaps


def test_stream_that_goes_away_is_swapped_at_once_in_a_quiet_moment() -> None:
    driver = live()
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    assert [context.engine_state for context in driver.opened] == ["", "fresh"]


def test_swap_waits_until_the_engine_has_remembered_the_last_turn() -> None:
    driver = live()
    driver.engine(ev.GoingAway(50_000))
    driver.wait(0.5)
    assert len(driver.opened) == 1
    driver.engine(ev.StateChanged("fresh"))
    assert driver.opened[-1].engine_state == "fresh"


def test_swap_does_not_wait_for_ever_for_a_state() -> None:
    driver = live()
    driver.engine(ev.GoingAway(50_000))
    driver.wait(3.1)
    assert len(driver.opened) == 2


def test_swap_waits_for_the_end_of_an_answer() -> None:
    driver = live()
    driver.speak(3_200)
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    driver.answer("All of it.", 3_200)
    driver.ask("And then?", question=Question(2))
    driver.engine(ev.StateChanged("fresher"))
    assert len(driver.opened) == 1
    driver.wait(2.1)
    assert driver.opened[-1].engine_state == "fresher"


@pytest.mark.parametrize(("left_ms", "late_s", "due_s"), [(50_000, 39.5, 40.5), (5_000, 2.2, 2.8)])
def test_swap_happens_in_the_middle_of_an_answer_when_time_runs_out(left_ms: int, late_s: float, due_s: float) -> None:
    driver = live()
    driver.speak(640)
    driver.engine(ev.GoingAway(left_ms))
    for _ in range(int(late_s)):
        driver.speak(992)
    assert len(driver.opened) == 1
    driver.speak(round((due_s - int(late_s) + 0.5) * 1000))
    assert len(driver.opened) == 2
    driver.commands.clear()
    driver.open_engine()
    assert driver.told(act.ActivityStart) == [act.ActivityStart(1)]
    kept_ms = sum(len(command.pcm) for command in driver.commands if isinstance(command, act.CandidateAudio)) / 32
    assert kept_ms >= 640 + int(late_s) * 992
    assert driver.told(act.Begin) == []


def test_candidate_does_not_notice_a_quick_swap() -> None:
    driver = live()
    before = driver.phases()
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    driver.wait(1.5)
    driver.open_engine()
    assert set(driver.phases()[len(before) :]) <= {Phase.LISTENING}


def test_candidate_is_told_of_a_slow_swap() -> None:
    driver = live()
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    driver.wait(2.1)
    assert driver.phases()[-1] is Phase.RECONNECTING
    driver.open_engine()
    assert driver.phases()[-1] is Phase.LISTENING


def test_answer_begun_during_a_swap_reaches_the_new_stream_whole() -> None:
    driver = live()
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    driver.speak(960)
    driver.commands.clear()
    driver.open_engine()
    assert isinstance(driver.commands[0], act.ActivityStart)
    sound_ms = sum(len(command.pcm) for command in driver.commands if isinstance(command, act.CandidateAudio)) / 32
    assert sound_ms >= 960


def test_remark_on_the_time_is_not_lost_in_a_swap() -> None:
    driver = live(duration_s=600)
    driver.wait(440)
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    driver.wait(1.0)
    driver.open_engine()
    driver.wait(20)
    assert len(driver.told(act.TimeLeft)) == 1


def test_failed_swap_is_a_loss_like_any_other() -> None:
    driver = live()
    driver.engine(ev.StateChanged("fresh"), ev.GoingAway(50_000))
    driver.lose_engine()
    assert driver.phases()[-1] is Phase.RECONNECTING
    driver.wait(0.6)
    assert len(driver.opened) == 3


# ---- losses


def test_state_from_which_two_streams_went_mute_is_not_used_again() -> None:
    driver = live()
    driver.engine(ev.StateChanged("poisoned"))
    driver.lose_engine()
    for _ in range(2):
        driver.wait(3)
        driver.open_engine()
        driver.lose_engine()
    driver.wait(6)
    assert [context.engine_state for context in driver.opened] == ["", "poisoned", "poisoned", ""]


def test_state_survives_a_network_that_is_away() -> None:
    driver = live()
    driver.engine(ev.StateChanged("good"))
    for _ in range(5):
        driver.lose_engine()
        driver.wait(20)
    assert driver.opened[-1].engine_state == "good"


def test_engine_that_never_opened_is_tried_three_times() -> None:
    driver = Driver().join()
    for _ in range(3):
        driver.lose_engine(why="Nobody answers.")
        driver.wait(5)
    assert len(driver.opened) == 3
    assert driver.closed == [1013]
    assert driver.statuses == []
    assert driver.of(msg.ErrorResponse) == [msg.ErrorResponse(503, "Nobody answers.")]


def test_engine_that_refuses_for_good_is_tried_once() -> None:
    driver = Driver().join()
    driver.lose_engine(is_retryable=False, why="The key was refused.")
    driver.wait(60)
    assert len(driver.opened) == 1
    assert driver.of(msg.ErrorResponse) == [msg.ErrorResponse(503, "The key was refused.")]


def test_engine_that_refuses_for_good_after_answers_ends_the_interview_in_order() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.lose_engine(is_retryable=False, why="The limit is reached.")
    assert driver.statuses[-1].status is Status.ERROR
    assert driver.statuses[-1].end_reason is EndReason.ERROR
    assert driver.of(msg.SessionEnded)
    assert driver.transcript()[-1] == "An answer."


def test_engine_lost_again_and_again_is_left_alone_then_given_up() -> None:
    driver = live()
    pauses: list[float] = []
    while driver.session.state is SessionState.LIVE:
        lost_at = driver.now
        driver.lose_engine()
        opens = len(driver.opened)
        while len(driver.opened) == opens and driver.session.state is SessionState.LIVE:
            driver.wait(0.25)
        pauses.append(driver.now - lost_at)
        if driver.session.state is SessionState.LIVE:
            driver.open_engine()
            driver.ask("Say more?", ms=100)
            driver.wait(1)
    assert len(pauses) == Limits().losses_most + 1
    assert max(pauses[:3]) <= 0.75
    assert min(pauses[3:-1]) >= 5


# ---- the interviewer's turn, broken


def test_question_cut_by_a_loss_is_kept_as_cut_and_asked_again_without_a_second_entry_being_first() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("Hello. What went"), ev.InterviewerAudio(voice(1_000)))
    driver.lose_engine()
    driver.wait(0.6)
    driver.open_engine()
    assert driver.told(act.Begin) == [act.Begin(), act.Begin()]
    assert driver.opened[-1].transcript[0].heard is Heard.CUT
    driver.ask("What went wrong?", ms=900)
    assert driver.transcript() == ["Hello. What", "What went wrong?"]
    assert driver.of(msg.Interrupted) == [msg.Interrupted(0)]


def test_turn_of_which_nothing_was_heard_leaves_no_entry() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.Asks(FIRST), ev.InterviewerText("Hello. What went"))
    driver.lose_engine()
    driver.wait(1)
    driver.open_engine()
    assert driver.opened[-1].transcript == ()
    driver.ask("Hello. What went wrong?", question=None)
    assert driver.transcript() == ["Hello. What went wrong?"]


def test_candidate_who_answers_a_broken_question_is_not_asked_it_again() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.Asks(FIRST), ev.InterviewerText("Hello. What went wrong"), ev.InterviewerAudio(voice(1_500)))
    driver.lose_engine()
    driver.speak(640)
    driver.open_engine()
    assert driver.told(act.Begin) == [act.Begin()]
    assert driver.told(act.ActivityStart) == [act.ActivityStart(1)]


def test_candidate_waits_for_the_rest_of_a_broken_question() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("Hello. What went"), ev.InterviewerAudio(voice(300)))
    driver.lose_engine()
    driver.wait(0.4)
    driver.open_engine()
    assert driver.session.phase is Phase.THINKING


# ---- the engine's words, late or missing


def test_question_that_is_known_late_still_counts_for_its_turn() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("Hello. What went wrong?"), ev.InterviewerAudio(voice(900)))
    driver.engine(ev.Asks(FIRST), ev.InterviewerDone())
    assert driver.of(msg.QuestionNotice) == [msg.QuestionNotice(1, 6, "ownership", "What went wrong?", False)]
    assert driver.saved[0].question == FIRST


def test_interviewer_turn_without_words_is_kept_and_marked() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerAudio(voice(900)), ev.InterviewerDone())
    assert (driver.saved[0].content, driver.saved[0].heard) == ("", Heard.UNCLEAR)
    driver.wait(0.2)
    driver.speak(640)
    assert driver.saved[0].heard is Heard.UNCLEAR


def test_words_that_come_after_the_turn_was_stored_find_their_place() -> None:
    driver = live()
    driver.answer("I broke")
    driver.ask("And then?", question=Question(2))
    driver.engine(ev.CandidateText(1, "I broke the build.", True))
    assert driver.transcript() == ["Hello. What went wrong?", "I broke the build.", "And then?"]


def test_words_for_a_turn_that_was_marked_unclear_clear_it_up() -> None:
    driver = live()
    driver.speak(6_400)
    driver.stay_silent(2_600)
    driver.ask("And then?", question=Question(2))
    driver.wait(8.1)
    assert driver.saved[1].heard is Heard.UNCLEAR
    driver.engine(ev.CandidateText(1, "Here I am.", True))
    assert (driver.saved[1].content, driver.saved[1].heard) == ("Here I am.", Heard.FULL)


def test_second_reply_is_heard_after_the_first() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.ask("First reply?", ms=2_000)
    driver.ask("Second reply?", ms=2_000)
    driver.wait(3.9)
    assert driver.phases()[-1] is Phase.SPEAKING
    driver.wait(0.2)
    assert driver.phases()[-1] is Phase.LISTENING


def test_interruption_of_two_replies_keeps_what_was_heard_and_one_word_of_what_was_stored() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.ask("one two three four", ms=4_000)
    driver.ask("five six seven eight", ms=4_000)
    driver.wait(1.7)
    driver.speak(384)
    assert driver.transcript()[2:] == ["one two", "five"]
    assert (driver.saved[2].heard, driver.saved[3].heard) == (Heard.CUT, Heard.CUT)


def test_engine_that_takes_the_turn_ends_it() -> None:
    driver = live()
    driver.speak(3_200)
    driver.engine(ev.CandidateDone(1))
    assert driver.phases()[-1] is Phase.THINKING
    driver.ask("And then?", question=Question(2))
    assert driver.transcript() == ["Hello. What went wrong?", "And then?"]
    driver.engine(ev.CandidateText(1, "Just this.", True))
    assert driver.transcript() == ["Hello. What went wrong?", "Just this.", "And then?"]


def test_reply_that_crosses_a_candidate_who_goes_on_is_dropped() -> None:
    driver = live()
    driver.answer("First half.")
    driver.speak(640)
    sounds = len(driver.of(msg.AudioResponse))
    driver.engine(ev.InterviewerText("I see."), ev.InterviewerAudio(voice(300)), ev.InterviewerStopped())
    assert len(driver.of(msg.AudioResponse)) == sounds
    driver.stay_silent(4_000)
    driver.ask("I see all of it?", question=Question(2))
    assert driver.transcript()[-1] == "I see all of it?"


def test_engine_hears_that_nobody_heard_a_reply_it_had_handed_over_whole() -> None:
    driver = live()
    driver.answer("First half.")
    driver.speak(640)
    driver.ask("What came of it?", question=Question(2))
    assert driver.told(act.Interrupt) == [act.Interrupt("")]
    driver.stay_silent(4_000)
    driver.ask("What came of it?", question=Question(2))
    assert driver.transcript()[-1] == "What came of it?"


# ---- silence on the line


def test_candidate_is_told_when_the_engine_is_nudged() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.wait(8.1)
    assert driver.told(act.Nudge) == [act.Nudge()]
    assert driver.phases()[-1] is Phase.RECONNECTING
    driver.ask("Go on?", question=Question(2))
    assert driver.phases()[-1] is Phase.SPEAKING


def test_answer_to_which_neither_words_nor_a_reply_came_is_heard_again_by_the_next_stream() -> None:
    driver = live()
    driver.speak(6_400)
    driver.press(TurnAction.DONE)
    driver.wait(17)
    assert len(driver.opened) == 2
    driver.commands.clear()
    driver.open_engine()
    sound_ms = sum(len(command.pcm) for command in driver.commands if isinstance(command, act.CandidateAudio)) / 32
    assert sound_ms >= 6_400
    assert driver.told(act.ActivityEnd) == [act.ActivityEnd(1)]


def test_half_an_answer_is_stored_and_made_whole_by_the_next_stream() -> None:
    driver = live()
    driver.speak(6_400)
    driver.engine(ev.CandidateText(1, "half", False))
    driver.press(TurnAction.DONE)
    driver.wait(17)
    assert driver.transcript()[-1] == "half"
    driver.open_engine()
    driver.engine(ev.CandidateText(1, "half and half", True))
    assert driver.transcript() == ["Hello. What went wrong?", "half and half"]


def test_turn_that_stalls_in_mid_sentence_is_asked_for_on_another_stream() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("Hello and"), ev.InterviewerAudio(voice(900)))
    driver.wait(9)
    assert len(driver.opened) == 2
    assert driver.opened[-1].transcript[0].heard is Heard.CUT


def test_turn_that_stalls_after_a_whole_sentence_is_taken_as_it_is() -> None:
    driver = Driver().join().open_engine()
    driver.engine(ev.InterviewerText("Hello. What went wrong?"), ev.InterviewerAudio(voice(900)))
    driver.wait(9)
    assert len(driver.opened) == 1
    assert driver.phases()[-1] is Phase.LISTENING


# ---- sleep


def test_stream_is_let_go_when_the_candidate_stays_away() -> None:
    driver = live()
    driver.leave()
    driver.wait(4.1)
    assert isinstance(driver.log[-1], act.CloseEngine)
    assert driver.session.state is SessionState.LIVE


def test_candidate_who_comes_straight_back_finds_the_stream() -> None:
    driver = live()
    driver.leave()
    driver.wait(2)
    driver.join()
    driver.wait(10)
    assert len(driver.opened) == 1
    assert driver.has_stream


def test_stream_is_opened_again_for_a_candidate_who_comes_back_later() -> None:
    driver = live()
    driver.engine(ev.StateChanged("kept"))
    driver.speak(1_600)
    driver.leave()
    driver.wait(60)
    driver.join()
    assert driver.opened[-1].engine_state == "kept"
    driver.commands.clear()
    driver.open_engine()
    assert driver.told(act.ActivityStart) == [act.ActivityStart(1)]
    driver.speak(1_600)
    driver.press(TurnAction.DONE)
    assert driver.told(act.ActivityEnd) == [act.ActivityEnd(1)]


def test_reply_under_way_is_taken_to_its_end_before_the_stream_is_let_go() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.engine(ev.InterviewerText("And what"), ev.InterviewerAudio(voice(500)))
    driver.leave()
    driver.wait(5)
    assert driver.has_stream
    driver.engine(ev.InterviewerText("And what then?"), ev.InterviewerAudio(voice(500)), ev.InterviewerDone())
    driver.wait(5)
    assert not driver.has_stream
    assert driver.transcript()[-1] == "And what then?"


def test_answer_whose_words_were_awaited_is_replayed_after_the_sleep() -> None:
    driver = live()
    driver.speak(3_200)
    driver.press(TurnAction.DONE)
    driver.leave()
    driver.wait(30)
    driver.join()
    driver.commands.clear()
    driver.open_engine()
    assert [type(command) for command in driver.commands if not isinstance(command, act.CandidateAudio)] == [
        act.ActivityStart,
        act.ActivityEnd,
    ]
    driver.engine(ev.CandidateText(1, "Not lost.", True))
    assert driver.transcript()[-1] == "Not lost."


# ---- the farewell


def test_end_follows_a_farewell_that_was_heard_before_it_was_announced() -> None:
    driver = live()
    driver.answer("An answer.")
    driver.ask("Thank you, goodbye.", ms=1_000, question=None)
    driver.wait(1.1)
    driver.engine(ev.WantsToEnd())
    driver.wait(2.1)
    assert driver.statuses[-1].end_reason is EndReason.INTERVIEWER_ENDED


def test_announced_farewell_that_never_comes_is_not_awaited_for_long() -> None:
    driver = live()
    driver.engine(ev.WantsToEnd())
    driver.wait(11.9)
    assert driver.session.state is SessionState.LIVE
    driver.wait(0.2)
    assert driver.statuses[-1].end_reason is EndReason.INTERVIEWER_ENDED


# ---- the books


def test_usage_is_summed_over_streams_and_stored_with_each_entry() -> None:
    driver = Driver(replace(CONTEXT, usage=TokenUsage(audio_in=5))).join().open_engine()
    driver.engine(ev.Usage(TokenUsage(audio_in=10, audio_out=20, text_in=3, text_out=1)))
    driver.ask()
    driver.lose_engine()
    driver.wait(1)
    driver.open_engine()
    driver.engine(ev.Usage(TokenUsage(audio_in=10)))
    driver.listen_to_question()
    driver.answer("An answer.")
    stored = [action for action in driver.log if isinstance(action, act.SaveTurn)]
    assert stored[0].usage == TokenUsage(15, 20, 3, 1)
    assert stored[-1].usage == TokenUsage(25, 20, 3, 1)


def test_usage_that_comes_after_the_last_entry_is_stored_before_the_end() -> None:
    driver = Driver().join().open_engine()
    driver.ask()
    driver.listen_to_question()
    driver.answer("An answer.")
    driver.engine(ev.Usage(TokenUsage(audio_out=7)))
    driver.session.end(EndReason.USER_ENDED, driver.now)
    driver.collect()
    *_, books, status = [action for action in driver.log if isinstance(action, act.SaveTurn | act.SaveStatus)]
    assert isinstance(books, act.SaveTurn)
    assert (books.entries, books.usage) == ((), TokenUsage(audio_out=7))
    assert isinstance(status, act.SaveStatus)


def test_answer_typed_while_the_stream_comes_back_is_told_to_it() -> None:
    driver = live()
    driver.leave()
    driver.wait(30)
    driver.join()
    driver.client(msg.TextInput("I typed this.", 1))
    driver.commands.clear()
    driver.open_engine()
    assert driver.commands == [act.CandidateSaid(1, "I typed this.")]
    assert "I typed this." not in [entry.content for entry in driver.opened[-1].transcript]


def test_answer_typed_before_a_stream_fails_is_in_the_transcript_of_the_next() -> None:
    driver = live()
    driver.leave()
    driver.wait(30)
    driver.join()
    driver.client(msg.TextInput("I typed this.", 1))
    driver.lose_engine()
    driver.wait(1)
    driver.commands.clear()
    driver.open_engine()
    assert driver.opened[-1].transcript[-1].content == "I typed this."
    assert driver.commands == [act.Begin()]


def test_answer_that_was_recognised_elsewhere_keeps_its_times() -> None:
    driver = live()
    words = (Word("I", 100, 200), Word("led", 1_500, 1_800))
    driver.client(msg.TextInput("I led.", 1, msg.Spoken(2_000, words, (Span(100, 220), Span(1_450, 1_900)))))
    entry = driver.saved[max(driver.saved)]
    assert (entry.source, entry.duration_ms, entry.words) == (Source.VOICE, 2_000, words)
    assert entry.speech[1] == Span(1_450, 1_900)
