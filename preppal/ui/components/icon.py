"""Line icons. They never stand alone: a word is beside them, or their control has a label."""

import reflex as rx


def icon(name: str, size: int = 18, *, stroke: float = 1.9, class_name: str = "") -> rx.Component:
    """A Lucide icon, hidden from assistive technology."""
    return rx.icon(name, size=size, class_name=class_name, custom_attrs={"strokeWidth": stroke, "aria-hidden": "true"})


def spinner(size: int = 16) -> rx.Component:
    return rx.el.span(icon("loader-circle", size, stroke=2.2), class_name="spin")
