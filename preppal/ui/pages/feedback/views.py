"""The report as values a page can show: every number with its unit, every judgement with its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from preppal.domain.bands import MEASURES
from preppal.domain.feedback import AnswerReview, Dimension, Evidence, Feedback, Finding, Score, StarPart, WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import AnswerMetrics, InterviewMetrics
from preppal.domain.rubric import EXPECTED_PARTS, PART_LABELS, TOO_FEW_WORDS, overall_anchor
from preppal.domain.transcript import Entry, Role
from preppal.services.views import InterviewDetail
from preppal.ui.components.geometry import ScoreAxis, score_axis
from preppal.ui.components.geometry import StarPart as StarSegment
from preppal.ui.components.transcript_view import TranscriptLine, clock_text, transcript_lines
from preppal.ui.pages.feedback.measured import TILES, MeasureView, answer_facts, measure_views, totals_text

# Two or three each, never more: what does not fit would not be read.
_MAX_FINDINGS = 3
_MAX_QUOTES = 2
_DIMENSIONS = {
    Dimension.CLARITY: "Clarity",
    Dimension.STRUCTURE: "Structure",
    Dimension.RELEVANCE: "Relevance",
    Dimension.CONFIDENCE: "Confidence",
}
_STAR_CLASSES = {
    StarPart.SITUATION: "S",
    StarPart.TASK: "T",
    StarPart.ACTION: "A",
    StarPart.RESULT: "R",
    StarPart.LEARNING: "L",
}
# A part that is missing still needs a width to be seen.
_MISSING_SHARE = 0.05
# A part of the tall bar that is wide enough for its name.
_NAMED_FROM = 0.2


@dataclass(frozen=True)
class ScoreView:
    """A score with its spread; without enough to score there is only the reason."""

    name: str = ""
    shown: str = ""
    spread: str = ""
    reason: str = ""
    is_scored: bool = False
    axis: ScoreAxis = field(default_factory=lambda: score_axis(1, 0))


@dataclass(frozen=True)
class QuoteView:
    """Words and where they were said; `from_ms` and `to_ms` count from the start of entry `order_index`."""

    words: str
    place: str
    order_index: int = 0
    from_ms: int = 0
    to_ms: int = 0
    is_recorded: bool = False


@dataclass(frozen=True)
class FindingView:
    text: str
    detail: str
    quotes: list[QuoteView]


@dataclass(frozen=True)
class AnswerView:
    number: int = 0
    question: str = ""
    duration: str = ""
    star: list[StarSegment] = field(default_factory=list)
    wide_star: list[StarSegment] = field(default_factory=list)
    star_words: str = ""
    missing: list[str] = field(default_factory=list)
    overall: ScoreView = field(default_factory=ScoreView)
    scores: list[ScoreView] = field(default_factory=list)
    note: str = ""
    facts: list[str] = field(default_factory=list)
    lines: list[TranscriptLine] = field(default_factory=list)


@dataclass(frozen=True)
class ReportView:
    headline: str = ""
    summary: str = ""
    overall: ScoreView = field(default_factory=ScoreView)
    anchor: str = ""
    spread_meaning: str = ""
    scores: list[ScoreView] = field(default_factory=list)
    strengths: list[FindingView] = field(default_factory=list)
    improvements: list[FindingView] = field(default_factory=list)
    tiles: list[MeasureView] = field(default_factory=list)
    measures: list[MeasureView] = field(default_factory=list)
    has_delivery: bool = False
    totals: str = ""
    answers: list[AnswerView] = field(default_factory=list)
    legend: list[StarSegment] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    dropped: str = ""
    notice: str = ""
    too_short: str = ""
    is_written: bool = False


def report_of(detail: InterviewDetail, recorded: Collection[int] = ()) -> ReportView:
    """Everything the overview and the answers show. Without feedback there is only a transcript to read.

    `recorded` are the order indexes that can be heard.
    """
    if detail.feedback is None:
        return ReportView(too_short=_too_short(detail))
    feedback = detail.feedback.feedback
    metrics = detail.metrics
    tiles = measure_views(metrics, TILES) if metrics else []
    entries = {entry.order_index: entry for entry in detail.entries}
    lines = {line.order_index: line for line in transcript_lines(detail.entries, detail.summary.persona_name, recorded)}
    return ReportView(
        headline=feedback.headline,
        summary="" if feedback.summary.startswith(TOO_FEW_WORDS) else feedback.summary,
        overall=score_view("Overall", feedback.overall),
        anchor=_anchor(feedback.overall),
        spread_meaning=_spread_meaning(feedback),
        scores=[score_view(name, feedback.scores[key]) for key, name in _DIMENSIONS.items() if key in feedback.scores],
        strengths=[_finding(finding, entries, lines, recorded) for finding in feedback.strengths[:_MAX_FINDINGS]],
        improvements=[_finding(finding, entries, lines, recorded) for finding in feedback.improvements[:_MAX_FINDINGS]],
        tiles=tiles,
        has_delivery=any(tile.is_measured for tile in tiles),
        measures=measure_views(metrics, tuple(MEASURES)) if metrics else [],
        totals=totals_text(metrics, detail.summary.question_count) if metrics else "",
        answers=_answers(detail, feedback, metrics, lines),
        legend=_legend(detail.summary.interview_type, feedback),
        suggestions=list(feedback.suggestions),
        dropped=_dropped(feedback.dropped_findings),
        notice=feedback.notice,
        too_short="" if feedback.overall.value is not None else _too_short(detail),
        is_written=True,
    )


# ---- scores


def number_text(value: float) -> str:
    """7, or 6.5: scores come in halves, so more digits would claim too much."""
    return f"{value:.1f}".removesuffix(".0")


def score_view(name: str, score: Score) -> ScoreView:
    if score.value is None:
        return ScoreView(name=name, shown="No score", reason=score.reason)
    return ScoreView(
        name=name,
        shown=number_text(score.value),
        spread=number_text(score.spread),
        reason=score.reason,
        is_scored=True,
        axis=score_axis(score.value, score.spread),
    )


def _anchor(overall: Score) -> str:
    """What the score means; a half lies between two anchors."""
    if overall.value is None:
        return ""
    step = int(overall.value)
    if overall.value == step:
        return f"{step} means {overall_anchor(step)}."
    return f"Between {step} ({overall_anchor(step)}) and {step + 1} ({overall_anchor(step + 1)})."


def _spread_meaning(feedback: Feedback) -> str:
    spread = f"± {number_text(feedback.overall.spread)}"
    if feedback.written_by is WrittenBy.RULES:
        return f"Scored by rules from the transcript; {spread} is how far such a score may be off."
    return f"Scored more than once; {spread} is how far the scores differed."


def _too_short(detail: InterviewDetail) -> str:
    if detail.summary.answers == 0:
        return "You didn't answer a question, so there is nothing to score."
    if not detail.language.is_english:
        return f"Scores are made for English, and this interview was in {detail.language.name}. Here is the transcript."
    return f"{TOO_FEW_WORDS} Here is the transcript."


# ---- findings and their quotes


def _finding(
    finding: Finding, entries: dict[int, Entry], lines: dict[int, TranscriptLine], recorded: Collection[int]
) -> FindingView:
    found = [evidence for evidence in finding.evidence if evidence.order_index in entries]
    return FindingView(
        text=finding.text,
        detail=finding.detail,
        quotes=[quote_view(evidence, entries, lines, recorded) for evidence in found[:_MAX_QUOTES]],
    )


def quote_view(
    evidence: Evidence, entries: dict[int, Entry], lines: dict[int, TranscriptLine], recorded: Collection[int]
) -> QuoteView:
    entry = entries[evidence.order_index]
    began_ms = entry.started_at_ms - min(each.started_at_ms for each in entries.values())
    at = clock_text(evidence.start_ms / 1000) if evidence.start_ms is not None else lines[entry.order_index].clock
    return QuoteView(
        words=evidence.quote,
        place=f"Question {entry.question.index}, {at}" if entry.question else at,
        order_index=entry.order_index,
        from_ms=max(0, evidence.start_ms - began_ms) if evidence.start_ms is not None else 0,
        to_ms=max(0, evidence.end_ms - began_ms) if evidence.end_ms is not None else 0,
        is_recorded=entry.order_index in recorded,
    )


def _dropped(count: int) -> str:
    if count == 0:
        return ""
    return f"{count} unsupported finding{'s' if count > 1 else ''} removed"


# ---- answers


def _answers(
    detail: InterviewDetail,
    feedback: Feedback,
    metrics: InterviewMetrics | None,
    lines: dict[int, TranscriptLine],
) -> list[AnswerView]:
    measured = {answer.question_index: answer for answer in metrics.answers} if metrics else {}
    return [
        _answer(answer, detail, measured.get(answer.question_index), lines)
        for answer in sorted(feedback.answers, key=lambda answer: answer.question_index)
    ]


def _answer(
    answer: AnswerReview, detail: InterviewDetail, measured: AnswerMetrics | None, lines: dict[int, TranscriptLine]
) -> AnswerView:
    star = star_segments(answer, detail.summary.interview_type)
    return AnswerView(
        number=answer.question_index,
        question=answer.question,
        duration=duration_text(answer.duration_ms) if answer.duration_ms else "Typed",
        star=star,
        wide_star=[_named(segment) for segment in star],
        star_words=_star_words(star, is_spoken=answer.duration_ms > 0),
        missing=[_missing(part) for part in answer.missing],
        overall=score_view("Answer", answer.overall),
        scores=[score_view(name, answer.scores[key]) for key, name in _DIMENSIONS.items() if key in answer.scores],
        note=answer.note,
        facts=answer_facts(measured) if measured else [],
        lines=[lines[index] for index in _spoken_about(answer, detail.entries) if index in lines],
    )


def _missing(part: str) -> str:
    return part if part.lower().startswith("no ") else f"No {part.lower()}"


def _spoken_about(answer: AnswerReview, entries: Sequence[Entry]) -> list[int]:
    """The answer's own entries, with the follow-up questions between them."""
    mine = set(answer.order_indexes)
    if not mine:
        return []
    first, last = min(mine), max(mine)
    return [
        entry.order_index
        for entry in sorted(entries, key=lambda entry: entry.order_index)
        if entry.order_index in mine or (first < entry.order_index < last and entry.role is Role.INTERVIEWER)
    ]


def duration_text(ms: int) -> str:
    """1:52, as on a player."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    return f"{minutes}:{seconds:02d}"


def star_segments(answer: AnswerReview, interview_type: InterviewType) -> list[StarSegment]:
    """The parts in their fixed order: what was there, and what a full answer would also hold."""
    spoken = {share.part: share.ms for share in answer.star}
    total = sum(spoken.values())
    if total == 0:
        return []
    return [
        StarSegment(
            letter=label[0],
            name=label,
            seconds=round(spoken.get(part, 0) / 1000),
            share=round(max(spoken.get(part, 0) / total, _MISSING_SHARE), 3),
            css=_STAR_CLASSES[part] if spoken.get(part, 0) else "miss",
        )
        for part, label in PART_LABELS[interview_type].items()
        if spoken.get(part, 0) > 0 or part in EXPECTED_PARTS[interview_type]
    ]


def _named(segment: StarSegment) -> StarSegment:
    """For the tall bar: the whole name where it fits."""
    return replace(segment, letter=segment.name) if segment.share >= _NAMED_FROM else segment


def _star_words(star: Sequence[StarSegment], *, is_spoken: bool) -> str:
    """The bar in words; a typed answer has parts and no seconds."""
    there = [f"{part.name} {part.seconds} s" if is_spoken else part.name for part in star if part.css != "miss"]
    return ", ".join([*there, *(f"{part.name} missing" for part in star if part.css == "miss")])


def _legend(interview_type: InterviewType, feedback: Feedback) -> list[StarSegment]:
    """The parts some answer has; which are missing is hatched, and said."""
    spoken = {share.part for answer in feedback.answers for share in answer.star if share.ms > 0}
    return [
        StarSegment(label[0], label, 0, 0.0, _STAR_CLASSES[part])
        for part, label in PART_LABELS[interview_type].items()
        if part in spoken
    ]
