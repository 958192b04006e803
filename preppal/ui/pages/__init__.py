"""Every page of the product, one module or package per address."""

import reflex as rx


def register_pages(app: rx.App) -> None:
    """Add all pages to the app."""
    # Pages import their neighbours in this package, so the table of all of them is read last.
    from preppal.ui.pages.registry import PAGES

    for page in PAGES:
        app.add_page(
            page.build,
            route=page.route,
            title=f"{page.title} - Preppal",
            description=page.description or None,
            image="/logo.svg",
            on_load=list(page.on_load),
        )
