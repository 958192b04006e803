"""The plan a model is given: the same bank and the same choice as the offline interviewer's."""

from preppal.domain.background import read_background
from preppal.domain.interview import InterviewContext
from preppal.domain.questions import skill_for
from preppal.domain.transcript import Question
from preppal.engines.conduct import Conductor
from preppal.engines.question_bank import load_skills, questions_by_id
from preppal.engines.warm_up import warm_up_questions


def plan_questions(context: InterviewContext) -> tuple[Question, ...]:
    """The core questions in order. What was asked before a restart keeps its place. Reads files at first use."""
    if context.retried is not None:
        return (context.retried,)
    if context.is_warm_up:
        return warm_up_questions(context)
    background = read_background(context.job_description, context.resume, load_skills())
    chosen = [questions_by_id()[key] for key in Conductor(context).course().question_ids]
    return tuple(
        Question(
            index=place,
            competency=question.competency,
            question_id=question.id,
            text=question.spoken(skill_for(question.id, background, context.interview_id)),
        )
        for place, question in enumerate(chosen, 1)
    )
