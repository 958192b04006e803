"""Cards, chips, problems, and their empty and loading forms."""

from typing import Any, Literal

import reflex as rx

from preppal.ui.components.geometry import rest_dots
from preppal.ui.components.icon import icon, spinner
from preppal.ui.components.voice import waveform

Tone = Literal["", "ok", "warn", "bad", "acc"]
_TONE_ICONS = {"": "info", "ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "acc": "info"}


def card(*children: Any, class_name: str = "", **props: Any) -> rx.Component:
    """One subject. `class_name`: pad0 for lists, flat, tint, dashed, roomy. Cards are never nested."""
    return rx.el.div(*children, class_name=f"card {class_name}".strip(), **props)


def well(*children: Any, **props: Any) -> rx.Component:
    """A quiet inset area inside a card."""
    return rx.el.div(*children, class_name="well", **props)


def section(title: Any, *children: Any, id: str, aside: Any = None, class_name: str = "mt8") -> rx.Component:
    """A titled part of a page, with a link at the right where `aside` is given."""
    heading = rx.el.h2(title, id=id)
    head = rx.el.div(heading, aside, class_name="row between") if aside is not None else heading
    return rx.el.section(head, *children, class_name=class_name, aria_labelledby=id)


def badge(label: Any, tone: Tone = "", *, icon_name: str = "", is_busy: bool = False) -> rx.Component:
    """A small state in words; meaning colours carry an icon as well."""
    if is_busy:
        face: Any = spinner(14)
    else:
        name = icon_name or ("" if tone in ("", "acc") else _TONE_ICONS[tone])
        face = icon(name, 14) if name else None
    return rx.el.span(face, label, class_name=f"chip {tone}".strip())


def problem(
    title: Any,
    body: Any,
    *actions: rx.Component,
    tone: Tone = "bad",
    icon_name: str = "",
    is_alert: bool = True,
    class_name: str = "",
) -> rx.Component:
    """What happened, what is safe, what to do next."""
    return rx.el.div(
        icon(icon_name or _TONE_ICONS[tone], 20),
        rx.el.div(
            rx.el.div(title, class_name="strong"),
            rx.el.p(body),
            rx.el.div(*actions, class_name="row") if actions else None,
            class_name="grow",
        ),
        class_name=f"callout {tone} {class_name}".strip(),
        role="alert" if is_alert else "status",
    )


def empty_state(
    title: Any, body: Any, *actions: rx.Component, voice_at: tuple[float, ...] = (0.5,), class_name: str = ""
) -> rx.Component:
    """Rest dots, one voice, one action."""
    return rx.el.div(
        waveform(rest_dots(150, 34, voice_at=voice_at, spacing=7)),
        rx.el.div(title, class_name="med"),
        rx.el.p(body, class_name="t1 sub"),
        *actions,
        class_name=f"empty {class_name}".strip(),
    )


def skeleton(width: str = "100%", height: str = "14px") -> rx.Component:
    """One box that stands for text to come."""
    return rx.el.span(class_name="skel", style={"width": width, "height": height})


def skeleton_rows(label: str, count: int = 3) -> rx.Component:
    """A list that is still loading, for the inside of a card without padding."""
    widths = (("38%", "56%"), ("46%", "50%"), ("32%", "60%"))
    rows = [
        rx.el.div(
            skeleton("92px", "22px"),
            rx.el.div(skeleton(first), skeleton(second, "11px"), class_name="grow col g2"),
            skeleton("44px"),
            class_name="li",
        )
        for first, second in (widths[index % len(widths)] for index in range(count))
    ]
    return rx.el.div(*rows, role="status", aria_busy="true", aria_label=label)


def skeleton_card(label: str, class_name: str = "") -> rx.Component:
    """A card that is still loading."""
    return card(
        skeleton("30%", "13px"),
        skeleton("55%", "26px"),
        skeleton("90%"),
        skeleton("60%"),
        class_name=f"col {class_name}".strip(),
        role="status",
        aria_busy="true",
        aria_label=label,
    )
