"""Form fields. Every control has a visible label; an error sits under the field it concerns."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from preppal.ui.components.icon import icon

Choice = tuple[str, Any]  # value, label


def field(
    label: Any, control: rx.Component, *, id: str, error: Any = None, help: Any = None, aside: Any = None
) -> rx.Component:
    """Label, control, help and error. The control carries `id` and is described by `{id}-help` and `{id}-error`."""
    caption = rx.el.label(label, html_for=id, class_name="flabel")
    head = rx.el.div(caption, aside, class_name="row between") if aside is not None else caption
    return rx.el.div(
        head,
        control,
        rx.el.p(help, id=f"{id}-help", class_name="help") if help is not None else None,
        field_error(error, id) if error is not None else None,
        class_name="field",
    )


def field_error(error: Any, id: str) -> rx.Component:
    """The error of a field, announced when it appears."""
    words = rx.el.span(icon("circle-alert", 16), rx.el.span(error), class_name="field-error")
    return rx.el.div(rx.cond(error != "", words, rx.fragment()), id=f"{id}-error", role="alert")


def _describe(id: str, error: Any, help: Any, props: dict[str, Any]) -> dict[str, Any]:
    described = [f"{id}-{part}" for part, value in (("help", help), ("error", error)) if value is not None]
    if described:
        props["aria_describedby"] = " ".join(described)
    if error is not None:
        props["aria_invalid"] = rx.cond(error != "", "true", "false")
    return props


def text_field(
    label: Any, *, id: str, error: Any = None, help: Any = None, aside: Any = None, **props: Any
) -> rx.Component:
    """A one-line field. `props` go to the input: name, type, auto_complete, default_value, on_blur…"""
    props.setdefault("name", id)
    control = rx.el.input(id=id, class_name="input", **_describe(id, error, help, props))
    return field(label, control, id=id, error=error, help=help, aside=aside)


def text_area(label: Any, *, id: str, error: Any = None, help: Any = None, rows: int = 6, **props: Any) -> rx.Component:
    """A field for pasted text."""
    props.setdefault("name", id)
    control = rx.el.textarea(id=id, class_name="input", rows=str(rows), **_describe(id, error, help, props))
    return field(label, control, id=id, error=error, help=help)


def select(
    label: Any, choices: Sequence[Choice] | Any, *, id: str, value: Any, on_change: Any, help: Any = None, **props: Any
) -> rx.Component:
    """A native select: the platform's own list is the most accessible one."""
    control = select_box(choices, id=id, value=value, on_change=on_change, **_describe(id, None, help, props))
    return field(label, control, id=id, help=help)


def select_box(choices: Sequence[Choice] | Any, *, id: str, value: Any, on_change: Any, **props: Any) -> rx.Component:
    """The list alone, for where the words beside it are no label element: give it an `aria_label`."""
    if isinstance(choices, list | tuple):
        options = [rx.el.option(text, value=key) for key, text in choices]
    else:
        options = [rx.foreach(choices, lambda choice: rx.el.option(choice[1], value=choice[0]))]
    return rx.el.span(
        rx.el.select(*options, id=id, value=value, on_change=on_change, class_name="select", **props),
        icon("chevrons-up-down", 16),
        class_name="select-box",
    )


def radio_card(
    title: Any,
    note: Any,
    *,
    name: str,
    value: str,
    chosen: Any,
    on_choose: Any,
    face: Any = None,
    is_beside: bool = False,
) -> rx.Component:
    """One card of a radio group. `face` is drawn above the title, or beside it.

    The browser keeps the choice, so that a press shows at once; `chosen` is what it begins with.
    """
    radio = rx.el.input(
        type="radio", name=name, value=value, default_checked=chosen == value, on_change=on_choose(value)
    )
    words = [rx.el.span(title, class_name="opt-title"), rx.el.span(note, class_name="t1 sub")]
    content = [face, rx.el.span(*words, class_name="grow")] if is_beside else [face, *words]
    return rx.el.label(
        rx.el.span(class_name="dot", aria_hidden="true"),
        *content,
        radio,
        class_name="opt side-by-side" if is_beside else "opt",
    )


def radio_cards(legend: Any, *cards: rx.Component, columns: int = 3) -> rx.Component:
    """A group of radio cards under its legend."""
    return rx.el.fieldset(
        rx.el.legend(legend, class_name="h3 legend"),
        rx.el.div(*cards, class_name=f"grid g3 c{columns}"),
    )


def segmented(
    choices: Sequence[Choice], *, label: str, name: str, chosen: Any, on_choose: Any, is_full: bool = False
) -> rx.Component:
    """One of a few short choices in a row. The browser keeps the choice; `chosen` is what it begins with."""

    def segment(value: str, text: Any) -> rx.Component:
        radio = rx.el.input(
            type="radio", name=name, value=value, default_checked=chosen == value, on_change=on_choose(value)
        )
        return rx.el.label(radio, text)

    return rx.el.div(
        *[segment(value, text) for value, text in choices],
        class_name="seg full" if is_full else "seg",
        role="radiogroup",
        aria_label=label,
    )


def switch(label: str, *, checked: Any, on_change: Any, **props: Any) -> rx.Component:
    """On or off. `label` names it where the words beside it are no label element."""
    return rx.el.input(
        type="checkbox",
        role="switch",
        class_name="switch",
        checked=checked,
        on_change=on_change,
        aria_label=label,
        **props,
    )


def checkbox(label: Any, *, checked: Any, on_change: Any, **props: Any) -> rx.Component:
    box = rx.el.input(type="checkbox", class_name="check", checked=checked, on_change=on_change, **props)
    return rx.el.label(box, rx.el.span(label, class_name="t1"), class_name="row top", style={"cursor": "pointer"})
