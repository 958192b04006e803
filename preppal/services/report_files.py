"""A report to take away: as Markdown to read, as JSON to compute with. Each says how it came about."""

from dataclasses import dataclass
from datetime import datetime

from preppal.domain.bands import MEASURES
from preppal.domain.feedback import AnswerReview, Dimension, Feedback, Finding, Score, WrittenBy
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.rubric import PART_LABELS, overall_anchor
from preppal.domain.transcript import Entry, Role
from preppal.services.views import InterviewDetail

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Stamp:
    """What it takes to make this report again: who listened, who wrote it, by which rules, from which transcript.

    The models' ids and the version of the prompts are empty where no model had a part.
    """

    format_version: int
    interview_id: str
    feedback_version: int | None
    created_at: datetime | None
    engine: str
    engine_model: str
    transcript_source: str
    written_by: WrittenBy | None
    review_model: str
    rubric_version: str
    prompt_version: str


def stamp_of(detail: InterviewDetail) -> Stamp:
    view, metrics = detail.feedback, detail.metrics
    return Stamp(
        format_version=FORMAT_VERSION,
        interview_id=detail.summary.id,
        feedback_version=view.version if view else None,
        created_at=view.created_at if view else None,
        engine=detail.summary.engine,
        engine_model=detail.cost.usage.model if detail.cost else "",
        transcript_source=metrics.transcript_source if metrics else "",
        written_by=view.feedback.written_by if view else None,
        review_model=view.feedback.model if view else "",
        rubric_version=view.feedback.rubric_version if view else "",
        prompt_version=view.feedback.prompt_version if view else "",
    )


def markdown_of(detail: InterviewDetail) -> str:
    """The whole report with its transcript. What people said is quoted line by line, so that it cannot be markup."""
    summary = detail.summary
    parts = [f"# {_line(summary.title)} interview", _facts(detail)]
    if detail.feedback is not None:
        parts += _report(detail.feedback.feedback, detail)
    if detail.metrics is not None:
        parts.append(_measures(detail.metrics))
    parts += [_transcript(detail), _stamp(stamp_of(detail))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(detail: InterviewDetail) -> str:
    summary = detail.summary
    at = summary.started_at or summary.created_at
    facts = [f"{at:%Y-%m-%d %H:%M} UTC", summary.difficulty.label, f"with {summary.persona_name}"]
    if summary.job_title:
        facts.insert(0, _line(summary.job_title))
    return ". ".join(facts) + "."


def _report(feedback: Feedback, detail: InterviewDetail) -> list[str]:
    return [
        f"## {_line(feedback.headline)}",
        _line(feedback.summary),
        _line(feedback.notice),
        _scores(feedback),
        _findings("What worked", feedback.strengths, detail),
        _findings("What to work on", feedback.improvements, detail),
        f"{feedback.dropped_findings} unsupported findings removed." if feedback.dropped_findings else "",
        _listed("Before the next one", [_line(words) for words in feedback.suggestions]),
        *(_answer(answer, detail) for answer in feedback.answers),
    ]


def _scores(feedback: Feedback) -> str:
    rows = ["| Score | Value | Why |", "|---|---|---|"]
    rows.append(f"| Overall | {_value(feedback.overall)} | {_anchor(feedback)} |")
    for dimension in Dimension:
        if dimension in feedback.scores:
            score = feedback.scores[dimension]
            rows.append(f"| {dimension.value.capitalize()} | {_value(score)} | {_cell(score)} |")
    return "\n".join(rows)


def _anchor(feedback: Feedback) -> str:
    value = feedback.overall.value
    return overall_anchor(value) if value is not None else _cell(feedback.overall)


def _value(score: Score) -> str:
    return "no score" if score.value is None else f"{score.value:g} ± {score.spread:g}"


def _cell(score: Score) -> str:
    return _line(score.reason).replace("|", "\\|")


def _findings(title: str, findings: tuple[Finding, ...], detail: InterviewDetail) -> str:
    if not findings:
        return ""
    entries = {entry.order_index: entry for entry in detail.entries}
    blocks = [f"## {title}"]
    for finding in findings:
        blocks.append(f"**{_line(finding.text)}** {_line(finding.detail)}".strip())
        blocks += [_quoted(each.quote, entries.get(each.order_index)) for each in finding.evidence]
    return "\n\n".join(blocks)


def _quoted(quote: str, entry: Entry | None) -> str:
    where = f" (question {entry.question.index})" if entry and entry.question else ""
    return f"> “{_line(quote)}”{where}"


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", *(f"{place}. {line}" for place, line in enumerate(lines, 1))]) if lines else ""


def _answer(answer: AnswerReview, detail: InterviewDetail) -> str:
    labels = PART_LABELS[detail.summary.interview_type]
    is_spoken = answer.duration_ms > 0
    parts = [
        f"{labels[share.part]} {round(share.ms / 1000)} s" if is_spoken else labels[share.part]
        for share in answer.star
        if share.ms
    ]
    missing = [f"no {part}" for part in answer.missing]
    lines = [
        f"## Question {answer.question_index}: {_line(answer.question)}",
        f"{_value(answer.overall)}. {_line(answer.overall.reason)}",
        f"{', '.join([*parts, *missing])}." if parts or missing else "",
        _line(answer.note),
    ]
    return "\n\n".join(line for line in lines if line)


def _measures(metrics: InterviewMetrics) -> str:
    rows = ["## Delivery", "", "| Measure | Value | Aim | From |", "|---|---|---|---|"]
    for measure, band in MEASURES.items():
        value: float | None = getattr(metrics, measure.value)
        shown = "not measured" if value is None else f"{band.shown(value)} {band.unit}".strip()
        rows.append(f"| {band.label} | {shown} | {band.aim} | {band.heard_in} |")
    return "\n".join(rows)


def _transcript(detail: InterviewDetail) -> str:
    blocks = ["## Transcript"]
    for entry in sorted(detail.entries, key=lambda entry: entry.order_index):
        who = "You" if entry.role is Role.CANDIDATE else detail.summary.persona_name
        said = _line(entry.content) or "(speech that could not be made out)"
        blocks.append(f"**{who}**\n\n> {said}")
    return "\n\n".join(blocks)


def _stamp(stamp: Stamp) -> str:
    return "\n".join(["## How this report came about", "", *(f"- {line}" for line in stamp_lines(stamp))])


def stamp_lines(stamp: Stamp) -> list[str]:
    """The stamp in sentences, for a file that people read."""
    written = f"{stamp.created_at:%Y-%m-%d %H:%M} UTC" if stamp.created_at else "not written yet"
    held_by = f"the {stamp.engine} engine" + (f" with {stamp.engine_model}" if stamp.engine_model else "")
    writer = f"{stamp.written_by or 'nobody'}" + (f" with {stamp.review_model}" if stamp.review_model else "")
    return [
        f"Interview {stamp.interview_id}, held by {held_by}",
        f"Transcript by {stamp.transcript_source or 'nobody'}",
        f"Feedback version {stamp.feedback_version or 0} by {writer}, {written}",
        f"Rubric {stamp.rubric_version or 'none'}, prompts {stamp.prompt_version or 'none'}",
    ]


def _line(text: str) -> str:
    """One line whose signs stay what they are: a heading, a link or HTML in what somebody said stays text."""
    flat = " ".join(text.split())
    for sign in "\\`*_#<>[]":
        flat = flat.replace(sign, f"\\{sign}")
    return flat
