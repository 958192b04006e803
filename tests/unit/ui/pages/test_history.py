"""The history: newest first, found by words, opened where there is something to see, deleted on confirmation."""

from preppal.ui.pages.history.state import HistoryState
from tests.factories import new_interview
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform


def opened(visitor: Visitor) -> HistoryState:
    state = visitor.open(HistoryState, "/history")
    perform(state.load())
    perform(state.show_newest())
    return state


def find(state: HistoryState, words: str) -> None:
    state.find(words)
    perform(state.show_newest())


def test_history_lists_ones_own_interviews_newest_first(product: Product) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    older = product.reviewed(maya.user_id)
    newer = product.completed(maya.user_id)
    product.completed(ben.user_id)
    state = opened(maya)
    assert [row.id for row in state.rows] == [newer, older]
    assert [row.outcome for row in state.rows] == ["preparing", "score"]
    assert state.sub == "Two interviews completed."


def test_empty_history_is_ready_and_empty(product: Product) -> None:
    state = opened(product.sign_in())
    assert (state.loading, state.rows, state.sub) == ("ready", [], "Nothing completed yet.")


def test_search_finds_what_was_said(product: Product) -> None:
    maya = product.sign_in()
    said = product.completed(maya.user_id)
    product.interviews.create(maya.user_id, new_interview())
    state = opened(maya)
    find(state, "nightly job")
    assert [row.id for row in state.rows] == [said]
    find(state, "budget")
    assert state.rows == []


def test_cleared_search_shows_everything_again(product: Product) -> None:
    maya = product.sign_in()
    product.completed(maya.user_id)
    state = opened(maya)
    find(state, "budget")
    state.clear_search()
    perform(state.show_newest())
    assert len(state.rows) == 1


def test_older_ones_follow_without_gap_or_repetition(product: Product) -> None:
    maya = product.sign_in()
    made = [product.interviews.create(maya.user_id, new_interview())[0].id for _ in range(25)]
    state = opened(maya)
    assert (len(state.rows), state.has_older) == (20, True)
    perform(state.show_older())
    assert [row.id for row in state.rows] == made[::-1]
    assert not state.has_older


def test_deleted_interview_leaves_the_list_and_the_store(product: Product) -> None:
    maya = product.sign_in()
    doomed = product.completed(maya.user_id)
    kept = product.completed(maya.user_id)
    state = opened(maya)
    perform(state.delete(doomed))
    assert [row.id for row in state.rows] == [kept]
    assert [item.id for item in product.interviews.history(maya.user_id).items] == [kept]
    assert state.notice.startswith("Deleted: Behavioral")


def test_nobody_deletes_other_peoples_interviews(product: Product) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    hers = product.completed(maya.user_id)
    for visitor in (ben, NOBODY):
        state = opened(visitor)
        perform(state.delete(hers))
        assert state.notice == ""
    assert len(product.interviews.history(maya.user_id).items) == 1


def test_interview_that_is_gone_already_just_leaves_the_list(product: Product) -> None:
    maya = product.sign_in()
    doomed = product.completed(maya.user_id)
    state = opened(maya)
    product.interviews.delete(maya.user_id, doomed)
    perform(state.delete(doomed))
    assert state.rows == []


def test_unreachable_server_offers_to_try_again(product: Product) -> None:
    maya = product.sign_in()
    product.completed(maya.user_id)
    state = opened(maya)
    product.fail("interviews", "history")
    perform(state.show_newest())
    assert state.loading == "failed"


def test_failed_deletion_keeps_the_line_and_says_so(product: Product) -> None:
    maya = product.sign_in()
    kept = product.completed(maya.user_id)
    state = opened(maya)
    product.fail("interviews", "delete")
    perform(state.delete(kept))
    assert len(state.rows) == 1
    assert "could not be deleted" in state.notice


def test_visitor_without_sign_in_is_shown_nothing(product: Product) -> None:
    product.completed(product.sign_in().user_id)
    assert opened(NOBODY).rows == []
