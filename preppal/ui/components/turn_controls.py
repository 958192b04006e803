"""What a conversation says and offers while it is somebody's turn: in the live room and in the warm-up.

Which buttons show is decided by the style sheet from the state on <html>, so they change without a round trip.
"""

import reflex as rx

from preppal.domain.interview import Patience
from preppal.ui.components.icon import icon

# What the candidate reads while it is their turn; the seconds are those of session/turns.py.
_LISTENING = {
    Patience.SHORT: "Pause briefly. {name} waits about a second before moving on.",
    Patience.NORMAL: "Pause freely. {name} waits two seconds before moving on.",
    Patience.LONG: "Pause freely. {name} waits four seconds before moving on.",
    Patience.MANUAL: "Press I'm done when you finish.",
}


def status_texts(role: str, patience: Patience) -> dict[str, list[str]]:
    """The lines that depend on the interview; the component has the others."""
    return {
        "connecting": ["Connecting", "{name} will be with you in a moment."],
        "speaking": ["{name} is speaking", f"{role}, AI interviewer"],
        "listening": ["Listening", _LISTENING[patience]],
        "thinking": ["{name} is thinking", "Got all of it."],
        "holding": ["Take your time", "Nothing is being counted. Speak, or press I'm ready."],
    }


def turn_buttons(turn: str, *buttons: rx.Component) -> rx.Component:
    """Shown while the conversation is in that state."""
    return rx.el.div(*buttons, class_name="row main-ctl", data_turn=turn)


def command_button(label: str | rx.Var[str], command: str, icon_name: str, look: str) -> rx.Component:
    return rx.el.button(
        icon(icon_name, 18), label, type="button", class_name=f"btn lg {look}", data_interview_command=command
    )


def done_button() -> rx.Component:
    return rx.el.button(
        "I'm done ",
        rx.el.kbd("Space", class_name="hide-s"),
        type="button",
        class_name="btn lg solid",
        data_interview_command="done",
    )
