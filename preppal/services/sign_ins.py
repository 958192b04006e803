"""What all ways of signing in have in common, inside an open unit of work: people found or made, sign-ins opened."""

import re
from datetime import datetime

from sqlmodel import Session

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.errors import NotFound
from preppal.services.texts import Checked
from preppal.services.views import Person, SignIn
from preppal.store.models import SignInSession, User
from preppal.store.queries import accounts

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
_DAY_S = 86_400


def open_sign_in(
    db: Session,
    user: User,
    *,
    tokens: TokenSigner,
    settings: Settings,
    now: datetime,
    token_id: str = "",
    device: str = "",
) -> SignIn:
    """A new sign-in. The same `token_id` opens one once: the second time the store raises Conflict."""
    accounts.forget_expired_sign_ins(db, user.id, now)
    issued = tokens.issue_sign_in(user.id, settings.sign_in_days * _DAY_S, token_id)
    db.add(
        SignInSession(
            user_id=user.id,
            token_hash=issued.token_hash,
            device=device,
            created_at=now,
            expires_at=issued.expires_at,
        )
    )
    return SignIn(person_view(user), issued.token, issued.expires_at)


def person_view(user: User) -> Person:
    return Person(
        id=user.id,
        email=user.email,
        name=user.name,
        image=user.image,
        theme=user.theme,
        reduce_motion=user.reduce_motion,
    )


def required(user: User | None) -> User:
    if user is None:
        raise NotFound("There is no such account.")
    return user


def checked_email(checked: Checked, email: str) -> str:
    """In lower case, as it is stored."""
    email = checked.line("email", email, 320).lower()
    checked.require("email", bool(_EMAIL.fullmatch(email)), "Enter an email address, like ann@example.com.")
    return email


def new_user(db: Session, email: str, name: str, now: datetime, *, is_email_verified: bool = False) -> User:
    """A person, flushed, so that other rows may name them."""
    user = User(
        email=email,
        name=name or email.partition("@")[0],
        is_email_verified=is_email_verified,
        created_at=now,
        updated_at=now,
    )
    db.add(user)
    db.flush()
    return user
