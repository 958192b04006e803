"""The room's header: which interview, which question, how the connection is, how much time is left."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.logo import mark
from preppal.ui.pages.session.dialogs import end_dialog, help_dialog
from preppal.ui.pages.session.state import LiveState

# Shown one at a time by the style sheet, from what the browser knows: no round trip, and true while offline.
_CONNECTIONS = (
    ("good", "signal", "Good", "sub"),
    ("fair", "signal-medium", "Fair", "sub"),
    ("poor", "signal-low", "Poor", "warnc"),
    ("offline", "wifi-off", "Offline", "warnc med"),
)


def room_header() -> rx.Component:
    return rx.el.header(_interview(), _progress(), _condition(), class_name="room-head")


def _interview() -> rx.Component:
    room = LiveState.room
    return rx.el.div(
        rx.el.span(mark(26), class_name="brand", aria_hidden="true"),
        help_dialog(
            rx.el.button(
                icon("circle-help", 20),
                class_name="btn sm icon ghost only-s",
                data_interview_key="?",
                aria_label="Help",
            )
        ),
        rx.el.div(
            rx.el.h1(room.title, class_name="room-title"),
            rx.cond(room.job_title != "", rx.el.div(room.job_title, class_name="t1 sub")),
            class_name="room-what",
        ),
        class_name="row",
    )


def _progress() -> rx.Component:
    return rx.el.div(
        rx.el.div(data_interview_slot="question_count", class_name="med num t1"),
        rx.el.div(data_interview_slot="question_segments", class_name="qseg", aria_hidden="true"),
        class_name="room-progress",
    )


def _condition() -> rx.Component:
    return rx.el.div(
        rx.cond(
            LiveState.room.is_recorded,
            rx.fragment(
                rx.el.span(
                    rx.el.i(class_name="rec", aria_hidden="true"),
                    rx.el.span("Recording", class_name="word"),
                    rx.el.span(" your answers", class_name="sr"),
                    class_name="row g2 t1 room-recording",
                ),
                rx.el.span(
                    icon("pause", 16), "Recording paused", class_name="row g2 t1 hide-s", data_turn="reconnecting"
                ),
            ),
        ),
        *(
            rx.el.span(icon(name, 16), word, class_name=f"row g1 t1 hide-s {tone}", data_live_network=verdict)
            for verdict, name, word, tone in _CONNECTIONS
        ),
        rx.el.span(data_interview_slot="clock", class_name="room-clock med num"),
        end_dialog(
            rx.el.button(
                icon("x", 20),
                class_name="btn sm icon ghost only-s",
                data_interview_key="Shift+E",
                aria_label="End interview",
            ),
        ),
        class_name="row g4",
    )
