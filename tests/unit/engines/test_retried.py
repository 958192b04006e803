"""An interview that is another take asks that question, in its own words, and no other."""

from dataclasses import replace

import pytest

from preppal.domain.follow_ups import Answer
from preppal.domain.transcript import Question
from preppal.engines.conduct import Conductor
from preppal.engines.gemini_plan import plan_questions
from preppal.engines.question_bank import load_questions
from tests.unit.session.driver import CONTEXT

BANK = next(question for question in load_questions() if question.interview_type is CONTEXT.interview_type)
KNOWN = Question(1, BANK.competency, BANK.id, text=BANK.text)
UNKNOWN = Question(1, "negotiation", "", text="Tell me how you haggled over the boat.")


@pytest.mark.parametrize("retried", [KNOWN, UNKNOWN], ids=["from the bank", "of a model's own"])
def test_offline_interviewer_asks_the_question_again_and_then_says_goodbye(retried: Question) -> None:
    conductor = Conductor(replace(CONTEXT, retried=retried, question_count=1))
    course = conductor.course()
    greeting = conductor.greet(course)
    assert greeting.question == retried.text
    assert len(course.question_ids) == 1
    reply = greeting
    for _ in range(6):
        reply = conductor.answer(reply.course, Answer("I pass, I do not know."), retried.text, 200.0)
        if reply.says_goodbye:
            break
    assert reply.says_goodbye


@pytest.mark.parametrize("retried", [KNOWN, UNKNOWN])
def test_model_is_given_that_question_alone(retried: Question) -> None:
    assert plan_questions(replace(CONTEXT, retried=retried, question_count=1)) == (retried,)
