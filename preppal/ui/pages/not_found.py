"""An address that leads nowhere."""

import reflex as rx

from preppal.ui.components.button import button_link
from preppal.ui.template import solo

ROUTE = "/404"
TITLE = "Not found"


def page() -> rx.Component:
    return solo(
        rx.el.h1("There is nothing at this address"),
        rx.el.p(
            "It may have moved, or the address may be cut short. Nothing of yours is lost.", class_name="sub t3 mt2"
        ),
        rx.el.div(
            button_link("Go to Home", "/dashboard", kind="solid"),
            button_link("Start page", "/", kind="ghost"),
            class_name="row wrap mt5",
        ),
    )
