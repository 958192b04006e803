"""Résumés and job descriptions: by owner, in pages, and how they were used."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import and_, func, or_, update
from sqlmodel import Session, col, select

from preppal.store.models import Feedback, Interview, JobDescription, Resume

Cursor = tuple[datetime, str]
Paper = TypeVar("Paper", Resume, JobDescription)


def job_description(db: Session, user_id: str, job_description_id: str) -> JobDescription | None:
    return owned(db, JobDescription, user_id, job_description_id)


def resume(db: Session, user_id: str, resume_id: str) -> Resume | None:
    return owned(db, Resume, user_id, resume_id)


def owned(db: Session, kind: type[Paper], user_id: str, paper_id: str) -> Paper | None:
    return db.exec(select(kind).where(kind.id == paper_id, kind.user_id == user_id)).one_or_none()


def default_resume(db: Session, user_id: str) -> Resume | None:
    statement = select(Resume).where(Resume.user_id == user_id, col(Resume.is_default).is_(True))
    return db.exec(statement.order_by(col(Resume.updated_at).desc()).limit(1)).one_or_none()


def newest_resume(db: Session, user_id: str) -> Resume | None:
    statement = select(Resume).where(Resume.user_id == user_id).order_by(col(Resume.created_at).desc()).limit(1)
    return db.exec(statement).one_or_none()


def clear_default(db: Session, user_id: str) -> None:
    db.connection().execute(update(Resume).where(col(Resume.user_id) == user_id).values(is_default=False))


def count(db: Session, kind: type[Paper], user_id: str) -> int:
    return db.exec(select(func.count()).select_from(kind).where(kind.user_id == user_id)).one()


def page(db: Session, kind: type[Paper], user_id: str, limit: int, before: Cursor | None) -> Sequence[Paper]:
    """Newest first, after the cursor."""
    statement = select(kind).where(kind.user_id == user_id)
    if before is not None:
        created_at, paper_id = before
        same_moment = and_(col(kind.created_at) == created_at, col(kind.id) < paper_id)
        statement = statement.where(or_(col(kind.created_at) < created_at, same_moment))
    return db.exec(statement.order_by(col(kind.created_at).desc(), col(kind.id).desc()).limit(limit)).all()


def uses_of_resumes(db: Session, ids: Sequence[str]) -> dict[str, int]:
    """In how many interviews each was used; those that were not are left out."""
    used = col(Interview.resume_id)
    rows = db.exec(select(Interview.resume_id, func.count()).where(used.in_(ids)).group_by(used)).all()
    return {paper_id: count for paper_id, count in rows if paper_id is not None}


def uses_of_job_descriptions(db: Session, ids: Sequence[str]) -> dict[str, int]:
    used = col(Interview.job_description_id)
    rows = db.exec(select(Interview.job_description_id, func.count()).where(used.in_(ids)).group_by(used)).all()
    return {paper_id: count for paper_id, count in rows if paper_id is not None}


def best_scores(db: Session, job_description_ids: Sequence[str]) -> dict[str, tuple[float, float]]:
    """The best overall score of the interviews for each job, with its spread."""
    statement = (
        select(Interview.job_description_id, Feedback.overall_value, Feedback.overall_spread)
        .join(Feedback, col(Feedback.interview_id) == col(Interview.id))
        .where(col(Interview.job_description_id).in_(job_description_ids), col(Feedback.overall_value).is_not(None))
        .order_by(col(Feedback.overall_value))
    )
    rows = db.exec(statement).all()
    return {
        job_id: (value, spread or 0.0) for job_id, value, spread in rows if job_id is not None and value is not None
    }
