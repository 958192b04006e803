"""Rows of the settings: words at the left, one control at the right, and a quiet note when it was saved."""

from typing import Any

import reflex as rx

from preppal.ui.components.icon import icon


def setting_row(title: Any, note: Any, control: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.div(title, class_name="med"), rx.el.p(note, class_name="t1 sub"), class_name="grow"),
        control,
        class_name="li wrap",
    )


def saved_note(is_saved: Any) -> rx.Component:
    """Announced when it appears."""
    words = rx.el.span(icon("check", 15, stroke=2.4), "Saved", class_name="t1 okc med row g2 mt4")
    return rx.el.div(rx.cond(is_saved, words), role="status")
