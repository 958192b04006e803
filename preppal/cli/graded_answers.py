"""The graded answers that scorers are tried on, and an interview made of one of them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import mean

import yaml

from preppal.analysis.measures import measure_interview
from preppal.domain.feedback import AnswerReview, Dimension
from preppal.domain.interview import Difficulty, InterviewType
from preppal.domain.transcript import Entry, Question, Role, Span
from preppal.engines.question_bank import load_questions
from preppal.ports import Reviewer, ReviewMaterial

# `held_out` is there once somebody who does not know the scorer has written it and the scorer is frozen.
TUNING, SEEN, HELD_OUT = "tuning", "seen", "held_out"
_MS_PER_WORD = 420  # 143 words a minute
_TURN_GAP_MS = 1_200
# Words of a recogniser that can be trusted: the answers are read as they are written.
_ENGINE = "graded"


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """One answer and our grade, 1 to 10. `part` says whether scorers were tuned with it in view.

    `without_result` is the same answer without what came of it, where its author wrote one; `elsewhere` are questions
    that the strong answer to this one clearly does not answer, as was judged beforehand.
    """

    part: str
    kind: InterviewType
    competency: str
    question: str
    grade: int
    text: str
    without_result: str = ""
    elsewhere: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        return "strong" if self.grade >= 8 else "middling" if self.grade >= 5 else "weak"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a scorer gave one answer; 1 where it refused to score it."""

    overall: float
    spread: float
    sides: dict[Dimension, float]


@cache
def load_answers() -> tuple[GradedAnswer, ...]:
    return tuple(answer for part in (TUNING, SEEN, HELD_OUT) for answer in _read(part))


def parts() -> tuple[str, ...]:
    """Those that are there, the one that says most about the scorer last."""
    return tuple(dict.fromkeys(answer.part for answer in load_answers()))


def _read(part: str) -> list[GradedAnswer]:
    file = files("preppal.cli").joinpath("graded", f"{part}.yaml")
    if not file.is_file():
        return []
    return [
        GradedAnswer(
            part,
            InterviewType(item["kind"]),
            item["competency"],
            item["question"],
            one["grade"],
            one["text"].strip(),
            one.get("without_result", "").strip(),
            tuple(item.get("elsewhere", ())),
        )
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))
        for one in item["answers"]
    ]


def mark(reviewer: Reviewer, answer: GradedAnswer, text: str | None = None) -> Marks:
    """Let a reviewer score the answer, or another `text` in its place, as the first of two in an interview.

    The second answer is the same for all: on its own a short answer would be too little to score at all.
    """
    said = answer.text if text is None else text
    entries = [*_exchange(1, answer.question, answer.competency, said), *_exchange(2, *_companion(answer.kind))]
    metrics = measure_interview(entries, _ENGINE, frozenset())
    material = ReviewMaterial("eval", answer.kind, Difficulty.STANDARD.value, tuple(entries), metrics)
    reviews = {review.question_index: review for review in reviewer.review(material).answers}
    return _marks(reviews.get(1))


def _marks(review: AnswerReview | None) -> Marks:
    if review is None or review.overall.value is None:
        return Marks(1.0, 0.0, dict.fromkeys(Dimension, 1.0))
    sides = {side: score.value if score.value is not None else 1.0 for side, score in review.scores.items()}
    return Marks(review.overall.value, review.overall.spread, sides)


@cache
def _companion(kind: InterviewType) -> tuple[str, str, str]:
    """A middling answer of the same kind that every answer is put beside."""
    chosen = next(each for each in load_answers() if each.kind is kind and each.level == "middling")
    return chosen.question, chosen.competency, chosen.text


def _exchange(index: int, question: str, competency: str, said: str) -> list[Entry]:
    """A question and what was said to it, at an even pace."""
    start_ms = index * 600_000
    asked = Question(index, competency, bank_ids().get(question, ""), text=question)
    length_ms = max(400, len(said.split()) * _MS_PER_WORD)
    answer_ms = start_ms + 4_000 + _TURN_GAP_MS
    entries = [Entry(2 * index, Role.INTERVIEWER, question, start_ms, start_ms + 4_000, question=asked)]
    if said.strip():
        entries.append(
            Entry(
                order_index=2 * index + 1,
                role=Role.CANDIDATE,
                content=said,
                started_at_ms=answer_ms,
                ended_at_ms=answer_ms + length_ms,
                response_ms=_TURN_GAP_MS,
                speech=(Span(0, length_ms),),
                question=asked,
            )
        )
    return entries


@cache
def bank_ids() -> dict[str, str]:
    """By its words, which of our questions it is: in an interview the scorer is told."""
    return {question.text: question.id for question in load_questions()}


def spearman(first: list[float], second: list[float]) -> float:
    """Rank correlation; ties share their mean rank."""
    one, two = _ranks(first), _ranks(second)
    middle = mean(one)
    above = sum((a - middle) * (b - middle) for a, b in zip(one, two, strict=True))
    below = (sum((a - middle) ** 2 for a in one) * sum((b - middle) ** 2 for b in two)) ** 0.5
    return above / below if below else 0.0


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    places: dict[float, list[int]] = {}
    for place, value in enumerate(ordered, 1):
        places.setdefault(value, []).append(place)
    return [mean(places[value]) for value in values]
