"""E-mail and password: accounts made, signed in to, and opened again with a link when the password is forgotten."""

import hashlib
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from preppal.auth import passwords
from preppal.auth.tokens import TokenSigner
from preppal.config import Registration, Settings
from preppal.errors import BackendError, Conflict, InvalidInput, NotAllowed, NotFound
from preppal.services.limits import RateLimiter
from preppal.services.mail import Mailer
from preppal.services.sign_ins import checked_email, new_user, open_sign_in, required
from preppal.services.texts import Checked
from preppal.services.views import LinkKind, LinkView, Person, SignIn
from preppal.store.database import Database
from preppal.store.models import AccountLink, Password, User, utc_now
from preppal.store.queries import accounts

LINK_LIFETIMES = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}

_NO_MATCH = "That email and password don’t match. Check for caps lock and try once more."
_TOO_MANY = "That was too many tries. Please wait a little."
_RUN_OUT = "This link has run out or was used. Ask for a new one."
_GUESSES_PER_MINUTE, _GUESSES_AT_ONCE = 1, 10
_ADDRESS_PER_MINUTE, _ADDRESS_AT_ONCE = 10, 40
_MAILS_PER_MINUTE, _MAILS_AT_ONCE = 0.1, 3

_log = logging.getLogger(__name__)


class PasswordService:
    """Thread-safe. Guessing is slowed per account and per `address` (the caller's network address, where known)."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tokens: TokenSigner,
        mailer: Mailer,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._settings = settings
        self._tokens = tokens
        self._mailer = mailer
        self._now = now
        self._guesses = RateLimiter(_GUESSES_PER_MINUTE, _GUESSES_AT_ONCE, _TOO_MANY)
        self._from_address = RateLimiter(_ADDRESS_PER_MINUTE, _ADDRESS_AT_ONCE, _TOO_MANY)
        self._mails = RateLimiter(_MAILS_PER_MINUTE, _MAILS_AT_ONCE, _TOO_MANY)

    @property
    def registration(self) -> Registration:
        return self._settings.registration

    @property
    def can_mail(self) -> bool:
        return self._mailer.can_send

    # ---- signing in

    def sign_in(self, email: str, password: str, *, address: str = "", device: str = "") -> SignIn:
        """Raises NotAllowed when they do not match, LimitReached."""
        user_id = self._checked_user(email, password, address)
        with self._database.begin() as db:
            return self._open(db, required(accounts.user(db, user_id)), device)

    def sign_in_code(self, email: str, password: str, *, address: str = "") -> str:
        """As `sign_in`, for a page that cannot set cookies: a code to redeem over HTTP within a minute."""
        return self._tokens.issue_code(self._checked_user(email, password, address))

    def register(
        self, email: str, password: str, name: str = "", *, invitation: str = "", address: str = "", device: str = ""
    ) -> SignIn:
        """Raises InvalidInput, NotAllowed (registration is closed, or needs an invitation), Conflict, LimitReached."""
        user_id = self._registered(email, password, name, invitation, address)
        with self._database.begin() as db:
            return self._open(db, required(accounts.user(db, user_id)), device)

    def register_code(
        self, email: str, password: str, name: str = "", *, invitation: str = "", address: str = ""
    ) -> str:
        return self._tokens.issue_code(self._registered(email, password, name, invitation, address))

    def change(self, user_id: str, current: str, new: str, *, token: str) -> None:
        """A new password for somebody who is signed in; all other sign-ins end. Raises InvalidInput, LimitReached."""
        with self._database.read() as db:
            user = required(accounts.user(db, user_id))
            stored = accounts.password(db, user_id)
        self._guesses.take(user.email)
        if stored is None or not passwords.is_right(stored.password_hash, current):
            raise InvalidInput("That is not your password.", {"current": "That is not your password."})
        password_hash = _checked_hash(new, user.email)
        with self._database.begin() as db:
            self._store(db, user_id, password_hash)
            accounts.revoke_sign_ins(db, user_id, self._now(), but=self._tokens.check_sign_in(token).token_hash)

    def has_password(self, user_id: str) -> bool:
        with self._database.read() as db:
            return accounts.password(db, user_id) is not None

    # ---- links

    def ask_reset(self, email: str, *, address: str = "") -> None:
        """Mail a link to whoever has an account; who has none gets nothing, and the caller never learns which.

        Raises NotFound where no mail is set up, LimitReached.
        """
        if not self._mailer.can_send:
            raise NotFound("This server sends no mail. Ask the person who runs it for a new password.")
        self._from_address.take(address)
        email = email.strip().lower()
        self._mails.take(email)
        with self._database.read() as db:
            user = accounts.user_by_email(db, email)
        if user is not None:
            self._mail(user.email, LinkKind.RESET, self._new_link(LinkKind.RESET, user.email))

    def link(self, token: str) -> LinkView:
        """What a link is for, and whether it still works. Raises NotFound."""
        with self._database.read() as db:
            row = accounts.link(db, _hash(token))
        if row is None:
            raise NotFound("There is no such link.")
        return LinkView(LinkKind(row.kind), row.email, row.created_at, self._is_usable(row))

    def reset(self, token: str, password: str) -> str:
        """A new password by link: all sign-ins end. Returns a code that signs in. Raises NotAllowed, InvalidInput."""
        view = self._usable_link(token, LinkKind.RESET)
        password_hash = _checked_hash(password, view.email)
        with self._database.begin() as db:
            self._use_link(db, token, LinkKind.RESET)
            user = accounts.user_by_email(db, view.email)
            if user is None:
                raise NotAllowed(_RUN_OUT)
            user.is_email_verified = True
            db.add(user)
            self._store(db, user.id, password_hash)
            accounts.revoke_sign_ins(db, user.id, self._now())
            return self._tokens.issue_code(user.id)

    # ---- for whoever runs the server

    def create_user(self, email: str, name: str, password: str) -> Person:
        """Raises InvalidInput, Conflict."""
        return self._create(email, password, name, is_email_verified=True)

    def invite(self, email: str) -> str:
        """The address of an invitation that works once, for seven days; mailed as well where SMTP is set.

        Raises InvalidInput, Conflict when there is such an account.
        """
        checked = Checked()
        email = checked_email(checked, email)
        checked.raise_problems()
        with self._database.read() as db:
            if accounts.user_by_email(db, email) is not None:
                raise Conflict("There is an account with this email.")
        address = self._new_link(LinkKind.INVITATION, email)
        if self._mailer.can_send:
            self._mail(email, LinkKind.INVITATION, address)
        return address

    def reset_address(self, email: str) -> str:
        """The address of a page on which this person chooses a new password, within an hour. Raises NotFound."""
        with self._database.read() as db:
            user = required(accounts.user_by_email(db, email.strip().lower()))
        return self._new_link(LinkKind.RESET, user.email)

    def person(self, email: str) -> Person:
        """Raises NotFound."""
        with self._database.read() as db:
            user = required(accounts.user_by_email(db, email.strip().lower()))
        return Person(user.id, user.email, user.name, user.image)

    # ---- inside

    def _checked_user(self, email: str, password: str, address: str) -> str:
        email = email.strip().lower()
        self._from_address.take(address)
        self._guesses.take(email)
        with self._database.read() as db:
            user = accounts.user_by_email(db, email)
            stored = accounts.password(db, user.id) if user else None
        stored_hash = stored.password_hash if stored else ""
        if not passwords.is_right(stored_hash, password[: passwords.MAX_CHARS]) or user is None:
            raise NotAllowed(_NO_MATCH)
        if passwords.needs_new_hash(stored_hash):
            with self._database.begin() as db:
                self._store(db, user.id, passwords.hash_password(password))
        return user.id

    def _registered(self, email: str, password: str, name: str, invitation: str, address: str) -> str:
        self._from_address.take(address)
        if invitation:
            # The address of an invitation is the one it was sent to, whatever the form says.
            view = self._usable_link(invitation, LinkKind.INVITATION)
            return self._create(view.email, password, name, is_email_verified=True, invitation=invitation).id
        match self._settings.registration:
            case Registration.OPEN:
                return self._create(email, password, name, is_email_verified=False).id
            case Registration.INVITED:
                raise NotAllowed("Accounts come by invitation from the person who runs this server.")
            case Registration.CLOSED:
                raise NotAllowed("This server takes no new accounts.")

    def _create(self, email: str, password: str, name: str, *, is_email_verified: bool, invitation: str = "") -> Person:
        checked = Checked()
        email = checked_email(checked, email)
        name = checked.line("name", name, 80)
        weakness = passwords.problem_with(password, email)
        checked.require("password", not weakness, weakness)
        checked.raise_problems()
        password_hash = passwords.hash_password(password)
        with self._database.begin() as db:
            if invitation:
                self._use_link(db, invitation, LinkKind.INVITATION)
            if accounts.user_by_email(db, email) is not None:
                raise Conflict("There is an account with this email. Sign in instead.")
            user = new_user(db, email, name, self._now(), is_email_verified=is_email_verified)
            self._store(db, user.id, password_hash)
            return Person(user.id, user.email, user.name)

    def _store(self, db: Session, user_id: str, password_hash: str) -> None:
        row = accounts.password(db, user_id) or Password(user_id=user_id)
        row.password_hash, row.changed_at = password_hash, self._now()
        db.add(row)

    def _open(self, db: Session, user: User, device: str) -> SignIn:
        return open_sign_in(db, user, tokens=self._tokens, settings=self._settings, now=self._now(), device=device)

    def _new_link(self, kind: LinkKind, email: str) -> str:
        """The address of a fresh link; older ones of the kind stop working."""
        token = secrets.token_urlsafe(24)
        now = self._now()
        with self._database.begin() as db:
            accounts.use_up_links(db, kind, email, now)
            db.add(
                AccountLink(
                    kind=kind.value,
                    email=email,
                    token_hash=_hash(token),
                    created_at=now,
                    expires_at=now + LINK_LIFETIMES[kind],
                )
            )
        page = "/register?invitation=" if kind is LinkKind.INVITATION else "/reset?link="
        return f"{self._settings.own_url}{page}{token}"

    def _mail(self, to: str, kind: LinkKind, address: str) -> None:
        subject, text = _LETTERS[kind]
        try:
            self._mailer.send(to, subject, text.format(address=address))
        except BackendError:
            # Saying so would tell who has an account; whoever runs the server sees it in the log.
            _log.warning("a mail could not be sent")

    def _usable_link(self, token: str, kind: LinkKind) -> LinkView:
        try:
            view = self.link(token)
        except NotFound as error:
            raise NotAllowed(_RUN_OUT) from error
        if view.kind is not kind or not view.is_usable:
            raise NotAllowed(_RUN_OUT)
        return view

    def _use_link(self, db: Session, token: str, kind: LinkKind) -> None:
        row = accounts.link(db, _hash(token))
        if row is None or row.kind != kind or not self._is_usable(row):
            raise NotAllowed(_RUN_OUT)
        row.used_at = self._now()
        db.add(row)

    def _is_usable(self, row: AccountLink) -> bool:
        return row.used_at is None and row.expires_at > self._now()


_LETTERS = {
    LinkKind.INVITATION: (
        "Your invitation to Preppal",
        "You are invited to practise job interviews on Preppal.\n\n{address}\n\nThe link works once, for seven days.\n",
    ),
    LinkKind.RESET: (
        "A new password for Preppal",
        "Choose a new password here:\n\n{address}\n\nThe link works once, within an hour. "
        "If you did not ask for it, nothing changes.\n",
    ),
}


def _checked_hash(password: str, email: str) -> str:
    weakness = passwords.problem_with(password, email)
    if weakness:
        raise InvalidInput(weakness, {"password": weakness})
    return passwords.hash_password(password)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
