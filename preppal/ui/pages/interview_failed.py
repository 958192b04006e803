"""When the server could not fetch an interview: what is safe, and another try."""

from typing import Any

import reflex as rx

from preppal.ui.components.button import button, button_link
from preppal.ui.template import solo


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
