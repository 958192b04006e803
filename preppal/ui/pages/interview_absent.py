"""When an interview cannot be shown: it is not there, it is not yours, or the server could not fetch it."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button, button_link
from preppal.ui.template import solo


def interview_missing() -> rx.Component:
    """The same page for a missing interview and for somebody else's: nobody learns which."""
    return solo(
        rx.el.h1("There is no such interview"),
        rx.el.p("It may have been deleted, or the address may be cut short.", class_name="sub t3 mt3"),
        rx.el.div(
            button_link("Go to Home", "/dashboard", kind="solid"),
            button_link("History", "/history", kind="ghost"),
            class_name="row wrap mt5",
        ),
    )


def interview_failed(on_retry: Any) -> rx.Component:
    return solo(
        rx.el.div(
            rx.el.h1("We couldn't fetch this interview"),
            rx.el.p("Nothing is lost. The server did not answer as it should.", class_name="sub t3 mt3"),
            role="alert",
        ),
        rx.el.div(
            button("Try again", kind="solid", on_click=on_retry),
            button_link("Go to Home", "/dashboard", kind="ghost"),
            class_name="row wrap mt5",
        ),
    )
