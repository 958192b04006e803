"""The recordings of interviews: their rows; the files lie in the blob store."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from preppal.store.models import Interview, Recording, User


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


def held_of(db: Session, user_id: str) -> tuple[int, int]:
    """How many interviews of one person hold recordings, and how many bytes those are."""
    statement = (
        select(
            func.count(col(Recording.interview_id).distinct()), func.coalesce(func.sum(col(Recording.byte_count)), 0)
        )
        .join(Interview, col(Interview.id) == col(Recording.interview_id))
        .where(Interview.user_id == user_id)
    )
    interview_count, byte_count = db.exec(statement).one()
    return interview_count, int(byte_count)  # PostgreSQL sums into a decimal


def interviews_of(db: Session, user_id: str) -> Sequence[str]:
    """Those of one person that hold recordings."""
    statement = (
        select(Interview.id)
        .join(Recording, col(Recording.interview_id) == col(Interview.id))
        .where(Interview.user_id == user_id)
        .distinct()
    )
    return db.exec(statement).all()


def interviews_before(db: Session, moment: datetime, wished_days: int) -> Sequence[str]:
    """Those that hold a recording made before the moment, of people who want theirs kept for so long."""
    statement = (
        select(Interview.id)
        .join(Recording, col(Recording.interview_id) == col(Interview.id))
        .join(User, col(User.id) == col(Interview.user_id))
        .where(col(Recording.created_at) < moment, User.recording_days == wished_days)
        .distinct()
    )
    return db.exec(statement).all()


def made_before(db: Session, interview_id: str, moment: datetime) -> Sequence[Recording]:
    statement = select(Recording).where(Recording.interview_id == interview_id, col(Recording.created_at) < moment)
    return db.exec(statement).all()
