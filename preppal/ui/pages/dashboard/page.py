"""Home as it is drawn: four blocks, each with its loading, empty and failed form."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button, button_link, link
from preppal.ui.components.geometry import rest_dots
from preppal.ui.components.icon import icon
from preppal.ui.components.interview_rows import row_link
from preppal.ui.components.score import sparkline_svg
from preppal.ui.components.surface import card, problem, section, skeleton, skeleton_card, skeleton_rows
from preppal.ui.components.voice import waveform
from preppal.ui.pages.dashboard.state import DashboardState
from preppal.ui.pages.dashboard.views import DayBar, Tile
from preppal.ui.template import frame, page_head

ROUTE = "/dashboard"
TITLE = "Home"

_SETUP = "/interview/new"


def page() -> rx.Component:
    return frame(
        page_head(
            _or_skeleton(DashboardState.greeting, "260px", "32px"), _or_skeleton(DashboardState.sub, "200px", "16px")
        ),
        rx.cond(
            DashboardState.problem != "",
            rx.el.div(problem("That did not start", DashboardState.problem, tone="warn"), class_name="mt5"),
            rx.fragment(),
        ),
        rx.cond(DashboardState.is_new_here, _first_time(), _practice_and_week()),
        _how_it_is_going(),
        rx.cond(DashboardState.is_new_here, rx.fragment(), _recent()),
        active=ROUTE,
    )


def _or_skeleton(words: Any, width: str, height: str) -> rx.Component:
    """Text to come; the space keeps the heading from being empty for assistive technology."""
    return rx.cond(words != "", words, rx.fragment(rx.el.span("Loading", class_name="sr"), skeleton(width, height)))


def _block(state: Any, ready: rx.Component, loading: rx.Component, what: str, retry: Any) -> rx.Component:
    """One block in its three forms. A failure replaces this block only."""
    failed = problem(
        f"We couldn’t fetch {what}",
        "Nothing is lost, the server did not answer as it should.",
        button("Try again", size="sm", on_click=retry),
        tone="warn",
        class_name="mt4",
    )
    return rx.match(state, ("ready", ready), ("failed", failed), loading)


def _practice_and_week() -> rx.Component:
    return rx.el.div(
        _block(
            DashboardState.practice_state,
            _next_practice(),
            skeleton_card("Loading your next practice", "roomy"),
            "your next practice",
            DashboardState.load_practice,
        ),
        _block(
            DashboardState.week_state,
            _week(),
            skeleton_card("Loading this week", "roomy"),
            "this week",
            DashboardState.load_week,
        ),
        class_name="grid stack mt6 next-and-week",
    )


def _next_practice() -> rx.Component:
    practice = DashboardState.practice
    start = button(
        practice.action,
        kind="solid",
        size="lg",
        icon_name="mic",
        is_busy=DashboardState.is_starting,
        busy_label="Starting",
        on_click=DashboardState.start(False),
    )
    go = button_link(practice.action, practice.href, kind="solid", size="lg", icon_name="mic")
    return rx.el.section(
        rx.el.div(practice.reason, class_name="lbl"),
        rx.el.h2(practice.title, id="next-practice", class_name="h2 big", style={"marginTop": "6px"}),
        rx.el.p(practice.body, class_name="t3 sub mt2 measure"),
        rx.el.div(
            rx.cond(practice.href != "", go, start),
            button_link("Something else", _SETUP, size="lg"),
            class_name="row wrap card-foot",
        ),
        class_name="card roomy next-practice",
        aria_labelledby="next-practice",
    )


def _week() -> rx.Component:
    week = DashboardState.week
    return rx.el.section(
        rx.el.div(
            rx.el.h2("This week", class_name="h3", id="this-week"),
            rx.el.span(week.minutes, class_name="t1 sub num"),
            class_name="row between",
        ),
        rx.el.div(rx.foreach(week.days, _day_bar), class_name="week mt4", role="img", aria_label=week.label),
        rx.el.hr(style={"margin": "14px 0 12px"}),
        rx.el.p(
            rx.cond(week.streak != "", rx.el.span(week.streak, " ", class_name="med"), rx.fragment()),
            rx.el.span(week.note, class_name="sub"),
            class_name="t1",
        ),
        class_name="card roomy",
        aria_labelledby="this-week",
    )


def _day_bar(day: rx.Var[DayBar]) -> rx.Component:
    return rx.el.span(
        rx.el.em(rx.el.i(class_name=rx.cond(day.is_rest, "z", ""), style={"height": day.height})),
        rx.el.b(day.letter),
        class_name=rx.cond(day.is_today, "today", ""),
    )


def _how_it_is_going() -> rx.Component:
    ready = rx.el.div(rx.foreach(DashboardState.tiles, _tile), class_name="grid g4 c4 mt4")
    loading = rx.el.div(
        *[skeleton_card(f"Loading {name}") for name in ("overall", "pace", "fillers", "response time")],
        class_name="grid g4 c4 mt4",
    )
    return section(
        "How it’s going",
        _block(DashboardState.tiles_state, ready, loading, "your trends", DashboardState.load_tiles),
        id="how-it-is-going",
        aside=rx.cond(DashboardState.is_new_here, rx.fragment(), link("All progress", href="/progress")),
    )


def _tile(tile: rx.Var[Tile]) -> rx.Component:
    filled = card(
        rx.el.span(tile.name, class_name="lbl"),
        rx.el.span(
            rx.el.span(
                tile.value,
                rx.cond(tile.spread != "", rx.el.span(" ± ", tile.spread, class_name="score-pm"), rx.fragment()),
                class_name="stat-n",
            ),
            rx.cond(tile.unit != "", rx.el.span(" ", tile.unit, class_name="t1 sub"), rx.fragment()),
        ),
        rx.el.span(sparkline_svg(tile.line), class_name="tile-line"),
        rx.el.span(_tone_icon(tile.tone), rx.el.span(tile.words), class_name="t1 med row g1 top"),
        class_name="tile",
    )
    empty = card(
        rx.el.span(tile.name, class_name="lbl"),
        rx.el.div(waveform(rest_dots(180, 20)), class_name="tile-rest"),
        rx.el.p(tile.words, class_name="t1 sub"),
        class_name="dashed",
    )
    return rx.cond(tile.value != "", filled, empty)


def _tone_icon(tone: Any) -> rx.Component:
    return rx.match(
        tone,
        ("up", icon("trending-up", 15, stroke=2.2, class_name="accc")),
        ("down", icon("trending-down", 15, stroke=2.2, class_name="accc")),
        ("steady", icon("minus", 15, stroke=2.2, class_name="accc")),
        ("ok", icon("check", 15, stroke=2.4, class_name="okc")),
        ("warn", icon("triangle-alert", 15, stroke=2, class_name="warnc")),
        rx.fragment(),
    )


def _recent() -> rx.Component:
    ready = card(rx.foreach(DashboardState.recent, row_link), class_name="pad0 mt4")
    loading = card(skeleton_rows("Loading recent interviews"), class_name="pad0 mt4")
    return section(
        "Recent interviews",
        _block(DashboardState.recent_state, ready, loading, "your interviews", DashboardState.load_recent),
        id="recent-interviews",
        aside=link("All history", href="/history"),
    )


def _first_time() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.div(waveform(rest_dots(306, 52, voice_at=(0.5,), spacing=8.5)), class_name="first-voice"),
            rx.el.h2("Break the silence", id="first-time", class_name="h2 big"),
            rx.el.p(
                "Five minutes, three gentle questions. It’s a way to hear your own voice first.",
                class_name="t3 sub mt2 first-line",
            ),
            rx.cond(DashboardState.standing != "", rx.el.p(DashboardState.standing, class_name="t1 sub mt2")),
            rx.el.div(
                button(
                    "Start a five-minute warm-up",
                    kind="solid",
                    size="lg",
                    icon_name="mic",
                    is_busy=DashboardState.is_starting,
                    busy_label="Starting",
                    on_click=DashboardState.start(True),
                ),
                button_link("Set up a full interview", _SETUP, kind="ghost", size="lg"),
                class_name="row wrap center mt5",
            ),
            class_name="card mt6 first-time",
            aria_labelledby="first-time",
        ),
        section("Make it about the job you want", card(*_setup_rows(), class_name="pad0 mt4"), id="make-it-yours"),
    )


def _setup_rows() -> list[rx.Component]:
    rows = (
        (
            "file-text",
            "Add your résumé",
            "The interviewer asks about what you really did. Paste the text.",
            "Add résumé",
        ),
        (
            "briefcase",
            "Paste a job description",
            "Questions follow the posting, and so does the feedback.",
            "Paste posting",
        ),
    )
    return [
        rx.el.div(
            icon(name, 22, class_name="accc"),
            rx.el.div(rx.el.div(title, class_name="med"), rx.el.p(note, class_name="t1 sub"), class_name="grow"),
            button_link(action, _SETUP, size="sm"),
            class_name="li wrap",
        )
        for name, title, note, action in rows
    ]
