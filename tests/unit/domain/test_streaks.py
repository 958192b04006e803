"""Streaks: days in a row with one forgiven day a week, in the person's own time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.streaks import Streak, local_day, streak, week_of

TODAY = date(2026, 11, 21)


def days_ago(*ages: int) -> list[date]:
    return [TODAY - timedelta(days=age) for age in ages]


def test_person_without_practice_has_no_streak() -> None:
    assert streak([], TODAY) == Streak(0, 0)


def test_several_interviews_on_one_day_count_once() -> None:
    assert streak(days_ago(0, 0, 0), TODAY) == Streak(1, 1)


def test_streak_holds_while_today_is_not_over() -> None:
    assert streak(days_ago(1, 2, 3), TODAY) == Streak(3, 3)


def test_one_missed_day_is_forgiven_and_not_counted() -> None:
    assert streak(days_ago(0, 2, 3), TODAY) == Streak(3, 3, is_day_off_used=True)


def test_yesterday_missed_is_forgiven_before_today_is_practised() -> None:
    assert streak(days_ago(2, 3), TODAY) == Streak(2, 2, is_day_off_used=True)


def test_second_missed_day_within_a_week_breaks_the_streak() -> None:
    assert streak(days_ago(0, 2, 4), TODAY) == Streak(1, 2)


def test_missed_days_a_week_apart_are_both_forgiven() -> None:
    ages = [age for age in range(10) if age not in (1, 8)]
    assert streak(days_ago(*ages), TODAY) == Streak(8, 8, is_day_off_used=True)


def test_free_day_comes_back_after_seven_days() -> None:
    assert streak(days_ago(0, 1, 2, 3, 4, 5, 7), TODAY).is_day_off_used
    assert not streak(days_ago(0, 1, 2, 3, 4, 5, 6, 8), TODAY).is_day_off_used


def test_two_days_missed_in_a_row_break_the_streak() -> None:
    assert streak(days_ago(0, 3, 4, 5), TODAY) == Streak(1, 3)


def test_streak_of_the_past_stays_the_longest() -> None:
    assert streak(days_ago(30, 31, 32), TODAY) == Streak(0, 3)


def test_day_ahead_of_today_after_a_flight_westwards_keeps_the_streak() -> None:
    assert streak(days_ago(-1, 0), TODAY) == Streak(2, 2)


@pytest.mark.parametrize(
    ("moment", "time_zone", "day"),
    [
        ("2026-11-20T23:30:00+00:00", "Europe/Berlin", date(2026, 11, 21)),
        ("2026-11-21T04:30:00+00:00", "America/New_York", date(2026, 11, 20)),
        # New York springs forward on 8 March 2026: midnight moves from 05:00 to 04:00 UTC.
        ("2026-03-08T04:59:00+00:00", "America/New_York", date(2026, 3, 7)),
        ("2026-03-09T04:00:00+00:00", "America/New_York", date(2026, 3, 9)),
        # … and falls back on 1 November 2026: midnight moves to 05:00 UTC again.
        ("2026-11-01T04:00:00+00:00", "America/New_York", date(2026, 11, 1)),
        ("2026-11-02T04:30:00+00:00", "America/New_York", date(2026, 11, 1)),
    ],
)
def test_interview_counts_for_the_day_on_the_persons_own_calendar(moment: str, time_zone: str, day: date) -> None:
    assert local_day(datetime.fromisoformat(moment), time_zone) == day


@pytest.mark.parametrize("first", [datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC)])
def test_practice_every_evening_keeps_its_streak_over_a_change_of_the_clocks(first: datetime) -> None:
    evenings = [first + timedelta(days=day, hours=4, minutes=30) for day in range(7)]
    days = [local_day(evening, "America/New_York") for evening in evenings]
    assert streak(days, days[-1]).current >= 6  # on the day of the change one local day holds two, or none


def test_week_runs_from_monday_to_sunday() -> None:
    assert week_of(TODAY)[0] == date(2026, 11, 16)
    assert week_of(TODAY)[-1] == date(2026, 11, 22)
    assert week_of(date(2026, 11, 16)) == week_of(date(2026, 11, 22))


@given(st.lists(st.integers(0, 60), max_size=40))
def test_streaks_never_exceed_the_days_practised(ages: list[int]) -> None:
    run = streak(days_ago(*ages), TODAY)
    assert 0 <= run.current <= run.longest <= len(set(ages))


@given(st.sets(st.integers(0, 60), max_size=40), st.integers(0, 60))
def test_one_more_day_of_practice_never_shortens_a_run_without_gaps(ages: set[int], more: int) -> None:
    unbroken = next(age for age in range(62) if age not in ages)
    assert streak(days_ago(*ages, more), TODAY).current >= unbroken
