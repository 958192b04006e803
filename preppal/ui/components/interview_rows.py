"""An interview as one line of a list: what it was, when, and how it came out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import reflex as rx

from preppal.domain.interview import Status
from preppal.services.views import InterviewSummary
from preppal.ui.components.button import link
from preppal.ui.components.geometry import Wave, voiceprint
from preppal.ui.components.icon import icon, spinner
from preppal.ui.components.voice import voiceprint_svg
from preppal.ui.when import day_words, minutes_words

_GENERAL = "General practice"


@dataclass(frozen=True)
class InterviewRow:
    """`outcome` is score, preparing, failed, unscored, waiting, open or early; only `score` has numbers."""

    id: str = ""
    href: str = ""
    title: str = ""
    job: str = ""
    interviewer: str = ""
    level: str = ""
    day: str = ""
    lasted: str = ""
    outcome: str = ""
    outcome_words: str = ""
    score: str = ""
    spread: str = ""
    wave: Wave = field(default_factory=lambda: voiceprint(()))
    is_quiet: bool = True
    is_reviewed: bool = False


def interview_row(summary: InterviewSummary, now: datetime, time_zone: str) -> InterviewRow:
    outcome, words, page = _outcome(summary)
    return InterviewRow(
        id=summary.id,
        href=f"/interview/{summary.id}/{page}" if page else "",
        title=summary.title,
        job=_about(summary),
        interviewer=summary.persona_name,
        level=summary.difficulty.label,
        day=day_words(summary.started_at or summary.created_at, now, time_zone),
        lasted=minutes_words(summary.duration_s) if summary.started_at else "",
        outcome=outcome,
        outcome_words=words,
        score=f"{summary.overall:g}" if summary.overall is not None else "",
        spread=f"{summary.overall_spread or 0:g}",
        wave=voiceprint(summary.voiceprint),
        is_quiet=outcome != "score",
        is_reviewed=outcome == "score",
    )


def _about(summary: InterviewSummary) -> str:
    """The job; of a retry, that it is one."""
    job = summary.job_title or _GENERAL
    return f"Take {summary.take} of one question. {job}" if summary.take > 1 else job


def _outcome(summary: InterviewSummary) -> tuple[str, str, str]:
    """Kind, words and the page a press leads to."""
    if summary.overall is not None:
        return "score", "", "feedback"
    if summary.is_resumable:
        is_new = summary.status is Status.PENDING
        return ("waiting", "Not started", "lobby") if is_new else ("open", "Carry on", "session")
    if summary.status is Status.PENDING or summary.answers == 0:
        return "early", "Not started" if summary.started_at is None else "No answers", ""
    if summary.has_failed_review:
        return "failed", "Report failed", "feedback"
    if not summary.voiceprint:
        return "preparing", "Preparing", "feedback"
    return "unscored", "Too short to score", "feedback"


def row_link(row: InterviewRow | Any) -> rx.Component:
    """A line that leads somewhere, or a plain one where there is nothing to see."""
    line = _line(row)
    return rx.cond(row.href != "", link(*line, href=row.href, class_name="li"), rx.el.div(*line, class_name="li"))


def _line(row: Any) -> list[rx.Component]:
    return [
        voiceprint_svg(row.wave, is_quiet=row.is_quiet),
        rx.el.span(
            rx.el.span(row.title, class_name="med block"),
            rx.el.span(row.job, class_name="t1 sub block clip"),
            class_name="grow clip-box",
        ),
        rx.el.span(row.day, class_name="t1 sub num hide-s", style={"width": "96px"}),
        rx.el.span(row.lasted, class_name="t1 sub num hide-m", style={"width": "72px"}),
        rx.el.span(outcome_words(row), class_name="outcome"),
        rx.el.span(icon("chevron-right"), class_name="sub hide-s"),
    ]


def outcome_words(row: Any) -> rx.Component:
    """The score with its spread, or a chip that says why there is none."""
    return rx.match(
        row.outcome,
        (
            "score",
            rx.el.span(row.score, rx.el.span(" ± ", row.spread, class_name="t1 sub"), class_name="num med nowrap"),
        ),
        ("preparing", rx.el.span(spinner(14), row.outcome_words, class_name="chip")),
        ("failed", rx.el.span(icon("triangle-alert", 14), row.outcome_words, class_name="chip warn")),
        ("open", rx.el.span(icon("mic", 14), row.outcome_words, class_name="chip acc")),
        rx.el.span(row.outcome_words, class_name="chip"),
    )
