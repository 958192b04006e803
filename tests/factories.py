"""Valid values with as little said as possible; each test names only what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from preppal.domain.feedback import Dimension, Evidence, Feedback, Finding, Score
from preppal.domain.interview import Difficulty, InterviewType
from preppal.domain.transcript import Entry, Question, Role, Span, Word
from preppal.engines.question_bank import load_skills
from preppal.services.interviews import NewInterview

JOB_TEXT = (
    "We look for a team lead who plans the work of six people, talks to customers every week and owns the result."
)


def new_interview(**changes: object) -> NewInterview:
    made = NewInterview(InterviewType.BEHAVIORAL, Difficulty.STANDARD, idempotency_key=str(uuid4()))
    return replace(made, **changes)  # type: ignore[arg-type]  # each test passes the field's own type


def question_entry(order_index: int, text: str = "What changed because of you?", question_index: int = 1) -> Entry:
    question = Question(question_index, competency="ownership", question_id=f"beh-{question_index}", text=text)
    at_ms = 1_790_000_000_000 + order_index * 30_000
    return Entry(order_index, Role.INTERVIEWER, text, at_ms, at_ms + 4_000, question=question)


def answer_entry(
    order_index: int, text: str = "I moved the report to a nightly job.", question_index: int = 1
) -> Entry:
    at_ms = 1_790_000_000_000 + order_index * 30_000
    words = tuple(Word(word, at * 400, at * 400 + 300, 0.9) for at, word in enumerate(text.split()))
    return Entry(
        order_index,
        Role.CANDIDATE,
        text,
        at_ms,
        at_ms + 20_000,
        response_ms=900,
        speech=(Span(0, 8_000), Span(9_500, 20_000)),
        words=words,
        question=Question(question_index),
    )


def conversation(answers: int) -> Sequence[Entry]:
    """Questions and answers in turn."""
    pairs = [(question_entry(2 * n, question_index=n + 1), answer_entry(2 * n + 1)) for n in range(answers)]
    return [entry for pair in pairs for entry in pair]


def feedback(headline: str = "Clear stories, endings left open.", overall: float = 6.5) -> Feedback:
    evidence = (Evidence(1, "moved the report", 1_200, 2_400),)
    return Feedback(
        headline=headline,
        summary="You say what you did. The results are missing twice.",
        strengths=(Finding("You own the action.", evidence),),
        improvements=(Finding("Say what came of it.", evidence, "A listener cannot weigh work without its result."),),
        suggestions=("End each story with a number.",),
        scores={Dimension.CLARITY: Score(7.0, 0.5, "Short sentences.", evidence)},
        overall=Score(overall, 0.5),
    )


def find_skills(text: str) -> list[str]:
    """The known skills a text names, as the product finds them."""
    return [skill.name for skill in load_skills().find(text)]
