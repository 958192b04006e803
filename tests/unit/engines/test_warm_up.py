"""The warm-up: small talk that says whether it could hear, keeps to its minute, and judges nothing."""

from dataclasses import replace

import pytest

from preppal.domain.follow_ups import Answer
from preppal.domain.interview import PERSONAS, InterviewContext, Patience
from preppal.domain.prompts import interviewer_instructions, opening_request
from preppal.domain.transcript import Entry, Role
from preppal.domain.warm_up import WarmUp, warm_up_context
from preppal.engines.gemini_plan import plan_questions
from preppal.engines.warm_up import WarmUpConductor, warm_up_questions
from tests.unit.session.driver import CONTEXT


@pytest.fixture
def context() -> InterviewContext:
    return warm_up_context("warm-up-7", "ann", WarmUp(PERSONAS["ruth"], Patience.NORMAL, "Ann Lee"))


def test_interviewer_says_that_nothing_is_kept_and_asks_something_easy(context: InterviewContext) -> None:
    conductor = WarmUpConductor(context)
    greeting = conductor.greet(conductor.course())
    assert all(word in greeting.lead for word in ("Nothing", "kept", "Ann", "Ruth"))
    assert greeting.question == warm_up_questions(context)[0].text


def test_interviewer_says_that_it_could_hear_and_goes_on(context: InterviewContext) -> None:
    conductor = WarmUpConductor(context)
    greeting = conductor.greet(conductor.course())
    reply = conductor.answer(greeting.course, Answer("it was fine", "it was fine", 2_000), greeting.question, 40.0)
    assert "hear you" in reply.lead
    assert reply.question == warm_up_questions(context)[1].text
    assert not reply.says_goodbye


def test_interviewer_says_that_it_could_not_hear_and_asks_the_same_again(context: InterviewContext) -> None:
    conductor = WarmUpConductor(context)
    greeting = conductor.greet(conductor.course())
    reply = conductor.answer(greeting.course, Answer("", "", 2_000), greeting.question, 40.0)
    assert "no words" in reply.lead
    assert (reply.question, reply.course.position) == (greeting.question, greeting.course.position)


@pytest.mark.parametrize("seconds_left", [0.0, 10.0])
def test_interviewer_says_goodbye_when_the_minute_is_over(context: InterviewContext, seconds_left: float) -> None:
    conductor = WarmUpConductor(context)
    greeting = conductor.greet(conductor.course())
    answer = Answer("it was fine", "it was fine", 2_000)
    assert conductor.answer(greeting.course, answer, greeting.question, seconds_left).says_goodbye


def test_stream_that_was_lost_goes_on_where_it_was(context: InterviewContext) -> None:
    asked = warm_up_questions(context)[1]
    again = replace(context, transcript=(Entry(0, Role.INTERVIEWER, asked.text, 0, 0, question=asked),))
    assert WarmUpConductor(again).course().position == 2


def test_model_is_told_of_small_talk_and_of_no_interview(context: InterviewContext) -> None:
    plan = plan_questions(context)
    assert plan == warm_up_questions(context)
    told = interviewer_instructions(context, plan, "fence")
    assert "small talk" in told
    assert "FOLLOW-UPS\n" not in told
    assert plan[0].text in told
    assert "nothing is kept" in opening_request(context)
    assert "small talk" not in interviewer_instructions(CONTEXT, (), "fence")


def test_every_persona_can_hold_one() -> None:
    for key in PERSONAS:
        conductor = WarmUpConductor(warm_up_context("warm-up-1", "ann", WarmUp(PERSONAS[key], Patience.MANUAL)))
        assert PERSONAS[key].name in conductor.greet(conductor.course()).lead
