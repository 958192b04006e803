"""Résumés and job descriptions."""

from sqlmodel import Session, select

from preppal.store.models import JobDescription, Resume


def job_description(db: Session, user_id: str, job_description_id: str) -> JobDescription | None:
    statement = select(JobDescription).where(JobDescription.id == job_description_id, JobDescription.user_id == user_id)
    return db.exec(statement).one_or_none()


def resume(db: Session, user_id: str, resume_id: str) -> Resume | None:
    return db.exec(select(Resume).where(Resume.id == resume_id, Resume.user_id == user_id)).one_or_none()
