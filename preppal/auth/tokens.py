"""Signed tokens: who is signed in, who is on the way to it, and who may open the socket of one interview.

Knows no store. Live tokens have a signer of their own, because a gateway that runs apart checks them.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from preppal.auth.oidc import Attempt
from preppal.domain.interview import Patience, SpeakingSpeed, shown_persona
from preppal.domain.languages import language_of
from preppal.domain.warm_up import WARM_UP_PREFIX, WarmUp
from preppal.errors import NotAllowed

_ALGORITHM = "HS256"
_SIGN_IN = "sign-in"
_LIVE = "live"
_WARM_UP = "warm-up"
_WARM_UP_CLAIMS = ("interview", "persona", "persona_name", "role", "manner", "patience", "name", "speed", "language")
_CODE = "sign-in-code"
_CODE_LIFETIME_S = 60
_ATTEMPT = "sign-in-attempt"
ATTEMPT_LIFETIME_S = 600
_REFUSED = "Your sign-in has ended. Please sign in again."
_LIVE_REFUSED = "This link to the interview has run out. Ask for a new one."


@dataclass(frozen=True, slots=True)
class SignInToken:
    """A sign-in token with what the store keeps of it: a hash of its id, never the token."""

    token: str = field(repr=False)
    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignInClaims:
    user_id: str
    token_hash: str


@dataclass(frozen=True, slots=True)
class CodeClaims:
    """Whom a sign-in code is for. `token_id` becomes the id of the one sign-in it can open."""

    user_id: str
    token_id: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LiveClaims:
    """`warm_up`: this socket is for a minute that is kept nowhere."""

    user_id: str
    interview_id: str
    warm_up: WarmUp | None = None


def live_key(secret_key: str, worker_shared_secret: str) -> str:
    """The key of live tokens: one that a gateway elsewhere can make as well when the two share a secret.

    Derived, so that a token never says anything about the secret that opens `/api/worker`.
    """
    if not worker_shared_secret:
        return secret_key
    return hmac.new(worker_shared_secret.encode(), b"preppal live tokens", hashlib.sha256).hexdigest()


class LiveSigner:
    """Issues and checks the tokens that open interview sockets."""

    def __init__(self, key: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._signer = _Signer(key, now)

    def issue_live(self, user_id: str, interview_id: str, lifetime_s: int) -> tuple[str, datetime]:
        """A token that opens the socket of this one interview, for this one person."""
        return self._signer.issue(_LIVE, user_id, lifetime_s, {"interview": interview_id})

    def check_live(self, token: str, interview_id: str) -> LiveClaims:
        """Raises NotAllowed when it is forged, has run out, or is for another interview."""
        if interview_id.startswith(WARM_UP_PREFIX):
            return self._check_warm_up(token, interview_id)
        claims = self._signer.check(_LIVE, token, ("interview",), _LIVE_REFUSED)
        if claims["interview"] != interview_id:
            raise NotAllowed(_LIVE_REFUSED)
        return LiveClaims(claims["sub"], interview_id)

    def issue_warm_up(self, user_id: str, warm_up_id: str, warm_up: WarmUp, lifetime_s: int) -> tuple[str, datetime]:
        """A token that opens the socket of one warm-up, and holds all that is known of it."""
        extra = {
            "interview": warm_up_id,
            "persona": warm_up.persona.key,
            "persona_name": warm_up.persona.name,
            "role": warm_up.persona.role,
            "manner": warm_up.persona.manner,
            "patience": warm_up.patience.value,
            "name": warm_up.candidate_name,
            "speed": warm_up.speaking_speed.value,
            "language": warm_up.language.code,
        }
        return self._signer.issue(_WARM_UP, user_id, lifetime_s, extra)

    def _check_warm_up(self, token: str, warm_up_id: str) -> LiveClaims:
        claims = self._signer.check(_WARM_UP, token, _WARM_UP_CLAIMS, _LIVE_REFUSED)
        if claims["interview"] != warm_up_id:
            raise NotAllowed(_LIVE_REFUSED)
        persona = shown_persona(claims["persona"], claims["persona_name"], claims["role"], claims["manner"])
        warm_up = WarmUp(
            persona,
            Patience(claims["patience"]),
            claims["name"],
            SpeakingSpeed(claims["speed"]),
            language_of(claims["language"]),
        )
        return LiveClaims(claims["sub"], warm_up_id, warm_up)


class TokenSigner(LiveSigner):
    """Issues and checks tokens. Each kind has its own audience, so one never passes for the other."""

    def __init__(
        self,
        secret_key: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        worker_shared_secret: str = "",
    ) -> None:
        super().__init__(live_key(secret_key, worker_shared_secret), now)
        self._own = _Signer(secret_key, now)

    def issue_sign_in(self, user_id: str, lifetime_s: int, token_id: str = "") -> SignInToken:
        token_id = token_id or secrets.token_urlsafe(24)
        token, expires_at = self._own.issue(_SIGN_IN, user_id, lifetime_s, {"jti": token_id})
        return SignInToken(token, _hash(token_id), expires_at)

    def check_sign_in(self, token: str) -> SignInClaims:
        """Raises NotAllowed. The caller still has to look whether the sign-in was ended."""
        claims = self._own.check(_SIGN_IN, token, ("jti",), _REFUSED)
        return SignInClaims(claims["sub"], _hash(claims["jti"]))

    def issue_code(self, user_id: str) -> str:
        """A code that a page hands to the browser and the browser to us, for a cookie. It lives a minute."""
        return self._own.issue(_CODE, user_id, _CODE_LIFETIME_S, {"jti": secrets.token_urlsafe(24)})[0]

    def check_code(self, code: str) -> CodeClaims:
        """Raises NotAllowed. The caller still has to see that it is used once."""
        claims = self._own.check(_CODE, code, ("jti",), _REFUSED)
        return CodeClaims(claims["sub"], claims["jti"])

    def issue_attempt(self, attempt: Attempt) -> str:
        """What a browser keeps while somebody is at a provider, so that no server has to remember it."""
        claims = asdict(attempt)
        return self._own.issue(_ATTEMPT, claims.pop("provider"), ATTEMPT_LIFETIME_S, claims)[0]

    def check_attempt(self, token: str) -> Attempt:
        """Raises NotAllowed. The caller still has to see that it is used once."""
        claims = self._own.check(_ATTEMPT, token, ("state", "nonce", "code_verifier", "next"), _REFUSED)
        return Attempt(claims["sub"], claims["state"], claims["nonce"], claims["code_verifier"], claims["next"])


class _Signer:
    """One key and one clock."""

    def __init__(self, key: str, now: Callable[[], datetime]) -> None:
        self._key = key
        self._now = now

    def issue(self, kind: str, subject: str, lifetime_s: int, extra: dict[str, str]) -> tuple[str, datetime]:
        issued_at = self._now().replace(microsecond=0)
        expires_at = issued_at + timedelta(seconds=lifetime_s)
        claims = {"aud": kind, "sub": subject, "iat": issued_at, "exp": expires_at, **extra}
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM), expires_at

    def check(self, kind: str, token: str, extra: tuple[str, ...], refusal: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=kind,
                # Times are compared below, with our own clock.
                options={
                    "require": ["exp", "aud", "sub", "iat", *extra],
                    "strict_aud": True,
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise NotAllowed(refusal) from error
        if not _is_running(claims, self._now()) or not all(isinstance(claims[name], str) for name in extra):
            raise NotAllowed(refusal)
        return claims


def _is_running(claims: dict[str, Any], now: datetime) -> bool:
    expires_at = claims["exp"]
    return isinstance(expires_at, int) and now.timestamp() < expires_at


def _hash(token_id: str) -> str:
    return hashlib.sha256(token_id.encode()).hexdigest()
