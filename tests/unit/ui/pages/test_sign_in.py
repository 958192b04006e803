"""The sign-in form: problems under their field, a code for the cookie, and a way back to this site only."""

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.ui.auth_state import AuthState
from preppal.ui.pages.sign_in import SignInState
from tests.unit.ui.conftest import NOBODY, Product, perform, redirects


def opened(address: str = "/sign-in") -> SignInState:
    state = NOBODY.open(SignInState, address)
    perform(state.load())
    return state


def test_form_gets_a_code_that_signs_this_person_in(product: Product) -> None:
    state = opened()
    perform(state.sign_in({"email": " Maya@Example.org ", "name": "Maya", "password": None}))  # as browsers send it
    person = product.accounts.redeem_code(state.code).person
    assert (person.email, person.name) == ("maya@example.org", "Maya")
    assert state.is_busy, "the button stays busy until the browser has left the page"


def test_problem_stands_under_its_field_and_the_email_stays(product: Product) -> None:
    state = opened()
    perform(state.sign_in({"email": "maya", "name": ""}))
    assert state.email_error == "Enter an email address, like ann@example.com."
    assert (state.email, state.name_error, state.code, state.is_busy) == ("maya", "", "", False)


def test_closed_server_says_whom_to_ask(product: Product) -> None:
    product.settings = Settings(dev_login=False)
    product.start()
    state = opened()
    perform(state.sign_in({"email": "maya@example.org", "name": ""}))
    assert state.code == ""
    assert "Ask the person who runs it" in state.problem_body


def test_unreachable_server_says_that_nothing_is_lost(product: Product) -> None:
    state = opened()
    product.lose_database()
    perform(state.sign_in({"email": "maya@example.org", "name": ""}))
    assert "Nothing is lost" in state.problem_body
    assert not state.is_busy


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/sign-in?next=/history", "/history"),
        ("/sign-in?next=//evil.example.org", "/dashboard"),
        ("/sign-in?next=https://evil.example.org", "/dashboard"),
        ("/sign-in", "/dashboard"),
    ],
)
def test_way_back_is_kept_only_within_this_site(product: Product, address: str, target: str) -> None:
    assert opened(address).next == target


def test_used_or_late_code_is_explained(product: Product) -> None:
    assert opened("/sign-in?problem=expired").problem_title == "That sign-in took too long"


def test_signed_in_person_skips_the_page(product: Product) -> None:
    state = product.sign_in().open(SignInState, "/sign-in?next=/history")
    perform(state.load())

    async def skip() -> object:
        await (await state.get_state(AuthState)).identify()
        return await state.skip_when_signed_in()

    assert redirects(perform(skip())) == ["/history"]


def test_code_of_another_server_opens_nothing(product: Product) -> None:
    state = opened()
    perform(state.sign_in({"email": "maya@example.org", "name": ""}))
    product.tokens = TokenSigner("x" * 40)
    with pytest.raises(Exception, match="sign in again"):
        product.accounts.redeem_code(state.code)
