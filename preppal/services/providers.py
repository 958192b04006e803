"""Sign-in with OpenID Connect providers: who comes back from one is found, joined to their account, or made a new one.

Two providers that vouch for the same e-mail are one person. An e-mail nobody vouches for never opens an account that
exists, and an account whose owner never proved its e-mail loses its other ways in when somebody does.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from preppal.auth.cookies import safe_next
from preppal.auth.oidc import OpenIdProvider, ProviderPerson, provider_settings
from preppal.auth.tokens import TokenSigner
from preppal.config import Registration, Settings
from preppal.errors import Conflict, NotAllowed, NotFound
from preppal.services.sign_ins import new_user, open_sign_in
from preppal.services.views import LinkKind, SignIn
from preppal.store.database import Database
from preppal.store.models import Identity, User, utc_now
from preppal.store.queries import accounts

_CALLBACK = "/api/auth/callback/"


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and the cookie it keeps until it comes back."""

    url: str
    attempt: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who has come back signed in, and where they wanted to go."""

    sign_in: SignIn
    next: str


class ProviderService:
    """Thread-safe."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tokens: TokenSigner,
        providers: Sequence[OpenIdProvider] | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._settings = settings
        self._tokens = tokens
        made = [OpenIdProvider(one) for one in provider_settings(settings)] if providers is None else providers
        self._providers = {provider.settings.key: provider for provider in made}
        self._now = now

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Key and label of each provider, for the buttons."""
        return tuple((key, provider.settings.label) for key, provider in self._providers.items())

    def begin(self, key: str, next: str) -> Departure:
        """Raises NotFound when there is no such provider, BackendError when it does not answer."""
        url, attempt = self._provider(key).begin(self._callback(key), safe_next(next))
        return Departure(url, self._tokens.issue_attempt(attempt))

    def finish(self, attempt_cookie: str, answer: Mapping[str, str], *, key: str = "", device: str = "") -> Arrival:
        """`answer` is the query of the callback. Raises NotAllowed, NotFound, BackendError."""
        attempt = self._tokens.check_attempt(attempt_cookie)
        if key and key != attempt.provider:
            raise NotAllowed("This answer is from another provider. Please start again.")
        person = self._provider(attempt.provider).finish(attempt, self._callback(attempt.provider), answer)
        try:
            with self._database.begin() as db:
                user = self._user_for(db, attempt.provider, person)
                # The state becomes the id of the sign-in: an answer that is played again opens nothing.
                sign_in = open_sign_in(
                    db,
                    user,
                    tokens=self._tokens,
                    settings=self._settings,
                    now=self._now(),
                    token_id=attempt.state,
                    device=device,
                )
        except Conflict as error:
            raise NotAllowed("This sign-in was used already. Please start again.") from error
        return Arrival(sign_in, safe_next(attempt.next))

    def _provider(self, key: str) -> OpenIdProvider:
        provider = self._providers.get(key)
        if provider is None:
            raise NotFound("There is no such provider.")
        return provider

    def _callback(self, key: str) -> str:
        return f"{self._settings.own_url}{_CALLBACK}{key}"

    def _user_for(self, db: Session, key: str, person: ProviderPerson) -> User:
        # With the issuer in it, an id of another provider under the same key never matches.
        provider = f"{key}:{hashlib.sha256(person.issuer.encode()).hexdigest()[:24]}"
        user = accounts.user_by_identity(db, provider, person.subject)
        if user is not None:
            return user
        user = accounts.user_by_email(db, person.email) if person.email else None
        user = self._joined(db, user, person) if user is not None else self._newcomer(db, person)
        db.add(Identity(user_id=user.id, provider=provider, subject=person.subject, created_at=self._now()))
        return user

    def _joined(self, db: Session, user: User, person: ProviderPerson) -> User:
        if not person.is_email_verified:
            raise NotAllowed("There is an account with this email. Sign in to it the way you did before.")
        if not user.is_email_verified:
            # Whoever made this account may not be the owner of the address; the owner is here now.
            accounts.forget_unproved_ways_in(db, user.id, self._now())
            user.is_email_verified = True
            db.add(user)
        return user

    def _newcomer(self, db: Session, person: ProviderPerson) -> User:
        if not person.email:
            raise NotAllowed("The provider did not say your email. Allow it to, and start again.")
        match self._settings.registration:
            case Registration.CLOSED:
                raise NotAllowed("This server takes no new accounts.")
            case Registration.INVITED:
                invitation = accounts.open_link(db, LinkKind.INVITATION, person.email, self._now())
                if invitation is None or not person.is_email_verified:
                    raise NotAllowed("Accounts come by invitation from the person who runs this server.")
                accounts.use_up_links(db, LinkKind.INVITATION, person.email, self._now())
            case Registration.OPEN:
                pass
        user = new_user(db, person.email, person.name, self._now(), is_email_verified=person.is_email_verified)
        user.image = person.image
        return user
