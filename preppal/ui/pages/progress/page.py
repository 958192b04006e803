"""Progress: the overall score with its doubt, four measures against their bands, and the minutes practised."""

import reflex as rx

from preppal.domain.interview import InterviewType
from preppal.ui.components.button import button_link
from preppal.ui.components.field import segmented
from preppal.ui.components.icon import icon
from preppal.ui.components.surface import card, empty_state, problem, skeleton_card
from preppal.ui.pages.progress.charts import Chart, Dot, GridLine, Series, TableRow
from preppal.ui.pages.progress.state import PERIODS, MinutesBar, ProgressState
from preppal.ui.template import PROGRESS, frame, page_head

ROUTE = PROGRESS.route
TITLE = "Progress"


def page() -> rx.Component:
    return frame(
        page_head("Progress", aside=_choices()),
        rx.match(
            ProgressState.loading,
            ("ready", rx.cond(ProgressState.missing > 0, _too_few(), _trends())),
            (
                "failed",
                problem(
                    "Your progress could not be read",
                    "Nothing is lost. The server did not answer as it should.",
                    rx.el.button("Try again", type="button", class_name="btn", on_click=ProgressState.load),
                    class_name="mt6",
                ),
            ),
            skeleton_card("Loading your progress", "mt6"),
        ),
        active=ROUTE,
    )


def _choices() -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.el.select(
                rx.el.option("All types", value=""),
                *(rx.el.option(kind.label, value=kind.value) for kind in InterviewType),
                value=ProgressState.kind,
                on_change=ProgressState.choose_kind,
                class_name="select",
                aria_label="Type of interview",
            ),
            icon("chevron-down", 16),
            class_name="select-box",
        ),
        segmented(
            tuple(PERIODS.items()),
            label="Period",
            name="period",
            chosen=ProgressState.period,
            on_choose=ProgressState.choose_period,
        ),
        class_name="row wrap g3",
    )


def _too_few() -> rx.Component:
    done = rx.match(
        ProgressState.missing,
        (1, "Two are here. One more, and the lines begin."),
        (2, "One is here. Two more, and the lines begin."),
        "After each interview a point is added here.",
    )
    return card(
        empty_state(
            "Trends need three interviews",
            done,
            button_link("New interview", "/interview/new", kind="solid", icon_name="mic"),
            voice_at=(0.25, 0.5, 0.75),
        ),
        class_name="mt6",
    )


def _trends() -> rx.Component:
    return rx.fragment(
        rx.cond(ProgressState.listeners.length() > 1, _listeners()),
        _overall(),
        rx.el.div(rx.foreach(ProgressState.charts, _measure), class_name="grid c2 stack mt5"),
        _minutes(),
    )


def _listeners() -> rx.Component:
    """Different engines hear differently, so each has a line and a dot of its own."""
    return rx.el.p(
        icon("info", 16),
        rx.el.span("Interviews with different listeners are drawn apart: what one hears, another may not."),
        class_name="t1 sub row top g2 mt5",
    )


def _overall() -> rx.Component:
    chart = ProgressState.score
    return rx.el.section(
        rx.el.div(
            rx.el.h2(chart.name, class_name="h3", id="overall"),
            rx.cond(
                chart.is_empty,
                rx.el.p(chart.words, class_name="sub mt3"),
                rx.fragment(
                    rx.el.div(
                        rx.el.span(chart.value, class_name="score-n"),
                        rx.el.span(" ± ", chart.spread, class_name="score-pm"),
                        class_name="mt3",
                    ),
                    rx.el.p(chart.words, class_name="sub mt3"),
                ),
            ),
        ),
        rx.cond(chart.is_empty, rx.fragment(), rx.el.div(_plot(chart, "tall"), _table(chart))),
        class_name="card mt5 grid stack progress-overall",
        aria_labelledby="overall",
    )


def _measure(chart: rx.Var[Chart]) -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(chart.name, class_name="h3"),
            rx.cond(
                chart.is_empty,
                rx.fragment(),
                rx.el.div(
                    rx.cond(
                        chart.is_good,
                        icon("check", 15, class_name="okc"),
                        icon("triangle-alert", 15, class_name="warnc"),
                    ),
                    chart.words,
                    class_name="row g2 t1 med",
                ),
            ),
            class_name="row between",
        ),
        rx.cond(
            chart.is_empty,
            rx.el.p(chart.words, class_name="sub mt3"),
            rx.fragment(
                rx.el.div(
                    rx.el.span(chart.value, class_name="stat-n"), " ", rx.el.span(chart.unit, class_name="sub t1")
                ),
                rx.cond(chart.steps != "", rx.el.p("Last three: ", chart.steps, class_name="t1 sub num")),
                _plot(chart, "short"),
                _table(chart),
            ),
        ),
        class_name="card",
        aria_label=chart.name,
    )


def _plot(chart: rx.Var[Chart], size: str) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(rx.foreach(chart.grid, _grid_line), aria_hidden="true"),
            rx.el.div(class_name="plot-band", style={"top": chart.band_top, "height": chart.band_height}),
            rx.foreach(chart.series, _series),
            rx.foreach(chart.dots, _dot),
            class_name=f"plot {size}",
            role="img",
            aria_label=chart.label,
        ),
        rx.el.div(
            rx.el.span(chart.first_day), rx.el.span(chart.last_day), class_name="row between t1 sub num plot-days"
        ),
        rx.cond(
            chart.series.length() > 1,
            rx.el.div(rx.foreach(chart.series, _named), class_name="row wrap g4 mt2 plot-days"),
        ),
    )


def _grid_line(line: rx.Var[GridLine]) -> rx.Component:
    return rx.el.div(rx.el.span(line.label), class_name="plot-line num", style={"top": line.top})


def _series(series: rx.Var[Series]) -> rx.Component:
    return rx.el.svg(
        rx.el.path(d=series.area, class_name="plot-area"),
        rx.el.path(d=series.path, class_name="plot-trend " + series.shape),
        view_box="0 0 100 100",
        custom_attrs={"preserveAspectRatio": "none"},
        aria_hidden="true",
    )


def _dot(dot: rx.Var[Dot]) -> rx.Component:
    return rx.el.i(
        class_name=rx.cond(dot.is_last, "plot-dot last ", "plot-dot ") + dot.shape,
        style={"left": dot.left, "top": dot.top},
        title=dot.label,
    )


def _named(series: rx.Var[Series]) -> rx.Component:
    return rx.el.span(
        rx.el.i(class_name="plot-dot still " + series.shape, aria_hidden="true"),
        series.name,
        class_name="row g2 t1 sub",
    )


def _table(chart: rx.Var[Chart]) -> rx.Component:
    return rx.el.details(
        rx.el.summary("Show as table", rx.el.span(": ", chart.name, class_name="sr"), class_name="report-more"),
        rx.el.div(
            rx.el.table(
                rx.el.caption(chart.label, class_name="sr"),
                rx.el.thead(
                    rx.el.tr(*(rx.el.th(head, scope="col") for head in ("Day", "Value", "Heard by"))),
                ),
                rx.el.tbody(rx.foreach(chart.rows, _row)),
            ),
            class_name="report-table progress-table",
            tab_index=0,
            role="region",
            aria_label=chart.name,
        ),
        class_name="mt3",
    )


def _row(row: rx.Var[TableRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.when, scope="row", class_name="num"), rx.el.td(row.value, class_name="num"), rx.el.td(row.engine)
    )


def _minutes() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Minutes practised", class_name="h3", id="minutes"),
            rx.el.span(ProgressState.minutes, class_name="t1 sub num"),
            class_name="row between wrap",
        ),
        rx.el.div(
            rx.foreach(ProgressState.bars, _bar),
            class_name="minutes-bars mt4",
            role="img",
            aria_label=ProgressState.minutes_label,
        ),
        rx.el.div(
            rx.el.span(ProgressState.first_day),
            rx.el.span(ProgressState.last_day),
            class_name="row between t1 sub num mt2",
        ),
        class_name="card mt5",
        aria_labelledby="minutes",
    )


def _bar(bar: rx.Var[MinutesBar]) -> rx.Component:
    return rx.el.i(class_name=rx.cond(bar.is_rest, "z", ""), style={"height": bar.height}, title=bar.label)
