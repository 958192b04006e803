"""The dock: toggles at the left, the turn in the middle, help and the way out at the right."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.turn_controls import command_button, done_button, turn_buttons
from preppal.ui.pages.session.dialogs import end_dialog, help_dialog
from preppal.ui.pages.session.state import LiveState

# A press with the mouse leaves the focus where it is: on a button it would take Space and the letters away.
_KEEP_FOCUS = rx.prevent_default


def dock() -> rx.Component:
    return rx.el.footer(_toggles(), _turn(), _ways_out(), class_name="dock")


def _toggles() -> rx.Component:
    return rx.el.div(
        rx.el.button(
            rx.el.span(data_interview_slot="level", class_name="lv", aria_hidden="true", data_live_muted="false"),
            rx.el.span(icon("mic-off", 20), class_name="warnc", data_live_muted="true"),
            "Mute",
            class_name="ctl",
            data_interview_command="toggle_mute",
            aria_label="Mute microphone",
        ),
        rx.el.button(icon("captions", 20), "Captions", class_name="ctl", data_interview_command="toggle_captions"),
        rx.el.button(
            icon("panel-right", 20),
            "Transcript",
            class_name="ctl",
            data_interview_key="t",
            aria_pressed=rx.cond(LiveState.is_transcript_open, "true", "false"),
            on_click=LiveState.toggle_transcript,
        ),
        rx.el.button(
            icon("keyboard", 20), "Type", class_name="ctl", data_interview_key="k", on_click=LiveState.type_answers
        ),
        class_name="row g1",
        on_mouse_down=_KEEP_FOCUS,
    )


def _turn() -> rx.Component:
    return rx.el.div(
        turn_buttons(
            "needs_gesture", command_button("Hear " + LiveState.room.interviewer, "enable_sound", "volume-2", "solid")
        ),
        turn_buttons(
            "speaking",
            command_button("Say that again", "repeat", "rotate-ccw", "line"),
            command_button("Answer now", "answer_now", "mic", "line"),
        ),
        turn_buttons(
            "listening",
            command_button("Give me a moment", "hold", "hand", "soft"),
            done_button(),
        ),
        turn_buttons("thinking", command_button("I wasn't finished", "not_finished", "mic", "soft")),
        turn_buttons(
            "holding",
            command_button("Say that again", "repeat", "rotate-ccw", "line"),
            command_button("I'm ready", "done", "mic", "solid"),
        ),
        turn_buttons(
            "reconnecting",
            rx.el.button(
                icon("keyboard", 19), "Switch to typing", class_name="btn lg line", on_click=LiveState.type_answers
            ),
            rx.el.button("I'm done", class_name="btn lg", disabled=True),
        ),
        class_name="room-turns",
        on_mouse_down=_KEEP_FOCUS,
    )


def _ways_out() -> rx.Component:
    return rx.el.div(
        help_dialog(
            rx.el.button(
                icon("circle-help", 20),
                "Help",
                class_name="ctl",
                data_interview_key="?",
                aria_label="Help and shortcuts",
            )
        ),
        end_dialog(
            rx.el.button(icon("log-out", 20), "End", class_name="ctl bad", data_interview_key="Shift+E"),
        ),
        class_name="row g1",
    )
