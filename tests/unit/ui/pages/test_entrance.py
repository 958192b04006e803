"""Password sign-in, new accounts, forgotten passwords and one's own sign-ins, as the pages' States do it."""

from preppal.config import Registration, Settings
from preppal.ui.pages.own_sign_ins import OwnSignInsState
from preppal.ui.pages.register import RegisterState
from preppal.ui.pages.reset import ResetState
from preppal.ui.pages.sign_in import SignInState
from preppal.ui.pages.welcome import WelcomeState
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform, redirects

PASSWORD = "four words in a row"
OTHER = "five other words entirely"


def opened(page: type, address: str, visitor: Visitor = NOBODY):  # type: ignore[no-untyped-def]  # a State of any page
    state = visitor.open(page, address)
    perform(state.load())
    return state


def closed_to_strangers(product: Product, registration: Registration = Registration.INVITED) -> None:
    product.settings = Settings(dev_login=False, registration=registration)
    product.start()


def test_person_signs_in_with_their_password(product: Product) -> None:
    made = product.accounts.passwords.register("maya@example.org", PASSWORD)
    closed_to_strangers(product)
    state = opened(SignInState, "/sign-in")
    assert (state.has_dev_login, state.newcomers) == (False, "invited")
    perform(state.sign_in({"email": "maya@example.org", "password": PASSWORD}))
    assert product.accounts.redeem_code(state.code).person == made.person


def test_wrong_password_is_a_problem_under_its_field_and_the_email_stays(product: Product) -> None:
    closed_to_strangers(product)
    state = opened(SignInState, "/sign-in")
    perform(state.sign_in({"email": "maya@example.org", "password": "not hers at all"}))
    assert state.password_error == "That email and password don’t match. Check for caps lock and try once more."
    assert (state.email, state.code, state.is_busy) == ("maya@example.org", "", False)


def test_what_went_wrong_at_a_provider_is_said(product: Product) -> None:
    assert opened(SignInState, "/sign-in?problem=unreachable").problem_title == "The provider did not answer"
    assert opened(SignInState, "/sign-in?problem=<script>").problem_title == ""


def test_provider_gets_a_button_that_leads_back_here_only(product: Product) -> None:
    product.settings = Settings(dev_login=False, google_client_id="id", google_client_secret="secret")
    product.start()
    [button] = opened(SignInState, "/sign-in?next=//evil.example.org").providers
    assert button["label"] == "Google"
    assert button["href"].endswith("/api/auth/login/google?next=%2Fdashboard")


def test_invited_person_makes_their_account(product: Product) -> None:
    closed_to_strangers(product)
    address = product.accounts.passwords.invite("maya@example.org")
    state = opened(RegisterState, address.removeprefix("http://localhost:3000"))
    assert (state.standing, state.email) == ("invited", "maya@example.org")
    perform(state.register({"email": "mallory@example.org", "password": PASSWORD, "name": "Maya"}))
    assert product.accounts.redeem_code(state.code).person.email == "maya@example.org"


def test_used_invitation_has_run_out(product: Product) -> None:
    closed_to_strangers(product)
    address = product.accounts.passwords.invite("maya@example.org").removeprefix("http://localhost:3000")
    perform(opened(RegisterState, address).register({"password": PASSWORD}))
    state = opened(RegisterState, address)
    assert state.standing == "expired"
    assert state.email == "", "whoever finds an old link learns nobody's address"


def test_stranger_finds_no_form_where_accounts_need_an_invitation(product: Product) -> None:
    closed_to_strangers(product)
    state = opened(RegisterState, "/register")
    assert state.standing == "closed"
    perform(state.register({"email": "mallory@example.org", "password": PASSWORD}))
    assert state.code == ""
    assert state.problem_title == "No account was made"


def test_weak_password_is_a_problem_under_its_field(product: Product) -> None:
    state = opened(RegisterState, "/register")
    perform(state.register({"email": "maya@example.org", "password": "password123"}))
    assert "hard to guess" in state.errors["password"]
    assert not state.is_busy


def test_forgotten_password_is_replaced_with_the_link(product: Product) -> None:
    made = product.accounts.passwords.register("maya@example.org", PASSWORD)
    address = product.accounts.passwords.reset_address("maya@example.org").removeprefix("http://localhost:3000")
    state = opened(ResetState, address)
    assert state.standing == "choose"
    perform(state.choose({"password": OTHER}))
    assert product.accounts.redeem_code(state.code).person == made.person
    assert opened(ResetState, address).standing == "expired"


def test_server_without_mail_says_whom_to_ask(product: Product) -> None:
    assert opened(ResetState, "/reset").standing == "no_mail"


def test_newcomer_says_what_they_practise_for(product: Product) -> None:
    maya = product.sign_in()
    state = opened(WelcomeState, "/welcome", maya)
    perform(state.choose_timeline("this_week"))
    events = perform(state.keep({"target_role": "Product analyst", "goals": "Say results"}))
    assert redirects(events) == ["/dashboard"]
    profile = product.accounts.profile(maya.user_id)
    assert (profile.target_role, profile.timeline, profile.goals) == ("Product analyst", "this_week", "Say results")


def test_person_sees_and_ends_their_own_sign_ins_only(product: Product) -> None:
    here, there, ben = product.sign_in(), product.sign_in(), product.sign_in("ben@example.org", "Ben")
    state = opened(OwnSignInsState, "/profile", here)
    assert [row.is_current for row in state.rows].count(True) == 1
    assert len(state.rows) == 2
    [foreign] = opened(OwnSignInsState, "/profile", ben).rows
    perform(state.end(foreign.id))
    assert len(opened(OwnSignInsState, "/profile", ben).rows) == 1
    perform(state.end_others())
    assert [row.is_current for row in state.rows] == [True]
    assert opened(OwnSignInsState, "/profile", there).rows == []


def test_password_is_changed_by_whoever_knows_it(product: Product) -> None:
    signed_in = product.accounts.passwords.register("maya@example.org", PASSWORD)
    maya = Visitor(signed_in.person.id, signed_in.token)
    state = opened(OwnSignInsState, "/profile", maya)
    perform(state.change_password({"current": OTHER, "password": OTHER}))
    assert state.password_errors == {"current": "That is not your password."}
    perform(state.change_password({"current": PASSWORD, "password": OTHER}))
    assert state.is_changed
    assert product.accounts.passwords.sign_in("maya@example.org", OTHER).person == signed_in.person


def test_nobody_ends_or_changes_anything(product: Product) -> None:
    maya = product.sign_in()
    [row] = opened(OwnSignInsState, "/profile", maya).rows
    state = opened(OwnSignInsState, "/profile")
    for handler in (state.end(row.id), state.end_others(), state.change_password({"current": "", "password": OTHER})):
        perform(handler)
    assert len(opened(OwnSignInsState, "/profile", maya).rows) == 1
    assert not product.accounts.passwords.has_password(maya.user_id)
