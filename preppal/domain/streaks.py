"""Practice streaks: days in a row in a person's own time zone, with one forgiven day in any seven."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MIN_ANSWERS = 2  # an interview with fewer answers is a sound check, not practice
_FREEZE_EVERY_DAYS = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Streak:
    """Days practised in a row; a forgiven day keeps a streak alive and adds nothing to it.

    `is_day_off_used`: another missed day now would end the running one.
    """

    current: int
    longest: int
    is_day_off_used: bool = False


def local_day(moment: datetime, time_zone: str) -> date:
    """The calendar day on which an aware moment falls there."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def week_of(day: date) -> tuple[date, ...]:
    """Monday to Sunday around a day."""
    monday = day - day.weekday() * _DAY
    return tuple(monday + offset * _DAY for offset in range(7))


def streak(practice_days: Iterable[date], today: date) -> Streak:
    """The running and the longest streak. Today is not missed before it is over."""
    length, longest = 0, 0
    last: date | None = None
    frozen: date | None = None
    for day in sorted(set(practice_days)):
        if last is not None and _holds(last, frozen, day):
            length += 1
            frozen = last + _DAY if day - last > _DAY else frozen
        else:
            length, frozen = 1, None
        last, longest = day, max(longest, length)
    is_alive = last is not None and _holds(last, frozen, today)
    if not is_alive or last is None:
        return Streak(0, longest)
    missed = last + _DAY if today - last > _DAY else frozen
    return Streak(length, longest, is_day_off_used=missed is not None and (today - missed).days < _FREEZE_EVERY_DAYS)


def _holds(last: date, frozen: date | None, day: date) -> bool:
    """Whether a streak practised until `last` reaches `day`: at most one day missed, and no other one that week."""
    if day - last <= _DAY:
        return True
    missed = last + _DAY
    is_free = frozen is None or (missed - frozen).days >= _FREEZE_EVERY_DAYS
    return day - last == 2 * _DAY and is_free
