"""How an interview ends: by tool, by farewell, by the clock, by the candidate; groups 26 to 28 and 31."""

from dataclasses import replace

import pytest

from preppal.domain.interview import EndReason, Status
from preppal.session import messages as msg
from preppal.session.messages import ClosingReason
from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import Interviewee, interview
from tests.integration.gemini.stage import CONTEXT, Stage, Theatre


@pytest.mark.parametrize(
    "scenario",
    [
        "tool_end_normal",
        "tool_then_audio",
        "tool_before_farewell",
        "tool_cancelled",
        "tool_repeated",
        "tool_never",
        "tool_empty_turn_after_response",
    ],
)
def test_interview_ends_after_the_farewell_whatever_becomes_of_the_tool(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.candidate.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.INTERVIEWER_ENDED)]
    farewell = stage.entries()[-1]
    assert "goodbye" in farewell.content.lower()
    assert checks.words_heard(stage.candidate, farewell.order_index) == len(farewell.content.split())
    assert stage.metrics()["tool_duplicates"] == 0


def test_end_does_not_wait_long_after_the_farewell(theatre: Theatre) -> None:
    stage = theatre.play("tool_end_normal", interview)
    ended_s = next(now for now, message in stage.candidate.log if isinstance(message, msg.SessionEnded))
    sounded_s = max(now for now, message in stage.candidate.log if isinstance(message, msg.AudioResponse))
    assert ended_s - sounded_s < 5


def test_interviewer_that_ignores_the_clock_is_ended_by_it(theatre: Theatre) -> None:
    context = replace(CONTEXT, duration_s=300)
    stage = theatre.play("time_limit", lambda stage: interview(stage, limit_s=600), context=context)
    checks.answers_are_saved_in_order(stage)
    assert stage.unmet() == []
    assert stage.candidate.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.TIMEOUT)]
    assert stage.backend.statuses[-1] is Status.COMPLETED
    assert stage.backend.context.end_reason is EndReason.TIMEOUT
    assert stage.candidate.log[-1][0] < 300 + 120 + 30


def test_interviewer_is_told_of_the_time_when_it_is_idle(theatre: Theatre) -> None:
    context = replace(CONTEXT, duration_s=300)
    stage = theatre.play("time_limit", lambda stage: interview(stage, limit_s=600), context=context)
    texts = stage.emulator.run.records.texts()
    assert sum("left." in text for text in texts) == 2
    assert sum("Time is up" in text for text in texts) == 1


def test_interviewer_that_hears_the_clock_says_goodbye(theatre: Theatre) -> None:
    context = replace(CONTEXT, duration_s=120)
    scenario = {"interview": {"questions": [f"What is your view on topic {n}?" for n in range(30)]}}
    stage = theatre.play(scenario, lambda stage: interview(stage, limit_s=300), context=context)
    checks.everything_agrees(stage)
    assert stage.candidate.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.INTERVIEWER_ENDED)]
    assert stage.candidate.log[-1][0] < 120 + 60


def test_candidate_who_ends_in_the_middle_of_an_answer_has_said_it(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        Interviewee(stage.candidate)
        await candidate.live(lambda: len(candidate.said) == 2)
        await candidate.live(lambda: not candidate.is_talking)
        candidate.send(msg.EndRequest())
        await candidate.live(lambda: candidate.has_ended)

    stage = theatre.play("happy", scene)
    checks.everything_agrees(stage)
    assert stage.candidate.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.USER_ENDED)]
    assert stage.metrics()["client_close_code"] == 1000
    assert stage.metrics()["open_connections"] == 0


def test_candidate_who_interrupts_the_farewell_is_heard(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        await interview(stage, interrupts=[3])

    scenario = {
        "steps": [
            {
                "when": {"user_turn": 2},
                "do": [{"say": {"text": "Thank you very much for your time and goodbye.", "speed": 4}}, "tool_call"],
            }
        ]
    }
    stage = theatre.play(scenario, scene)
    checks.everything_agrees(stage)
    assert len(stage.candidate.said) > 2
    assert stage.backend.statuses[-1] is Status.COMPLETED


def test_small_context_is_no_limit_because_it_slides(theatre: Theatre) -> None:
    stage = theatre.play("compression_on", interview)
    checks.answers_are_saved_in_order(stage)
    assert stage.unmet() == []


def test_context_that_fills_up_all_the_same_is_left_for_a_fresh_one(theatre: Theatre) -> None:
    stage = theatre.play("token_limit_no_compression", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.emulator.run.records.notes("context_full")


def test_long_context_does_not_make_the_interviewer_ask_again(theatre: Theatre) -> None:
    scenario = {
        "interview": {"questions": [f"How do you feel about subject number {n}?" for n in range(40)]},
        "audio": {"speed": 8},
    }
    context = replace(CONTEXT, duration_s=1_800)
    stage = theatre.play(scenario, lambda stage: interview(stage, limit_s=1_900), context=context)
    checks.everything_agrees(stage)
    assert any("Asked so far" in text for text in stage.emulator.run.records.texts())
