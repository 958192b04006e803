"""How answers are judged: the anchors, the weights and the parts, as one table that scores and pages share."""

import re
from collections.abc import Collection, Mapping, Sequence

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
# Held out, an answer to one question loses relevance by rule under only 61 % of the others (docs/scores.md).
RULE_RELEVANCE_SPREAD = 1.5

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
