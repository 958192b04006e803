"""Interviews not held in English. What reads words is made for English: elsewhere it is left out, not guessed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from preppal.analysis.answers import Answer, group_answers
from preppal.analysis.measures import measure_interview
from preppal.domain.bands import Measure
from preppal.domain.feedback import AnswerReview, Dimension, Feedback, Score, WrittenBy
from preppal.domain.languages import Language
from preppal.domain.metrics import InterviewMetrics, Measured
from preppal.domain.rubric import RUBRIC_VERSION
from preppal.domain.transcript import Entry

_READS_WORDS = frozenset({Measure.FILLERS, Measure.SPEECH_RATE, Measure.HEDGES, Measure.REPEATS, Measure.VOCABULARY})


def measure_in(
    language: Language,
    entries: Sequence[Entry],
    transcript_source: str,
    skipped: Collection[str] = (),
    noisy: Collection[int] = (),
    filled_pauses: Mapping[int, int] = MappingProxyType({}),
) -> InterviewMetrics:
    """As `measure_interview`; in another language than English only what comes from sound."""
    if language.is_english:
        return measure_interview(entries, transcript_source, skipped, noisy, filled_pauses)
    metrics = measure_interview(entries, transcript_source, {*skipped, *_READS_WORDS}, noisy)
    unread = {measure.value: Measured.OTHER_LANGUAGE for measure in _READS_WORDS if measure not in skipped}
    return replace(metrics, notes={**metrics.notes, **unread})


def report_in(language: Language, entries: Sequence[Entry]) -> Feedback:
    """What can be said without reading the words: the questions and answers in order, and why there are no scores."""
    answers = group_answers(entries)
    reason = f"Scores are made for English, and this interview was in {language.name}."
    none = Score(None, 0.0, reason)
    said = any(answer.entries for answer in answers)
    return Feedback(
        headline=f"Held in {language.name}, so without scores." if said else "There was no answer to look at.",
        summary=f"{reason} The transcript, your pauses and your response times are here.",
        strengths=(),
        improvements=(),
        suggestions=(),
        scores=dict.fromkeys(Dimension, none),
        overall=none,
        answers=tuple(_unscored(answer, none) for answer in answers),
        written_by=WrittenBy.RULES,
        rubric_version=RUBRIC_VERSION,
        notice=f"{reason} Fillers, pace and choice of words are not measured either.",
    )


def _unscored(answer: Answer, none: Score) -> AnswerReview:
    return AnswerReview(
        question_index=answer.question_index,
        question=answer.question,
        order_indexes=tuple(entry.order_index for entry in answer.entries),
        duration_ms=sum(entry.duration_ms for entry in answer.entries),
        scores=dict.fromkeys(Dimension, none),
        overall=none,
    )
