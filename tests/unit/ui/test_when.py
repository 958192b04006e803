"""Moments in words, on the person's own clock."""

from datetime import UTC, datetime, timedelta

import pytest

from preppal.ui import when

NOW = datetime(2026, 11, 21, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "Today, 14:10"),
        (NOW - timedelta(days=1), "Yesterday"),
        (NOW - timedelta(days=3), "Wed 18 Nov"),
        (NOW - timedelta(days=365), "Fri 21 Nov 2025"),
    ],
)
def test_day_is_told_as_people_say_it(moment: datetime, words: str) -> None:
    assert when.day_words(moment, NOW, "UTC") == words


def test_day_is_the_persons_own_and_not_the_servers() -> None:
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert when.day_words(late, late + timedelta(minutes=5), "Asia/Tokyo") == "Today, 08:30"
    assert when.day_words(late, late + timedelta(hours=1), "UTC") == "Yesterday"


def test_unknown_time_zone_falls_back_to_utc() -> None:
    assert when.day_words(NOW, NOW, "Mars/Olympus") == "Today, 14:10"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "Good evening"), (4, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greeting_follows_the_clock(hour: int, words: str) -> None:
    assert when.greeting(NOW.replace(hour=hour), "UTC") == words


@pytest.mark.parametrize(("seconds", "words"), [(1140, "19 min"), (20, "Under 1 min"), (0, "Under 1 min")])
def test_length_is_told_in_minutes(seconds: int, words: str) -> None:
    assert when.minutes_words(seconds) == words


@pytest.mark.parametrize(("number", "words"), [(0, "No"), (1, "One"), (12, "Twelve"), (13, "13")])
def test_small_numbers_are_words(number: int, words: str) -> None:
    assert when.number_words(number) == words
