"""Writes the feedback on one interview by rule: scores, findings and exercises, in plain words, with quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType

from preppal.analysis.answers import group_answers
from preppal.analysis.evidence import start_of, verify
from preppal.analysis.findings import Observation, find_improvements, find_strengths, note_on, say_count
from preppal.analysis.measures import DRAFT_SOURCES
from preppal.analysis.passages import Passages
from preppal.analysis.reasons import reason_for
from preppal.analysis.scoring import ScoredAnswer, joint_spread, rule_doubt, score_answers, spread_to_half, to_half
from preppal.analysis.star import shares
from preppal.domain.bands import Measure
from preppal.domain.feedback import AnswerReview, Dimension, Feedback, Finding, Score, WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics, Measured
from preppal.domain.rubric import (
    DRAFT_SPREAD,
    EXERCISES,
    EXPECTED_PARTS,
    MIN_WORDS_TO_SCORE,
    PART_LABELS,
    RUBRIC_VERSION,
    TOO_FEW_WORDS,
    UNANSWERED_SCORE,
    dimension_anchor,
    overall_anchor,
)
from preppal.domain.transcript import Entry, Role, Source

MAX_SUGGESTIONS = 3

_NOTICE = (
    "Written by rules, not by a person or a language model. They count and compare; "
    "they cannot tell whether what you said is true."
)
_DRAFT_NOTICE = (
    "Written by rules from a draft transcript. The offline recogniser gets many words wrong, so quotes may not be your "
    "exact words and a score can be off by one and a half. Pauses and pace come from the sound and hold better."
)
_UNCLEAR = "No words could be made out, so there is no score."
_PASSED_OVER = "Not answered."


@dataclass(frozen=True, slots=True)
class _Case:
    """One interview, scored: everything the report is written from."""

    kind: InterviewType
    metrics: InterviewMetrics
    scored: tuple[ScoredAnswer, ...]
    is_draft: bool

    @property
    def left_out(self) -> frozenset[str]:
        """The measures that the person does not want looked at."""
        return frozenset(name for name, note in self.metrics.notes.items() if note is Measured.OPTED_OUT)

    @property
    def rated(self) -> tuple[ScoredAnswer, ...]:
        return tuple(answer for answer in self.scored if answer.scores is not None)

    @property
    def is_scored(self) -> bool:
        return self.metrics.total_word_count >= MIN_WORDS_TO_SCORE and bool(self.rated)


def write_report(
    kind: InterviewType,
    entries: Sequence[Entry],
    metrics: InterviewMetrics,
    *,
    job_description: str = "",
    lexicons: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Feedback:
    """Feedback on an interview. With too little said there are no scores, and nothing is made up in their place.

    `lexicons` gives, by question id, words that good answers to it use.
    """
    spoken = [entry for entry in entries if entry.role is Role.CANDIDATE]
    is_draft = metrics.transcript_source in DRAFT_SOURCES and any(entry.source is Source.VOICE for entry in spoken)
    skipped = frozenset(measure for measure in Measure if metrics.notes.get(measure) is Measured.OPTED_OUT)
    scored = score_answers(
        group_answers(entries),
        metrics.answers,
        kind,
        job_description=job_description,
        lexicons=lexicons,
        is_draft=is_draft,
        skipped=skipped,
    )
    case = _Case(kind, metrics, scored, is_draft)
    return _full(case, entries) if case.is_scored else _without_scores(case)


def _full(case: _Case, entries: Sequence[Entry]) -> Feedback:
    passages = Passages(start_of(entries))
    strengths = find_strengths(case.scored, case.kind, passages)
    improvements = find_improvements(case.scored, case.kind, passages, is_draft=case.is_draft)
    good, dropped_good = _checked(strengths, entries)
    bad, dropped_bad = _checked(improvements, entries)
    scores = {dimension: _score(case, dimension, (*strengths, *improvements)) for dimension in Dimension}
    return Feedback(
        headline=_headline(good, bad),
        summary=_summary(case, scores),
        strengths=good,
        improvements=bad,
        suggestions=_suggestions(improvements, scores),
        scores=scores,
        overall=_overall(case),
        answers=_reviews(case),
        written_by=WrittenBy.RULES,
        dropped_findings=dropped_good + dropped_bad,
        rubric_version=RUBRIC_VERSION,
        notice=_DRAFT_NOTICE if case.is_draft else _NOTICE,
    )


def _without_scores(case: _Case) -> Feedback:
    headline, summary, reason = _nothing_to_score(case)
    none = Score(None, 0.0, reason)
    return Feedback(
        headline=headline,
        summary=summary,
        strengths=(),
        improvements=(),
        suggestions=(),
        scores=dict.fromkeys(Dimension, none),
        overall=none,
        answers=_reviews(case),
        written_by=WrittenBy.RULES,
        rubric_version=RUBRIC_VERSION,
        notice=_DRAFT_NOTICE if case.is_draft and case.scored else _NOTICE,
    )


def _nothing_to_score(case: _Case) -> tuple[str, str, str]:
    answered = [answer for answer in case.scored if answer.answer.entries]
    if not answered and not case.metrics.total_word_count:
        reason = "Nothing was answered, so there is no score."
        return (
            "There was no answer to look at.",
            "The interview ended before you answered, so there are no scores and no findings.",
            reason,
        )
    if not case.metrics.total_word_count:
        return (
            "You spoke, and no words could be made out.",
            "We heard your voice but could not write down what you said, so nothing is scored. "
            "Check the microphone before the next interview, or answer by typing.",
            _UNCLEAR,
        )
    return ("Too little was said to score.", f"{TOO_FEW_WORDS} The transcript is here as it was heard.", TOO_FEW_WORDS)


def _checked(observations: Sequence[Observation], entries: Sequence[Entry]) -> tuple[tuple[Finding, ...], int]:
    """Our own quotes pass the same check as everybody's."""
    return verify([observation.finding for observation in observations], entries)


# ---- scores


def _overall(case: _Case) -> Score:
    values = [answer.overall for answer in case.rated if answer.overall is not None]
    value = to_half(fmean(values))
    spread = joint_spread([answer.overall_spread for answer in case.rated])
    return Score(value, _shown_spread(case, spread), _sentence(overall_anchor(value)))


def _score(case: _Case, dimension: Dimension, observations: Sequence[Observation]) -> Score:
    values = [answer.scores[dimension] for answer in case.rated if answer.scores is not None]
    spread = joint_spread([answer.spreads[dimension] for answer in case.rated])
    evidence = [quote for seen in observations if seen.rule.dimension is dimension for quote in seen.finding.evidence]
    return Score(
        to_half(fmean(values)),
        _shown_spread(case, max(spread, rule_doubt(dimension))),
        reason_for(dimension, case.rated, case.metrics, case.kind),
        tuple(evidence[:2]),
    )


def _shown_spread(case: _Case, spread: float) -> float:
    """Errors of the recogniser pull all answers the same way, as those of a rule do: more answers change nothing."""
    return spread_to_half(max(spread, DRAFT_SPREAD) if case.is_draft else spread)


def _reviews(case: _Case) -> tuple[AnswerReview, ...]:
    return tuple(_review(case, answer) for answer in case.scored)


def _review(case: _Case, answer: ScoredAnswer) -> AnswerReview:
    # Without a single cue there is nothing to tell the parts apart by.
    star = shares(answer.answer, answer.text, answer.cues, case.kind) if answer.cues else ()
    expected = EXPECTED_PARTS[case.kind] if answer.text.tokens and case.is_scored else ()
    lengths = {share.part: share.ms for share in star}
    return AnswerReview(
        question_index=answer.answer.question_index,
        question=answer.answer.question,
        order_indexes=tuple(entry.order_index for entry in answer.answer.entries),
        duration_ms=sum(entry.duration_ms for entry in answer.answer.entries),
        scores=_answer_scores(case, answer),
        overall=_answer_overall(case, answer),
        star=tuple(share for share in star if share.ms or share.part in expected),
        missing=tuple(PART_LABELS[case.kind][part].lower() for part in expected if not lengths.get(part)),
        note=_answer_note(case, answer),
    )


def _answer_scores(case: _Case, answer: ScoredAnswer) -> dict[Dimension, Score]:
    if answer.scores is None or not case.is_scored:
        return dict.fromkeys(Dimension, Score(None, 0.0, _no_score_reason(case, answer)))
    return {
        dimension: Score(
            to_half(value),
            spread_to_half(answer.spreads[dimension]),
            _sentence(dimension_anchor(dimension, value, case.kind, case.left_out)),
        )
        for dimension, value in answer.scores.items()
    }


def _answer_overall(case: _Case, answer: ScoredAnswer) -> Score:
    if answer.overall is None or not case.is_scored:
        return Score(None, 0.0, _no_score_reason(case, answer))
    value = to_half(answer.overall)
    return Score(value, spread_to_half(answer.overall_spread), _sentence(overall_anchor(value)))


def _no_score_reason(case: _Case, answer: ScoredAnswer) -> str:
    return _UNCLEAR if answer.scores is None else TOO_FEW_WORDS


def _answer_note(case: _Case, answer: ScoredAnswer) -> str:
    if not answer.answer.entries:
        return _PASSED_OVER
    if answer.scores is None:
        return _UNCLEAR
    return note_on(answer, case.kind, is_draft=case.is_draft) if case.is_scored else TOO_FEW_WORDS


# ---- words


def _headline(strengths: Sequence[Finding], improvements: Sequence[Finding]) -> str:
    if strengths and improvements:
        return f"{strengths[0].text}, but {_lower(improvements[0].text)}."
    if strengths or improvements:
        return f"{(strengths or improvements)[0].text}."
    return "Nothing stands out, for better or worse."


def _summary(case: _Case, scores: dict[Dimension, Score]) -> str:
    said = [answer for answer in case.rated if answer.answer.entries]
    sentences = [f"{len(said)} answer{'' if len(said) == 1 else 's'} scored."]
    ranked = sorted(scores, key=lambda dimension: scores[dimension].value or 0.0)
    low, high = ranked[0], ranked[-1]
    if scores[low].value == scores[high].value:
        sentences.append("The four sides are level.")
    else:
        sentences.append(f"{high.value.capitalize()} is highest at {_described(case, high, scores)}.")
        sentences.append(f"{low.value.capitalize()} is lowest at {_described(case, low, scores)}.")
    unclear = len(case.scored) - len(case.rated)
    if unclear:
        verb = "was" if unclear == 1 else "were"
        sentences.append(f"{say_count('{n}', unclear)} could not be made out and {verb} left out.")
    passed = len(case.rated) - len(said)
    if passed:
        what = "One question was" if passed == 1 else f"{passed} questions were"
        sentences.append(f"{what} not answered and {'counts' if passed == 1 else 'count'} as {UNANSWERED_SCORE:.0f}.")
    return " ".join(sentences)


def _described(case: _Case, dimension: Dimension, scores: dict[Dimension, Score]) -> str:
    value = scores[dimension].value or UNANSWERED_SCORE
    return f"{value:g}: {dimension_anchor(dimension, value, case.kind, case.left_out)}"


def _suggestions(improvements: Sequence[Observation], scores: dict[Dimension, Score]) -> tuple[str, ...]:
    """What was seen first, then one for the lowest side."""
    lowest = min(scores, key=lambda dimension: scores[dimension].value or 0.0)
    exercises = [seen.rule.exercise for seen in improvements if seen.rule.exercise] + [EXERCISES[lowest]]
    return tuple(dict.fromkeys(exercises))[:MAX_SUGGESTIONS]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
