"""Interviews: by owner, by lease, in pages, and those that nobody came back to."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Update, and_, exists, func, or_, update
from sqlalchemy.orm import QueryableAttribute, aliased, defer
from sqlmodel import Session, col, select

from preppal.domain.history import HistoryFilter
from preppal.domain.interview import Status
from preppal.store.models import Feedback, Interview, TranscriptEntry

Cursor = tuple[datetime, str]

# What lists do not show and may be long.
_LIGHT = tuple(
    defer(cast("QueryableAttribute[str]", column))  # SQLModel types a column as the value it holds
    for column in (Interview.job_description, Interview.resume, Interview.engine_state)
)


def owned(db: Session, user_id: str, interview_id: str) -> Interview | None:
    statement = select(Interview).where(Interview.id == interview_id, Interview.user_id == user_id)
    return db.exec(statement).one_or_none()


def locked(db: Session, user_id: str, interview_id: str) -> Interview | None:
    """The owner's interview, held until the unit of work ends."""
    statement = select(Interview).where(Interview.id == interview_id, Interview.user_id == user_id)
    return db.exec(statement.with_for_update()).one_or_none()


def by_id(db: Session, interview_id: str) -> Interview | None:
    """For work without a person behind it (reviews, the sweep); everything else asks by owner."""
    return db.get(Interview, interview_id)


def held_by_id(db: Session, interview_id: str) -> Interview | None:
    """As `by_id`, held until the unit of work ends."""
    return db.exec(select(Interview).where(Interview.id == interview_id).with_for_update()).one_or_none()


def by_key(db: Session, user_id: str, idempotency_key: str) -> Interview | None:
    statement = select(Interview).where(Interview.user_id == user_id, Interview.idempotency_key == idempotency_key)
    return db.exec(statement).one_or_none()


def created_since(db: Session, user_id: str, since: datetime) -> Sequence[tuple[datetime, int]]:
    """When each was created and how long it ran, oldest first."""
    statement = (
        select(Interview.created_at, Interview.elapsed_ms)
        .where(Interview.user_id == user_id, Interview.created_at > since)
        .order_by(col(Interview.created_at))
    )
    return db.exec(statement).all()


def page(db: Session, user_id: str, limit: int, before: Cursor | None, wanted: HistoryFilter) -> Sequence[Interview]:
    """Newest first, after the cursor."""
    statement = select(Interview).where(Interview.user_id == user_id, *_wanted(wanted)).options(*_LIGHT)
    if before is not None:
        created_at, interview_id = before
        same_moment = and_(col(Interview.created_at) == created_at, col(Interview.id) < interview_id)
        statement = statement.where(or_(col(Interview.created_at) < created_at, same_moment))
    newest_first = (col(Interview.created_at).desc(), col(Interview.id).desc())
    return db.exec(statement.order_by(*newest_first).limit(limit)).all()


def count(db: Session, user_id: str, wanted: HistoryFilter) -> int:
    """How many there are in all pages together."""
    statement = select(func.count()).select_from(Interview).where(Interview.user_id == user_id, *_wanted(wanted))
    return db.exec(statement).one()


def _wanted(wanted: HistoryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.search:
        conditions.append(_mentions(wanted.search))
    if wanted.interview_type is not None:
        conditions.append(col(Interview.interview_type) == wanted.interview_type.value)
    if wanted.difficulty is not None:
        conditions.append(col(Interview.difficulty) == wanted.difficulty.value)
    if wanted.since is not None:
        conditions.append(_took_place() >= wanted.since)
    if wanted.until is not None:
        conditions.append(_took_place() < wanted.until)
    if wanted.min_score is not None:
        conditions.append(_scored(col(Feedback.overall_value) >= wanted.min_score))
    if wanted.below_score is not None:
        conditions.append(_scored(col(Feedback.overall_value) < wanted.below_score))
    if wanted.is_unscored:
        conditions.append(~_scored(col(Feedback.overall_value).is_not(None)))
    return conditions


def _took_place() -> ColumnElement[datetime]:
    """The day that lists show: when it began, or when it was set up."""
    return func.coalesce(col(Interview.started_at), col(Interview.created_at))


def _scored(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the newest feedback meets the condition."""
    other = aliased(Feedback)
    newest = (
        select(func.max(other.version))
        .where(col(other.interview_id) == col(Interview.id))
        .correlate(Interview)
        .scalar_subquery()
    )
    return exists().where(col(Feedback.interview_id) == col(Interview.id), col(Feedback.version) == newest, condition)


def _mentions(search: str) -> ColumnElement[bool]:
    said = exists().where(
        col(TranscriptEntry.interview_id) == col(Interview.id),
        col(TranscriptEntry.content).icontains(search, autoescape=True),
    )
    return or_(col(Interview.job_title).icontains(search, autoescape=True), said)


def open_ones(db: Session, user_id: str) -> Sequence[Interview]:
    """The owner's interviews that have not ended, newest first."""
    statement = (
        select(Interview)
        .where(Interview.user_id == user_id, col(Interview.status).in_([Status.PENDING, Status.IN_PROGRESS]))
        .options(*_LIGHT)
        .order_by(col(Interview.created_at).desc(), col(Interview.id).desc())
    )
    return db.exec(statement).all()


def completed(db: Session, user_id: str) -> Sequence[Interview]:
    """The owner's completed interviews, oldest first."""
    statement = (
        select(Interview)
        .where(Interview.user_id == user_id, Interview.status == Status.COMPLETED)
        .options(*_LIGHT)
        .order_by(col(Interview.created_at))
    )
    return db.exec(statement).all()


def lost(db: Session, seen_before: datetime, created_before: datetime) -> Sequence[tuple[str, str]]:
    """(id, owner) of running interviews last seen before the one time, and never started ones made before the other."""
    statement = select(Interview.id, Interview.user_id).where(
        or_(
            and_(col(Interview.status) == Status.IN_PROGRESS, col(Interview.last_seen_at) < seen_before),
            and_(col(Interview.status) == Status.PENDING, col(Interview.created_at) < created_before),
        )
    )
    return db.exec(statement).all()


def claim(db: Session, user_id: str, interview_id: str, now: datetime) -> bool:
    """Raise the epoch: the caller owns the interview from here on. False when there is no such interview."""
    statement = update(Interview).where(col(Interview.id) == interview_id, col(Interview.user_id) == user_id)
    return _changes_one(db, statement.values(epoch=Interview.epoch + 1, last_seen_at=now))


def touch(db: Session, interview_id: str, epoch: int, now: datetime) -> bool:
    """The guard of each write: holds the row when this epoch still owns it. False when another has taken over."""
    statement = update(Interview).where(col(Interview.id) == interview_id, col(Interview.epoch) == epoch)
    return _changes_one(db, statement.values(last_seen_at=now, updated_at=now))


def _changes_one(db: Session, statement: Update) -> bool:
    result = db.connection().execute(statement)
    return result.rowcount == 1


def takes_of(db: Session, user_id: str, interview_id: str, question_index: int) -> Sequence[Interview]:
    """The owner's further takes of one question of an interview, oldest first."""
    statement = (
        select(Interview)
        .where(
            Interview.user_id == user_id,
            Interview.retry_of_id == interview_id,
            Interview.retry_of_question == question_index,
        )
        .order_by(col(Interview.take), col(Interview.created_at))
    )
    return db.exec(statement).all()


def recent_question_ids(db: Session, user_id: str, interview_id: str, limit: int) -> tuple[str, ...]:
    """Questions this person was asked in other interviews, newest first, so that they are not asked again soon."""
    statement = (
        select(TranscriptEntry.question_id)
        .join(Interview, col(Interview.id) == col(TranscriptEntry.interview_id))
        .where(
            Interview.user_id == user_id,
            Interview.id != interview_id,
            TranscriptEntry.question_id != "",
            col(TranscriptEntry.is_follow_up).is_(False),
        )
        .group_by(col(TranscriptEntry.question_id))
        .order_by(func.max(TranscriptEntry.started_at_ms).desc())
        .limit(limit)
    )
    return tuple(db.exec(statement).all())


def delete(db: Session, interview: Interview) -> None:
    """Everything below it goes too, by the database's own cascade."""
    db.delete(interview)
