"""The room's dialogs: help with the keys, the sound devices, and the question before the end.

They open in the browser alone, so that they work while the connection is away.
"""

import reflex as rx

from preppal.ui.components.field import segmented, switch
from preppal.ui.components.icon import icon
from preppal.ui.components.live_devices import device_select, microphone_hints
from preppal.ui.components.patience import patience_choice
from preppal.ui.pages.session.state import LiveState

_KEYS = (
    ("I'm done", "Space"),
    ("Give me a moment", "P"),
    ("Mute", "M"),
    ("Say that again", "R"),
    ("Captions", "C"),
    ("Transcript", "T"),
    ("Type instead", "K"),
    ("Read question aloud", "Q"),
    ("Time left", "L"),
    ("This help", "?"),
    ("Close panel", "Esc"),
    ("End, asks first", "Shift E"),
)
CAPTION_SIZES = (("32", "Normal"), ("40", "Large"), ("48", "Largest"))


def help_dialog(trigger: rx.Component) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.trigger(trigger),
        rx.dialog.content(
            _heading(
                rx.el.span("Keyboard shortcuts", class_name="keys-note"),
                rx.el.span("Room settings", class_name="touch-note"),
            ),
            rx.dialog.description("They pause while you type in a field.", class_name="sub keys-note"),
            key_list(),
            _single_keys(),
            _patience(),
            _caption_size(),
            _devices("help"),
            class_name="room-dialog",
        ),
    )


def key_list() -> rx.Component:
    """Every key of the room and what it does."""
    return rx.el.dl(*(_key(does, key) for does, key in _KEYS), class_name="room-keys")


def _heading(*title: str | rx.Component) -> rx.Component:
    close = rx.el.button(icon("x", 18), class_name="btn sm icon ghost", aria_label="Close")
    return rx.el.div(
        rx.dialog.title(*title, class_name="h2"), rx.dialog.close(close), class_name="row between room-dialog-head"
    )


def _key(does: str, key: str) -> rx.Component:
    return rx.el.div(rx.el.dt(does), rx.el.dd(rx.el.kbd(key)), class_name="row between")


def _single_keys() -> rx.Component:
    """Someone who dictates to the computer would press them without meaning to. Ctrl Enter and Tab always work."""
    return rx.el.div(
        rx.el.div(
            rx.el.div("Single-key shortcuts", class_name="flabel"),
            rx.el.p("Turn them off if you dictate to your computer.", class_name="help"),
        ),
        switch("Single-key shortcuts", checked=LiveState.has_keys, on_change=LiveState.choose_keys),
        class_name="row between mt5 keys-note",
    )


def _patience() -> rx.Component:
    return rx.el.div(
        patience_choice(
            LiveState.room.interviewer,
            chosen=LiveState.patience,
            on_choose=LiveState.choose_patience,
            help=LiveState.patience_help,
        ),
        class_name="mt5",
    )


def _caption_size() -> rx.Component:
    return rx.el.div(
        rx.el.div("Caption size", class_name="flabel", aria_hidden="true"),
        segmented(
            CAPTION_SIZES,
            label="Caption size",
            name="caption-size",
            chosen=LiveState.caption_size,
            on_choose=LiveState.set_caption_size,
            is_full=True,
        ),
        class_name="mt5 col g2",
    )


def sound_dialog(trigger: rx.Component) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.trigger(trigger),
        rx.dialog.content(
            _heading("Microphone and speaker"),
            rx.dialog.description("Kept for next time in this browser.", class_name="sub"),
            _devices("sound"),
            class_name="room-dialog",
        ),
    )


def _devices(place: str) -> rx.Component:
    """`place` keeps the ids of several dialogs apart."""
    microphone = device_select(
        "Microphone",
        "choose_input",
        LiveState.inputs,
        chosen=LiveState.input_id,
        on_choose=LiveState.choose_input,
        id=f"{place}-input",
    )
    speaker = device_select(
        "Speaker",
        "choose_output",
        LiveState.outputs,
        chosen=LiveState.output_id,
        on_choose=LiveState.choose_output,
        id=f"{place}-output",
    )
    return rx.fragment(
        rx.el.div(
            rx.cond(LiveState.inputs.length() > 0, microphone, _fixed("Microphone", "None in use")),
            rx.cond(LiveState.outputs.length() > 0, speaker, _fixed("Speaker", "Uses your system speaker")),
            class_name="grid c2 mt5",
        ),
        microphone_hints(LiveState.microphone_doubts),
    )


def _fixed(name: str, words: str) -> rx.Component:
    return rx.el.div(
        rx.el.span(name, class_name="flabel"), rx.el.span(words, class_name="check-fixed sub"), class_name="field"
    )


def end_dialog(trigger: rx.Component) -> rx.Component:
    asked = LiveState.question_count
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(trigger),
        rx.alert_dialog.content(
            rx.alert_dialog.title("End here?", class_name="h2"),
            rx.alert_dialog.description(
                rx.cond(
                    LiveState.answered > 0,
                    f"You've answered {LiveState.answered} of {asked}. You'll get feedback on those.",
                    "You haven't answered a question yet, so there will be nothing to give feedback on.",
                ),
                class_name="mt2",
            ),
            rx.el.div(
                rx.alert_dialog.cancel(rx.el.button("Keep going", class_name="btn line")),
                rx.alert_dialog.action(
                    rx.el.button(
                        rx.cond(LiveState.answered > 0, "End and get feedback", "End the interview"),
                        class_name="btn solid",
                        data_interview_command="end",
                    )
                ),
                class_name="row wrap mt5 room-dialog-ways",
            ),
            class_name="room-dialog narrow",
        ),
    )
