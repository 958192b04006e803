"""Reviews by a language model, on top of the review by rule: it reads what rules cannot, held to the words by code.

A program measures and scores first. The model then judges each answer by itself, several times, evidence before scores:
the median counts. A quote that is not in the transcript is dropped, a high score without a quote is lowered, and what a
machine can measure moves by no more than two points. What the gradings, or program and model, disagree about is doubt.
"""

import secrets
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Protocol, TypeVar

from pydantic import BaseModel

from preppal.analysis.answers import Answer, group_answers
from preppal.analysis.evidence import verify
from preppal.analysis.measures import DRAFT_SOURCES
from preppal.analysis.scoring import joint_spread, spread_to_half, to_half, weigh
from preppal.domain import review_prompts
from preppal.domain.bands import Measure
from preppal.domain.feedback import AnswerReview, Dimension, Evidence, Feedback, Finding, Score, WrittenBy
from preppal.domain.metrics import Measured
from preppal.domain.rubric import UNANSWERED_SCORE, overall_anchor
from preppal.engines.gradings import Graded, combine
from preppal.engines.review_schema import JudgedFinding, Judgement, TopOfReport
from preppal.errors import EngineError
from preppal.ports import Reviewer, ReviewMaterial

T = TypeVar("T", bound=BaseModel)

_AT_ONCE = 4
_GRADINGS = 3
_MAX_FINDINGS, _MAX_SUGGESTIONS = 3, 3
_CAP_WITHOUT_QUOTE = 6.0
_FEW_WORDS, _CAP_FEW_WORDS = 15, 3.0
_DELIVERY = (Dimension.CLARITY, Dimension.CONFIDENCE)
_DELIVERY_REACH = 2.0
_NOTICE = (
    "Written by a language model and checked by program: every quote is in your transcript. "
    "Scores start from what was counted; a model can still misjudge what you meant."
)


class Generation(Protocol):
    """Something that fills in a schema. Raises EngineError."""

    def ask(self, schema: type[T], instructions: str, request: str) -> T: ...


@dataclass(frozen=True, slots=True)
class _Judged:
    """One answer as both judges see it."""

    answer: Answer
    rules: AnswerReview
    graded: Graded | None


class ModelReviewer:
    """ports.Reviewer. `rules` writes the review this one starts from; each answer is graded `gradings` times.

    `model` is the id that reports name.
    """

    def __init__(
        self,
        generation: Generation,
        rules: Reviewer,
        name: str = "gemini",
        *,
        gradings: int = _GRADINGS,
        model: str = "",
    ) -> None:
        self._generation = generation
        self._rules = rules
        self._name = name
        self._gradings = gradings
        self._model = model

    @property
    def name(self) -> str:
        return self._name

    def review(self, material: ReviewMaterial) -> Feedback:
        """Raises EngineError. Too little to score is left to the rules, and said to be theirs."""
        base = self._rules.review(material)
        if base.overall.value is None:
            return base
        judged = self._judge_all(material, base)
        findings = _Findings(judged, material)
        reviews = tuple(_reviewed(item, material) for item in judged)
        top = self._top(reviews, findings)
        return replace(
            base,
            headline=_line(top.headline) or base.headline,
            summary=_line(top.summary) or base.summary,
            strengths=findings.strengths,
            improvements=findings.improvements,
            suggestions=tuple(filter(None, map(_line, top.suggestions)))[:_MAX_SUGGESTIONS] or base.suggestions,
            scores={dimension: _mean(reviews, dimension, base.scores[dimension]) for dimension in Dimension},
            overall=_overall(reviews, base.overall),
            answers=reviews,
            written_by=WrittenBy.MODEL,
            dropped_findings=findings.dropped,
            notice=_NOTICE,
            model=self._model,
            prompt_version=review_prompts.REVIEW_PROMPT_VERSION,
        )

    def _judge_all(self, material: ReviewMaterial, base: Feedback) -> list[_Judged]:
        """Each answer by itself, so that none is judged by the one before."""
        by_index = {answer.question_index: answer for answer in group_answers(material.entries)}
        pairs = [(by_index[rules.question_index], rules) for rules in base.answers if rules.question_index in by_index]
        asked = [pair for pair in pairs if _words(pair[0]) and pair[1].overall.value is not None]
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="review") as pool:
            jobs = [[pool.submit(self._judge, material, *pair) for _ in range(self._gradings)] for pair in asked]
            graded = {
                rules.question_index: combine(_those_that_came(each), material.interview_type)
                for (_, rules), each in zip(asked, jobs, strict=True)
            }
        return [_Judged(answer, rules, graded.get(rules.question_index)) for answer, rules in pairs]

    def _judge(self, material: ReviewMaterial, answer: Answer, rules: AnswerReview) -> Judgement:
        """One grading. Its fence is its own, so that no two requests are the same."""
        text = _words(answer)
        request = review_prompts.answer_request(
            answer.question, text, _measures(rules, text), secrets.token_hex(4), job=material.job_description
        )
        left_out = [measure for measure in Measure if material.metrics.notes.get(measure) is Measured.OPTED_OUT]
        instructions = review_prompts.judging_instructions(material.interview_type, left_out)
        return self._generation.ask(Judgement, instructions, request)

    def _top(self, reviews: Sequence[AnswerReview], findings: "_Findings") -> TopOfReport:
        """From what was checked alone. Without it, the rules' own words stay."""
        lines = [f"{dimension}: {_shown(_mean(reviews, dimension, None))}" for dimension in Dimension]
        lines += [f"strength: {finding.text}. {finding.detail}" for finding in findings.strengths]
        lines += [f"improvement: {finding.text}. {finding.detail}" for finding in findings.improvements]
        lines += [f"missing in answer {review.question_index}: {part}" for review in reviews for part in review.missing]
        request = review_prompts.summary_request(lines, secrets.token_hex(4))
        try:
            return self._generation.ask(TopOfReport, review_prompts.summary_instructions(), request)
        except EngineError:
            return TopOfReport(headline="", summary="", suggestions=[])


def _those_that_came(jobs: Sequence[Future[Judgement]]) -> list[Judgement]:
    """One grading is enough. Raises EngineError when none came."""
    errors = [error for job in jobs if (error := job.exception()) is not None]
    if len(errors) == len(jobs) or not all(isinstance(error, EngineError) for error in errors):
        raise errors[0]
    return [job.result() for job in jobs if job.exception() is None]


class _Findings:
    """Everything found in the answers whose quote a program has found in them too, in turn over the answers."""

    def __init__(self, judged: Sequence[_Judged], material: ReviewMaterial) -> None:
        judgements = [(item.answer, item.graded.judgement) for item in judged if item.graded is not None]
        good, lost_good = _checked([(answer, found.strengths) for answer, found in judgements], material)
        bad, lost_bad = _checked([(answer, found.improvements) for answer, found in judgements], material)
        self.strengths = good[:_MAX_FINDINGS]
        self.improvements = bad[:_MAX_FINDINGS]
        self.dropped = lost_good + lost_bad


def _checked(
    found: Sequence[tuple[Answer, Sequence[JudgedFinding]]], material: ReviewMaterial
) -> tuple[tuple[Finding, ...], int]:
    ranked = [_finding(answer, items[rank]) for rank in range(2) for answer, items in found if rank < len(items)]
    return verify(ranked, material.entries)


def _finding(answer: Answer, judged: JudgedFinding) -> Finding:
    entry = answer.entries[0].order_index if answer.entries else 0
    return Finding(_line(judged.text), (Evidence(entry, judged.quote),), _line(judged.detail))


# ---- scores


def _reviewed(item: _Judged, material: ReviewMaterial) -> AnswerReview:
    """The rules' review of an answer with the model's scores, as far as they hold."""
    rules, graded = item.rules, item.graded
    if graded is None:
        return rules
    judgement = graded.judgement
    quotes = [Finding("", (Evidence(item.answer.entries[0].order_index, found.quote),)) for found in judgement.evidence]
    verified, _ = verify(quotes, material.entries)
    evidence = tuple(quote for finding in verified for quote in finding.evidence)
    words = len(_words(item.answer).split())
    is_draft = material.metrics.transcript_source in DRAFT_SOURCES
    own = {side: _rule_doubt(side, score, is_draft) for side, score in rules.scores.items()}
    scores = {side: _held(side, graded, score, own[side], evidence, words) for side, score in rules.scores.items()}
    values = {dimension: score.value or UNANSWERED_SCORE for dimension, score in scores.items()}
    spread = spread_to_half(fmean(score.spread for score in scores.values()))
    overall = _anchored(rules.overall, weigh(values, material.interview_type), spread)
    missing = tuple(filter(None, map(_line, judgement.missing)))
    note = _line(judgement.note) or rules.note
    return replace(rules, scores=scores, overall=overall, missing=missing, note=note)


def _rule_doubt(side: Dimension, rules: Score, is_draft: bool) -> float:
    """What the rules print of their own, which says nothing of a model where they cannot understand what it does."""
    return 0.0 if side is Dimension.RELEVANCE and not is_draft else rules.spread


def _held(
    dimension: Dimension, graded: Graded, rules: Score, own: float, evidence: Sequence[Evidence], words: int
) -> Score:
    """What of the model's score stands. The distance between the gradings, and between the two judges, is doubt."""
    value = graded.scores[dimension]
    counted = rules.value if rules.value is not None else value
    if dimension in _DELIVERY:
        value = max(counted - _DELIVERY_REACH, min(counted + _DELIVERY_REACH, value))
    if not evidence:
        value = min(value, _CAP_WITHOUT_QUOTE)
    if words < _FEW_WORDS:
        value = min(value, _CAP_FEW_WORDS)
    value = max(1.0, min(10.0, value))
    doubt = max(own, graded.spreads[dimension], abs(value - counted) / 2)
    return replace(rules, value=to_half(value), spread=spread_to_half(doubt), evidence=tuple(evidence[:2]))


def _mean(reviews: Sequence[AnswerReview], dimension: Dimension, base: Score | None) -> Score:
    """Over all answers; a question that was passed over counts as the lowest score."""
    scores = [review.scores[dimension] for review in reviews if dimension in review.scores]
    values = [score.value for score in scores if score.value is not None]
    if not values:
        return base or Score(None, 0.0)
    spread = spread_to_half(joint_spread([score.spread for score in scores if score.value is not None]))
    return replace(base or Score(None, 0.0), value=to_half(fmean(values)), spread=spread)


def _overall(reviews: Sequence[AnswerReview], base: Score) -> Score:
    rated = [review.overall for review in reviews if review.overall.value is not None]
    values = [score.value for score in rated if score.value is not None]
    if not values:
        return base
    spread = spread_to_half(joint_spread([score.spread for score in rated]))
    return _anchored(base, fmean(values), spread)


def _anchored(score: Score, value: float, spread: float) -> Score:
    """With the anchor of its value for a reason: the rules' reason was that of another number."""
    anchor = overall_anchor(to_half(value))
    return replace(score, value=to_half(value), spread=spread, reason=f"{anchor[:1].upper()}{anchor[1:]}.")


# ---- words


def _words(answer: Answer) -> str:
    return "\n".join(entry.content.strip() for entry in answer.entries if entry.content.strip())


def _measures(rules: AnswerReview, text: str) -> dict[str, str]:
    seconds = round(rules.duration_ms / 1000)
    return {
        "words": str(len(text.split())),
        "seconds": str(seconds) if seconds else "not measured",
        **{f"{dimension} by rule": _shown(score) for dimension, score in rules.scores.items()},
    }


def _shown(score: Score) -> str:
    return "none" if score.value is None else f"{score.value:g}"


def _line(text: str) -> str:
    """One plain line of a model's text."""
    return " ".join(text.replace("*", "").replace("#", "").split())[:400]
