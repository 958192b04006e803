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
            _caption("caption_interviewer", "cap", "speaking"),
            _caption("caption", "you-cap", "answer"),
            class_name="room-words",
        ),
        class_name="stage",
    )


def _caption(slot: str, look: str, turn: str) -> rx.Component:
    """Takes the room that is left, in whole lines: the newest ones stay."""
    return rx.el.div(
        rx.el.div(rx.el.p(data_interview_slot=slot, class_name=look), class_name=f"room-lines {look}-lines"),
        class_name="room-caption",
        data_turn=turn,
    )
