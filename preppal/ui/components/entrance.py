"""What the pages before sign-in share: a still wave at the foot, their problem, and fields for passwords."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button
from preppal.ui.components.field import text_field
from preppal.ui.components.geometry import rest_dots, speech_like, wave
from preppal.ui.components.surface import problem
from preppal.ui.components.voice import waveform

OUT_OF_REACH = "The server did not answer in time. Nothing is lost. Try once more."


def foot_wave() -> rx.Component:
    """Still and decorative: nobody speaks here."""
    drawn = waveform(wave(speech_like(260, 9), 1600, 80), voice_class="w-quiet")
    return rx.el.div(rx.el.div(drawn), class_name="foot-wave", aria_hidden="true")


def run_out(title: Any, words: Any, *ways_on: rx.Component) -> rx.Component:
    """A link that works no more: what it was, that nothing is lost, and how to go on."""
    return rx.el.div(
        waveform(rest_dots(120, 34, voice_at=(0.5,), spacing=7)),
        rx.el.h1(title),
        rx.el.p(words, class_name="t3 sub"),
        rx.el.div(*ways_on, class_name="row wrap center"),
        class_name="run-out",
    )


def told(title: Any, body: Any) -> rx.Component:
    """A problem of the whole form, where there is one."""
    return rx.cond(title != "", rx.el.div(problem(title, body, tone="warn"), class_name="mt5"), rx.fragment())


def password_field(
    label: Any, *, is_shown: Any, on_toggle: Any, error: Any, help: Any = None, auto_complete: str, aside: Any = None
) -> rx.Component:
    """A password, with a way to look at it. The browser keeps what was typed when it is shown."""
    shown = text_field(
        label,
        id="password",
        type=rx.cond(is_shown, "text", "password"),
        auto_complete=auto_complete,
        required=True,
        error=error,
        help=help,
        aside=aside,
    )
    toggle = button(rx.cond(is_shown, "Hide password", "Show password"), kind="quiet", size="sm", on_click=on_toggle)
    return rx.el.div(shown, rx.el.div(toggle, class_name="mt2"))


def submit(label: str, busy_label: str, is_busy: Any) -> rx.Component:
    return button(label, type="submit", kind="solid", size="lg", is_full=True, is_busy=is_busy, busy_label=busy_label)
