"""What Home shows, as values made from what the services say. Pure functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from preppal.domain.bands import MEASURES, Level, Measure, verdict
from preppal.domain.interview import Status
from preppal.domain.practice import Guidance
from preppal.domain.rubric import overall_anchor
from preppal.services.views import InterviewDetail, InterviewSummary, Stats, TrendPoint
from preppal.ui.components.geometry import Sparkline, sparkline
from preppal.ui.when import day_words, number_words, weekday_words

_BAR_MAX_PX, _BAR_REST_PX, _BAR_FULL_MIN = 44, 8, 30
_MIN_TREND = 3
# A score is drawn on all of its axis, or half a point would look like a fall.
_SCORE_SCALE = (1.0, 10.0)
NEXT_MINUTES, REHEARSAL_MINUTES = 10, 20
_NO_GUIDANCE = Guidance()


@dataclass(frozen=True)
class NextPractice:
    """`href` goes on with an interview; empty means a new one of `minutes` is made, of `kind` when that is named."""

    reason: str = ""
    title: str = ""
    body: str = ""
    action: str = ""
    href: str = ""
    kind: str = ""
    minutes: int = NEXT_MINUTES


@dataclass(frozen=True)
class DayBar:
    letter: str
    height: str
    is_rest: bool
    is_today: bool


@dataclass(frozen=True)
class Week:
    days: tuple[DayBar, ...] = ()
    minutes: str = ""
    label: str = ""
    streak: str = ""
    note: str = ""


@dataclass(frozen=True)
class Tile:
    """One trend. Without a value it is dashed and `words` says when it will fill."""

    name: str
    value: str = ""
    spread: str = ""
    unit: str = ""
    line: Sparkline | None = None
    words: str = ""
    tone: str = ""  # icon: up, down, steady, ok, warn


def next_practice(
    current: InterviewSummary | None, latest: InterviewDetail | None, guidance: Guidance = _NO_GUIDANCE
) -> NextPractice | None:
    """The most useful thing to do: what is open, a whole run when the day is near, the habit that recurs or is aimed
    at, or what the last report said. How far away the interview is comes first.
    """
    if current is not None:
        return _carry_on(current)
    practice = _rehearsal(guidance) if guidance.is_rehearsal else _one_habit(latest, guidance)
    if practice is None:
        return None
    return replace(practice, body=f"{guidance.standing} {practice.body}".strip())


def _rehearsal(guidance: Guidance) -> NextPractice:
    kind = guidance.suggestion.interview_type
    return NextPractice(
        "Next practice",
        "One whole run",
        "So close to the day a whole interview helps more than a new habit.",
        f"Start, {REHEARSAL_MINUTES} min",
        kind=kind.value if kind else "",
        minutes=REHEARSAL_MINUTES,
    )


def _one_habit(latest: InterviewDetail | None, guidance: Guidance) -> NextPractice | None:
    advice = guidance.advice
    if advice is not None:
        return NextPractice(
            "Next practice",
            advice.title,
            f"{advice.why} {number_words(NEXT_MINUTES)} minutes on that one habit, with other questions.",
            f"Start, {NEXT_MINUTES} min",
            kind=advice.interview_type.value,
        )
    if latest is None:
        return None
    findings = latest.feedback.feedback.improvements if latest.feedback else ()
    if not findings:
        return NextPractice(
            "Next practice",
            "One more round",
            f"The same kind of interview again, {NEXT_MINUTES} minutes, with other questions.",
            f"Start, {NEXT_MINUTES} min",
        )
    finding = findings[0]
    return NextPractice(
        "From your last report",
        finding.text.rstrip("."),
        finding.detail or "Ten minutes on that one habit, with other questions.",
        f"Start, {NEXT_MINUTES} min",
    )


def _carry_on(current: InterviewSummary) -> NextPractice:
    what = f"{current.difficulty.label} {current.title} with {current.persona_name}, {current.duration_min} minutes."
    if current.status is Status.PENDING:
        page = f"/interview/{current.id}/lobby"
        return NextPractice("Set up and waiting", "Ready when you are", what, "Go to sound check", page)
    answered = f"You’ve answered {current.answers} of {current.question_count}. Everything so far is saved. {what}"
    return NextPractice(
        "Still open", "Carry on where you stopped", answered, "Carry on", f"/interview/{current.id}/session"
    )


def week_view(stats: Stats, today: date) -> Week:
    """Bars are minutes; a day off costs nothing."""
    most = max([_BAR_FULL_MIN, *(day.minutes for day in stats.week)])
    bars = tuple(
        DayBar(
            letter=f"{day.date:%a}"[0],
            height=f"{max(_BAR_REST_PX, round(day.minutes / most * _BAR_MAX_PX))}px",
            is_rest=day.minutes == 0,
            is_today=day.date == today,
        )
        for day in stats.week
    )
    practised = [f"{weekday_words(day.date)} {day.minutes} minutes" for day in stats.week if day.minutes]
    streak, note = _streak_words(stats)
    return Week(
        days=bars,
        minutes=f"{stats.week_minutes} min",
        label="Practice this week: " + (", ".join(practised) or "none yet"),
        streak=streak,
        note=note,
    )


def _streak_words(stats: Stats) -> tuple[str, str]:
    days = stats.current_streak
    if days == 0:
        longest = stats.longest_streak
        return "", f"Your longest run is {longest} days." if longest > 1 else "Two answers on any day start a run."
    free_day = "This week’s day off is taken." if stats.is_day_off_used else "A day off doesn’t break it."
    return ("One day so far." if days == 1 else f"{number_words(days)} days in a row."), free_day


def last_practised(stats: Stats, now: datetime, time_zone: str) -> str:
    if stats.last_session_at is None:
        return "Nothing here yet, which is the best time to begin."
    return f"You last practised {_mid_sentence(day_words(stats.last_session_at, now, time_zone))}."


def _mid_sentence(day: str) -> str:
    if day.startswith("Today"):
        return "today"
    return "yesterday" if day == "Yesterday" else f"on {day}"


def tiles(points: Sequence[TrendPoint]) -> list[Tile]:
    """The four trends of Home; all of them are there from the start.

    A tile has no room to draw listeners apart, so it shows the interviews that the newest one's listener heard.
    """
    points = [point for point in points if point.engine == points[-1].engine]
    return [
        _overall_tile(points),
        _measure_tile("Pace", Measure.SPEECH_RATE, points, lambda point: point.speech_rate_wpm),
        _measure_tile("Fillers", Measure.FILLERS, points, lambda point: point.fillers_per_minute),
        _measure_tile("Response time", Measure.RESPONSE, points, lambda point: point.average_response_ms),
    ]


def _empty(name: str, points: Sequence[TrendPoint], words: str) -> Tile:
    return Tile(name, words=words if points else "After 1 interview")


def _overall_tile(points: Sequence[TrendPoint]) -> Tile:
    scored = [point for point in points if point.overall is not None]
    if not scored:
        return _empty("Overall", points, "Not scored yet")
    values = [point.overall or 0.0 for point in scored]
    spread = scored[-1].overall_spread or 0.0
    words, tone = _overall_words(values, spread)
    return Tile("Overall", f"{values[-1]:g}", f"{spread:g}", "", sparkline(values, scale=_SCORE_SCALE), words, tone)


def _overall_words(values: Sequence[float], spread: float) -> tuple[str, str]:
    """A move within the spread is no move; before three scores there is no trend, only what the score means."""
    if len(values) < _MIN_TREND:
        return overall_anchor(values[-1]).capitalize(), ""
    change = values[-1] - values[0]
    if abs(change) <= spread:
        return "No real change", "steady"
    return (f"Up from {values[0]:g}", "up") if change > 0 else (f"Down from {values[0]:g}", "down")


def _measure_tile(
    name: str, measure: Measure, points: Sequence[TrendPoint], pick: Callable[[TrendPoint], float | None]
) -> Tile:
    values = [value for value in (pick(point) for point in points) if value is not None]
    if not values:
        return _empty(name, points, "Not measured yet")
    band, judged = MEASURES[measure], verdict(measure, values[-1])
    return Tile(
        name=name,
        value=band.shown(values[-1]),
        unit=band.unit,
        line=_line(values, (band.ok.low, band.ok.high)),
        words=judged.words,
        tone="ok" if judged.level is Level.OK else "warn",
    )


def _line(values: Sequence[float], band: tuple[float, float] | None = None) -> Sparkline:
    return sparkline(values, band=band)
