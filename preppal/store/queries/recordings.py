"""The recordings of interviews: their rows; the files lie in the blob store."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from preppal.store.models import Interview, Recording


def of_interview(db: Session, interview_id: str) -> Sequence[Recording]:
    """In the order of the interview."""
    statement = select(Recording).where(Recording.interview_id == interview_id).order_by(col(Recording.order_index))
    return db.exec(statement).all()


def of_entry(db: Session, interview_id: str, order_index: int) -> Recording | None:
    statement = select(Recording).where(Recording.interview_id == interview_id, Recording.order_index == order_index)
    return db.exec(statement).one_or_none()


def owned(db: Session, user_id: str, interview_id: str, order_index: int) -> Recording | None:
    statement = (
        select(Recording)
        .join(Interview, col(Interview.id) == col(Recording.interview_id))
        .where(
            Recording.interview_id == interview_id, Recording.order_index == order_index, Interview.user_id == user_id
        )
    )
    return db.exec(statement).one_or_none()


def interviews_before(db: Session, moment: datetime) -> Sequence[tuple[str, str]]:
    """(interview, owner) of those that hold a recording made before the moment."""
    statement = (
        select(Interview.id, Interview.user_id)
        .join(Recording, col(Recording.interview_id) == col(Interview.id))
        .where(col(Recording.created_at) < moment)
        .distinct()
    )
    return db.exec(statement).all()


def made_before(db: Session, interview_id: str, moment: datetime) -> Sequence[Recording]:
    statement = select(Recording).where(Recording.interview_id == interview_id, col(Recording.created_at) < moment)
    return db.exec(statement).all()
