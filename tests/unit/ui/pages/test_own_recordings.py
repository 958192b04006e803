"""Whether answers are recorded, for how long, and away with all of them."""

from dataclasses import replace

import pytest

from preppal.ui.pages.own_recordings import OwnRecordingsState, held_words, time_choices
from tests.factories import answer_entry, new_interview, question_entry
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform


def opened(visitor: Visitor) -> OwnRecordingsState:
    state = visitor.open(OwnRecordingsState, "/profile")
    perform(state.load())
    return state


def recorded(product: Product, user_id: str) -> str:
    interview_id = product.interviews.create(user_id, new_interview(record_audio=True))[0].id
    epoch = product.interviews.claim(interview_id, user_id).epoch
    product.interviews.store_turn(interview_id, epoch, [question_entry(0, "Why?"), answer_entry(1, "So.")], 2, 9, "")
    product.recordings.keep(interview_id, epoch, 1, [bytes(64_000)])
    return interview_id


def test_choices_are_kept(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    assert (state.is_recorded, state.days, state.has_any) == (False, "0", False)
    perform(state.record(True))
    perform(state.choose_days("7"))
    assert state.is_saved
    again = opened(maya)
    assert (again.is_recorded, again.days) == (True, "7")
    made = product.interviews.create(maya.user_id, new_interview())[0].id
    assert product.interviews.get(maya.user_id, made).record_audio, "the next interview begins with it"


@pytest.mark.parametrize(
    ("server_days", "values"),
    [(0, ["7", "30", "90", "365", "0"]), (90, ["7", "30", "0"]), (5, ["0"])],
)
def test_nobody_is_offered_more_time_than_the_server_gives(server_days: int, values: list[str]) -> None:
    choices = time_choices(server_days)
    assert [value for value, _ in choices] == values
    assert choices[-1][1] == (f"{server_days} days" if server_days else "Until I delete them")


def test_time_that_is_not_offered_is_not_kept(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    perform(state.choose_days("100000"))
    assert product.accounts.profile(maya.user_id).recording_days == 0


def test_all_recordings_go_and_the_interview_stays(product: Product) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    interview_id, other = recorded(product, maya.user_id), recorded(product, ben.user_id)
    state = opened(maya)
    assert state.has_any
    assert state.held.startswith("1 interview, less than 1 MB")
    perform(state.delete_all())
    assert (state.has_any, state.held) == (False, "There are none.")
    assert product.recordings.of_interview(maya.user_id, interview_id) == ()
    assert product.interviews.get(maya.user_id, interview_id).entries
    assert product.recordings.of_interview(ben.user_id, other), "somebody else's stay"


def test_server_that_does_not_record_says_so(product: Product) -> None:
    product.settings = replace(product.settings, record_audio=False)
    product.start()
    assert not opened(product.sign_in()).is_offered


def test_nobody_deletes_nothing(product: Product) -> None:
    maya = product.sign_in()
    interview_id = recorded(product, maya.user_id)
    perform(opened(NOBODY).delete_all())
    assert product.recordings.of_interview(maya.user_id, interview_id)


def test_failed_deletion_says_so(product: Product) -> None:
    maya = product.sign_in()
    recorded(product, maya.user_id)
    state = opened(maya)
    product.fail("recordings", "discard_all")
    perform(state.delete_all())
    assert state.has_any
    assert "Try once more" in state.problem


def test_size_is_said_in_round_numbers() -> None:
    assert held_words(23, 412_400_000) == "23 interviews, 412 MB. Reports lose playback but stay readable."
