"""Settings: saved on change, said quietly, with problems under their field."""

from datetime import date

from preppal.domain.interview import Patience, SpeakingSpeed
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


def test_speed_day_and_stillness_are_kept_and_said(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.choose_speed("slower"))
    assert (state.saved, state.speaking_speed) == ("room", "slower")
    perform(state.save_day("2031-03-09"))
    assert (state.saved, state.interview_on) == ("profile", "2031-03-09")
    perform(state.keep_still(True))
    assert state.saved == "appearance"
    profile = product.accounts.profile(maya.user_id)
    assert (profile.speaking_speed, profile.interview_on) == (SpeakingSpeed.SLOWER, date(2031, 3, 9))
    assert profile.reduce_motion
    perform(state.save_day(""))
    assert product.accounts.profile(maya.user_id).interview_on is None


def test_day_that_is_none_is_a_problem_under_its_field(product: Product) -> None:
    state = opened(product.sign_in())
    perform(state.save_day("next week"))
    assert "interview_on" in state.errors
    assert state.interview_on == ""


def test_only_what_the_interviewer_speaks_is_offered_and_kept(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    assert state.languages == [["en", "English"]]
    perform(state.choose_language("de-DE"))
    assert "English only" in state.errors["language"]
    assert state.language == "en"


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
