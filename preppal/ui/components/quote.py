"""A quote with its evidence. One that could not be found in the transcript is never shown."""

from typing import Any

import reflex as rx

from preppal.ui.components.icon import icon


def quote(words: Any, source: Any, *, is_checked: Any = True, hear: rx.Component | None = None) -> rx.Component:
    """Somebody's own words, where they were said, and that a program found them in the transcript.

    `hear` is the button that plays them, where they were recorded.
    """
    checked = rx.el.span(icon("check", 14), "Checked against the transcript", class_name="row g1")
    return rx.el.figure(
        hear,
        rx.el.div(
            rx.el.blockquote("“", words, "”", class_name="speech"),
            rx.el.figcaption(source, rx.cond(is_checked, checked, rx.fragment()), class_name="meta"),
            class_name="grow",
        ),
        class_name="quote",
    )
