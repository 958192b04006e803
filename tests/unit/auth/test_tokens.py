"""Tokens: what is accepted, and everything that is not."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.auth.tokens import LiveClaims, TokenSigner
from preppal.domain.interview import PERSONAS, Patience, own_persona
from preppal.domain.warm_up import WarmUp
from preppal.errors import NotAllowed

KEY = "k" * 40
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def signer(after_s: float = 0, key: str = KEY) -> TokenSigner:
    return TokenSigner(key, lambda: NOW + timedelta(seconds=after_s))


def forged(changes: dict[str, object] | None = None, key: str = KEY, algorithm: str = "HS256") -> str:
    claims = {"aud": "live", "sub": "ann", "iat": NOW, "exp": NOW + timedelta(hours=1), "interview": "i1"}
    kept = {name: value for name, value in {**claims, **(changes or {})}.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm)


def test_live_token_opens_its_own_interview_for_its_own_person() -> None:
    token, expires_at = signer().issue_live("ann", "i1", 300)
    assert signer(299).check_live(token, "i1") == LiveClaims("ann", "i1")
    assert expires_at == NOW + timedelta(seconds=300)


def test_live_token_never_opens_another_interview() -> None:
    token, _ = signer().issue_live("ann", "i1", 300)
    with pytest.raises(NotAllowed):
        signer().check_live(token, "i2")


def test_warm_up_token_brings_all_that_is_known_of_the_warm_up() -> None:
    warm_up = WarmUp(own_persona("Zoë", "Head of operations", "Dry."), Patience.LONG, "Ann Lee")
    token, _ = signer().issue_warm_up("ann", "warm-up-1", warm_up, 300)
    assert signer(299).check_live(token, "warm-up-1") == LiveClaims("ann", "warm-up-1", warm_up)
    with pytest.raises(NotAllowed):
        signer(300).check_live(token, "warm-up-1")


def test_warm_up_token_opens_no_interview_and_no_other_warm_up() -> None:
    token, _ = signer().issue_warm_up("ann", "warm-up-1", WarmUp(PERSONAS["ruth"], Patience.NORMAL), 300)
    live, _ = signer().issue_live("ann", "warm-up-1", 300)
    for shown, place in ((token, "i1"), (token, "warm-up-2"), (live, "warm-up-1")):
        with pytest.raises(NotAllowed):
            signer().check_live(shown, place)


def test_live_token_runs_out_to_the_second() -> None:
    token, _ = signer().issue_live("ann", "i1", 300)
    with pytest.raises(NotAllowed):
        signer(300).check_live(token, "i1")


def test_sign_in_token_never_opens_a_socket_and_the_other_way_round() -> None:
    live, _ = signer().issue_live("ann", "i1", 300)
    sign_in = signer().issue_sign_in("ann", 300).token
    with pytest.raises(NotAllowed):
        signer().check_sign_in(live)
    with pytest.raises(NotAllowed):
        signer().check_live(sign_in, "i1")


def test_token_of_another_key_is_refused() -> None:
    token, _ = signer(key="o" * 40).issue_live("ann", "i1", 300)
    with pytest.raises(NotAllowed):
        signer().check_live(token, "i1")


@pytest.mark.parametrize("missing", ["exp", "aud", "sub", "iat", "interview"])
def test_token_without_a_required_claim_is_refused(missing: str) -> None:
    signer().check_live(forged(), "i1")
    with pytest.raises(NotAllowed):
        signer().check_live(forged({missing: None}), "i1")


def test_token_for_several_audiences_is_refused() -> None:
    with pytest.raises(NotAllowed):
        signer().check_live(forged({"aud": ["live", "sign-in"]}), "i1")


@pytest.mark.parametrize("expiry", [-5, "soon", 1.5e12])
def test_token_with_a_strange_expiry_is_refused(expiry: object) -> None:
    with pytest.raises(NotAllowed):
        signer().check_live(forged({"exp": expiry}), "i1")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_token_signed_with_another_algorithm_is_refused(algorithm: str) -> None:
    with pytest.raises(NotAllowed):
        signer().check_live(forged(key="k" * 64, algorithm=algorithm), "i1")


def test_unsigned_token_is_refused() -> None:
    with pytest.raises(NotAllowed):
        signer().check_live(forged(key="", algorithm="none"), "i1")


def test_sign_in_is_known_by_a_hash_that_is_not_in_the_token() -> None:
    issued = signer().issue_sign_in("ann", 60)
    claims = signer().check_sign_in(issued.token)
    assert (claims.user_id, claims.token_hash) == ("ann", issued.token_hash)
    assert issued.token_hash not in issued.token
    assert issued.token not in repr(issued)


@given(st.text(max_size=80))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(NotAllowed):
        signer().check_sign_in(text)


@given(st.integers(0, 400), st.characters(codec="ascii"))
def test_token_changed_in_one_place_is_refused(place: int, other: str) -> None:
    token, _ = signer().issue_live("ann", "i1", 300)
    at = place % len(token)
    changed = token[:at] + other + token[at + 1 :]
    if _same_bytes(token, changed):
        return
    with pytest.raises(NotAllowed):
        signer().check_live(changed, "i1")


def _same_bytes(token: str, changed: str) -> bool:
    """A part's last character carries spare bits, and padding signs are dropped: not every change counts."""

    def decode(part: str) -> bytes | None:
        try:
            return jwt.utils.base64url_decode(part)
        except ValueError:
            return None

    return [decode(part) for part in token.split(".")] == [decode(part) for part in changed.split(".")]
