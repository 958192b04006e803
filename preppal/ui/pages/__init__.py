"""Every page of the product, one module or package per address."""

from collections.abc import Callable

import reflex as rx

from preppal.ui.faults import FaultState, fault_notice


def register_pages(app: rx.App) -> None:
    """Add all pages to the app."""
    # Pages import their neighbours in this package, so the table of all of them is read last.
    from preppal.ui.pages.registry import PAGES

    for page in PAGES:
        app.add_page(
            _with_notice(page.build),
            route=page.route,
            title=f"{page.title} - Preppal",
            description=page.description or None,
            image="/logo.svg",
            on_load=[FaultState.dismiss, *page.on_load],
        )


def _with_notice(build: Callable[[], rx.Component]) -> Callable[[], rx.Component]:
    """Built when the pages are compiled, and not in every process that serves them."""
    return lambda: rx.fragment(fault_notice(), build())
