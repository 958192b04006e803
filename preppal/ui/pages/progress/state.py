"""The state of Progress: which weeks and which kind of interview, and the charts made of them."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import reflex as rx

from preppal.domain.bands import Measure
from preppal.domain.interview import InterviewType
from preppal.errors import PreppalError
from preppal.services.views import TrendPoint
from preppal.ui.auth_state import signed_in_person
from preppal.ui.deps import get_services
from preppal.ui.pages.progress.charts import Chart, measure_chart, score_chart
from preppal.ui.when import local, total_words

MIN_TREND = 3
_MOST = 1_000
_BAR_MAX_PX, _BAR_REST_PX = 76, 9
_MAX_BARS = 28
PERIODS = {"4": "4 weeks", "12": "12 weeks", "all": "All"}


@dataclass(frozen=True)
class MinutesBar:
    height: str
    is_rest: bool
    label: str


class ProgressState(rx.State):
    """`loading` is loading, ready or failed."""

    loading: str = "loading"
    count: int = 0
    period: str = "12"
    kind: str = ""
    score: Chart = Chart()
    charts: list[Chart] = []
    bars: list[MinutesBar] = []
    minutes: str = ""
    minutes_label: str = ""
    first_day: str = ""
    last_day: str = ""
    listeners: list[str] = []
    _points: tuple[TrendPoint, ...] = ()
    _time_zone: str = "UTC"

    @rx.var
    def missing(self) -> int:
        """How many interviews a trend still needs."""
        return max(0, MIN_TREND - self.count)

    @rx.event
    async def load(self) -> None:
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            accounts = get_services().accounts
            self._time_zone = (await asyncio.to_thread(accounts.profile, person.id)).time_zone
            self._points = await asyncio.to_thread(accounts.trends, person.id, _MOST)
        except PreppalError:
            self.loading = "failed"
            return
        self._draw()
        self.loading = "ready"

    @rx.event
    def choose_period(self, period: str) -> None:
        if period in PERIODS:
            self.period = period
            self._draw()

    @rx.event
    def choose_kind(self, kind: str) -> None:
        """An empty kind is all of them."""
        if kind == "" or kind in set(InterviewType):
            self.kind = kind
            self._draw()

    def _draw(self) -> None:
        points = self._chosen()
        zone = self._time_zone
        self.count = len(points)
        self.score = score_chart(points, zone)
        self.charts = [
            measure_chart(Measure.SPEECH_RATE, points, lambda point: point.speech_rate_wpm, zone),
            measure_chart(Measure.FILLERS, points, lambda point: point.fillers_per_minute, zone),
            measure_chart(Measure.LONG_PAUSES, points, lambda point: point.long_pauses_per_minute, zone),
            measure_chart(Measure.RESPONSE, points, lambda point: point.average_response_ms, zone),
        ]
        listeners = dict.fromkeys(series.name for chart in (self.score, *self.charts) for series in chart.series)
        self.listeners = list(listeners)
        self.bars = minutes_bars(points, zone)
        self.first_day, self.last_day = days_of(points, zone)
        whole = sum(point.duration_s for point in points)
        self.minutes = f"{total_words(whole)} in {len(points)} interview{'' if len(points) == 1 else 's'}"
        self.minutes_label = f"Minutes practised: {self.minutes}"

    def _chosen(self) -> list[TrendPoint]:
        points = [point for point in self._points if not self.kind or point.interview_type == self.kind]
        if self.period == "all":
            return points
        since = datetime.now(UTC) - timedelta(weeks=int(self.period))
        return [point for point in points if point.at >= since]


def minutes_bars(points: list[TrendPoint], time_zone: str) -> list[MinutesBar]:
    """Days, or as many days together as it takes for a row that can be read; without practice, a rest dot."""
    if not points:
        return []
    days = [local(point.at, time_zone).date() for point in points]
    first, last = min(days), max(days)
    step = max(1, -(-((last - first).days + 1) // _MAX_BARS))
    sums = [0] * ((last - first).days // step + 1)
    for day, point in zip(days, points, strict=True):
        sums[(day - first).days // step] += point.duration_s
    most = max(sums) or 1
    return [_bar(seconds, most, first + timedelta(days=place * step)) for place, seconds in enumerate(sums)]


def days_of(points: list[TrendPoint], time_zone: str) -> tuple[str, str]:
    """The first and the last day, as the ends of a row of bars are named; the same day is named once."""
    if not points:
        return "", ""
    first, last = (local(points[place].at, time_zone) for place in (0, -1))
    names = tuple(f"{day.day} {day:%b}" for day in (first, last))
    return names[0], names[1] if names[0] != names[1] else ""


def _bar(seconds: int, most: int, day: date) -> MinutesBar:
    height = max(_BAR_REST_PX, round(seconds / most * _BAR_MAX_PX))
    return MinutesBar(f"{height}px", seconds == 0, f"{day.day} {day:%b}: {total_words(seconds)}")
