"""Two takes of one question, measure by measure. What lies within the doubt is called no clear change."""

from dataclasses import dataclass, replace
from enum import StrEnum

from preppal.domain.bands import MEASURES, Band, Level, Measure, verdict
from preppal.domain.engines import engine_label
from preppal.domain.feedback import Score, StarPart
from preppal.domain.metrics import AnswerMetrics
from preppal.domain.rubric import PART_LABELS
from preppal.services.takes import Take

# Below this a difference is nothing a listener would notice.
_REAL_SHARE = 0.1
_MS_PER_MINUTE = 60_000
NO_CHANGE = "No clear change"
OTHER_LISTENER = "Heard by different listeners"


class Direction(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    OPEN = "open"  # different, and neither better nor worse


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; a dash was not measured."""

    name: str
    first: str
    second: str
    change: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Comparison:
    """`headline` is the verdict in one sentence; `detail` what it rests on."""

    headline: str
    detail: str
    direction: Direction
    rows: tuple[Row, ...]


def compare(first: Take, second: Take) -> Comparison:
    score = _score(first, second)
    rows = (score, *_parts(first, second), *_delivery(first, second))
    real = [row for row in rows[1:] if row.direction in (Direction.BETTER, Direction.WORSE)]
    return Comparison(_headline(first, second, score), _detail(real), score.direction, rows)


def _headline(first: Take, second: Take, score: Row) -> str:
    names = f"Take {second.number}", f"take {first.number}"
    match score.direction:
        case Direction.BETTER:
            return f"{names[0]} is better than {names[1]}."
        case Direction.WORSE:
            return f"{names[0]} is weaker than {names[1]}."
        case _:
            return f"{NO_CHANGE} between {names[1]} and take {second.number}."


def _detail(real: list[Row]) -> str:
    if not real:
        return "What differs lies within the doubt of the measures."
    return " ".join(f"{row.name}: {row.change[:1].lower()}{row.change[1:]}." for row in real)


def _score(first: Take, second: Take) -> Row:
    one, two = (take.review.overall if take.review else None for take in (first, second))
    return score_row("Score", one, two)


def score_row(name: str, one: Score | None, two: Score | None) -> Row:
    """Two scores beside each other; a move within the larger of their spreads is none."""
    if one is None or two is None or one.value is None or two.value is None:
        return Row(name, _bare(one), _bare(two), "Not scored twice", Direction.OPEN)
    moved, doubt = two.value - one.value, max(one.spread, two.spread)
    shown = f"{one.value:g} ± {one.spread:g}", f"{two.value:g} ± {two.spread:g}"
    if abs(moved) <= doubt:
        return Row(name, *shown, NO_CHANGE, Direction.SAME)
    apart = abs(moved) > one.spread + two.spread
    words = "ranges do not overlap" if apart else "ranges still overlap"
    better = moved > 0
    return Row(
        name, *shown, f"{'Better' if better else 'Lower'}, {words}", Direction.BETTER if better else Direction.WORSE
    )


def _bare(score: Score | None) -> str:
    return "No score" if score is None or score.value is None else f"{score.value:g}"


def _parts(first: Take, second: Take) -> list[Row]:
    """Seconds of each part that either take has."""
    labels = PART_LABELS[second.summary.interview_type]
    lengths = [{share.part: share.ms for share in take.review.star} if take.review else {} for take in (first, second)]
    is_typed = any(take.review is None or not take.review.duration_ms for take in (first, second))
    rows: list[Row] = []
    for part, label in labels.items():
        one, two = lengths[0].get(part, 0), lengths[1].get(part, 0)
        if one or two:
            rows.append(_part(label, part, one, two, is_typed=is_typed))
    return rows


def _part(label: str, part: StarPart, one_ms: int, two_ms: int, *, is_typed: bool) -> Row:
    shown = _seconds(one_ms, is_typed=is_typed), _seconds(two_ms, is_typed=is_typed)
    if not one_ms:
        return Row(label, *shown, "Now there", Direction.BETTER)
    if not two_ms:
        return Row(label, *shown, "Now missing", Direction.WORSE)
    if is_typed or _is_same(one_ms, two_ms):
        return Row(label, *shown, NO_CHANGE, Direction.SAME)
    return Row(label, *shown, "Longer" if two_ms > one_ms else "Shorter", Direction.OPEN)


def _seconds(ms: int, *, is_typed: bool) -> str:
    if not ms:
        return "Missing"
    return "There" if is_typed else f"{round(ms / 1000)} s"


def _delivery(first: Take, second: Take) -> list[Row]:
    one, two = first.metrics, second.metrics
    rows = [
        measured_row("Pace", Measure.SPEECH_RATE, _pace(one), _pace(two)),
        measured_row("Fillers", Measure.FILLERS, _fillers(one), _fillers(two)),
    ]
    if first.summary.engine != second.summary.engine:
        rows = [unjudged(row) for row in rows]
    return [*rows, measured_row("Longest pause", Measure.LONGEST_PAUSE, _longest(one), _longest(two))]


def unjudged(row: Row) -> Row:
    """The same values, taken from words that different listeners wrote down: shown, and not judged."""
    return replace(row, change=OTHER_LISTENER, direction=Direction.OPEN)


def listeners_caution(first: Take, second: Take) -> str:
    """Who heard which take, when that was not the same engine."""
    if first.summary.engine == second.summary.engine:
        return ""
    names = [f"take {take.number} was heard by {engine_label(take.summary.engine)}" for take in (first, second)]
    return f"T{names[0][1:]}, {names[1]}. Pace and fillers are shown and not judged."


def _pace(metrics: AnswerMetrics | None) -> float | None:
    return metrics.speech_rate_wpm if metrics else None


def _fillers(metrics: AnswerMetrics | None) -> float | None:
    """Per minute of voice, as everywhere."""
    if metrics is None or metrics.filler_count is None or not metrics.speech_ms:
        return None
    return metrics.filler_count * _MS_PER_MINUTE / metrics.speech_ms


def _longest(metrics: AnswerMetrics | None) -> float | None:
    return None if metrics is None or metrics.longest_pause_ms is None else float(metrics.longest_pause_ms)


def measured_row(name: str, measure: Measure, one: float | None, two: float | None) -> Row:
    """One measure twice: a step into or out of its band is better or worse, anything else is only different."""
    band = MEASURES[measure]
    shown = _value(band, one), _value(band, two)
    if one is None or two is None:
        return Row(name, *shown, "Not measured twice", Direction.OPEN)
    before, after = verdict(measure, one), verdict(measure, two)
    if _is_same(one, two):
        return Row(name, *shown, NO_CHANGE, Direction.SAME)
    ranks = [Level.OK, Level.WARN, Level.POOR]
    step = ranks.index(before.level) - ranks.index(after.level)
    direction = Direction.BETTER if step > 0 else Direction.WORSE if step < 0 else Direction.OPEN
    return Row(name, *shown, after.words, direction)


def _value(band: Band, value: float | None) -> str:
    return "Not measured" if value is None else f"{band.shown(value)} {band.unit}"


def _is_same(one: float, two: float) -> bool:
    return abs(two - one) <= _REAL_SHARE * max(abs(one), abs(two))
