"""The history: newest first, found by words, opened where there is something to see, deleted on confirmation."""

from datetime import UTC, datetime

import pytest

from preppal.domain.history import HistoryFilter
from preppal.domain.interview import Difficulty, InterviewType
from preppal.ui.pages.history.filters import Choices, wanted
from preppal.ui.pages.history.state import HistoryState
from preppal.ui.pages.two_interviews import TwoInterviewsState
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
    assert state.sub == "Two interviews completed, 20 min in all."


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
    state.show_all()
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


# ---- narrowing


def narrow(state: HistoryState, name: str, value: str) -> list[str]:
    if state.narrow(name, value) is not None:
        perform(state.show_newest())
    return [row.id for row in state.rows]


def test_list_is_narrowed_by_type_level_and_score(product: Product) -> None:
    maya = product.sign_in()
    screen = product.reviewed(maya.user_id, overall=4.0, interview_type=InterviewType.HR_SCREEN)
    hard = product.reviewed(maya.user_id, overall=8.0, difficulty=Difficulty.INTENSE)
    state = opened(maya)
    assert not state.is_narrowed
    assert narrow(state, "kind", "hr_screen") == [screen]
    assert state.shown == "1 interview found"
    assert narrow(state, "level", "intense") == []
    perform(state.show_all())
    perform(state.show_newest())
    assert narrow(state, "score", "high") == [hard]
    assert narrow(state, "score", "low") == [screen]
    assert narrow(state, "score", "none") == []


def test_choice_that_is_not_offered_changes_nothing(product: Product) -> None:
    maya = product.sign_in()
    made = product.reviewed(maya.user_id)
    state = opened(maya)
    for name, value in (("kind", "singing"), ("search", "x"), ("first_day", "yesterday"), ("last_day", "9999-12-31")):
        assert narrow(state, name, value) == [made]
    assert not state.is_narrowed


def test_days_begin_and_end_where_the_person_is() -> None:
    now = datetime(2026, 11, 27, tzinfo=UTC)
    day = Choices(period="days", first_day="2026-11-03", last_day="2026-11-03")
    berlin = wanted(day, now, "Europe/Berlin")
    assert berlin.since is not None
    assert berlin.since.astimezone(UTC) == datetime(2026, 11, 2, 23, tzinfo=UTC)
    assert berlin.until is not None
    assert berlin.until.astimezone(UTC) == datetime(2026, 11, 3, 23, tzinfo=UTC)
    assert wanted(Choices(period="4"), now, "UTC").since == datetime(2026, 10, 30, tzinfo=UTC)
    assert wanted(Choices(period="days"), now, "UTC") == HistoryFilter()


# ---- comparing two


def test_two_reviewed_ones_are_chosen_and_a_third_is_not(product: Product) -> None:
    maya = product.sign_in()
    ids = [product.reviewed(maya.user_id) for _ in range(3)]
    unscored = product.completed(maya.user_id)
    state = opened(maya)
    state.begin_choosing()
    state.choose(unscored)
    state.choose("00000000-0000-0000-0000-000000000000")
    assert state.chosen == []
    for interview_id in ids:
        state.choose(interview_id)
    assert state.compare_address == f"/history/compare?first={ids[0]}&second={ids[1]}"
    state.choose(ids[0])
    assert (state.chosen, state.compare_address) == ([ids[1]], "")


def compared(visitor: Visitor, first: str, second: str) -> TwoInterviewsState:
    state = visitor.open(TwoInterviewsState, f"/history/compare?first={first}&second={second}")
    perform(state.load())
    return state


def test_comparison_puts_the_earlier_one_first_and_calls_a_small_move_none(product: Product) -> None:
    maya = product.sign_in()
    earlier = product.reviewed(maya.user_id, overall=6.0, job_title="Team lead")
    later = product.reviewed(maya.user_id, overall=6.5, interview_type=InterviewType.HR_SCREEN)
    state = compared(maya, later, earlier)
    assert (state.loading, state.direction) == ("ready", "same")
    assert state.headline == "No clear change in the overall score."
    assert state.earlier.job.startswith("Team lead.")
    assert len(state.cautions) == 1


@pytest.mark.parametrize("second", ["", "the same", "somebody else's"])
def test_comparison_of_what_is_not_two_own_interviews_is_not_found(product: Product, second: str) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    mine = product.reviewed(maya.user_id)
    others = {"": "", "the same": mine, "somebody else's": product.reviewed(ben.user_id)}
    assert compared(maya, mine, others[second]).loading == "missing"
