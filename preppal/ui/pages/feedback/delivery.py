"""Delivery: five measures against their bands, and all of them as a table with what each was taken from."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.score import gauge_svg
from preppal.ui.pages.feedback.measured import MeasureView
from preppal.ui.pages.feedback.state import FeedbackState


def delivery() -> rx.Component:
    report = FeedbackState.report
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Delivery", id="delivery"),
            rx.cond(
                report.has_delivery,
                rx.el.span("Shaded band is the range most listeners find easy to follow.", class_name="t1 sub"),
            ),
            class_name="row between wrap",
        ),
        rx.cond(
            report.has_delivery,
            rx.el.div(rx.foreach(report.tiles, _tile), class_name="card pad0 grid c5 mt4 mets report-mets"),
            rx.el.p("Left blank: the answers were typed, or too short to measure.", class_name="sub mt3"),
        ),
        rx.el.p(report.totals, class_name="t1 sub mt3 num"),
        rx.el.details(
            rx.el.summary("All measures as a table", class_name="report-more"),
            rx.el.div(
                _table(), class_name="card pad0 mt3 report-table", tab_index=0, role="region", aria_label="Measures"
            ),
            class_name="mt2",
        ),
        class_name="mt8",
        aria_labelledby="delivery",
    )


def _tile(measure: rx.Var[MeasureView]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(measure.name, class_name="lbl"),
        rx.cond(measure.is_measured, _measured(measure), rx.el.p(measure.words, class_name="t1 sub")),
        class_name="col g2 report-met",
    )


def _measured(measure: rx.Var[MeasureView]) -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.span(measure.value, class_name="stat-n"),
            " ",
            rx.el.span(measure.unit, class_name="sub t1"),
        ),
        gauge_svg(measure.gauge),
        rx.el.div(measure.aim, class_name="t1 sub"),
        rx.el.div(
            rx.cond(
                measure.is_inside,
                icon("check", 15, class_name="okc"),
                icon("triangle-alert", 15, class_name="warnc"),
            ),
            rx.el.span(measure.words),
            class_name="row top g2 t1 med",
        ),
    )


def _table() -> rx.Component:
    heads = ("Measure", "Value", "Aim", "In words", "Taken from")
    return rx.el.table(
        rx.el.caption("Every measure of this interview", class_name="sr"),
        rx.el.thead(rx.el.tr(*(rx.el.th(head, scope="col") for head in heads))),
        rx.el.tbody(rx.foreach(FeedbackState.report.measures, _row)),
    )


def _row(measure: rx.Var[MeasureView]) -> rx.Component:
    value = rx.cond(measure.is_measured, measure.value + " " + measure.unit, "Not measured")
    return rx.el.tr(
        rx.el.th(measure.name, scope="row"),
        rx.el.td(value, class_name="num"),
        rx.el.td(measure.aim),
        rx.el.td(measure.words),
        rx.el.td(measure.heard_in),
    )
