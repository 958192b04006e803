"""The Preppal mark: an ink stem and a decaying voice that form a P."""

import reflex as rx

from preppal.ui.components import shapes
from preppal.ui.components.button import link

_BARS = (
    (2.6, 3, 26, "var(--ink)"),
    (9.8, 3, 17, "var(--accent-9)"),
    (17, 5, 13, "var(--accent-9)"),
    (24.2, 8.2, 6.6, "var(--accent-9)"),
)


def mark(size: int = 24) -> rx.Component:
    return rx.el.svg(
        *[shapes.rect(x=x, y=y, width=5.4, height=height, rx=2.7, fill=fill) for x, y, height, fill in _BARS],
        view_box="0 0 32 32",
        width=str(size),
        height=str(size),
        aria_hidden="true",
    )


def brand(href: str = "/", size: int = 24) -> rx.Component:
    """Mark and name, linking home."""
    return link(mark(size), "Preppal", href=href, class_name="brand")
