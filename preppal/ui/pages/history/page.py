"""The history as it is drawn: a table, and rows where the screen is narrow."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button, button_link, icon_button, link
from preppal.ui.components.icon import icon
from preppal.ui.components.interview_rows import InterviewRow, outcome_words
from preppal.ui.components.surface import card, empty_state, problem, skeleton_rows
from preppal.ui.components.voice import voiceprint_svg
from preppal.ui.pages.history.filters import KINDS, LEVELS, PERIODS, SCORES
from preppal.ui.pages.history.state import NOTICE_ID, HistoryState
from preppal.ui.template import HISTORY, frame, page_head

ROUTE = "/history"
TITLE = "History"


def page() -> rx.Component:
    return frame(
        page_head(TITLE, rx.cond(HistoryState.sub != "", HistoryState.sub, " "), _compare_ways()),
        _filters(),
        rx.el.p(HistoryState.notice, id=NOTICE_ID, tab_index=-1, class_name="t1 med mt3", role="status"),
        rx.match(HistoryState.loading, ("ready", _list()), ("failed", _failed()), _loading()),
        active=HISTORY.route,
    )


def _filters() -> rx.Component:
    choices = HistoryState.choices
    return rx.el.div(
        _search(),
        _select("Type", "kind", KINDS, choices.kind),
        _select("Level", "level", LEVELS, choices.level),
        _select("Score", "score", SCORES, choices.score),
        _select("Date", "period", PERIODS, choices.period),
        rx.cond(choices.period == "days", _days()),
        rx.cond(
            HistoryState.is_narrowed,
            button("Show all", kind="quiet", size="sm", icon_name="x", on_click=HistoryState.show_all),
        ),
        class_name="filters mt5",
        role="search",
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
        class_name="search",
    )


def _select(label: str, name: str, choices: tuple[tuple[str, str], ...], chosen: Any) -> rx.Component:
    return rx.el.span(
        rx.el.select(
            *(rx.el.option(words, value=value) for value, words in choices),
            value=chosen,
            on_change=lambda value: HistoryState.narrow(name, value),
            class_name=rx.cond(chosen == "", "select", "select is-set"),
            aria_label=label,
        ),
        icon("chevron-down", 16),
        class_name="select-box",
    )


def _days() -> rx.Component:
    def day(label: str, name: str, value: Any) -> rx.Component:
        return rx.el.label(
            rx.el.span(label, class_name="t1 sub"),
            rx.el.input(
                type="date", class_name="input", value=value, on_change=lambda day: HistoryState.narrow(name, day)
            ),
            class_name="row g2",
        )

    return rx.el.div(
        day("From", "first_day", HistoryState.choices.first_day),
        day("To", "last_day", HistoryState.choices.last_day),
        class_name="row wrap g3",
    )


def _compare_ways() -> rx.Component:
    """The way in; once pressed, what to do, the way on and the way out."""
    choosing = rx.el.div(
        rx.el.span(
            rx.match(HistoryState.chosen.length(), (0, "Choose two interviews"), (1, "Choose one more"), "Two chosen"),
            class_name="t1 sub",
            role="status",
        ),
        button("Cancel", kind="ghost", on_click=HistoryState.stop_choosing),
        rx.cond(
            HistoryState.compare_address != "",
            button_link("Compare", HistoryState.compare_address, kind="solid", icon_name="columns-2"),
            button("Compare", kind="solid", icon_name="columns-2", disabled=True),
        ),
        class_name="row wrap g3",
    )
    begin = button("Compare two", icon_name="columns-2", on_click=HistoryState.begin_choosing)
    return rx.cond(HistoryState.is_choosing, choosing, rx.cond(HistoryState.rows.length() > 1, begin))


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
            rx.el.div(
                rx.el.span(HistoryState.shown, class_name="t1 sub num", role="status"),
                rx.cond(
                    HistoryState.has_older,
                    button(
                        "Show older",
                        size="sm",
                        is_busy=HistoryState.is_fetching,
                        busy_label="Fetching",
                        on_click=HistoryState.show_older,
                    ),
                ),
                class_name="row between mt4",
            ),
        ),
        card(rx.cond(HistoryState.is_narrowed, _nothing_matches(), _nothing_yet()), class_name="flat pad0 mt4"),
    )


def _nothing_matches() -> rx.Component:
    searched = HistoryState.choices.search
    return empty_state(
        rx.cond(
            searched != "", rx.fragment("Nothing matches “", searched, "”"), rx.fragment("No interview is like that")
        ),
        rx.cond(searched != "", "Try a word you remember saying.", "Try another type, level, score or date."),
        button("Show all", size="sm", on_click=HistoryState.show_all),
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
        rx.el.td(
            rx.el.div(_choice(row), _leading(row, _what(row), "row g4 cell grow clip-box"), class_name="row g4"),
            class_name="main-cell",
        ),
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
            rx.el.span(row.job, class_name="t1 sub block clip"),
            rx.el.span(
                rx.el.span(row.day, class_name="t1 sub"), outcome_words(row), class_name="row wrap between g2 mt1"
            ),
            class_name="grow clip-box",
        ),
    ]
    return rx.el.div(
        _choice(row),
        _leading(row, words, "row g4 cell grow clip-box"),
        _delete_button(row),
        class_name="li narrow",
        key=row.id,
    )


def _choice(row: Any) -> rx.Component:
    """While two are being chosen: this one. What has no score has nothing to compare."""
    is_chosen = HistoryState.chosen.contains(row.id)
    return rx.cond(
        HistoryState.is_choosing,
        rx.el.label(
            rx.el.input(
                type="checkbox",
                class_name="check",
                checked=is_chosen,
                disabled=~row.is_reviewed | ((HistoryState.chosen.length() > 1) & ~is_chosen),
                aria_label=f"Compare {row.title}, {row.day}",
                on_change=lambda _: HistoryState.choose(row.id),
            ),
            class_name="row-choice",
        ),
    )


def _what(row: Any) -> list[rx.Component]:
    return [
        voiceprint_svg(row.wave, is_quiet=row.is_quiet),
        rx.el.span(row.title, rx.el.span(row.job, class_name="t1 sub block clip"), class_name="clip-box"),
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
