"""The filters of the history as values: what may be chosen, and the days and scores that it stands for. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from preppal.domain.history import HistoryFilter
from preppal.domain.interview import Difficulty, InterviewType

MAX_SEARCH_CHARS = 100
KINDS = (("", "All types"), *((kind.value, kind.label) for kind in InterviewType))
LEVELS = (("", "All levels"), *((level.value, level.label) for level in Difficulty))
SCORES = (
    ("", "Any score"),
    ("high", "7 and up"),
    ("middle", "5 to 6.5"),
    ("low", "Under 5"),
    ("none", "No score"),
)
PERIODS = (("", "Any time"), ("4", "Last 4 weeks"), ("12", "Last 12 weeks"), ("days", "Between days"))
_SCORE_RANGES: dict[str, tuple[float | None, float | None]] = {
    "high": (7.0, None),
    "middle": (5.0, 7.0),
    "low": (None, 5.0),
}
_CHOICES = {"kind": KINDS, "level": LEVELS, "score": SCORES, "period": PERIODS}


@dataclass(frozen=True)
class Choices:
    """Each is a value of its list; days are as a date field gives them, or empty."""

    search: str = ""
    kind: str = ""
    level: str = ""
    score: str = ""
    period: str = ""
    first_day: str = ""
    last_day: str = ""


def is_offered(name: str, value: str) -> bool:
    """Whether this is a choice the page shows; a page may be sent anything."""
    if name in ("first_day", "last_day"):
        return value == "" or _day(value) is not None
    return value in {offered for offered, _ in _CHOICES.get(name, ())}


def wanted(choices: Choices, now: datetime, time_zone: str) -> HistoryFilter:
    """What to ask the service for; days begin and end where the person is."""
    since, until = _period(choices, now, time_zone)
    low, below = _SCORE_RANGES.get(choices.score, (None, None))
    return HistoryFilter(
        search=choices.search,
        interview_type=InterviewType(choices.kind) if choices.kind else None,
        difficulty=Difficulty(choices.level) if choices.level else None,
        since=since,
        until=until,
        min_score=low,
        below_score=below,
        is_unscored=choices.score == "none",
    )


def _period(choices: Choices, now: datetime, time_zone: str) -> tuple[datetime | None, datetime | None]:
    if choices.period in ("4", "12"):
        return now - timedelta(weeks=int(choices.period)), None
    if choices.period != "days":
        return None, None
    first, last = _day(choices.first_day), _day(choices.last_day)
    return (
        _midnight(first, time_zone) if first else None,
        _midnight(last + timedelta(days=1), time_zone) if last else None,
    )


def _midnight(day: date, time_zone: str) -> datetime:
    try:
        zone = ZoneInfo(time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.combine(day, time(), zone)


def _day(text: str) -> date | None:
    """The day a date field means; None for what is none, and for the last day there is, which has no next one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < date.max else None
