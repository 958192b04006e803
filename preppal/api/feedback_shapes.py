"""Feedback in JSON: findings with their quotes, scores with their spread."""

from typing import Annotated, Literal

from pydantic import Field

from preppal.api.shapes import Answer, Body, Moment, SessionId
from preppal.domain.feedback import AnswerReview, Dimension, Score, StarPart, WrittenBy
from preppal.domain.review import ReviewStep
from preppal.services.views import FeedbackView, ReviewProgress


class EvidenceBody(Answer):
    """A quote as it stands in the transcript; times from the start of the interview."""

    order_index: int
    quote: str
    start_ms: int | None
    end_ms: int | None


class FindingBody(Answer):
    text: str
    detail: str
    evidence: tuple[EvidenceBody, ...]


class ScoreBody(Answer):
    """1 to 10 in halves, and how far repeated scoring moved. A null value: too little was said to score."""

    value: float | None
    spread: float
    reason: str
    evidence: tuple[EvidenceBody, ...]


class Scores(Answer):
    clarity: ScoreBody
    structure: ScoreBody
    relevance: ScoreBody
    confidence: ScoreBody
    overall: ScoreBody


class StarPartBody(Answer):
    part: StarPart
    ms: int


class AnswerFeedback(Answer):
    """One question and what came of it."""

    question_index: int
    question: str
    order_indexes: tuple[int, ...]
    duration_ms: int
    scores: Scores
    star: tuple[StarPartBody, ...]
    missing: tuple[str, ...]
    note: str


class FeedbackBody(Answer):
    id: str
    session_id: str
    version: int
    created_at: Moment
    written_by: WrittenBy
    headline: str
    summary: str
    strengths: tuple[FindingBody, ...]
    improvements: tuple[FindingBody, ...]
    suggestions: tuple[str, ...]
    scores: Scores
    answers: tuple[AnswerFeedback, ...]
    dropped_findings: Annotated[int, Field(description="Findings whose quotes were not in the transcript.")]
    rubric_version: str
    notice: str
    helpfulness_rating: int | None


class PendingFeedback(Answer):
    """Come back after `Retry-After` seconds."""

    status: Literal["pending"] = "pending"
    step: ReviewStep | None
    done: tuple[ReviewStep, ...]


class GenerateFeedback(Body):
    session_id: SessionId


class FeedbackVersion(Answer):
    status: Literal["pending"] = "pending"
    session_id: str
    version: int


class Rating(Body):
    rating: Annotated[int, Field(ge=1, le=5, examples=[4])]


class Rated(Answer):
    id: str
    helpfulness_rating: int


def feedback_body(view: FeedbackView) -> FeedbackBody:
    feedback = view.feedback
    return FeedbackBody(
        id=view.id,
        session_id=view.interview_id,
        version=view.version,
        created_at=view.created_at,
        written_by=feedback.written_by,
        headline=feedback.headline,
        summary=feedback.summary,
        strengths=tuple(map(FindingBody.model_validate, feedback.strengths)),
        improvements=tuple(map(FindingBody.model_validate, feedback.improvements)),
        suggestions=feedback.suggestions,
        scores=scores_body(feedback.scores, feedback.overall),
        answers=tuple(map(_answer, feedback.answers)),
        dropped_findings=feedback.dropped_findings,
        rubric_version=feedback.rubric_version,
        notice=feedback.notice,
        helpfulness_rating=view.rating,
    )


def pending_body(progress: ReviewProgress) -> PendingFeedback:
    return PendingFeedback(step=progress.step, done=progress.done)


def scores_body(scores: dict[Dimension, Score], overall: Score) -> Scores:
    nothing = Score(None, 0.0)
    by_dimension = {
        dimension.value: ScoreBody.model_validate(scores.get(dimension, nothing)) for dimension in Dimension
    }
    return Scores(**by_dimension, overall=ScoreBody.model_validate(overall))


def _answer(answer: AnswerReview) -> AnswerFeedback:
    return AnswerFeedback(
        question_index=answer.question_index,
        question=answer.question,
        order_indexes=answer.order_indexes,
        duration_ms=answer.duration_ms,
        scores=scores_body(answer.scores, answer.overall),
        star=tuple(map(StarPartBody.model_validate, answer.star)),
        missing=answer.missing,
        note=answer.note,
    )
