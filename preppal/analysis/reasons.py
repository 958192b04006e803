"""One sentence for each score that says what it rests on."""

from collections.abc import Sequence

from preppal.analysis.scoring import ScoredAnswer
from preppal.domain.bands import MEASURES, Level, Measure, verdict
from preppal.domain.feedback import Dimension, StarPart
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.rubric import EXPECTED_PARTS, PART_LABELS

_FITS = 6.0
_CLARITY_MEASURES = (Measure.SPEECH_RATE, Measure.FILLERS, Measure.REPEATS, Measure.VOCABULARY)
_CONFIDENCE_MEASURES = (Measure.HEDGES, Measure.RESPONSE, Measure.LONG_PAUSES, Measure.LONGEST_PAUSE)


def reason_for(
    dimension: Dimension, scored: Sequence[ScoredAnswer], metrics: InterviewMetrics, kind: InterviewType
) -> str:
    match dimension:
        case Dimension.CLARITY:
            return _from_measures(metrics, _CLARITY_MEASURES, "Easy to follow by every measure that was taken.")
        case Dimension.STRUCTURE:
            return _parts(scored, kind)
        case Dimension.RELEVANCE:
            fitting = sum(1 for one in scored if one.scores and one.scores[dimension] >= _FITS)
            return f"{fitting} of {len(scored)} {_answers(len(scored))} speak clearly of what was asked."
        case Dimension.CONFIDENCE:
            own = sum(1 for one in scored if one.features.own_actions)
            return _confidence(metrics, own, len(scored), kind)


def _from_measures(metrics: InterviewMetrics, measures: Sequence[Measure], otherwise: str) -> str:
    """Those outside their band, with their values; a measure nobody took is not mentioned."""
    values = [(measure, getattr(metrics, measure)) for measure in measures]
    outside = [
        f"{MEASURES[measure].label.lower()} {MEASURES[measure].shown(value)} {MEASURES[measure].unit}"
        for measure, value in values
        if value is not None and verdict(measure, value).level is not Level.OK
    ]
    if outside:
        return f"Outside the usual range: {', '.join(outside)}."
    if all(value is None for _, value in values):
        return "From the words alone: nothing about the delivery was measured."
    return otherwise


def _parts(scored: Sequence[ScoredAnswer], kind: InterviewType) -> str:
    expected = EXPECTED_PARTS[kind]
    missing = [[part for part in expected if not one.features.has(part)] for one in scored]
    complete = sum(1 for parts in missing if not parts)
    said = f"{complete} of {len(scored)} {_answers(len(scored))} {'has' if complete == 1 else 'have'} every part"
    counts = {part: sum(part in parts for parts in missing) for part in expected}
    most = max(counts, key=lambda part: counts[part])
    return f"{said}." if not counts[most] else f"{said}; most often missing: {_label(most, kind)}."


def _confidence(metrics: InterviewMetrics, own: int, total: int, kind: InterviewType) -> str:
    delivery = _from_measures(metrics, _CONFIDENCE_MEASURES, "Direct by every measure that was taken.")
    if kind is not InterviewType.BEHAVIORAL:
        return delivery
    return f"{delivery} {own} of {total} {_answers(total)} {'says' if own == 1 else 'say'} what you did yourself."


def _label(part: StarPart, kind: InterviewType) -> str:
    return PART_LABELS[kind][part].lower()


def _answers(count: int) -> str:
    return "answer" if count == 1 else "answers"
