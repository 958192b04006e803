"""The stage: the open question, the interviewer's presence, whose turn it is, and the captions."""

import reflex as rx

from preppal.ui.components.icon import icon


def stage() -> rx.Component:
    """Three rows, so that the presence keeps its place while the words around it change."""
    return rx.el.div(
        rx.el.p(data_interview_slot="question", class_name="cap q", data_turn="asked"),
        rx.el.div(data_interview_slot="presence", class_name="room-presence"),
        rx.el.div(
            rx.el.div(data_interview_slot="status", class_name="state"),
            rx.el.p(icon("timer-off", 15), "Silence here isn't scored", class_name="chip", data_turn="holding"),
            rx.el.div(
                rx.el.p(data_interview_slot="caption_interviewer", class_name="cap"),
                class_name="room-caption",
                data_turn="speaking",
            ),
            rx.el.div(
                rx.el.p(data_interview_slot="caption", class_name="you-cap"),
                class_name="room-caption",
                data_turn="answer",
            ),
            class_name="room-words",
        ),
        class_name="stage",
    )
