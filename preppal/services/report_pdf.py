"""A report as PDF: the Markdown copy's content, set for paper. The same report always gives the same bytes.

The font holds Latin, Greek and Cyrillic letters. What it does not hold is left out and counted on the last page,
because a program that meets an unknown letter would write it, and so somebody's words, into a log.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import font_roboto
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import TTFFont

from preppal.domain.bands import MEASURES
from preppal.domain.feedback import AnswerReview, Dimension, Feedback, Finding, Score
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.rubric import PART_LABELS, overall_anchor
from preppal.domain.transcript import Role
from preppal.services.report_files import stamp_lines, stamp_of
from preppal.services.views import InterviewDetail

_FAMILY = "report"
_MARGIN_MM, _LINE_MM = 20.0, 5.6
_INK, _SUB, _RULE, _TIDE = (33, 32, 28), (99, 99, 94), (218, 217, 214), (16, 99, 112)
_SIZES_PT = {"title": 22.0, "head": 14.0, "name": 11.0, "text": 10.0, "small": 8.5}


def pdf_of(detail: InterviewDetail) -> bytes:
    """The whole report with its transcript and the stamp of what made it."""
    paper = _Paper(f"{detail.summary.title} interview")
    written = detail.feedback
    paper.set_creation_date(written.created_at if written else datetime(2000, 1, 1, tzinfo=UTC))
    _heading(paper, detail)
    if written is not None:
        _report(paper, written.feedback, detail)
    if detail.metrics is not None:
        _delivery(paper, detail.metrics)
    if written is not None:
        for answer in written.feedback.answers:
            _answer(paper, answer, detail)
    _transcript(paper, detail)
    paper.head("How this report came about")
    for line in stamp_lines(stamp_of(detail)):
        paper.text_block(line, tone=_SUB)
    paper.confess()
    return bytes(paper.output())


class _Paper(FPDF):
    """A4 with the report's font, and the few kinds of block a report is made of."""

    def __init__(self, title: str) -> None:
        super().__init__(format="A4")
        self.set_margins(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(True, margin=_MARGIN_MM)
        for style, file in (("", font_roboto.Roboto), ("B", font_roboto.RobotoMedium), ("I", font_roboto.RobotoItalic)):
            self.add_font(_FAMILY, style, file)
        font = self.fonts[_FAMILY]
        assert isinstance(font, TTFFont)  # it was added from a file
        self._known = frozenset(font.cmap)
        self._unknown = 0
        self.set_title(self.clean(title))
        self.set_producer("Preppal")
        self.set_lang("en")
        self.add_page()

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(_FAMILY, size=_SIZES_PT["small"])
        self.set_text_color(*_SUB)
        self.cell(0, 5, f"Preppal · page {self.page_no()} of {{nb}}", align="R")

    def clean(self, text: str) -> str:
        """One line of letters the font has."""
        flat = " ".join(text.split())
        kept = "".join(letter for letter in flat if ord(letter) in self._known)
        self._unknown += len(flat) - len(kept)
        return kept

    def confess(self) -> None:
        """Say how much was left out, when anything was."""
        if self._unknown:
            words = f"{self._unknown} characters are missing in this copy because its font does not have them."
            self.text_block(f"{words} The Markdown and JSON copies are complete.", tone=_SUB)

    def head(self, text: str) -> None:
        """A heading that is never left alone at the foot of a page."""
        if self.will_page_break(4 * _LINE_MM):
            self.add_page()
        self.ln(5)
        self._put(text, "B", "head", _INK, 7.5)
        self.set_draw_color(*_RULE)
        self.line(self.l_margin, self.get_y() + 0.5, self.w - self.r_margin, self.get_y() + 0.5)
        self.ln(3)

    def title_block(self, title: str, facts: str) -> None:
        self._put(title, "B", "title", _INK, 11)
        self._put(facts, "", "text", _SUB, _LINE_MM)
        self.ln(2)

    def name(self, text: str) -> None:
        if self.will_page_break(3 * _LINE_MM):
            self.add_page()
        self._put(text, "B", "name", _INK, _LINE_MM)

    def text_block(self, text: str, *, tone: tuple[int, int, int] = _INK) -> None:
        if text:
            self._put(text, "", "text", tone, _LINE_MM)

    def quote(self, words: str, where: str = "") -> None:
        """What somebody said, behind a line in the candidate's colour."""
        top, page = self.get_y(), self.page
        self.set_left_margin(_MARGIN_MM + 5)
        self._put(words, "I", "text", _INK, _LINE_MM)
        if where:
            self._put(where, "", "small", _SUB, 4.5)
        self.set_left_margin(_MARGIN_MM)
        if self.page == page:  # a line across pages would have to be drawn twice
            self.set_draw_color(*_TIDE)
            self.set_line_width(0.6)
            self.line(_MARGIN_MM + 2, top + 0.8, _MARGIN_MM + 2, self.get_y() - 0.8)
            self.set_line_width(0.2)
        self.ln(1.5)

    def rows(self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: tuple[int, ...]) -> None:
        self.set_font(_FAMILY, size=_SIZES_PT["text"])
        self.set_text_color(*_INK)
        self.set_draw_color(*_RULE)
        with self.table(
            col_widths=widths,
            line_height=_LINE_MM,
            borders_layout="HORIZONTAL_LINES",
            padding=1,
            text_align=Align.L,
        ) as table:
            for cells in (heads, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(self.clean(cell))
        self.ln(2)

    def _put(self, text: str, style: str, size: str, tone: tuple[int, int, int], line_mm: float) -> None:
        self.set_font(_FAMILY, style, _SIZES_PT[size])
        self.set_text_color(*tone)
        self.multi_cell(0, line_mm, self.clean(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _heading(paper: _Paper, detail: InterviewDetail) -> None:
    summary = detail.summary
    at = summary.started_at or summary.created_at
    facts = [summary.job_title, f"{summary.persona_name}, {summary.difficulty.label.lower()}", f"{at:%d %B %Y}"]
    paper.title_block(f"{summary.title} interview", ". ".join(filter(None, facts)) + ".")


def _report(paper: _Paper, feedback: Feedback, detail: InterviewDetail) -> None:
    paper.name(feedback.headline)
    paper.text_block(feedback.summary)
    paper.text_block(feedback.notice, tone=_SUB)
    paper.head("Scores")
    overall = feedback.overall
    why = overall.reason if overall.value is None else f"{overall_anchor(overall.value).capitalize()}."
    sides = [(side.value.capitalize(), feedback.scores[side]) for side in Dimension if side in feedback.scores]
    rows = [("Overall", _value(overall), why), *((name, _value(score), score.reason) for name, score in sides)]
    paper.rows(("Score", "1 to 10", "Why"), rows, (22, 16, 62))
    _findings(paper, "What worked", feedback.strengths, detail)
    _findings(paper, "What to work on", feedback.improvements, detail)
    if feedback.dropped_findings:
        plural = "s" if feedback.dropped_findings > 1 else ""
        paper.text_block(f"{feedback.dropped_findings} unsupported finding{plural} removed.", tone=_SUB)
    if feedback.suggestions:
        paper.head("Before the next one")
        for place, words in enumerate(feedback.suggestions, 1):
            paper.text_block(f"{place}. {words}")


def _findings(paper: _Paper, title: str, findings: Sequence[Finding], detail: InterviewDetail) -> None:
    if not findings:
        return
    questions = {entry.order_index: entry.question for entry in detail.entries}
    paper.head(title)
    for finding in findings:
        paper.ln(1.5)
        paper.name(finding.text)
        paper.text_block(finding.detail, tone=_SUB)
        for evidence in finding.evidence:
            question = questions.get(evidence.order_index)
            paper.quote(f"“{evidence.quote}”", f"Question {question.index}" if question else "")


def _delivery(paper: _Paper, metrics: InterviewMetrics) -> None:
    paper.head("Delivery")
    rows = []
    for measure, band in MEASURES.items():
        value: float | None = getattr(metrics, measure.value)
        shown = "not measured" if value is None else f"{band.shown(value)} {band.unit}".strip()
        rows.append((band.label, shown, band.aim, band.heard_in))
    paper.rows(("Measure", "Value", "Aim", "From"), rows, (24, 26, 32, 18))


def _answer(paper: _Paper, answer: AnswerReview, detail: InterviewDetail) -> None:
    labels = PART_LABELS[detail.summary.interview_type]
    is_spoken = answer.duration_ms > 0
    parts = [
        f"{labels[share.part]} {round(share.ms / 1000)} s" if is_spoken else labels[share.part]
        for share in answer.star
        if share.ms
    ]
    paper.head(f"Question {answer.question_index}")
    paper.name(answer.question)
    paper.text_block(f"{_value(answer.overall)}. {answer.overall.reason}")
    paper.text_block(", ".join([*parts, *(f"no {part}" for part in answer.missing)]), tone=_SUB)
    paper.text_block(answer.note)


def _transcript(paper: _Paper, detail: InterviewDetail) -> None:
    paper.head("Transcript")
    for entry in sorted(detail.entries, key=lambda entry: entry.order_index):
        paper.name("You" if entry.role is Role.CANDIDATE else detail.summary.persona_name)
        paper.quote(entry.content.strip() or "(speech that could not be made out)")


def _value(score: Score) -> str:
    return "no score" if score.value is None else f"{score.value:g} ± {score.spread:g}"
