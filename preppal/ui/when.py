"""Moments and lengths in words, on the person's own clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
_NOON, _EVENING, _NIGHT = 12, 18, 4


def local(moment: datetime, time_zone: str) -> datetime:
    """The moment on that clock; UTC where this machine does not know the zone."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(ZoneInfo(time_zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return aware.astimezone(UTC)


def day_words(moment: datetime, now: datetime, time_zone: str) -> str:
    """Today, 14:10 · Yesterday · Wed 18 Nov · Wed 18 Nov 2025."""
    then, today = local(moment, time_zone), local(now, time_zone)
    days_ago = (today.date() - then.date()).days
    if days_ago == 0:
        return f"Today, {then:%H:%M}"
    if days_ago == 1:
        return "Yesterday"
    year = "" if then.year == today.year else f" {then.year}"
    return f"{then:%a} {then.day} {then:%b}{year}"


def day_and_month(moment: datetime, time_zone: str = "UTC") -> str:
    """6 November."""
    then = local(moment, time_zone)
    return f"{then.day} {then:%B}"


def minutes_words(seconds: int) -> str:
    """19 min; under a minute for what is not one."""
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes else "Under 1 min"


def total_words(seconds: int) -> str:
    """6 h 52 min."""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def number_words(number: int) -> str:
    """Small numbers as a sentence begins with them; figures from thirteen on."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def greeting(now: datetime, time_zone: str) -> str:
    hour = local(now, time_zone).hour
    if _NIGHT <= hour < _NOON:
        return "Good morning"
    return "Good afternoon" if _NOON <= hour < _EVENING else "Good evening"


def weekday_words(day: date) -> str:
    return f"{day:%A}"
