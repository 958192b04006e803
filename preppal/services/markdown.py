"""Interviews and papers as Markdown, for people who take their things out."""

from collections.abc import Iterator, Sequence

from preppal.domain.feedback import Feedback, Finding
from preppal.domain.transcript import Entry, Role
from preppal.services.views import InterviewDetail

_SECOND_MS = 1000


def interview_markdown(detail: InterviewDetail) -> str:
    """What it was, what came of it, and every word."""
    summary = detail.summary
    about = [
        f"# {summary.title}" + (f", {summary.job_title}" if summary.job_title else ""),
        "",
        f"- {summary.created_at:%Y-%m-%d %H:%M} UTC, with {summary.persona_name}, an AI interviewer",
        f"- {summary.difficulty.label}, {summary.duration_s // 60} min, {summary.status.value.replace('_', ' ')}",
    ]
    parts = ["\n".join(about)]
    if detail.feedback is not None:
        parts.append(_feedback(detail.feedback.feedback))
    parts.append(_transcript(detail.entries, summary.persona_name))
    for heading, text in (("Job description", detail.job_description), ("Résumé", detail.resume)):
        if text:
            parts.append(f"## {heading}\n\n{text}")
    return "\n\n".join(parts) + "\n"


def _feedback(feedback: Feedback) -> str:
    lines = [f"## Feedback\n\n{feedback.summary}"]
    scores = [
        f"- {dimension.value.capitalize()}: {score.value:g} ± {score.spread:g}. {score.reason}".rstrip(". ")
        for dimension, score in feedback.scores.items()
        if score.value is not None
    ]
    if feedback.overall.value is not None:
        scores.insert(0, f"- Overall: {feedback.overall.value:g} ± {feedback.overall.spread:g}")
    if scores:
        lines.append("### Scores, 1 to 10\n\n" + "\n".join(scores))
    for heading, findings in (("What worked", feedback.strengths), ("What to work on", feedback.improvements)):
        if findings:
            lines.append(f"### {heading}\n\n" + "\n".join(_finding_lines(findings)))
    if feedback.suggestions:
        lines.append("### Next\n\n" + "\n".join(f"- {suggestion}" for suggestion in feedback.suggestions))
    return "\n\n".join(lines)


def _finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"- {finding.text}. {finding.detail}".rstrip(". ") + "."
        for evidence in finding.evidence:
            yield f"  > {evidence.quote}"


def _transcript(entries: Sequence[Entry], interviewer: str) -> str:
    if not entries:
        return "## Transcript\n\nNothing was said."
    begin_ms = entries[0].started_at_ms
    lines = [
        f"**{interviewer if entry.role is Role.INTERVIEWER else 'You'}** "
        f"({_clock(entry.started_at_ms - begin_ms)})\n\n{entry.content or '(not understood)'}"
        for entry in entries
    ]
    return "## Transcript\n\n" + "\n\n".join(lines)


def _clock(offset_ms: int) -> str:
    minutes, seconds = divmod(max(0, offset_ms) // _SECOND_MS, 60)
    return f"{minutes}:{seconds:02}"
