"""SVG shapes that take numbers, strings or Vars alike: Reflex's own accept no fractions."""

from typing import Any

import reflex as rx


def rect(class_name: str = "", **attributes: Any) -> rx.Component:
    return rx.el.rect(class_name=class_name, custom_attrs=attributes)


def circle(class_name: str = "", **attributes: Any) -> rx.Component:
    return rx.el.circle(class_name=class_name, custom_attrs=attributes)


def line(class_name: str = "", **attributes: Any) -> rx.Component:
    return rx.el.line(class_name=class_name, custom_attrs=attributes)


def path(d: Any, class_name: Any = "", **attributes: Any) -> rx.Component:
    return rx.el.path(d=d, class_name=class_name, custom_attrs=attributes)


def text(words: Any, **attributes: Any) -> rx.Component:
    return rx.el.svg.text(words, custom_attrs=attributes)
