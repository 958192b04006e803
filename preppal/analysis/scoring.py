"""Scores by rule: from what an answer's words and timing show to 1..9 for each dimension.

It ranks answers; it does not judge whether they are true. It reads cues and can be fooled by fluent nonsense, so it
never gives more than 9. How well it holds is in docs/scores.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from types import MappingProxyType

from preppal.analysis.answers import Answer, AnswerText, read_answer
from preppal.analysis.cues import Cue
from preppal.analysis.essence import counted, idle_tokens
from preppal.analysis.features import Features, read_features
from preppal.analysis.relevance import Topic, make_topic
from preppal.analysis.star import Segment, find_segments
from preppal.analysis.story import find_cues
from preppal.analysis.terms import job_stems
from preppal.domain.bands import ANSWER_SECONDS_LIMITS, Measure
from preppal.domain.feedback import Dimension, StarPart
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import AnswerMetrics
from preppal.domain.rubric import DRAFT_SPREAD, MAX_RULE_SCORE, MIN_SCORE, RULE_RELEVANCE_SPREAD, weights

# Length limits a score: nobody can show a story in a sentence. (words that tell something, highest score)
_LENGTH_CAPS = ((0, 1.0), (15, 3.5), (40, 6.5), (90, 10.0))
# Ordinary speech is 40 % or more function words; a list of key words has hardly any.
_MIN_FUNCTION_SHARE = 0.25
_KEYWORD_LIST_CAP = 4.5
_GIVES_UP_CAP = 2.0
_GIVES_UP_WORDS = 40
# So many words that tell something carry an answer out; more are a matter of taste.
_DEVELOPED_WORDS = 130
_FULL_DEVELOPMENT = 2.0
# Pace and fillers cost no more than this: nobody is sunk by a stammer or a second language.
_MAX_DELIVERY_PENALTY = 3.0
# In a draft transcript the words of a fitting answer may be the very ones that were lost.
_DRAFT_RELEVANCE_FLOOR = 4.0
_DRAFT_ENOUGH_WORDS = 60
# Each one left out costs a scoring: a monologue must not cost hundreds.
_MAX_LEFT_OUT = 16
_MIN_SPREAD = 0.5
_MAX_SPREAD = 3.0
_HALF = 0.5

Scores = Mapping[Dimension, float]


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """An answer with everything found in it.

    Scores are not rounded; None: somebody spoke and no word could be made out. A spread says how far a score moves
    when any one sentence is left out; for a draft transcript it is at least what the recogniser's errors cost.
    """

    answer: Answer
    text: AnswerText
    cues: tuple[Cue, ...]
    segments: tuple[Segment, ...]
    features: Features
    metrics: AnswerMetrics
    scores: Scores | None
    overall: float | None
    spreads: Scores
    overall_spread: float


def score_answers(
    answers: Sequence[Answer],
    metrics: Sequence[AnswerMetrics],
    kind: InterviewType,
    *,
    job_description: str = "",
    lexicons: Mapping[str, Sequence[str]] = MappingProxyType({}),
    is_draft: bool = False,
    skipped: frozenset[Measure] = frozenset(),
) -> tuple[ScoredAnswer, ...]:
    """Score each answer on its own.

    `lexicons` gives, by question id, words that good answers to it use. `is_draft`: a recogniser with many errors
    wrote the answers.
    """
    measured = {item.question_index: item for item in metrics}
    scorer = _Scorer(kind, job_stems(job_description), lexicons, is_draft, skipped)
    return tuple(
        scorer.score(answer, measured.get(answer.question_index) or AnswerMetrics(answer.question_index, (), 0))
        for answer in answers
    )


def score_features(
    features: Features, metrics: AnswerMetrics, kind: InterviewType, *, is_draft: bool = False
) -> Scores:
    """The four scores of one answer, 1 to 9, not rounded."""
    raw = {
        Dimension.CLARITY: _clarity(features, metrics),
        Dimension.STRUCTURE: _structure(features, kind),
        Dimension.RELEVANCE: _relevance(features, kind, is_draft),
        Dimension.CONFIDENCE: _confidence(features, metrics, kind),
    }
    cap = _cap(features)
    return {dimension: max(MIN_SCORE, min(value, cap, MAX_RULE_SCORE)) for dimension, value in raw.items()}


def weigh(scores: Scores, kind: InterviewType) -> float:
    """The overall score of these four."""
    return sum(scores[dimension] * weight for dimension, weight in weights(kind).items())


def to_half(score: float) -> float:
    """Scores are shown in halves."""
    return round(score / _HALF) * _HALF


def spread_to_half(spread: float) -> float:
    """Rounded up: doubt is not rounded away."""
    return max(_MIN_SPREAD, min(_MAX_SPREAD, ceil(spread / _HALF) * _HALF))


def joint_spread(spreads: Sequence[float]) -> float:
    """The spread of a mean of answers whose doubts have nothing to do with each other."""
    return sqrt(sum(spread**2 for spread in spreads)) / len(spreads) if spreads else 0.0


@dataclass(frozen=True, slots=True)
class _Scorer:
    """What is the same for all answers of an interview. `skipped` measures count neither for nor against anybody."""

    kind: InterviewType
    job: frozenset[str]
    lexicons: Mapping[str, Sequence[str]]
    is_draft: bool
    skipped: frozenset[Measure]

    def score(self, answer: Answer, metrics: AnswerMetrics) -> ScoredAnswer:
        text = read_answer(answer)
        topic = self._topic(answer)
        idle = idle_tokens(text)
        cues = tuple(cue for cue in find_cues(text, self.kind) if cue.first not in idle)
        segments = find_segments(text, cues, self.kind)
        features = self._read(text, topic)
        bare = ScoredAnswer(answer, text, cues, segments, features, metrics, None, None, {}, 0.0)
        if answer.is_unclear:
            return bare
        scores = self._rate(features, metrics)
        left_out = [text.without(first, end) for first, end in _passages(segments)]
        each = [scores, *(self._rate(self._read(changed, topic), metrics) for changed in left_out)]
        least = DRAFT_SPREAD if self.is_draft else 0.0
        return replace(
            bare,
            scores=scores,
            overall=weigh(scores, self.kind),
            spreads={name: max(least, rule_doubt(name), _spread([one[name] for one in each])) for name in scores},
            overall_spread=max(least, _spread([weigh(one, self.kind) for one in each])),
        )

    def _topic(self, answer: Answer) -> Topic:
        lexicon = self.lexicons.get(answer.question_id, ())
        return make_topic(answer.question, answer.competency, lexicon, self.job, answer.question_id)

    def _rate(self, features: Features, metrics: AnswerMetrics) -> Scores:
        return score_features(_with_heard_fillers(features, metrics), metrics, self.kind, is_draft=self.is_draft)

    def _read(self, text: AnswerText, topic: Topic) -> Features:
        features = read_features(counted(text), self.kind, topic)
        return replace(
            features,
            fillers=0.0 if Measure.FILLERS in self.skipped else features.fillers,
            hedges=0.0 if Measure.HEDGES in self.skipped else features.hedges,
            repeats=0.0 if Measure.REPEATS in self.skipped else features.repeats,
            vocabulary=None if Measure.VOCABULARY in self.skipped else features.vocabulary,
        )


def _with_heard_fillers(features: Features, metrics: AnswerMetrics) -> Features:
    """Where the words have no fillers, those that were counted by their sound."""
    if features.fillers or not metrics.filler_count or not features.words:
        return features
    return replace(features, fillers=metrics.filler_count * 100 / features.words)


def _passages(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """What is left out in turn: each sentence, or in a long answer each of so many equal runs of sentences."""
    if len(segments) < 2:
        return []
    run = ceil(len(segments) / _MAX_LEFT_OUT)
    return [(segments[at].first, segments[min(at + run, len(segments)) - 1].end) for at in range(0, len(segments), run)]


def rule_doubt(side: Dimension) -> float:
    """What no answer's own sentences can show: how far the rule itself is to be trusted."""
    return RULE_RELEVANCE_SPREAD if side is Dimension.RELEVANCE else 0.0


def _spread(values: Sequence[float]) -> float:
    """Half of the way between the lowest and the highest."""
    return (max(values) - min(values)) / 2


# ---- the dimensions


def _structure(features: Features, kind: InterviewType) -> float:
    match kind:
        case InterviewType.TECHNICAL_VERBAL:
            return _technical_structure(features)
        case InterviewType.HR_SCREEN:
            return _hr_structure(features)
        case _:
            return _story_structure(features)


def _story_structure(features: Features) -> float:
    score = 0.5 + 0.7 * features.has(StarPart.SITUATION) + 0.6 * features.has(StarPart.TASK)
    if features.has(StarPart.ACTION):
        score += 1.6 if features.own_actions else 0.6
    score += features.outcome * (1.2 + 0.5 * bool(features.late_numbers))
    score += 0.4 * features.has(StarPart.LEARNING) + _development(features)
    score += max(0.8 * features.outcome, _closing(features, StarPart.RESULT, StarPart.LEARNING))
    score += features.outcome * _order(features, (StarPart.SITUATION, StarPart.ACTION))
    return score - _generality(features)


def _hr_structure(features: Features) -> float:
    score = 0.6 + 0.9 * features.has(StarPart.SITUATION) + 1.2 * features.has(StarPart.TASK)
    score += 1.4 * features.has(StarPart.ACTION) + 0.9 * features.has(StarPart.RESULT)
    score += 0.5 * bool(features.numbers) + 0.3 * features.has(StarPart.LEARNING)
    score += _development(features) + _closing(features, StarPart.RESULT, StarPart.LEARNING)
    return score + _order(features, (StarPart.SITUATION, StarPart.ACTION)) / 2


def _technical_structure(features: Features) -> float:
    score = 0.4 + 0.9 * features.has(StarPart.SITUATION) + 0.3 * features.has(StarPart.TASK)
    score += 0.5 * min(3, features.cue_counts.get(StarPart.ACTION, 0))
    score += 1.2 * features.has(StarPart.RESULT) + 1.0 * features.has(StarPart.LEARNING)
    score += 0.3 * bool(features.numbers)
    score += _development(features) + _closing(features, StarPart.RESULT, StarPart.LEARNING)
    return score + _order(features, (StarPart.SITUATION, StarPart.ACTION, StarPart.RESULT))


def _development(features: Features) -> float:
    """How far the answer is carried out: a part that is named in half a sentence is there, and hardly told."""
    return _FULL_DEVELOPMENT * min(1.0, features.telling_words / _DEVELOPED_WORDS)


def _closing(features: Features, *parts: StarPart) -> float:
    """An ending that ends something: a result in the middle of the story is soon forgotten."""
    return 0.8 * bool(features.closings.intersection(parts))


def _order(features: Features, parts: Sequence[StarPart]) -> float:
    """Told in order helps; a part left out is never better than one out of place."""
    if not all(features.has(part) for part in parts):
        return 0.0
    positions = [features.positions[part] for part in parts]
    return 1.0 if positions == sorted(positions) else 0.0


def _generality(features: Features) -> float:
    """What one usually does is no story."""
    return 1.5 if features.general and not features.own_actions else 0.4 * min(2, features.general)


def _relevance(features: Features, kind: InterviewType, is_draft: bool) -> float:
    if features.fit is None:
        return 6.5
    score = 2.5 + 5.0 * features.fit + 0.15 * min(4, features.job_terms) + 0.5 * features.has(StarPart.RESULT)
    if kind is InterviewType.BEHAVIORAL:
        score += 0.5 * (features.own_actions >= 2) - 1.0 * (features.own_actions == 0)
    else:
        score += 0.5 * bool(features.numbers)
    heard_nothing_fitting = not features.touches_topic and features.words >= _DRAFT_ENOUGH_WORDS
    return max(score, _DRAFT_RELEVANCE_FLOOR) if is_draft and not heard_nothing_fitting else score


def _clarity(features: Features, metrics: AnswerMetrics) -> float:
    delivery = 0.25 * max(0.0, features.fillers - 2) + _pace_penalty(metrics.speech_rate_wpm)
    score = 7.5 + 0.5 * bool(features.numbers) - min(_MAX_DELIVERY_PENALTY, delivery)
    score += 0.5 * (features.fillers <= 2 and features.repeats <= 1 and not features.padding)
    score -= min(1.5, 0.3 * max(0.0, features.repeats - 1.5))
    score -= min(1.5, 0.4 * max(0.0, features.padding - 0.5))
    score -= min(1.0, 0.06 * max(0.0, features.sentence_words - 28))
    if features.vocabulary is not None:
        score -= min(1.5, 10 * max(0.0, 0.65 - features.vocabulary))
    return score - 0.5 * ((metrics.span_ms or 0) > ANSWER_SECONDS_LIMITS.high * 1000)


def _pace_penalty(words_per_minute: float | None) -> float:
    if words_per_minute is None:
        return 0.0
    return 0.03 * max(0.0, 120 - words_per_minute, words_per_minute - 165)


def _confidence(features: Features, metrics: AnswerMetrics, kind: InterviewType) -> float:
    score = 6.5 - min(4.0, 0.5 * max(0.0, features.hedges - 1)) + 0.5 * (features.hedges <= 1)
    score -= min(2.5, 2.5 * bool(features.gives_up))
    score -= min(2.0, 0.3 * max(0.0, (metrics.response_ms or 0) / 1000 - 3))
    score -= min(1.5, 0.25 * max(0.0, _long_pauses_per_minute(metrics) - 3))
    if kind is not InterviewType.TECHNICAL_VERBAL:
        score += 0.7 * (features.own_actions >= 2 and features.i_words >= features.we_words)
        score -= 1.0 * (features.we_words > 2 and features.own_actions == 0)
    return score + 0.7 * features.has(StarPart.RESULT) + 0.3 * bool(features.late_numbers)


def _long_pauses_per_minute(metrics: AnswerMetrics) -> float:
    if metrics.long_pause_count is None or not metrics.speech_ms:
        return 0.0
    # At least half a minute, or one pause in a short answer would count like six.
    return metrics.long_pause_count * 60_000 / max(30_000, metrics.speech_ms)


def _cap(features: Features) -> float:
    cap = _length_cap(features.telling_words)
    if features.function_share < _MIN_FUNCTION_SHARE and features.words:
        cap = min(cap, _KEYWORD_LIST_CAP)
    if features.gives_up and features.telling_words < _GIVES_UP_WORDS:
        cap = min(cap, _GIVES_UP_CAP)
    return cap


def _length_cap(words: float) -> float:
    for (few, low), (many, high) in zip(_LENGTH_CAPS, _LENGTH_CAPS[1:], strict=False):
        if words <= many:
            return low + (high - low) * (words - few) / (many - few)
    return _LENGTH_CAPS[-1][1]
