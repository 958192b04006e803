"""Forms that the browser itself posts to an HTTP route: to sign in with a one-time code, and to sign out."""

from typing import Any

import reflex as rx
from reflex.utils.exec import is_prod_mode


class HandOver(rx.Component):
    """Posts `code` and `next` to `action` once `code` is not empty."""

    library = rx.asset("handover.jsx", shared=True).importable_path
    tag = "HandOver"

    action: rx.Var[str]
    code: rx.Var[str]
    next: rx.Var[str]


def hand_over(code: Any, next: Any) -> rx.Component:
    return HandOver.create(action=route_address("/api/auth/exchange"), code=code, next=next)


class PostForm(rx.el.Div):
    """A plain form. Reflex's own keeps every submit to itself."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def post_form(*children: Any, route: str) -> rx.Component:
    """Posts to one of our routes and goes where its answer leads."""
    return PostForm.create(*children, action=route_address(route), method="post")


def route_address(path: str) -> str:
    """The address of one of our HTTP routes: the same origin in production, the backend's port in development."""
    return path if is_prod_mode() else rx.config.get_config().api_url.rstrip("/") + path
