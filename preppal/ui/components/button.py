"""Buttons and links. One solid button per view; soft, line and ghost for the rest."""

from typing import Any, Literal

import reflex as rx

from preppal.ui.components.icon import icon, spinner

Kind = Literal["solid", "soft", "line", "ghost", "quiet", "bad"]
Size = Literal["md", "lg", "sm"]


def _classes(kind: Kind, size: Size, more: str = "") -> str:
    return " ".join(part for part in ("btn", kind, "" if size == "md" else size, more) if part)


def _icon_size(size: Size) -> int:
    return {"md": 17, "lg": 19, "sm": 16}[size]


def link(*children: Any, href: Any, class_name: Any = "", **props: Any) -> rx.Component:
    """A link inside the app: navigates without loading the page anew."""
    return rx.el.a(*children, href=href, class_name=class_name, **props)


class PlainLink(rx.el.Div):
    """An anchor as it is written. Reflex's own resolves even `#part` to an address and follows it itself."""

    tag = "a"

    href: rx.Var[str]


def jump(*children: Any, to: str, class_name: str) -> rx.Component:
    """A link to a part of this page. The browser follows it, because only then the focus moves along."""
    return PlainLink.create(*children, href=f"#{to}", class_name=class_name)


def download_link(label: Any, *, href: Any, class_name: str = "") -> rx.Component:
    """A link to a file. The app's own links would look for a page at that address instead of fetching it."""
    return PlainLink.create(label, href=href, class_name=class_name, custom_attrs={"download": ""})


def button(
    label: Any,
    *,
    kind: Kind = "line",
    size: Size = "md",
    icon_name: str = "",
    is_full: bool = False,
    is_busy: Any = False,
    busy_label: str = "",
    **props: Any,
) -> rx.Component:
    """A button. While `is_busy` it shows a spinner and `busy_label` and does nothing when pressed."""
    face = [icon(icon_name, _icon_size(size))] if icon_name else []
    children: list[Any] = [*face, label]
    if is_busy is not False:
        children = [rx.cond(is_busy, rx.fragment(spinner(), busy_label or label), rx.fragment(*face, label))]
        props.setdefault("aria_busy", is_busy)
        props.setdefault("disabled", is_busy)
    props.setdefault("type", "button")
    return rx.el.button(*children, class_name=_classes(kind, size, "full" if is_full else ""), **props)


def button_link(
    label: Any,
    href: Any,
    *,
    kind: Kind = "line",
    size: Size = "md",
    icon_name: str = "",
    is_full: bool = False,
    **props: Any,
) -> rx.Component:
    """A link that looks like a button."""
    face = [icon(icon_name, _icon_size(size))] if icon_name else []
    return link(*face, label, href=href, class_name=_classes(kind, size, "full" if is_full else ""), **props)


def icon_button(name: str, label: Any, *, kind: Kind = "ghost", size: Size = "sm", **props: Any) -> rx.Component:
    """A button with only an icon; `label` says what it does to assistive technology."""
    props.setdefault("type", "button")
    return rx.el.button(icon(name), class_name=_classes(kind, size, "icon"), aria_label=label, **props)
