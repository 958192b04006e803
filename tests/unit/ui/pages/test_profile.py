"""Settings: saved on change, said quietly, with problems under their field."""

from preppal.domain.interview import Patience
from preppal.ui.auth_state import AuthState
from preppal.ui.pages.profile import ProfileState
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform


def opened(visitor: Visitor) -> ProfileState:
    state = visitor.open(ProfileState, "/profile")
    perform(state.load())
    return state


def test_settings_show_what_is_stored(product: Product) -> None:
    maya = product.sign_in()
    product.accounts.update_profile(maya.user_id, target_role="Analyst", patience=Patience.LONG, captions=False)
    state = opened(maya)
    assert (state.loading, state.email, state.name) == ("ready", "maya@example.org", "Maya Okafor")
    assert (state.target_role, state.patience, state.has_captions) == ("Analyst", "long", False)


def test_each_change_is_kept_and_said(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.save_name("Maya O."))
    assert state.saved == "profile"
    perform(state.save_target_role("Product analyst"))
    perform(state.choose_patience("manual"))
    assert state.saved == "room"
    perform(state.show_captions(False))
    profile = product.accounts.profile(maya.user_id)
    assert (profile.person.name, profile.target_role) == ("Maya O.", "Product analyst")
    assert (profile.patience, profile.captions) == (Patience.MANUAL, False)


def test_empty_name_is_a_problem_under_its_field(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.save_name("  "))
    assert state.errors == {"name": "Tell us what to call you."}
    assert state.saved == ""
    assert product.accounts.profile(maya.user_id).person.name == "Maya Okafor"
    perform(state.choose_patience("long"))
    assert "name" in state.errors, "the field is still empty"
    perform(state.save_name("Maya O."))
    assert state.errors == {}


def test_leaving_a_field_unchanged_saves_nothing(product: Product) -> None:
    state = opened(product.sign_in())
    perform(state.save_name("Maya Okafor"))
    assert state.saved == ""


def test_patience_that_does_not_exist_is_refused(product: Product) -> None:
    state = opened(product.sign_in())
    perform(state.choose_patience("forever"))
    assert state.patience == "normal"


def test_failed_change_says_that_the_rest_is_safe(product: Product) -> None:
    state = opened(product.sign_in())
    product.fail("accounts", "update_profile")
    perform(state.show_captions(False))
    assert state.has_captions
    assert "safe" in state.problem


def test_settings_need_a_sign_in(product: Product) -> None:
    maya = product.sign_in()
    state = opened(NOBODY)
    perform(state.save_name("Mallory"))
    assert product.accounts.profile(maya.user_id).person.name == "Maya Okafor"
    assert state.email == ""


def test_look_goes_with_the_account_to_every_browser(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.choose_theme("dark"))
    assert state.saved == "appearance"
    perform(state.choose_theme("sepia"))
    elsewhere = maya.open(AuthState, "/dashboard")
    perform(elsewhere.require_sign_in())
    assert elsewhere.theme == "dark"
    nobody = NOBODY.open(AuthState, "/")
    perform(nobody.identify())
    assert nobody.theme == "", "the browser of a stranger stays as it is"
