"""Applies the look somebody chose, and whether pages move, to whichever browser they sign in with."""

from typing import Any

import reflex as rx


class LookKeeper(rx.Component):
    """Draws nothing. An empty `theme` leaves the browser as it is; `still`: nothing moves, whatever the device says."""

    library = rx.asset("look_keeper.jsx", shared=True).importable_path
    tag = "LookKeeper"

    theme: rx.Var[str]
    still: rx.Var[bool]


def look_keeper(theme: Any, still: Any) -> rx.Component:
    return LookKeeper.create(theme=theme, still=still)
