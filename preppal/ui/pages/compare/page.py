"""Two takes: the verdict in a sentence, two cards, one table, and how each of them ended."""

import reflex as rx

from preppal.ui.components.button import button_link, link
from preppal.ui.components.comparison import comparison_table, verdict_callout
from preppal.ui.components.icon import icon
from preppal.ui.components.player import player
from preppal.ui.components.score import score_number, star_bar
from preppal.ui.components.surface import empty_state, problem, skeleton_card
from preppal.ui.pages import not_found
from preppal.ui.pages.compare.state import CompareState, TakeView
from preppal.ui.pages.interview_failed import interview_failed
from preppal.ui.template import HISTORY, frame

ROUTE = "/interview/[interview_id]/compare"
TITLE = "Two takes"


def page() -> rx.Component:
    return rx.match(
        CompareState.loading,
        ("ready", frame(_comparison(), active=HISTORY.route)),
        ("alone", frame(_alone(), active=HISTORY.route)),
        ("missing", not_found.page()),
        ("failed", interview_failed(CompareState.load)),
        frame(rx.el.h1("Two takes"), skeleton_card("Loading the takes", "mt6"), active=HISTORY.route),
    )


def _comparison() -> rx.Component:
    return rx.el.div(
        _head(),
        verdict_callout(CompareState.direction, CompareState.headline, CompareState.detail),
        rx.cond(CompareState.caution != "", rx.el.p(CompareState.caution, class_name="t1 sub mt3")),
        rx.el.div(_take(CompareState.first), _take(CompareState.second), class_name="grid c2 stack mt5"),
        comparison_table(
            "Both takes, measure by measure",
            f"Take {CompareState.first.number}",
            f"Take {CompareState.second.number}",
            CompareState.rows,
        ),
        rx.el.div(_ending(CompareState.first), _ending(CompareState.second), class_name="grid c2 stack mt5"),
        rx.cond(
            CompareState.others.length() > 0,
            rx.el.nav(rx.foreach(CompareState.others, _other), class_name="row wrap g2 mt5", aria_label="Other takes"),
        ),
        class_name="report",
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            button_link(
                f"Question {CompareState.question_index}",
                CompareState.answer_address,
                kind="quiet",
                size="sm",
                icon_name="arrow-left",
            ),
            rx.el.button(
                icon("mic", 17),
                "Record take ",
                CompareState.next_take,
                type="button",
                class_name="btn solid",
                disabled=CompareState.is_busy,
                on_click=CompareState.record,
            ),
            class_name="row between wrap",
        ),
        rx.el.h1(CompareState.question, class_name="speech report-asked mt3"),
        rx.cond(
            CompareState.problem != "",
            problem("No retry just now", CompareState.problem, tone="warn", class_name="mt5"),
        ),
    )


def _alone() -> rx.Component:
    return rx.el.div(
        _head(),
        empty_state("One take so far", "Record another, and both stand here side by side.", class_name="mt6"),
        class_name="report",
    )


def _take(take: rx.Var[TakeView]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Take ", take.number, class_name="h3"), rx.el.p(take.when, class_name="t1 sub compare-when")
            ),
            rx.cond(
                take.score.is_scored,
                score_number(take.score.shown, take.score.spread, "stat-n compare-score"),
                rx.el.span(take.score.shown, class_name="sub"),
            ),
            class_name="row between top",
        ),
        rx.cond(take.clips.length() > 0, rx.el.div(player(take.clips, kind="card"), class_name="mt4 compare-player")),
        rx.cond(take.star.length() > 0, rx.el.div(star_bar(take.star, take.star_words), class_name="mt4")),
        rx.el.p(take.duration, rx.cond(take.star_words != "", ". " + take.star_words, ""), class_name="t1 sub mt2 num"),
        link("See the answer", href=take.address, class_name="t1"),
        class_name="card",
    )


def _ending(take: rx.Var[TakeView]) -> rx.Component:
    return rx.el.div(
        rx.el.div("How take ", take.number, " ended", class_name="lbl"),
        rx.cond(
            take.ending != "",
            rx.el.blockquote("“", take.ending, "”", class_name="speech quote mt2"),
            rx.el.p("Nothing was said.", class_name="sub mt2"),
        ),
    )


def _other(take: rx.Var[TakeView]) -> rx.Component:
    address = f"/interview/{CompareState.interview_id}/compare?question={CompareState.question_index}"
    return rx.cond(
        take.number > 1,
        link("Take ", take.number, href=address + "&take=" + take.number.to_string(), class_name="btn sm ghost"),
    )
