"""Choosing how long the interviewer waits: the same in the sound check and in the room."""

from typing import Any

import reflex as rx

from preppal.domain.interview import Patience
from preppal.ui.components.field import segmented

PATIENCE_CHOICES = tuple((patience.value, patience.label) for patience in Patience)

_HELP = {
    Patience.SHORT: "About a second.",
    Patience.NORMAL: "About 2 seconds.",
    Patience.LONG: "About 4 seconds.",
    Patience.MANUAL: "Nothing ends your turn but you: press I'm done, or Space.",
}


def chosen_patience(value: str) -> Patience | None:
    """What a browser sent; None for what is no patience."""
    return next((patience for patience in Patience if patience.value == value), None)


def patience_help(patience: Patience) -> str:
    """How long the interviewer waits, in words."""
    return _HELP[patience]


def patience_choice(interviewer: Any, *, chosen: Any, on_choose: Any, help: Any, more: str = "") -> rx.Component:
    """`help` is of the chosen one; `more` stands behind it."""
    return rx.el.div(
        rx.el.div("When you stop talking", class_name="flabel", aria_hidden="true"),
        rx.el.p("How long ", interviewer, " waits before answering.", class_name="help check-under"),
        segmented(
            PATIENCE_CHOICES,
            label="When you stop talking",
            name="patience",
            chosen=chosen,
            on_choose=on_choose,
            is_full=True,
        ),
        rx.el.p(help, " " + more if more else "", class_name="help mt2"),
    )
