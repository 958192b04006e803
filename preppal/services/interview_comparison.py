"""Two interviews side by side. What was asked or heard differently is not judged, and the page says why."""

from preppal.domain.bands import MEASURES, Measure
from preppal.domain.feedback import Dimension, Feedback, Score
from preppal.services.comparison import NO_CHANGE, Comparison, Direction, Row, measured_row, score_row, unjudged
from preppal.services.views import InterviewDetail

_MEASURES = (
    Measure.SPEECH_RATE,
    Measure.FILLERS,
    Measure.LONG_PAUSES,
    Measure.LONGEST_PAUSE,
    Measure.RESPONSE,
    Measure.TALK_RATIO,
)
# These come from the words, so they depend on who wrote the words down.
_FROM_WORDS = frozenset({Measure.SPEECH_RATE, Measure.FILLERS})


def compare_interviews(first: InterviewDetail, second: InterviewDetail) -> Comparison:
    """`first` is the earlier one. Overall score, the four sides, and delivery."""
    one, two = _feedback(first), _feedback(second)
    overall = score_row("Overall", _overall(one), _overall(two))
    sides = [
        score_row(side.value.capitalize(), one.scores.get(side) if one else None, two.scores.get(side) if two else None)
        for side in Dimension
    ]
    delivery = [_delivery(measure, first, second) for measure in _MEASURES]
    return Comparison(_headline(overall), _detail(sides + delivery), overall.direction, (overall, *sides, *delivery))


def cautions(first: InterviewDetail, second: InterviewDetail) -> tuple[str, ...]:
    """What to keep in mind before believing a difference."""
    found = []
    if first.summary.interview_type is not second.summary.interview_type:
        types = f"{first.summary.title} and {second.summary.title}"
        found.append(f"{types} ask for different things, so compare how you spoke rather than the scores.")
    elif first.summary.difficulty is not second.summary.difficulty:
        levels = f"{first.summary.difficulty.label} and {second.summary.difficulty.label}"
        found.append(f"The levels differ ({levels}): follow-up questions press harder on one of them.")
    if _listener(first) != _listener(second):
        found.append("Different listeners wrote down the words, so pace and fillers are shown and not judged.")
    writers = {feedback.written_by for each in (first, second) if (feedback := _feedback(each))}
    if len(writers) > 1:
        found.append("One report was written by rules and one by a language model; their scores may differ for that.")
    return tuple(found)


def _feedback(detail: InterviewDetail) -> Feedback | None:
    return detail.feedback.feedback if detail.feedback else None


def _overall(feedback: Feedback | None) -> Score | None:
    return feedback.overall if feedback else None


def _listener(detail: InterviewDetail) -> str:
    return (detail.metrics.transcript_source if detail.metrics else "") or detail.summary.engine


def _delivery(measure: Measure, first: InterviewDetail, second: InterviewDetail) -> Row:
    values: list[float | None] = [
        getattr(each.metrics, measure.value) if each.metrics else None for each in (first, second)
    ]
    row = measured_row(MEASURES[measure].label, measure, *values)
    if measure in _FROM_WORDS and None not in values and _listener(first) != _listener(second):
        return unjudged(row)
    return row


def _headline(overall: Row) -> str:
    match overall.direction:
        case Direction.BETTER:
            return "The later one scores higher."
        case Direction.WORSE:
            return "The earlier one scores higher."
        case Direction.SAME:
            return f"{NO_CHANGE} in the overall score."
        case _:
            return "There are not two scores to compare."


def _detail(rows: list[Row]) -> str:
    better = [row.name.lower() for row in rows if row.direction is Direction.BETTER]
    worse = [row.name.lower() for row in rows if row.direction is Direction.WORSE]
    parts = [f"Better: {', '.join(better)}." if better else "", f"Weaker: {', '.join(worse)}." if worse else ""]
    return " ".join(filter(None, parts)) or "What differs lies within the doubt of the measures."
