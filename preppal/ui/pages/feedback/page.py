"""The report page: heading, tabs for overview, answers and transcript, and what the report rests on."""

import reflex as rx

from preppal.ui.components.button import button_link, download_link
from preppal.ui.components.icon import icon
from preppal.ui.components.player import player
from preppal.ui.components.surface import problem, skeleton_card
from preppal.ui.components.transcript_view import doubt_legend, transcript_list
from preppal.ui.pages import not_found
from preppal.ui.pages.feedback.correcting import corrections
from preppal.ui.pages.feedback.overview import overview
from preppal.ui.pages.feedback.preparing import preparing
from preppal.ui.pages.feedback.state import FeedbackState
from preppal.ui.pages.feedback.version_bar import version_bar, version_note
from preppal.ui.pages.interview_failed import interview_failed
from preppal.ui.template import HISTORY, frame

ROUTE = "/interview/[interview_id]/feedback"
TITLE = "Feedback"


def page() -> rx.Component:
    return rx.match(
        FeedbackState.loading,
        ("ready", frame(_report(), active=HISTORY.route)),
        ("waiting", preparing()),
        ("missing", not_found.page()),
        ("failed", interview_failed(FeedbackState.load)),
        frame(rx.el.h1("Feedback"), skeleton_card("Loading the report", "mt6"), active=HISTORY.route),
    )


def _report() -> rx.Component:
    return rx.el.div(
        _head(),
        version_note(),
        rx.cond(FeedbackState.take_verdict != "", _take()),
        rx.cond(FeedbackState.report.notice != "", _notice()),
        rx.cond(FeedbackState.heading.ended != "", rx.el.p(FeedbackState.heading.ended, class_name="sub mt4")),
        rx.tabs.root(
            rx.tabs.list(
                rx.tabs.trigger("Overview", value="overview"),
                rx.cond(
                    FeedbackState.report.answers.length() > 0,
                    rx.tabs.trigger(
                        "Answers",
                        rx.el.span(FeedbackState.report.answers.length(), class_name="sub num"),
                        value="answers",
                    ),
                ),
                rx.tabs.trigger("Transcript", value="transcript"),
                class_name="report-tabs",
                aria_label="Report sections",
            ),
            rx.tabs.content(overview(), value="overview"),
            rx.tabs.content(_transcript(), value="transcript"),
            value=FeedbackState.tab,
            on_change=FeedbackState.show_tab,
            class_name="mt5",
        ),
        rx.cond(FeedbackState.version != "", version_bar()),
        _rests_on(),
        rx.cond(FeedbackState.clips.length() > 0, player(FeedbackState.clips, kind="bar")),
        class_name="report",
    )


def _head() -> rx.Component:
    heading = FeedbackState.heading
    return rx.el.div(
        rx.el.div(
            button_link("History", "/history", kind="quiet", size="sm", icon_name="arrow-left"),
            rx.el.h1(heading.title, class_name="report-title"),
            rx.el.p(heading.sentence, class_name="sub mt2"),
        ),
        rx.el.div(
            _export(),
            button_link("Practise again", "/interview/new", kind="solid", icon_name="rotate-ccw"),
            class_name="row wrap g2 report-actions",
        ),
        class_name="row between top wrap report-head",
    )


def _export() -> rx.Component:
    """A disclosure, not a menu: plain links and a button, in reach of every key and every reader."""
    heading = FeedbackState.heading
    return rx.el.details(
        rx.el.summary(icon("download", 17), "Export", class_name="btn line"),
        rx.el.div(
            download_link("PDF", href=heading.pdf_url + FeedbackState.version_query, class_name="export-way"),
            download_link("Markdown", href=heading.markdown_url + FeedbackState.version_query, class_name="export-way"),
            download_link("JSON", href=heading.json_url + FeedbackState.version_query, class_name="export-way"),
            rx.el.button("Print", type="button", class_name="export-way", on_click=rx.run_script("window.print()")),
            class_name="export-ways",
        ),
        class_name="export",
    )


def _take() -> rx.Component:
    return problem(
        rx.fragment("Retry saved as take ", FeedbackState.take),
        FeedbackState.take_verdict,
        button_link("Compare takes", FeedbackState.compare_address, size="sm", icon_name="columns-2"),
        tone="ok",
        is_alert=False,
        class_name="mt5",
    )


def _notice() -> rx.Component:
    return rx.el.div(
        icon("info", 20), rx.el.p(FeedbackState.report.notice, class_name="grow"), class_name="callout mt5", role="note"
    )


def _transcript() -> rx.Component:
    return rx.el.section(
        doubt_legend(),
        rx.cond(
            FeedbackState.lines.length() > 0,
            transcript_list(FeedbackState.lines, class_name="report-turns"),
            rx.el.p("Nothing was said.", class_name="sub"),
        ),
        rx.cond(FeedbackState.lines.length() > 0, corrections()),
        class_name="card mt5",
        aria_label="Transcript",
    )


def _rests_on() -> rx.Component:
    return rx.el.details(
        rx.el.summary("What this report rests on", class_name="report-more"),
        rx.el.dl(
            rx.foreach(
                FeedbackState.heading.facts,
                lambda fact: rx.fragment(rx.el.dt(fact.name), rx.el.dd(fact.value)),
            ),
            class_name="dl t1 mt3",
        ),
        class_name="mt8 report-stamp",
    )
