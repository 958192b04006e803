"""Waiting for the report: the interview's own voice fills as its steps are done, and leaving is fine."""

import reflex as rx

from preppal.ui.components.button import button, button_link
from preppal.ui.components.icon import icon, spinner
from preppal.ui.components.logo import brand
from preppal.ui.components.surface import problem
from preppal.ui.components.transcript_view import transcript_list
from preppal.ui.components.voice import waveform
from preppal.ui.pages.feedback.state import FeedbackState
from preppal.ui.pages.feedback.waiting import StepView


def preparing() -> rx.Component:
    wait = FeedbackState.wait
    return rx.el.div(
        rx.el.header(brand("/dashboard")),
        rx.el.main(
            rx.el.div(
                rx.el.h1("Listening back"),
                rx.el.p(wait.facts, class_name="t3 sub mt2"),
                rx.cond(wait.has_failed, _failed(), _steps()),
                rx.cond(
                    wait.has_failed,
                    rx.fragment(),
                    rx.el.p("You can leave. The report will be waiting in History.", class_name="sub mt5"),
                ),
                rx.el.div(button_link("Go to Home", "/dashboard"), class_name="row wrap mt4 preparing-ways"),
                rx.el.details(
                    rx.el.summary("Read the transcript", class_name="report-more"),
                    transcript_list(FeedbackState.lines, class_name="report-turns mt4"),
                    class_name="mt6 preparing-transcript",
                ),
                class_name="preparing",
            ),
            id="main",
            tab_index=-1,
        ),
        class_name="solo preparing-page",
    )


def _steps() -> rx.Component:
    wait = FeedbackState.wait
    return rx.el.div(
        rx.el.div(
            waveform(wait.wave),
            role="progressbar",
            aria_label="Preparing your feedback",
            aria_valuenow=wait.percent,
            aria_valuemin="0",
            aria_valuemax="100",
        ),
        rx.el.ul(rx.foreach(wait.steps, _step), class_name="col g3 mt6", aria_live="polite"),
        rx.el.p(rx.cond(wait.is_late, "Taking longer than usual.", ""), class_name="sub mt4", role="status"),
        class_name="card mt6 preparing-card",
    )


def _step(step: rx.Var[StepView]) -> rx.Component:
    return rx.match(
        step.stage,
        ("done", _line(icon("circle-check", 20, stroke=2, class_name="okc"), step.name, "Done: ", "")),
        ("now", _line(rx.el.span(spinner(20), class_name="accc"), step.name, "Now: ", "strong")),
        _line(icon("circle", 20, stroke=1.6), step.name, "To come: ", "sub"),
    )


def _line(face: rx.Component, name: rx.Var[str], stage: str, tone: str) -> rx.Component:
    return rx.el.li(
        face, rx.el.span(rx.el.span(stage, class_name="sr"), name, class_name=f"grow {tone}"), class_name="row g3"
    )


def _failed() -> rx.Component:
    return rx.el.div(
        problem(
            "We couldn't finish this report",
            "Your transcript is safe. Nothing needs to be said again.",
            button("Try again", kind="solid", icon_name="rotate-ccw", on_click=FeedbackState.try_again),
        ),
        class_name="mt6 preparing-failed",
    )
