"""What reviews look at is chosen in words that people use, and kept as the measures behind them."""

from preppal.domain.bands import Measure
from preppal.ui.pages.own_measures import GROUPS, OwnMeasuresState
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform


def opened(visitor: Visitor) -> OwnMeasuresState:
    state = visitor.open(OwnMeasuresState, "/profile")
    perform(state.load())
    return state


def test_everything_is_looked_at_until_somebody_says_no(product: Product) -> None:
    assert opened(product.sign_in()).shown == dict.fromkeys(GROUPS, True)


def test_pauses_and_fillers_are_left_out_and_taken_in_again(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.look_at("pauses", False))
    perform(state.look_at("fillers", False))
    assert state.is_saved
    assert opened(maya).shown == {"pauses": False, "fillers": False, "pace": True, "hedges": True}
    assert {Measure.LONGEST_PAUSE, Measure.FILLERS} <= set(product.accounts.profile(maya.user_id).skipped_measures)
    perform(state.look_at("pauses", True))
    assert set(product.accounts.profile(maya.user_id).skipped_measures) == {Measure.FILLERS, Measure.REPEATS}


def test_measure_left_out_by_a_program_stays_left_out(product: Product) -> None:
    maya = product.sign_in()
    product.accounts.update_profile(maya.user_id, skipped_measures=[Measure.VOCABULARY])
    perform(opened(maya).look_at("hedges", False))
    assert set(product.accounts.profile(maya.user_id).skipped_measures) == {Measure.VOCABULARY, Measure.HEDGES}


def test_unknown_name_and_unknown_person_change_nothing(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.look_at("accent", False))
    perform(opened(NOBODY).look_at("pauses", False))
    assert product.accounts.profile(maya.user_id).skipped_measures == ()


def test_failed_change_shows_what_is_stored(product: Product) -> None:
    state = opened(product.sign_in())
    product.fail("accounts", "update_profile")
    perform(state.look_at("pauses", False))
    assert state.shown["pauses"]
    assert "not saved" in state.problem
