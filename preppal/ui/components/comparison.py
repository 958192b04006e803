"""What two things side by side have in common: a verdict in one sentence, and a table of what changed."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from preppal.ui.components.icon import icon


@dataclass(frozen=True)
class RowView:
    """`direction` is better, worse, same or open."""

    name: str
    first: str
    second: str
    change: str
    direction: str


def verdict_callout(direction: Any, headline: Any, detail: Any) -> rx.Component:
    return rx.el.div(
        rx.match(
            direction,
            ("better", icon("circle-check", 20)),
            ("worse", icon("triangle-alert", 20)),
            icon("equal", 20),
        ),
        rx.el.div(rx.el.h2(headline, class_name="strong compare-verdict"), rx.el.p(detail)),
        class_name=rx.match(direction, ("better", "callout ok mt5"), ("worse", "callout warn mt5"), "callout mt5"),
    )


def comparison_table(caption: str, first: Any, second: Any, rows: Any) -> rx.Component:
    """`first` and `second` are what the two are called, as texts."""
    heads = ("Measure", first, second, "Change")
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="sr"),
            rx.el.thead(rx.el.tr(*(rx.el.th(head, scope="col") for head in heads))),
            rx.el.tbody(rx.foreach(rows, lambda row: _row(row, first, second))),
        ),
        class_name="card pad0 mt5 report-table compare-table",
        tab_index=0,
        role="region",
        aria_label=caption,
    )


def _row(row: rx.Var[RowView], first: Any, second: Any) -> rx.Component:
    """On a phone the four cells of a row stand below each other, so nothing has to be scrolled sideways."""
    return rx.el.tr(
        rx.el.th(row.name, scope="row"),
        rx.el.td(row.first, class_name="num", data_head=first),
        rx.el.td(row.second, class_name="num", data_head=second),
        rx.el.td(
            rx.el.span(
                rx.match(
                    row.direction,
                    ("better", icon("trending-up", 15, class_name="okc")),
                    ("worse", icon("trending-down", 15, class_name="warnc")),
                    ("same", icon("minus", 15, class_name="sub")),
                    icon("move-horizontal", 15, class_name="sub"),
                ),
                row.change,
                class_name="row g2",
            )
        ),
    )
