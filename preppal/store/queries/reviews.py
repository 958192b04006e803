"""What is made of an interview afterwards: measures, feedback in versions, and the runs that write them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, exists, func
from sqlmodel import Session, col, select

from preppal.domain import feedback as domain
from preppal.domain.feedback import Score
from preppal.domain.interview import Status
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.review import ReviewStatus
from preppal.store.models import Feedback, Interview, Metrics, ReviewRun
from preppal.store.records import read_metrics, write_feedback, write_metrics


def metrics(db: Session, interview_id: str) -> InterviewMetrics | None:
    row = db.exec(select(Metrics).where(Metrics.interview_id == interview_id)).one_or_none()
    return read_metrics(row) if row else None


def metrics_of(db: Session, interview_ids: Sequence[str]) -> dict[str, InterviewMetrics]:
    """The measures of each interview that has them."""
    rows = db.exec(select(Metrics).where(col(Metrics.interview_id).in_(interview_ids))).all()
    return {row.interview_id: read_metrics(row) for row in rows}


def save_metrics(db: Session, interview_id: str, measured: InterviewMetrics) -> None:
    """Store, or store anew: there is one row per interview."""
    row = db.exec(select(Metrics).where(Metrics.interview_id == interview_id)).one_or_none()
    row = row or Metrics(interview_id=interview_id)
    write_metrics(row, measured)
    db.add(row)


def feedback_version(db: Session, interview_id: str, version: int) -> Feedback | None:
    statement = select(Feedback).where(Feedback.interview_id == interview_id, Feedback.version == version)
    return db.exec(statement).one_or_none()


def feedback_versions(db: Session, interview_id: str) -> Sequence[Feedback]:
    """All versions, newest first."""
    statement = select(Feedback).where(Feedback.interview_id == interview_id).order_by(col(Feedback.version).desc())
    return db.exec(statement).all()


def latest_feedback(db: Session, interview_id: str) -> Feedback | None:
    statement = (
        select(Feedback).where(Feedback.interview_id == interview_id).order_by(col(Feedback.version).desc()).limit(1)
    )
    return db.exec(statement).one_or_none()


def reviewed_interviews(db: Session, user_id: str, limit: int) -> Sequence[Interview]:
    """The owner's completed interviews that have feedback, newest first; retries of one question are left out."""
    statement = (
        select(Interview)
        .where(
            Interview.user_id == user_id,
            Interview.status == Status.COMPLETED,
            Interview.take == 1,
            exists().where(col(Feedback.interview_id) == col(Interview.id)),
        )
        .order_by(col(Interview.created_at).desc())
        .limit(limit)
    )
    return db.exec(statement).all()


def latest_feedback_of(db: Session, interview_ids: Sequence[str]) -> dict[str, Feedback]:
    """The newest feedback of each interview that has any."""
    newest, same = _newest_of(interview_ids)
    return {row.interview_id: row for row in db.exec(select(Feedback).join(newest, same))}


def latest_scores(db: Session, interview_ids: Sequence[str]) -> dict[str, Score]:
    """The overall score in the newest feedback of each interview that has one; `reason` and evidence are left out."""
    newest, same = _newest_of(interview_ids)
    statement = select(Feedback.interview_id, Feedback.overall_value, Feedback.overall_spread).join(newest, same)
    return {key: Score(value, spread or 0.0) for key, value, spread in db.exec(statement)}


def _newest_of(interview_ids: Sequence[str]) -> tuple[Subquery, ColumnElement[bool]]:
    """The highest version of each, and the condition that joins the feedback to it."""
    newest = (
        select(Feedback.interview_id, func.max(Feedback.version).label("version"))
        .where(col(Feedback.interview_id).in_(interview_ids))
        .group_by(col(Feedback.interview_id))
        .subquery()
    )
    same = and_(col(Feedback.interview_id) == newest.c.interview_id, col(Feedback.version) == newest.c.version)
    return newest, same


def owned_feedback(db: Session, user_id: str, feedback_id: str) -> Feedback | None:
    statement = (
        select(Feedback)
        .join(Interview, col(Interview.id) == col(Feedback.interview_id))
        .where(Feedback.id == feedback_id, Interview.user_id == user_id)
    )
    return db.exec(statement).one_or_none()


def add_feedback(db: Session, interview_id: str, version: int, feedback: domain.Feedback, now: datetime) -> Feedback:
    """Store one version. The same version again changes nothing: a repeated step of a review is harmless."""
    stored = feedback_version(db, interview_id, version)
    if stored is not None:
        return stored
    row = Feedback(interview_id=interview_id, version=version, created_at=now)
    write_feedback(row, feedback)
    db.add(row)
    return row


def next_version(db: Session, interview_id: str) -> int:
    """One above every feedback stored and every run begun."""
    highest = [
        db.exec(select(func.max(Feedback.version)).where(Feedback.interview_id == interview_id)).one(),
        db.exec(select(func.max(ReviewRun.version)).where(ReviewRun.interview_id == interview_id)).one(),
    ]
    return max(version or 0 for version in highest) + 1


def run(db: Session, interview_id: str, version: int) -> ReviewRun | None:
    statement = select(ReviewRun).where(ReviewRun.interview_id == interview_id, ReviewRun.version == version)
    return db.exec(statement).one_or_none()


def latest_run(db: Session, interview_id: str) -> ReviewRun | None:
    statement = (
        select(ReviewRun).where(ReviewRun.interview_id == interview_id).order_by(col(ReviewRun.version).desc()).limit(1)
    )
    return db.exec(statement).one_or_none()


def failed_without_feedback(db: Session, interview_ids: Sequence[str]) -> frozenset[str]:
    """Those whose review failed before there was any feedback."""
    has_feedback = exists().where(col(Feedback.interview_id) == col(ReviewRun.interview_id))
    statement = select(ReviewRun.interview_id).where(
        col(ReviewRun.interview_id).in_(interview_ids), ReviewRun.status == ReviewStatus.FAILED, ~has_feedback
    )
    return frozenset(db.exec(statement).all())


def add_run(db: Session, interview_id: str, version: int, now: datetime) -> ReviewRun:
    row = ReviewRun(
        interview_id=interview_id,
        version=version,
        status=ReviewStatus.RUNNING.value,
        created_at=now,
        updated_at=now,
    )
    db.add(row)
    return row


def unreviewed(db: Session) -> Sequence[str]:
    """Interviews that began and ended, and that no review was ever begun for: after a crash, those to look after."""
    statement = select(Interview.id).where(
        col(Interview.status).in_([Status.COMPLETED, Status.ABANDONED, Status.ERROR]),
        col(Interview.started_at).is_not(None),
        ~exists().where(col(ReviewRun.interview_id) == col(Interview.id)),
    )
    return db.exec(statement).all()


def unfinished_runs(db: Session) -> Sequence[ReviewRun]:
    """Runs that say they are running: after a restart, those to look after."""
    return db.exec(select(ReviewRun).where(ReviewRun.status == ReviewStatus.RUNNING)).all()


def run_counts(db: Session) -> dict[ReviewStatus, int]:
    """How many runs there are in each state."""
    counted = db.exec(select(ReviewRun.status, func.count()).group_by(col(ReviewRun.status))).all()
    return dict.fromkeys(ReviewStatus, 0) | {ReviewStatus(status): count for status, count in counted}
