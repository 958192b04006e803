"""How answers are judged: the anchors, the weights and the bands, as one table that scores and pages share."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from preppal.domain.feedback import Dimension, StarPart
from preppal.domain.interview import InterviewType

RUBRIC_VERSION = "2026-11"

MIN_SCORE = 1.0
# A program that reads cues cannot tell very good from perfect, so it never says so.
MAX_RULE_SCORE = 9.0
UNANSWERED_SCORE = 1.0
MIN_WORDS_TO_SCORE = 40
TOO_FEW_WORDS = "Under 40 words in total, so there is no score."
# A recogniser that gets a third of the words wrong moves scores by this much (docs/scores.md).
DRAFT_SPREAD = 1.5

# ---- anchors

OVERALL_ANCHORS: Mapping[int, str] = {
    1: "no answer",
    2: "off the question",
    3: "a claim without a story",
    4: "a story, hard to follow",
    5: "relevant, outcome has to be guessed",
    6: "clear, evidence thin in places",
    7: "convincing on most answers, a result or reflection sometimes missing",
    8: "specific and complete, small delivery issues",
    9: "strong throughout, would pass most panels",
    10: "nothing to add",
}

DIMENSION_QUESTIONS: Mapping[Dimension, str] = {
    Dimension.CLARITY: "Is it easy to follow by ear?",
    Dimension.STRUCTURE: "Does it have a shape, with an ending?",
    Dimension.RELEVANCE: "Does it answer the question?",
    Dimension.CONFIDENCE: "How sure does it sound? Accent and loudness do not count.",
}

DIMENSION_ANCHORS: Mapping[Dimension, Mapping[int, str]] = {
    Dimension.CLARITY: {
        1: "nothing said, or nobody could tell what was said",
        3: "the main point is hard to find; many restarts, more than ten fillers a minute, or very slow or fast",
        5: "the point is there but buried; rambling or an uneven pace",
        7: "a clear point, mostly short sentences, few fillers",
        10: "the point first, one idea per sentence, a steady pace, terms explained",
    },
    Dimension.STRUCTURE: {
        1: "no answer, or yes or no",
        3: "general opinions and no concrete case",
        5: "one case, with a part missing (most often the result) or the order confused",
        7: "context, own action and result in order; the result vague or not measured",
        10: "brief context, clear goal, own actions with reasons, a measured result and what was learned",
    },
    Dimension.RELEVANCE: {
        1: "another topic",
        3: "touches the topic and does not answer",
        5: "answers a part, or the example fits weakly",
        7: "answers the question with a fitting example",
        10: "answers every part at the right level for the role",
    },
    Dimension.CONFIDENCE: {
        1: "silence, or gives up",
        3: "hedges most claims, long stalls, hides behind we",
        5: "mixed; some stalls and hedges",
        7: "mostly direct, owns actions, short thinking pauses",
        10: "direct and calm, owns results and mistakes, pauses on purpose",
    },
}

TECHNICAL_STRUCTURE_ANCHORS: Mapping[int, str] = {
    1: "no answer, or yes or no",
    3: "terms and opinions, no approach",
    5: "an approach, without what it costs or how to check it",
    7: "assumptions, an approach and a trade-off in order; the check is thin",
    10: "the question restated, assumptions, an approach, its trade-off and how to check it",
}

HR_STRUCTURE_ANCHORS: Mapping[int, str] = {
    1: "no answer, or yes or no",
    3: "a claim and no reason",
    5: "a claim with a reason, and no example",
    7: "a claim, a reason and an example; the link to the role is left to guess",
    10: "a claim, a reason, an example and what it means for this role",
}


def overall_anchor(score: float) -> str:
    """What an overall score means in words; a half counts as the step below."""
    return OVERALL_ANCHORS[max(1, min(10, int(score)))]


def dimension_anchor(
    dimension: Dimension, score: float, interview_type: InterviewType, left_out: Collection[str] = ()
) -> str:
    """The nearest anchor at or below the score, without what it says of measures that are `left_out`."""
    anchors = DIMENSION_ANCHORS[dimension]
    if dimension is Dimension.STRUCTURE and interview_type is InterviewType.TECHNICAL_VERBAL:
        anchors = TECHNICAL_STRUCTURE_ANCHORS
    elif dimension is Dimension.STRUCTURE and interview_type is InterviewType.HR_SCREEN:
        anchors = HR_STRUCTURE_ANCHORS
    text = anchors[max(step for step in anchors if step <= max(1.0, score))]
    unwanted = [word for measure, words in _ANCHOR_WORDS.items() if measure in left_out for word in words]
    clauses = [clause for clause in _CLAUSE_END.split(text) if not any(word in clause for word in unwanted)]
    return " ".join(clauses).rstrip(",;") or text


# By the name of the measure: what an anchor calls it.
_ANCHOR_WORDS: Mapping[str, Sequence[str]] = {
    "fillers_per_minute": ("filler",),
    "repeats_per_100_words": ("restart",),
    "long_pauses_per_minute": ("stall", "pause"),
    "speech_rate_wpm": ("pace", "slow or fast"),
    "hedges_per_100_words": ("hedge",),
}
_CLAUSE_END = re.compile(r"(?<=[;,]) ")


# ---- weights

_WEIGHTS: Mapping[Dimension, float] = {
    Dimension.STRUCTURE: 0.3,
    Dimension.RELEVANCE: 0.3,
    Dimension.CLARITY: 0.2,
    Dimension.CONFIDENCE: 0.2,
}
# In a technical interview relevance stands for correctness and depth, as far as words show them.
_TECHNICAL_WEIGHTS: Mapping[Dimension, float] = {
    Dimension.STRUCTURE: 0.2,
    Dimension.RELEVANCE: 0.4,
    Dimension.CLARITY: 0.2,
    Dimension.CONFIDENCE: 0.2,
}


def weights(interview_type: InterviewType) -> Mapping[Dimension, float]:
    """How much each dimension counts towards the overall score; they add up to one."""
    return _TECHNICAL_WEIGHTS if interview_type is InterviewType.TECHNICAL_VERBAL else _WEIGHTS


# ---- parts of an answer

PART_LABELS: Mapping[InterviewType, Mapping[StarPart, str]] = {
    InterviewType.BEHAVIORAL: {
        StarPart.SITUATION: "Situation",
        StarPart.TASK: "Task",
        StarPart.ACTION: "Action",
        StarPart.RESULT: "Result",
        StarPart.LEARNING: "Learning",
    },
    InterviewType.HR_SCREEN: {
        StarPart.SITUATION: "Claim",
        StarPart.TASK: "Reason",
        StarPart.ACTION: "Example",
        StarPart.RESULT: "Link to the role",
        StarPart.LEARNING: "Learning",
    },
    InterviewType.TECHNICAL_VERBAL: {
        StarPart.SITUATION: "Assumptions",
        StarPart.TASK: "Goal",
        StarPart.ACTION: "Approach",
        StarPart.RESULT: "Trade-off",
        StarPart.LEARNING: "Check",
    },
}

# What a full answer holds; the other parts are welcome and never called missing.
EXPECTED_PARTS: Mapping[InterviewType, tuple[StarPart, ...]] = {
    InterviewType.BEHAVIORAL: (StarPart.SITUATION, StarPart.TASK, StarPart.ACTION, StarPart.RESULT),
    InterviewType.HR_SCREEN: (StarPart.SITUATION, StarPart.TASK, StarPart.ACTION),
    InterviewType.TECHNICAL_VERBAL: (StarPart.SITUATION, StarPart.ACTION, StarPart.RESULT, StarPart.LEARNING),
}


# One exercise for each side, for when nothing more particular was seen.
EXERCISES: Mapping[Dimension, str] = {
    Dimension.CLARITY: "Give one answer again in sentences of at most fifteen words, the point in the first.",
    Dimension.STRUCTURE: "Write four words on a card: situation, task, action, result. Give each its own sentence.",
    Dimension.RELEVANCE: "Underline two words of the question and use both of them in your first sentence.",
    Dimension.CONFIDENCE: "Record one answer standing up, and start each step with what you did.",
}


# ---- bands


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
