"""Signed-in pages ask for a sign-in and come back; identity comes from the cookie alone."""

import asyncio

from preppal.ui.auth_state import AuthState, sign_in_address, signed_in_person
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform, redirects


def test_signed_in_person_is_shown_by_name_and_initials(product: Product) -> None:
    state = product.sign_in().open(AuthState, "/dashboard")
    assert redirects(perform(state.require_sign_in())) == []
    assert (state.is_signed_in, state.name, state.initials) == (True, "Maya Okafor", "MO")


def test_visitor_is_asked_to_sign_in_and_comes_back(product: Product) -> None:
    state = NOBODY.open(AuthState, "/interview/42/lobby")
    assert redirects(perform(state.require_sign_in())) == ["/sign-in?next=/interview/42/lobby"]
    assert not state.is_signed_in


def test_forged_and_ended_sign_ins_are_nobodys(product: Product) -> None:
    maya = product.sign_in()
    product.accounts.sign_out(maya.token)
    for visitor in (maya, Visitor("", "not.a.token")):
        state = visitor.open(AuthState, "/dashboard")
        assert asyncio.run(signed_in_person(state)) is None


def test_public_page_knows_who_is_signed_in_and_sends_nobody_away(product: Product) -> None:
    state = NOBODY.open(AuthState, "/")
    assert redirects(perform(state.identify())) == []
    assert not state.is_signed_in


def test_nobody_is_sent_to_sign_in_because_the_server_cannot_tell(product: Product) -> None:
    maya = product.sign_in()
    product.lose_database()
    assert redirects(perform(maya.open(AuthState, "/dashboard").require_sign_in())) == []


def test_name_of_the_last_person_does_not_stay_in_the_tab(product: Product) -> None:
    state = product.sign_in().open(AuthState, "/dashboard")
    perform(state.identify())
    state.router = NOBODY.open(AuthState, "/").router
    perform(state.identify())
    assert (state.name, state.initials) == ("", "")


def test_sign_in_address_keeps_the_way_back_in_one_parameter() -> None:
    assert sign_in_address("/history?q=a&b=c") == "/sign-in?next=/history%3Fq%3Da%26b%3Dc"
    assert sign_in_address("//evil.example.org") == "/sign-in?next=/dashboard"
