"""Two interviews from the history, side by side: the verdict in a sentence, both in short, and one table."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from preppal.domain.engines import engine_label
from preppal.errors import NotAllowed, NotFound, PreppalError
from preppal.services.interview_comparison import cautions, compare_interviews
from preppal.services.views import InterviewDetail
from preppal.ui.components.button import button_link, link
from preppal.ui.components.comparison import RowView, comparison_table, verdict_callout
from preppal.ui.components.geometry import Wave, voiceprint
from preppal.ui.components.score import score_number
from preppal.ui.components.surface import skeleton_card
from preppal.ui.components.voice import voiceprint_svg
from preppal.ui.deps import get_services
from preppal.ui.pages import not_found
from preppal.ui.pages.feedback.about import day_text, length_words
from preppal.ui.pages.feedback.views import ScoreView, score_view
from preppal.ui.pages.interview_failed import interview_failed
from preppal.ui.pages.own_interview import interview_title, page_of, require_person
from preppal.ui.template import HISTORY, frame

ROUTE = "/history/compare"
TITLE = "Two interviews"


@dataclass(frozen=True)
class SideView:
    """One of the two. `listener` is who wrote down the words."""

    title: str = ""
    job: str = ""
    when: str = ""
    listener: str = ""
    address: str = ""
    headline: str = ""
    score: ScoreView = field(default_factory=ScoreView)
    wave: Wave = field(default_factory=lambda: voiceprint(()))


class TwoInterviewsState(rx.State):
    loading: str = "loading"  # loading, ready, missing, failed
    headline: str = ""
    detail: str = ""
    direction: str = "same"
    cautions: list[str] = []
    earlier: SideView = SideView()
    later: SideView = SideView()
    rows: list[RowView] = []

    @rx.event
    async def load(self) -> Any:
        """The two that the address names, the earlier one first whatever their order there."""
        self.reset()
        asked = [str(self.router.url.query_parameters.get(name, "")) for name in ("first", "second")]
        try:
            person = await require_person(self)
            if asked[0] == asked[1]:
                raise NotFound("There are no two interviews.")
            get = get_services().interviews.get
            found = [await asyncio.to_thread(get, person.id, interview_id) for interview_id in asked]
            zone = (await asyncio.to_thread(get_services().accounts.profile, person.id)).time_zone
        except NotAllowed:
            return
        except NotFound:
            self.loading = "missing"
            return
        except PreppalError:
            self.loading = "failed"
            return
        first, second = sorted(found, key=lambda each: each.summary.started_at or each.summary.created_at)
        compared = compare_interviews(first, second)
        self.headline, self.detail, self.direction = compared.headline, compared.detail, compared.direction.value
        self.rows = [RowView(row.name, row.first, row.second, row.change, row.direction.value) for row in compared.rows]
        self.cautions = list(cautions(first, second))
        self.earlier, self.later = side_view(first, zone), side_view(second, zone)
        self.loading = "ready"


def side_view(detail: InterviewDetail, time_zone: str) -> SideView:
    summary = detail.summary
    length = f", {length_words(summary.duration_s)}" if summary.duration_s else ""
    listener = (detail.metrics.transcript_source if detail.metrics else "") or summary.engine
    written = detail.feedback.feedback if detail.feedback else None
    return SideView(
        title=interview_title(summary.interview_type),
        job=f"{summary.job_title or 'General practice'}. {summary.persona_name}, {summary.difficulty.label.lower()}.",
        when=f"{day_text(summary.started_at or summary.created_at, time_zone)}{length}",
        listener=f"Heard by {engine_label(listener)}",
        address=page_of(summary.id, "feedback"),
        headline=written.headline if written else "There is no report yet.",
        score=score_view("Overall", written.overall) if written else ScoreView(shown="No score"),
        wave=voiceprint(summary.voiceprint),
    )


def page() -> rx.Component:
    return rx.match(
        TwoInterviewsState.loading,
        ("ready", frame(_comparison(), active=HISTORY.route)),
        ("missing", not_found.page()),
        ("failed", interview_failed(TwoInterviewsState.load)),
        frame(rx.el.h1(TITLE), skeleton_card("Loading both interviews", "mt6"), active=HISTORY.route),
    )


def _comparison() -> rx.Component:
    state = TwoInterviewsState
    return rx.el.div(
        button_link("History", HISTORY.route, kind="quiet", size="sm", icon_name="arrow-left"),
        rx.el.h1(TITLE, class_name="report-title"),
        verdict_callout(state.direction, state.headline, state.detail),
        rx.cond(
            state.cautions.length() > 0,
            rx.el.ul(rx.foreach(state.cautions, lambda words: rx.el.li(words)), class_name="cautions t1 sub mt3"),
        ),
        rx.el.div(_side(state.earlier, "Earlier"), _side(state.later, "Later"), class_name="grid c2 stack mt5"),
        comparison_table("Both interviews, measure by measure", "Earlier", "Later", state.rows),
        class_name="report",
    )


def _side(side: rx.Var[SideView], place: str) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2(f"{place}: ", side.title, class_name="h3"),
                rx.el.p(side.when, class_name="t1 sub"),
            ),
            rx.cond(
                side.score.is_scored,
                score_number(side.score.shown, side.score.spread, "stat-n compare-score"),
                rx.el.span(side.score.shown, class_name="sub nowrap"),
            ),
            class_name="row between top",
        ),
        rx.el.div(voiceprint_svg(side.wave), class_name="mt4"),
        rx.el.p(side.headline, class_name="med mt3 words"),
        rx.el.p(side.job, class_name="t1 sub mt2 words"),
        rx.el.p(side.listener, class_name="t1 sub"),
        rx.el.p(link("See the report", href=side.address, class_name="t1"), class_name="mt3"),
        class_name="card",
        aria_label=place,
    )
