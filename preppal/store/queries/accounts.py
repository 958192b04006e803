"""People, their identities and their sign-ins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from preppal.store.models import AccountLink, Identity, Password, SignInSession, User


def user(db: Session, user_id: str) -> User | None:
    return db.get(User, user_id)


def locked_user(db: Session, user_id: str) -> User | None:
    """The person's row, held until the unit of work ends: whoever else asks waits. SQLite has locked all already."""
    return db.exec(select(User).where(User.id == user_id).with_for_update()).one_or_none()


def user_by_email(db: Session, email: str) -> User | None:
    return db.exec(select(User).where(User.email == email)).one_or_none()


def wished_recording_days(db: Session) -> Sequence[int]:
    """The different times for which people want their recordings kept."""
    return db.exec(select(User.recording_days).distinct()).all()


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


def open_sign_ins(db: Session, user_id: str, now: datetime) -> list[SignInSession]:
    """Newest first."""
    statement = (
        select(SignInSession)
        .where(
            SignInSession.user_id == user_id,
            col(SignInSession.revoked_at).is_(None),
            SignInSession.expires_at > now,
        )
        .order_by(col(SignInSession.created_at).desc(), col(SignInSession.id))
    )
    return list(db.exec(statement))


def revoke_own_sign_in(db: Session, user_id: str, sign_in_id: str, now: datetime) -> bool:
    """False when the person has no such sign-in that is open."""
    statement = update(SignInSession).where(
        col(SignInSession.id) == sign_in_id,
        col(SignInSession.user_id) == user_id,
        col(SignInSession.revoked_at).is_(None),
    )
    return db.connection().execute(statement.values(revoked_at=now)).rowcount > 0


def revoke_sign_ins(db: Session, user_id: str, now: datetime, *, but: str = "") -> int:
    """End all of a person's sign-ins except the one with the hash `but`; returns how many."""
    statement = update(SignInSession).where(
        col(SignInSession.user_id) == user_id,
        col(SignInSession.revoked_at).is_(None),
        col(SignInSession.token_hash) != but,
    )
    return db.connection().execute(statement.values(revoked_at=now)).rowcount


def password(db: Session, user_id: str) -> Password | None:
    return db.exec(select(Password).where(Password.user_id == user_id)).one_or_none()


def forget_unproved_ways_in(db: Session, user_id: str, now: datetime) -> None:
    """Password, providers and sign-ins of somebody who never showed that the e-mail is theirs."""
    connection = db.connection()
    connection.execute(delete(Password).where(col(Password.user_id) == user_id))
    connection.execute(delete(Identity).where(col(Identity.user_id) == user_id))
    revoke_sign_ins(db, user_id, now)


def link(db: Session, token_hash: str) -> AccountLink | None:
    """Held until the unit of work ends, so that it is used once."""
    return db.exec(select(AccountLink).where(AccountLink.token_hash == token_hash).with_for_update()).one_or_none()


def open_link(db: Session, kind: str, email: str, now: datetime) -> AccountLink | None:
    """The newest link of this kind to this address that still works."""
    statement = (
        select(AccountLink)
        .where(
            AccountLink.kind == kind,
            AccountLink.email == email,
            col(AccountLink.used_at).is_(None),
            AccountLink.expires_at > now,
        )
        .order_by(col(AccountLink.created_at).desc())
        .limit(1)
    )
    return db.exec(statement).one_or_none()


def use_up_links(db: Session, kind: str, email: str, now: datetime) -> None:
    """A newer link, or a use, ends all earlier ones."""
    statement = update(AccountLink).where(
        col(AccountLink.kind) == kind, col(AccountLink.email) == email, col(AccountLink.used_at).is_(None)
    )
    db.connection().execute(statement.values(used_at=now))
