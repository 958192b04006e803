"""Charts as numbers: places in per cent of a box that has any width, so that nothing is ever scaled. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, floor, log10
from typing import Any

from preppal.domain.bands import MEASURES, Band, Measure, verdict
from preppal.domain.engines import engine_label
from preppal.services.views import TrendPoint
from preppal.ui.when import local

# More dots than this touch each other; the line and the last dot stay.
_MAX_DOTS = 40
_SCORE_LOW, _SCORE_HIGH = 1.0, 10.0
_SCORE_GRID = (10.0, 7.0, 4.0, 1.0)
_HEADROOM = 1.15
_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_STEPS = 3
_SHAPES = ("full", "hollow", "square")


@dataclass(frozen=True)
class Dot:
    left: str
    top: str
    is_last: bool
    shape: str
    label: str


@dataclass(frozen=True)
class Series:
    """What one engine heard; its line never runs into another's."""

    name: str
    shape: str
    path: str
    area: str = ""


@dataclass(frozen=True)
class GridLine:
    top: str
    label: str


@dataclass(frozen=True)
class TableRow:
    when: str
    value: str
    engine: str


@dataclass(frozen=True)
class Chart:
    """`band_top` and `band_height` are the target; height 0% is none. `steps` are the last three values in a row."""

    name: str = ""
    unit: str = ""
    value: str = ""
    spread: str = ""
    words: str = ""
    steps: str = ""
    is_good: bool = True
    label: str = ""
    first_day: str = ""
    last_day: str = ""
    band_top: str = "0%"
    band_height: str = "0%"
    grid: list[GridLine] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    at: datetime
    value: float
    spread: float
    engine: str
    shown: str


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    since: datetime
    until: datetime

    def top(self, value: float) -> float:
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return round(100 - 100 * share, 2)

    def left(self, at: datetime) -> float:
        whole = (self.until - self.since).total_seconds()
        return round(100 * (at - self.since).total_seconds() / whole, 2) if whole else 50.0


def score_chart(points: Sequence[TrendPoint], time_zone: str) -> Chart:
    """Overall scores with their spread as an area."""
    readings = [
        _Reading(point.at, point.overall, point.overall_spread or 0.0, point.engine, _with_spread(point))
        for point in points
        if point.overall is not None
    ]
    if not readings:
        return Chart(name="Overall score", is_empty=True, words="Not scored yet")
    last = readings[-1]
    scale = _Scale(_SCORE_LOW, _SCORE_HIGH, readings[0].at, last.at)
    return Chart(
        name="Overall score",
        value=f"{last.value:g}",
        spread=f"{last.spread:g}",
        words=_score_words(readings, time_zone),
        label=f"Overall score, {len(readings)} interviews, from {readings[0].value:g} to {last.value:g}",
        grid=[GridLine(f"{scale.top(at)}%", f"{at:g}") for at in _SCORE_GRID],
        **_drawn(readings, scale, time_zone, has_area=True),
    )


def measure_chart(
    measure: Measure, points: Sequence[TrendPoint], pick: Callable[[TrendPoint], float | None], time_zone: str
) -> Chart:
    """One measure against its target band."""
    band = MEASURES[measure]
    readings = [
        _Reading(point.at, value / band.per_unit, 0.0, point.engine, f"{band.shown(value)} {band.unit}")
        for point in points
        if (value := pick(point)) is not None
    ]
    if not readings:
        return Chart(name=band.label, is_empty=True, words="Not measured yet")
    values = [reading.value for reading in readings]
    grid = _grid(
        min(band.ok.low / band.per_unit / _HEADROOM, min(values)),
        max(band.ok.high / band.per_unit, max(values)) * _HEADROOM,
    )
    scale = _Scale(grid[0], grid[-1], readings[0].at, readings[-1].at)
    top = scale.top(band.ok.high / band.per_unit)
    judged = verdict(measure, readings[-1].value * band.per_unit)
    return Chart(
        name=band.label,
        unit=band.unit,
        value=band.shown(readings[-1].value * band.per_unit),
        words=judged.words,
        steps=_steps(readings, band),
        is_good=judged.level == "ok",
        label=(
            f"{band.label}, {len(readings)} interviews, from {readings[0].shown} to {readings[-1].shown}. {band.aim}."
        ),
        band_top=f"{top}%",
        band_height=f"{round(scale.top(band.ok.low / band.per_unit) - top, 2)}%",
        grid=[GridLine(f"{scale.top(at)}%", f"{at:g}") for at in reversed(grid)],
        **_drawn(readings, scale, time_zone, has_area=False),
    )


def _steps(readings: Sequence[_Reading], band: Band) -> str:
    """8.1 → 4.2 → 1.3: the last three that the newest one's listener heard; fewer than three are no series."""
    same = [reading for reading in readings if reading.engine == readings[-1].engine][-_STEPS:]
    return " → ".join(band.shown(reading.value * band.per_unit) for reading in same) if len(same) == _STEPS else ""


def _drawn(
    readings: Sequence[_Reading], scale: _Scale, time_zone: str, *, has_area: bool
) -> dict[str, Any]:  # fields of Chart
    engines = list(dict.fromkeys(reading.engine for reading in readings))
    shapes = {engine: _SHAPES[min(place, len(_SHAPES) - 1)] for place, engine in enumerate(engines)}
    series = [
        _series([reading for reading in readings if reading.engine == engine], shapes[engine], scale, has_area=has_area)
        for engine in engines
    ]
    shown = readings if len(readings) <= _MAX_DOTS else readings[-1:]
    return {
        "series": series,
        "dots": [_dot(reading, shapes[reading.engine], scale, time_zone, readings[-1]) for reading in shown],
        "rows": [
            TableRow(_day(reading.at, time_zone), reading.shown, engine_label(reading.engine))
            for reading in reversed(readings)
        ],
        "first_day": _day(readings[0].at, time_zone),
        "last_day": _day(readings[-1].at, time_zone) if len(readings) > 1 else "",
    }


def _series(readings: Sequence[_Reading], shape: str, scale: _Scale, *, has_area: bool) -> Series:
    middle = [(scale.left(reading.at), scale.top(reading.value)) for reading in readings]
    area = ""
    if has_area:
        upper = [(scale.left(reading.at), scale.top(reading.value + reading.spread)) for reading in readings]
        lower = [(scale.left(reading.at), scale.top(reading.value - reading.spread)) for reading in reversed(readings)]
        area = _path([*upper, *lower]) + "Z"
    return Series(engine_label(readings[0].engine), shape, _path(middle), area)


def _path(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{left} {top}" for left, top in places)


def _dot(reading: _Reading, shape: str, scale: _Scale, time_zone: str, last: _Reading) -> Dot:
    return Dot(
        left=f"{scale.left(reading.at)}%",
        top=f"{scale.top(reading.value)}%",
        is_last=reading is last,
        shape=shape,
        label=f"{_day(reading.at, time_zone)}: {reading.shown}",
    )


def _grid(low: float, high: float) -> list[float]:
    """Round numbers, evenly apart, from at or below `low` to at or above `high`: three to five of them."""
    raw = (high - low) / 3
    power = 10.0 ** floor(log10(raw))
    step = next(each * power for each in _ROUND_STEPS if each * power >= raw)
    first, last = floor(low / step), ceil(high / step)
    return [round(place * step, 6) for place in range(first, last + 1)]


def _with_spread(point: TrendPoint) -> str:
    return f"{point.overall:g} ± {point.overall_spread or 0:g}"


def _score_words(readings: Sequence[_Reading], time_zone: str) -> str:
    """How far it moved among interviews that one engine heard; a move within the doubt is none."""
    same = [reading for reading in readings if reading.engine == readings[-1].engine]
    change = same[-1].value - same[0].value
    doubt = max(same[0].spread, same[-1].spread)
    if len(same) < 2:
        moved = "The first interview with this listener."
    elif abs(change) <= doubt:
        moved = f"No clear change since {_day(same[0].at, time_zone)}."
    else:
        points = "about a point" if abs(change) < 1.5 else f"about {round(abs(change))} points"
        moved = f"{'Up' if change > 0 else 'Down'} {points} since {_day(same[0].at, time_zone)}."
    return f"{moved} The shaded range is real doubt: a move within it may be nothing."


def _day(at: datetime, time_zone: str) -> str:
    there = local(at, time_zone)
    return f"{there.day} {there:%b}"
