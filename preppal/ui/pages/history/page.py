"""The history as it is drawn: a table, and rows where the screen is narrow."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button, button_link, icon_button, link
from preppal.ui.components.icon import icon
from preppal.ui.components.interview_rows import InterviewRow, outcome_words
from preppal.ui.components.surface import card, empty_state, problem, skeleton_rows
from preppal.ui.components.voice import voiceprint_svg
from preppal.ui.pages.history.state import NOTICE_ID, HistoryState
from preppal.ui.template import HISTORY, frame, page_head

ROUTE = "/history"
TITLE = "History"


def page() -> rx.Component:
    return frame(
        page_head(TITLE, rx.cond(HistoryState.sub != "", HistoryState.sub, " ")),
        _search(),
        rx.el.p(HistoryState.notice, id=NOTICE_ID, tab_index=-1, class_name="t1 med mt3", role="status"),
        rx.match(HistoryState.loading, ("ready", _list()), ("failed", _failed()), _loading()),
        active=HISTORY.route,
    )


def _search() -> rx.Component:
    return rx.el.div(
        rx.el.label("Search what you said", html_for="search", class_name="sr"),
        icon("search"),
        rx.el.input(
            id="search",
            type="search",
            class_name="input",
            placeholder="Search what you said",
            auto_complete="off",
            on_change=HistoryState.find.debounce(300),
        ),
        class_name="search mt5",
        role="search",
    )


def _loading() -> rx.Component:
    return card(skeleton_rows("Loading interviews", 5), class_name="pad0 mt4")


def _failed() -> rx.Component:
    return problem(
        "We couldn’t fetch your interviews",
        "Nothing is lost, the server did not answer as it should.",
        button("Try again", size="sm", on_click=HistoryState.load),
        tone="warn",
        class_name="mt4",
    )


def _list() -> rx.Component:
    return rx.cond(
        HistoryState.rows.length() > 0,
        rx.fragment(
            card(_table(), _narrow_rows(), class_name="pad0 mt4"),
            rx.cond(
                HistoryState.has_older,
                rx.el.div(
                    button(
                        "Show older",
                        size="sm",
                        is_busy=HistoryState.is_fetching,
                        busy_label="Fetching",
                        on_click=HistoryState.show_older,
                    ),
                    class_name="row center mt4",
                ),
            ),
        ),
        card(rx.cond(HistoryState.search != "", _nothing_matches(), _nothing_yet()), class_name="flat pad0 mt4"),
    )


def _nothing_matches() -> rx.Component:
    return empty_state(
        rx.fragment("Nothing matches “", HistoryState.search, "”"),
        "Try a word you remember saying.",
        button("Clear search", size="sm", on_click=HistoryState.clear_search),
    )


def _nothing_yet() -> rx.Component:
    return empty_state(
        "No interviews yet",
        "They will line up here.",
        button_link("Start a warm-up", "/interview/new?warmup=1", size="sm"),
        voice_at=(0.9,),
    )


def _table() -> rx.Component:
    names = (
        ("Interview", ""),
        ("With", "hide-m"),
        ("Level", "hide-m"),
        ("Date", ""),
        ("Length", "hide-m"),
        ("Score", ""),
    )
    return rx.el.table(
        rx.el.caption("Your interviews, newest first", class_name="sr"),
        rx.el.thead(
            rx.el.tr(
                *[rx.el.th(name, scope="col", class_name=class_name) for name, class_name in names],
                rx.el.th(rx.el.span("Delete", class_name="sr"), scope="col"),
            )
        ),
        rx.el.tbody(rx.foreach(HistoryState.rows, _table_row)),
        class_name="tbl",
    )


def _table_row(row: rx.Var[InterviewRow]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(_leading(row, _what(row), "row g4 cell")),
        rx.el.td(row.interviewer, class_name="sub hide-m"),
        rx.el.td(row.level, class_name="sub nowrap hide-m"),
        rx.el.td(row.day, class_name="num sub nowrap"),
        rx.el.td(row.lasted, class_name="num sub nowrap hide-m"),
        rx.el.td(outcome_words(row)),
        rx.el.td(_delete_button(row)),
        key=row.id,
    )


def _narrow_rows() -> rx.Component:
    return rx.el.div(rx.foreach(HistoryState.rows, _narrow_row), class_name="only-s")


def _narrow_row(row: rx.Var[InterviewRow]) -> rx.Component:
    words = [
        voiceprint_svg(row.wave, is_quiet=row.is_quiet),
        rx.el.span(
            rx.el.span(row.title, class_name="med block"),
            rx.el.span(row.job, class_name="t1 sub block"),
            rx.el.span(
                rx.el.span(row.day, class_name="t1 sub"), outcome_words(row), class_name="row wrap between g2 mt1"
            ),
            class_name="grow",
        ),
    ]
    return rx.el.div(_leading(row, words, "row g4 cell grow"), _delete_button(row), class_name="li narrow", key=row.id)


def _what(row: Any) -> list[rx.Component]:
    return [
        voiceprint_svg(row.wave, is_quiet=row.is_quiet),
        rx.el.span(row.title, rx.el.span(row.job, class_name="t1 sub block")),
    ]


def _leading(row: Any, words: list[rx.Component], class_name: str) -> rx.Component:
    """A link where there is something to see."""
    return rx.cond(
        row.href != "",
        link(*words, href=row.href, class_name=class_name),
        rx.el.span(*words, class_name=class_name),
    )


def _delete_button(row: Any) -> rx.Component:
    """Asks before it deletes. The question is made when it is opened, so a list of them costs nothing."""
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(icon_button("trash-2", f"Delete {row.title}, {row.day}")),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete this interview?", class_name="h2"),
            rx.alert_dialog.description(
                f"{row.title}, {row.day}. Its transcript, measures and feedback go with it, for good.",
                class_name="sub mt2",
            ),
            rx.el.div(
                rx.alert_dialog.cancel(button("Keep it")),
                rx.alert_dialog.action(
                    button("Delete", kind="bad", icon_name="trash-2", on_click=HistoryState.delete(row.id))
                ),
                class_name="row wrap mt5",
            ),
            class_name="dialog",
        ),
    )
