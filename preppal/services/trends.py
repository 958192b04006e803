"""How scores and measures moved from one interview to the next."""

from collections.abc import Sequence

from sqlmodel import Session

from preppal.domain.feedback import Score
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.practice import Reviewed
from preppal.services.views import TrendPoint
from preppal.store.models import Interview
from preppal.store.queries import reviews
from preppal.store.records import read_feedback

_NO_SCORE = Score(None, 0.0)
_NO_METRICS = InterviewMetrics()


def trend_points(db: Session, rows: Sequence[Interview]) -> tuple[TrendPoint, ...]:
    """One point for each interview that was reviewed, in the order given, with two queries in all.

    A retry of one question is no interview to compare others with, and is left out.
    """
    ids = [row.id for row in rows]
    scores = reviews.latest_scores(db, ids)
    measures = reviews.metrics_of(db, ids)
    return tuple(
        _point(row, scores.get(row.id, _NO_SCORE), measures.get(row.id, _NO_METRICS))
        for row in rows
        if row.id in scores and row.take == 1
    )


def latest_reports(db: Session, user_id: str, limit: int) -> list[Reviewed]:
    """The newest reviewed interviews with their newest reports, newest first, with three queries in all.

    Retries of one question are left out, as in the trends.
    """
    rows = reviews.reviewed_interviews(db, user_id, limit)
    ids = [row.id for row in rows]
    newest, measures = reviews.latest_feedback_of(db, ids), reviews.metrics_of(db, ids)
    return [
        Reviewed(InterviewType(row.interview_type), read_feedback(newest[row.id]), measures.get(row.id)) for row in rows
    ]


def _point(row: Interview, overall: Score, measured: InterviewMetrics) -> TrendPoint:
    return TrendPoint(
        interview_id=row.id,
        at=row.completed_at or row.created_at,
        overall=overall.value,
        overall_spread=overall.spread if overall.value is not None else None,
        speech_rate_wpm=measured.speech_rate_wpm,
        fillers_per_minute=measured.fillers_per_minute,
        average_response_ms=measured.average_response_ms,
        long_pauses_per_minute=measured.long_pauses_per_minute,
        engine=measured.transcript_source or row.engine,
        interview_type=InterviewType(row.interview_type),
        duration_s=row.elapsed_ms // 1000,
    )
