"""One answer looked at by itself, while the interview runs or afterwards: by rules, at once, and stored nowhere."""

from collections.abc import Collection
from dataclasses import dataclass

from preppal.analysis.other_languages import measure_in
from preppal.domain.feedback import Feedback
from preppal.domain.metrics import AnswerMetrics
from preppal.domain.transcript import Entry, Role, question_text
from preppal.errors import NotFound
from preppal.ports import Reviewer, ReviewMaterial
from preppal.services.views import InterviewDetail


@dataclass(frozen=True, slots=True)
class AnswerAnalysis:
    """`feedback` is of this answer alone; `measures` leave out what the person opted out of."""

    entry: Entry
    question: str
    measures: AnswerMetrics
    feedback: Feedback


def analyze_answer(
    detail: InterviewDetail, order_index: int, reviewer: Reviewer, skipped: Collection[str]
) -> AnswerAnalysis:
    """Raises NotFound when there is no answer under that index."""
    answer = next((entry for entry in detail.entries if entry.order_index == order_index), None)
    if answer is None or answer.role is not Role.CANDIDATE:
        raise NotFound("There is no such answer in this interview.")
    asked = _asked_before(detail, order_index)
    entries = (asked, answer) if asked is not None else (answer,)
    metrics = measure_in(detail.language, entries, detail.summary.engine, skipped)
    material = ReviewMaterial(
        interview_id=detail.summary.id,
        interview_type=detail.summary.interview_type,
        difficulty=detail.summary.difficulty,
        entries=entries,
        metrics=metrics,
        job_description=detail.job_description,
        resume=detail.resume,
        language=detail.language,
    )
    return AnswerAnalysis(
        entry=answer,
        question=question_text(asked) if asked is not None else "",
        measures=metrics.answers[0] if metrics.answers else _nothing(answer),
        feedback=reviewer.review(material),
    )


def _asked_before(detail: InterviewDetail, order_index: int) -> Entry | None:
    before = [entry for entry in detail.entries if entry.role is Role.INTERVIEWER and entry.order_index < order_index]
    return before[-1] if before else None


def _nothing(answer: Entry) -> AnswerMetrics:
    """Said before anything was asked: it answers no question."""
    return AnswerMetrics(0, (answer.order_index,), len(answer.content.split()))
