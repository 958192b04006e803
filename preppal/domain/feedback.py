"""The feedback as values. A finding carries the words it rests on; a program has found them in the transcript."""

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    CLARITY = "clarity"
    STRUCTURE = "structure"
    RELEVANCE = "relevance"
    CONFIDENCE = "confidence"


class WrittenBy(StrEnum):
    RULES = "rules"
    MODEL = "model"


class StarPart(StrEnum):
    SITUATION = "situation"
    TASK = "task"
    ACTION = "action"
    RESULT = "result"
    LEARNING = "learning"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote as it stands in entry `order_index`; times in ms from the start of the interview."""

    order_index: int
    quote: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`text` is the headline, `detail` one sentence on why it matters."""

    text: str
    evidence: tuple[Evidence, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """1 to 10 in halves, with how far repeated scoring moved (`spread`). None: too little to score."""

    value: float | None
    spread: float
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class StarShare:
    """How long an answer spent on one part; `ms` 0 means it is missing."""

    part: StarPart
    ms: int


@dataclass(frozen=True, slots=True)
class AnswerReview:
    """One question and what came of it."""

    question_index: int
    question: str
    order_indexes: tuple[int, ...]
    duration_ms: int
    scores: dict[Dimension, Score]
    overall: Score
    star: tuple[StarShare, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Feedback:
    """One version of the feedback on one interview.

    `model` and `prompt_version` say which language model wrote it and what it was told; both are empty for rules.
    """

    headline: str
    summary: str
    strengths: tuple[Finding, ...]
    improvements: tuple[Finding, ...]
    suggestions: tuple[str, ...]
    scores: dict[Dimension, Score]
    overall: Score
    answers: tuple[AnswerReview, ...] = ()
    written_by: WrittenBy = WrittenBy.RULES
    dropped_findings: int = 0
    rubric_version: str = ""
    notice: str = ""
    model: str = ""
    prompt_version: str = ""
