"""People, their identities and their sign-ins."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from preppal.store.models import Identity, SignInSession, User


def user(db: Session, user_id: str) -> User | None:
    return db.get(User, user_id)


def locked_user(db: Session, user_id: str) -> User | None:
    """The person's row, held until the unit of work ends: whoever else asks waits. SQLite has locked all already."""
    return db.exec(select(User).where(User.id == user_id).with_for_update()).one_or_none()


def user_by_email(db: Session, email: str) -> User | None:
    return db.exec(select(User).where(User.email == email)).one_or_none()


def user_by_identity(db: Session, provider: str, subject: str) -> User | None:
    statement = (
        select(User)
        .join(Identity, col(Identity.user_id) == col(User.id))
        .where(Identity.provider == provider, Identity.subject == subject)
    )
    return db.exec(statement).one_or_none()


def signed_in_user(db: Session, token_hash: str, now: datetime) -> User | None:
    """Whose sign-in this is, while it has neither ended nor run out."""
    statement = (
        select(User)
        .join(SignInSession, col(SignInSession.user_id) == col(User.id))
        .where(
            SignInSession.token_hash == token_hash,
            col(SignInSession.revoked_at).is_(None),
            SignInSession.expires_at > now,
        )
    )
    return db.exec(statement).one_or_none()


def revoke_sign_in(db: Session, token_hash: str, now: datetime) -> None:
    statement = update(SignInSession).where(col(SignInSession.token_hash) == token_hash)
    db.connection().execute(statement.values(revoked_at=now))


def forget_expired_sign_ins(db: Session, user_id: str, now: datetime) -> None:
    statement = delete(SignInSession).where(col(SignInSession.user_id) == user_id, col(SignInSession.expires_at) <= now)
    db.connection().execute(statement)
