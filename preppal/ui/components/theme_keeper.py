"""Applies the look somebody chose to whichever browser they sign in with."""

from typing import Any

import reflex as rx


class ThemeKeeper(rx.Component):
    """Draws nothing. An empty `theme` leaves the browser as it is."""

    library = rx.asset("theme_keeper.jsx", shared=True).importable_path
    tag = "ThemeKeeper"

    theme: rx.Var[str]


def theme_keeper(theme: Any) -> rx.Component:
    return ThemeKeeper.create(theme=theme)
