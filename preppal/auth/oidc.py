"""Sign-in with an OpenID Connect provider: authorization code with PKCE, state, nonce, issuer and signature checks.

Authlib speaks the protocol; what is kept here is what must hold before anybody is believed.
"""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from preppal.config import Settings
from preppal.errors import BackendError, NotAllowed

_WELL_KNOWN = "/.well-known/openid-configuration"
_GOOGLE = "https://accounts.google.com"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
_METADATA_LIFETIME_S = 3_600.0
_CLOCK_SLACK_S = 60
_TIMEOUT_S = 10.0
_REFUSED = "The sign-in with this provider did not succeed. Please start again."
_UNREACHABLE = "The provider did not answer. Please try again in a moment."

Metadata = Mapping[str, Any]  # a provider's own JSON document


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One provider as the operator has set it up."""

    key: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the browser keeps while somebody is at the provider, and must bring back."""

    provider: str
    state: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    next: str = ""


@dataclass(frozen=True, slots=True)
class ProviderPerson:
    """Whom the provider says this is. `subject` never changes there; the e-mail may."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    name: str = ""
    image: str = ""


def provider_settings(settings: Settings) -> tuple[ProviderSettings, ...]:
    """The providers that are set up, in the order of their buttons."""
    google = ProviderSettings("google", "Google", _GOOGLE, settings.google_client_id, settings.google_client_secret)
    issuer = settings.oidc_discovery_url.removesuffix(_WELL_KNOWN)
    other = ProviderSettings("oidc", settings.oidc_label, issuer, settings.oidc_client_id, settings.oidc_client_secret)
    return tuple(provider for provider in (google, other) if provider.client_id)


class OpenIdProvider:
    """Thread-safe. Asks the provider for its addresses and keys when they are first needed."""

    def __init__(self, settings: ProviderSettings, now: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self._now = now
        self._lock = threading.Lock()
        self._metadata: Metadata = {}
        self._metadata_until = 0.0
        self._keys: KeySet | None = None

    def begin(self, redirect_uri: str, next: str = "") -> tuple[str, Attempt]:
        """Where to send the browser, and what it must bring back. Raises BackendError."""
        attempt = Attempt(
            self.settings.key,
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            code_verifier=secrets.token_urlsafe(48),
            next=next,
        )
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                self._described(client)["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.code_verifier,
            )
        return str(url), attempt

    def finish(self, attempt: Attempt, redirect_uri: str, answer: Mapping[str, str]) -> ProviderPerson:
        """`answer` is the query the provider sent the browser back with. Raises NotAllowed, BackendError."""
        if not secrets.compare_digest(answer.get("state", ""), attempt.state):
            raise NotAllowed(_REFUSED)
        if answer.get("error") or not answer.get("code"):
            raise NotAllowed(_REFUSED)
        with self._client(redirect_uri) as client:
            described = self._described(client)
            self._check_answering_issuer(described, answer.get("iss"))
            token = self._token(client, described, answer["code"], attempt)
            claims = self._claims(client, described, token, attempt.nonce)
            return self._person(client, described, claims)

    # ---- inside

    def _client(self, redirect_uri: str) -> OAuth2Client:
        return OAuth2Client(
            client_id=self.settings.client_id,
            client_secret=self.settings.client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if self.settings.client_secret else "none",
            scope="openid email profile",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )

    def _described(self, client: OAuth2Client) -> Metadata:
        """The provider's own description, read anew once an hour. It must name the issuer the operator has set."""
        with self._lock:
            if self._now() < self._metadata_until:
                return self._metadata
        described = _fetch(client, self.settings.issuer.rstrip("/") + _WELL_KNOWN)
        if str(described.get("issuer", "")).rstrip("/") != self.settings.issuer.rstrip("/"):
            raise BackendError("The provider describes itself as another one.", retryable=False)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            _refuse_plain_http(str(described.get(name, "")))
        with self._lock:
            self._metadata, self._metadata_until = described, self._now() + _METADATA_LIFETIME_S
            self._keys = None
        return described

    def _check_answering_issuer(self, described: Metadata, issuer: str | None) -> None:
        """RFC 9207: an answer that names its issuer, or has to, must name this one."""
        must_name = bool(described.get("authorization_response_iss_parameter_supported"))
        if (issuer is not None or must_name) and issuer != described["issuer"]:
            raise NotAllowed(_REFUSED)

    def _token(self, client: OAuth2Client, described: Metadata, code: str, attempt: Attempt) -> Mapping[str, Any]:
        try:
            token: Mapping[str, Any] = client.fetch_token(
                described["token_endpoint"], code=code, code_verifier=attempt.code_verifier
            )
        except OAuthError as error:
            raise NotAllowed(_REFUSED) from error
        except Exception as error:  # Authlib passes on whatever its HTTP client and JSON raise
            raise BackendError(_UNREACHABLE) from error
        if not isinstance(token.get("id_token"), str):
            raise NotAllowed(_REFUSED)
        return token

    def _claims(
        self, client: OAuth2Client, described: Metadata, token: Mapping[str, Any], nonce: str
    ) -> Mapping[str, Any]:
        """What the ID token says, once signature, issuer, audience, time and nonce have been checked."""
        offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
        registry = JWSRegistry(algorithms=[name for name in offered if name in _SIGNATURES], strict_check_header=False)
        try:
            try:
                decoded = jwt.decode(token["id_token"], self._key_set(client, described), registry=registry)
            except InvalidKeyIdError:  # the provider has new keys since
                decoded = jwt.decode(token["id_token"], self._key_set(client, described, anew=True), registry=registry)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {"iss": {"essential": True, "value": described["issuer"]}, "aud": {"essential": True}},
                {"nonce": nonce, "client_id": self.settings.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(self._now()), leeway=_CLOCK_SLACK_S)
        except (JoseError, ValueError, TypeError) as error:
            raise NotAllowed(_REFUSED) from error
        audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if self.settings.client_id not in audience or not isinstance(claims["sub"], str) or not claims["sub"]:
            raise NotAllowed(_REFUSED)
        checked: Mapping[str, Any] = dict(claims)
        return checked

    def _key_set(self, client: OAuth2Client, described: Metadata, *, anew: bool = False) -> KeySet:
        with self._lock:
            if self._keys is not None and not anew:
                return self._keys
        keys = KeySet.import_key_set({"keys": _fetch(client, described["jwks_uri"]).get("keys", [])})
        with self._lock:
            self._keys = keys
        return keys

    def _person(self, client: OAuth2Client, described: Metadata, claims: Mapping[str, Any]) -> ProviderPerson:
        """Some providers leave the e-mail out of the ID token; their user information has it."""
        known = dict(claims)
        if "email" not in known and described.get("userinfo_endpoint"):
            told = _fetch(client, described["userinfo_endpoint"], is_signed_in=True)
            if told.get("sub") == claims["sub"]:
                known = {**told, **known}
        image = str(known.get("picture") or "")
        return ProviderPerson(
            issuer=described["issuer"],
            subject=claims["sub"],
            email=str(known.get("email") or "").strip().lower(),
            is_email_verified=known.get("email_verified") is True,
            name=str(known.get("name") or ""),
            image=image if image.startswith("https://") else "",
        )


def _fetch(client: OAuth2Client, url: str, *, is_signed_in: bool = False) -> Metadata:
    _refuse_plain_http(url)
    try:
        answer = client.request("GET", url, withhold_token=not is_signed_in)
        answer.raise_for_status()
        document = answer.json()
    except Exception as error:  # Authlib passes on whatever its HTTP client and JSON raise
        raise BackendError(_UNREACHABLE) from error
    if not isinstance(document, dict):
        raise BackendError(_UNREACHABLE)
    return document


def _refuse_plain_http(url: str) -> None:
    """Keys and codes travel over https, except on one's own machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise BackendError("The provider has an address that is not https.", retryable=False)
