"""Under the report: which version this is, the others, and a way to have it written again."""

import reflex as rx

from preppal.ui.components.button import button
from preppal.ui.components.icon import icon, spinner
from preppal.ui.pages.feedback.state import FeedbackState


def version_bar() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Versions of this report", id="versions", class_name="h3"),
            rx.cond(
                FeedbackState.writing == "now",
                rx.el.span(spinner(16), "Writing another version", class_name="row g2 t1 med", role="status"),
                button("Write it again", size="sm", icon_name="refresh-cw", on_click=FeedbackState.write_again),
            ),
            class_name="row between wrap",
        ),
        rx.el.p(
            "A new version is made from the transcript as it is now. The older ones are kept.", class_name="t1 sub mt2"
        ),
        rx.cond(FeedbackState.versions.length() > 1, _choice()),
        rx.cond(FeedbackState.writing == "failed", _failed()),
        rx.el.p(FeedbackState.writing_note, class_name="t1 mt2", role="status"),
        class_name="card mt8 report-versions",
        aria_labelledby="versions",
    )


def version_note() -> rx.Component:
    """At the top, while an older version is looked at."""
    return rx.cond(
        FeedbackState.version_query != "",
        rx.el.div(
            icon("history", 20),
            rx.el.p("This is an older version of the report.", class_name="grow"),
            button("Show the newest", size="sm", on_click=FeedbackState.show_version(FeedbackState.versions[0].number)),
            class_name="callout mt5 wrap",
            role="note",
        ),
    )


def _choice() -> rx.Component:
    return rx.el.span(
        rx.el.select(
            rx.foreach(FeedbackState.versions, lambda each: rx.el.option(each.label, value=each.number)),
            value=FeedbackState.version,
            on_change=FeedbackState.show_version,
            class_name="select",
            aria_label="Version",
        ),
        icon("chevron-down", 16),
        class_name="select-box mt3",
    )


def _failed() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            icon("triangle-alert", 16, class_name="warnc"),
            "The new version could not be finished. This one is safe.",
            class_name="row g2 t1 med",
        ),
        button("Try again", size="sm", icon_name="rotate-ccw", on_click=FeedbackState.try_again),
        class_name="row between wrap mt3",
    )
