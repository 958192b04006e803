"""What was measured, as values a page can show: each with its unit, its band and the verdict in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from preppal.domain.bands import MEASURES, Band, Level, Measure, verdict
from preppal.domain.metrics import AnswerMetrics, InterviewMetrics, Measured
from preppal.ui.components.geometry import Gauge, gauge
from preppal.ui.components.transcript_view import clock_text

TILES = (Measure.SPEECH_RATE, Measure.FILLERS, Measure.LONG_PAUSES, Measure.RESPONSE, Measure.TALK_RATIO)
_WHY_NOT = {
    Measured.TOO_SHORT: "Too short to measure",
    Measured.TOO_NOISY: "Too noisy to measure",
    Measured.NOT_MEASURED: "Not measured",
    Measured.OPTED_OUT: "Left out, as you chose",
    Measured.OTHER_LANGUAGE: "Measured in English only",
}
# What no listener wrote down.
_BY_SOUND = "sound alone, on trial: a drawn-out um or uh with a silence on both sides"


@dataclass(frozen=True)
class MeasureView:
    """One measure: shown value and unit, its band on a range bar, and the verdict in words."""

    name: str
    value: str
    unit: str
    aim: str
    words: str
    heard_in: str
    is_measured: bool
    is_inside: bool
    gauge: Gauge = field(default_factory=lambda: gauge(0, 0, 0, 0, 1))


def measure_views(metrics: InterviewMetrics, measures: Sequence[Measure]) -> list[MeasureView]:
    return [_measure(metrics, measure, MEASURES[measure]) for measure in measures]


def _measure(metrics: InterviewMetrics, measure: Measure, band: Band) -> MeasureView:
    value: float | None = getattr(metrics, measure.value)
    if value is None:
        why = metrics.notes.get(measure.value, Measured.NOT_MEASURED)
        return MeasureView(
            name=band.label,
            value="",
            unit=band.unit,
            aim=band.aim,
            words=_WHY_NOT.get(why, _WHY_NOT[Measured.NOT_MEASURED]),
            heard_in=band.heard_in,
            is_measured=False,
            is_inside=True,
        )
    judged = verdict(measure, value)
    return MeasureView(
        name=band.label,
        value=band.shown(value),
        unit=band.unit,
        aim=band.aim,
        words=judged.words,
        heard_in=_BY_SOUND if metrics.notes.get(measure.value) is Measured.BY_SOUND else band.heard_in,
        is_measured=True,
        is_inside=judged.level is Level.OK,
        gauge=gauge(value, band.ok.low, band.ok.high, band.axis.low, band.axis.high),
    )


def totals_text(metrics: InterviewMetrics, asked: int) -> str:
    """How much was asked and said."""
    parts = [f"{metrics.questions_answered} of {asked} questions answered", _count(metrics.total_word_count, "word")]
    if metrics.talk_time_ms is not None:
        parts.append(f"{clock_text(metrics.talk_time_ms / 1000)} of speech")
    return ", ".join(parts) + "."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def answer_facts(measured: AnswerMetrics) -> list[str]:
    """What was measured on this answer, in a few words each."""
    facts: list[str] = [_count(measured.word_count, "word")]
    if measured.speech_rate_wpm is not None:
        facts.append(f"{MEASURES[Measure.SPEECH_RATE].shown(measured.speech_rate_wpm)} words/min")
    if measured.filler_count is not None:
        facts.append(_count(measured.filler_count, "filler"))
    if measured.long_pause_count is not None:
        facts.append(_count(measured.long_pause_count, "long pause"))
    if measured.response_ms is not None:
        facts.append(f"Started after {measured.response_ms / 1000:.1f} s")
    return facts
