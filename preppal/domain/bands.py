"""The measures and their bands: what is good, tolerable and neither, and the words for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from preppal.domain.interview import InterviewType


class Measure(StrEnum):
    """A measure with a band. The value is its field in `InterviewMetrics`."""

    RESPONSE = "average_response_ms"
    LONG_PAUSES = "long_pauses_per_minute"
    LONGEST_PAUSE = "longest_pause_ms"
    TALK_RATIO = "talk_ratio"
    SPEECH_RATE = "speech_rate_wpm"
    FILLERS = "fillers_per_minute"
    HEDGES = "hedges_per_100_words"
    REPEATS = "repeats_per_100_words"
    VOCABULARY = "vocabulary_mattr"


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    POOR = "poor"


class Verdict(NamedTuple):
    level: Level
    words: str


class Range(NamedTuple):
    """Both ends belong to it."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Band:
    """What a measure should be. Ranges are in the measure's own unit; `per_unit` turns it into the shown one.

    Inside `ok` is ok, else inside `tolerable` is warn, else poor. `axis` is what a range bar shows.
    """

    label: str
    unit: str
    per_unit: float
    step: float
    ok: Range
    tolerable: Range
    axis: Range
    aim: str
    good: str
    low: tuple[str, str]
    high: tuple[str, str]
    heard_in: str

    def shown(self, value: float) -> str:
        """The value as people read it, without its unit, no finer than it can be measured."""
        return _rounded(value / self.per_unit, self.step)


_ANY_LOW = 0.0
_NO_LIMIT = float("inf")

MEASURES: Mapping[Measure, Band] = {
    Measure.SPEECH_RATE: Band(
        label="Pace",
        unit="words/min",
        per_unit=1,
        step=5,
        ok=Range(120, 165),
        tolerable=Range(100, 185),
        axis=Range(80, 220),
        aim="Aim for 120 to 165",
        good="Easy to follow",
        low=("A little slow", "Slow enough to lose the thread"),
        high=("A little quick", "Too quick to follow"),
        heard_in="sound and words",
    ),
    Measure.FILLERS: Band(
        label="Fillers",
        unit="per min, at least",
        per_unit=1,
        step=0.1,
        ok=Range(_ANY_LOW, 3),
        tolerable=Range(_ANY_LOW, 8),
        axis=Range(0, 12),
        aim="Aim for 3 or fewer",
        good="Hardly noticeable",
        low=("", ""),
        high=("Noticeable", "They draw attention"),
        heard_in="words",
    ),
    Measure.LONG_PAUSES: Band(
        label="Long pauses",
        unit="per min",
        per_unit=1,
        step=0.1,
        ok=Range(_ANY_LOW, 3),
        tolerable=Range(_ANY_LOW, 6),
        axis=Range(0, 9),
        aim="3 or fewer of a second or more",
        good="Comfortable",
        low=("", ""),
        high=("A few stalls", "Often stops"),
        heard_in="sound",
    ),
    Measure.LONGEST_PAUSE: Band(
        label="Longest pause",
        unit="s",
        per_unit=1000,
        step=0.1,
        ok=Range(_ANY_LOW, 2999),
        tolerable=Range(_ANY_LOW, 5000),
        axis=Range(0, 8000),
        aim="Under 3 within an answer",
        good="Time to think, no more",
        low=("", ""),
        high=("A long breath", "The thread was lost for a moment"),
        heard_in="sound",
    ),
    Measure.RESPONSE: Band(
        label="Response time",
        unit="s",
        per_unit=1000,
        step=0.1,
        ok=Range(_ANY_LOW, 3000),
        tolerable=Range(_ANY_LOW, 8000),
        axis=Range(0, 10_000),
        aim="Up to 3",
        good="You think, then speak",
        low=("", ""),
        high=("A slow start", "A very slow start"),
        heard_in="sound",
    ),
    Measure.TALK_RATIO: Band(
        label="Talk ratio",
        unit="% you",
        per_unit=0.01,
        step=1,
        ok=Range(0.65, 0.85),
        tolerable=Range(0.5, 1.0),
        axis=Range(0.3, 1.0),
        aim="Aim for 65 to 85",
        good="A good balance",
        low=("A little short", "The interviewer spoke more than you"),
        high=("Leaves little room", "Leaves no room"),
        heard_in="sound",
    ),
    Measure.HEDGES: Band(
        label="Hedges",
        unit="per 100 words",
        per_unit=1,
        step=0.1,
        ok=Range(_ANY_LOW, 2),
        tolerable=Range(_ANY_LOW, 5),
        axis=Range(0, 8),
        aim="2 or fewer",
        good="Direct",
        low=("", ""),
        high=("Some claims are softened", "Most claims are softened"),
        heard_in="words",
    ),
    Measure.REPEATS: Band(
        label="Restarts",
        unit="per 100 words",
        per_unit=1,
        step=0.1,
        ok=Range(_ANY_LOW, 1.5),
        tolerable=Range(_ANY_LOW, 3),
        axis=Range(0, 6),
        aim="1.5 or fewer",
        good="Fluent",
        low=("", ""),
        high=("Some restarts", "Many restarts"),
        heard_in="words",
    ),
    Measure.VOCABULARY: Band(
        label="Vocabulary",
        unit="of 100 words differ",
        per_unit=0.01,
        step=1,
        ok=Range(0.70, _NO_LIMIT),
        tolerable=Range(0.55, _NO_LIMIT),
        axis=Range(0.4, 1.0),
        aim="70 or more",
        good="Varied",
        low=("Some words come back often", "The same words again and again"),
        high=("", ""),
        heard_in="words",
    ),
}

# Seconds a good answer takes, and the limits beyond which its length is named.
ANSWER_SECONDS: Mapping[InterviewType, Range] = {
    InterviewType.BEHAVIORAL: Range(60, 120),
    InterviewType.HR_SCREEN: Range(30, 60),
    InterviewType.TECHNICAL_VERBAL: Range(45, 120),
}
ANSWER_SECONDS_LIMITS = Range(20, 180)


def verdict(measure: Measure, value: float) -> Verdict:
    """How a value stands to its band, in words."""
    band = MEASURES[measure]
    if band.ok.holds(value):
        return Verdict(Level.OK, band.good)
    words = band.low if value < band.ok.low else band.high
    if band.tolerable.holds(value):
        return Verdict(Level.WARN, words[0])
    return Verdict(Level.POOR, words[1])


def _rounded(value: float, step: float) -> str:
    rounded = round(value / step) * step
    return f"{rounded:.1f}" if step < 1 else f"{rounded:.0f}"
