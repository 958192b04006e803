"""Patience, changed in the middle of an interview: it holds at once, for every stream, and cuts nobody off."""

from hypothesis import given, settings
from hypothesis import strategies as st

from preppal.domain.interview import Patience
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.messages import Phase, TurnAction
from tests.unit.session.driver import Driver, live

# After an answer of six seconds.
_ALLOWED_S = {Patience.SHORT: 1.2, Patience.NORMAL: 2.0, Patience.LONG: 4.0, Patience.MANUAL: None}
_TICK_S = 1e-6


def choose(driver: Driver, patience: Patience) -> None:
    driver.client(msg.PatienceChange(patience))


def turns_ended(driver: Driver) -> int:
    return len(driver.told(act.ActivityEnd))


def test_patience_chosen_while_speaking_holds_for_the_running_answer() -> None:
    driver = live()
    driver.speak(6_000)
    choose(driver, Patience.LONG)
    driver.stay_silent(3_800)
    assert turns_ended(driver) == 0
    driver.stay_silent(300)
    assert turns_ended(driver) == 1


def test_shorter_patience_in_a_silence_is_counted_from_the_press() -> None:
    driver = live(patience=Patience.LONG)
    driver.speak(6_000)
    driver.stay_silent(3_000)
    choose(driver, Patience.SHORT)
    driver.stay_silent(1_100)
    assert turns_ended(driver) == 0
    driver.stay_silent(200)
    assert turns_ended(driver) == 1


def test_done_mode_chosen_in_a_silence_stops_the_count_and_leaving_it_starts_one() -> None:
    driver = live()
    driver.speak(6_000)
    driver.stay_silent(1_000)
    choose(driver, Patience.MANUAL)
    driver.stay_silent(60_000)
    assert turns_ended(driver) == 0
    choose(driver, Patience.NORMAL)
    driver.stay_silent(2_100)
    assert turns_ended(driver) == 1


def test_moment_that_was_asked_for_outlasts_a_change_of_patience() -> None:
    driver = live()
    driver.speak(6_000)
    driver.press(TurnAction.HOLD)
    choose(driver, Patience.SHORT)
    driver.stay_silent(30_000)
    assert (turns_ended(driver), driver.phases()[-1]) == (0, Phase.HOLDING)


def test_turn_taken_back_waits_for_a_word_whatever_is_chosen_meanwhile() -> None:
    driver = live(patience=Patience.MANUAL)
    driver.speak(6_000)
    driver.press(TurnAction.DONE)
    driver.press(TurnAction.NOT_FINISHED)
    choose(driver, Patience.SHORT)
    driver.stay_silent(30_000)
    assert (turns_ended(driver), driver.phases()[-1]) == (1, Phase.LISTENING)
    driver.speak(6_000)
    driver.stay_silent(1_600)  # a turn that was taken back gets 0.3 s more
    assert turns_ended(driver) == 2


def test_change_while_the_interviewer_speaks_disturbs_nothing() -> None:
    driver = live()
    driver.answer("I rolled it back.")
    driver.engine(ev.InterviewerText("And then?"))
    before = len(driver.sent), len(driver.saved)
    choose(driver, Patience.MANUAL)
    assert (len(driver.sent), len(driver.saved)) == before


def test_open_stream_is_told_once_and_later_streams_are_opened_with_it() -> None:
    driver = live()
    choose(driver, Patience.MANUAL)
    choose(driver, Patience.MANUAL)
    assert driver.told(act.ChangePatience) == [act.ChangePatience(Patience.MANUAL)]
    driver.lose_engine()
    driver.wait(1)
    assert [context.patience for context in driver.opened] == [Patience.NORMAL, Patience.MANUAL]


def test_stream_that_was_being_opened_meanwhile_is_told() -> None:
    driver = Driver().join()
    choose(driver, Patience.LONG)
    driver.open_engine()
    assert driver.told(act.ChangePatience) == [act.ChangePatience(Patience.LONG)]


def test_patience_is_kept_over_a_lost_connection() -> None:
    driver = live()
    choose(driver, Patience.LONG)
    driver.leave()
    driver.join()
    driver.speak(6_000)
    driver.stay_silent(3_800)
    assert turns_ended(driver) == 0
    driver.stay_silent(300)
    assert turns_ended(driver) == 1


_steps = st.lists(st.tuples(st.sampled_from(list(Patience)), st.integers(32, 4_500)), max_size=8)


@settings(max_examples=80, deadline=None)
@given(began_with=st.sampled_from(list(Patience)), steps=_steps)
def test_silence_ends_the_answer_when_the_newest_patience_has_lasted_and_never_before(
    began_with: Patience, steps: list[tuple[Patience, int]]
) -> None:
    driver = live(patience=began_with)
    driver.speak(6_000)
    patience, counted_from = began_with, driver.now
    for chosen, silence_ms in [(began_with, 32), *steps]:
        if chosen is not patience:
            patience, counted_from = chosen, driver.now
        choose(driver, chosen)
        driver.stay_silent(silence_ms)
        allowed = _ALLOWED_S[patience]
        is_due = allowed is not None and driver.now - counted_from >= allowed - _TICK_S
        assert turns_ended(driver) == int(is_due)
        if is_due:
            return
