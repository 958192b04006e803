"""All pages: one address each, in the contract's words; every entry of the navigation leads to one of them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx

from preppal.ui import template
from preppal.ui.pages import register_pages
from preppal.ui.pages.registry import PAGES, PageEntry

CONTRACT = {
    "/",
    "/sign-in",
    "/dashboard",
    "/interview/new",
    "/interview/[interview_id]/lobby",
    "/interview/[interview_id]/session",
    "/interview/[interview_id]/feedback",
    "/history",
    "/profile",
}
PUBLIC = {"/", "/sign-in", "/register", "/reset", "/privacy", "/accessibility", "/404"}


def rendered(page: PageEntry) -> str:
    return str(page.build().render())


def components(component: rx.Component) -> Iterator[rx.Component]:
    yield component
    for child in component.children:
        yield from components(child)


def test_pages_have_the_addresses_of_the_contract() -> None:
    routes = [page.route for page in PAGES]
    assert len(routes) == len(set(routes))
    assert set(routes) >= CONTRACT


def test_app_registers_every_page() -> None:
    app = rx.App()
    register_pages(app)
    assert len(app._unevaluated_pages) == len(PAGES)


def test_every_entry_of_the_navigation_is_a_page() -> None:
    routes = {page.route for page in PAGES}
    entries = {entry.route for entry in (*template.SIDEBAR, *template.TABS, template.SETTINGS)}
    assert entries <= routes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_page_asks_for_a_sign_in_unless_it_is_public(page: PageEntry) -> None:
    handlers = [handler.fn.__name__ for handler in page.on_load]
    assert ("require_sign_in" in handlers) is (page.route not in PUBLIC)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_links_inside_a_page_lead_to_pages(page: PageEntry) -> None:
    routes = {entry.route for entry in PAGES}
    links = set(re.findall(r'to:"([^"]+)"', rendered(page)))
    assert {link.partition("?")[0] for link in links if not link.startswith("#")} <= routes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_page_offers_a_way_past_the_navigation(page: PageEntry) -> None:
    text = rendered(page)
    assert 'id:"main"' in text or page.route.endswith("/session")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.route)
def test_page_holds_no_script_or_style_of_its_own(page: PageEntry) -> None:
    tags: set[Any] = {component.tag for component in components(page.build())}
    assert not {"script", "style"} & tags
