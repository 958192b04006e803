"""Words that come late, in pieces, in disorder or not at all, and sound that comes all at once: groups 22 to 25."""

import pytest

from preppal.domain.transcript import Heard, Role
from preppal.session import messages as msg
from preppal.session.messages import Phase
from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import Interviewee, interview
from tests.integration.gemini.stage import Stage, Theatre


@pytest.mark.parametrize(
    "scenario",
    ["transcripts_late", "transcripts_unordered", "fragments_1char", "never_finished", "finished_flags", "out_ahead"],
)
def test_words_find_their_turn_however_they_come(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []


def test_late_words_do_not_move_an_answer_behind_its_reply(theatre: Theatre) -> None:
    stage = theatre.play("transcripts_late", interview)
    roles = [entry.role for entry in stage.entries()]
    assert roles == [Role.INTERVIEWER if index % 2 == 0 else Role.CANDIDATE for index in range(len(roles))]


def test_answers_without_words_are_kept_and_marked(theatre: Theatre) -> None:
    stage = theatre.play("transcripts_missing", interview)
    checks.answers_reached_the_provider(stage)
    answers = [entry for entry in stage.entries() if entry.role is Role.CANDIDATE]
    assert len(answers) == len(stage.candidate.said)
    assert all((entry.content, entry.heard) == ("", Heard.UNCLEAR) and entry.speech for entry in answers)


def test_questions_without_words_are_kept_and_marked(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(candidate.said) == 2 and candidate.phase is Phase.SPEAKING)
        candidate.send(msg.EndRequest())
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play({"transcripts": {"drop_output": True}}, scene)
    asked = [entry for entry in stage.entries() if entry.role is Role.INTERVIEWER][:2]
    assert [(entry.content, entry.heard) for entry in asked] == [("", Heard.UNCLEAR)] * 2
    checks.answers_are_saved_in_order(stage)


@pytest.mark.parametrize("scenario", ["transcripts_truncated_head", "wrong_language"])
def test_bad_recognition_is_stored_as_it_came_and_costs_no_turn(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.answers_reached_the_provider(stage)
    assert stage.unmet() == []
    assert len(stage.spoken_by(Role.CANDIDATE)) == len(stage.candidate.said)


def test_words_that_ran_ahead_of_the_voice_are_not_kept_when_it_is_cut(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        await interview(stage, interrupts=[2, 3])

    stage = theatre.play("out_ahead", scene)
    checks.everything_agrees(stage)
    assert [entry.heard for entry in stage.entries()].count(Heard.CUT) == 2


def test_minute_of_speech_in_a_moment_is_played_smoothly_and_can_be_cut(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        await interview(stage, interrupts=[2])

    stage = theatre.play("burst_60s", scene)
    checks.everything_agrees(stage)
    cut = next(entry for entry in stage.entries() if entry.heard is Heard.CUT)
    heard_ms = next(heard.ms for heard in stage.candidate.heard if heard.order_index == cut.order_index)
    assert heard_ms < 3_000


@pytest.mark.parametrize("scenario", ["burst_60s", "trickle"])
def test_pace_of_the_sound_does_not_end_a_turn(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    turn = stage.entries()[2]
    assert turn.heard is Heard.FULL
    assert checks.words_heard(stage.candidate, 2) == len(turn.content.split())


def test_flood_of_small_pieces_does_not_break_the_connection_of_a_slow_browser(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(candidate.said) == 1 and not candidate.is_talking)
        candidate.is_stalled = True
        await candidate.wait(20)
        candidate.is_stalled = False
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("slow_consumer_guard", scene)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert float(str(stage.metrics()["backpressure_s"])) < 1
