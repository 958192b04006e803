"""The frames around pages: sidebar and tab bar for signed-in pages, a centred column for sign-in."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from preppal.ui.auth_state import AuthState
from preppal.ui.components.button import button_link, jump, link
from preppal.ui.components.icon import icon
from preppal.ui.components.logo import brand
from preppal.ui.components.look_keeper import look_keeper
from preppal.ui.components.voice import person_avatar


@dataclass(frozen=True, slots=True)
class NavEntry:
    label: str
    route: str
    icon_name: str


HOME = NavEntry("Home", "/dashboard", "house")
HISTORY = NavEntry("History", "/history", "list")
PROGRESS = NavEntry("Progress", "/progress", "chart-line")
LIBRARY = NavEntry("Library", "/library", "files")
PRACTISE = NavEntry("Practise", "/interview/new", "mic")
SETTINGS = NavEntry("Settings", "/profile", "settings")

# A page appears here once it exists; a test keeps every entry a registered route.
SIDEBAR = (HOME, HISTORY, PROGRESS, LIBRARY)
TABS = (HOME, HISTORY, PRACTISE, PROGRESS, LIBRARY)


def frame(*children: Any, active: str) -> rx.Component:
    """A signed-in page. `active` is the route of the entry to mark as current."""
    return rx.fragment(
        look_keeper(AuthState.theme, AuthState.reduces_motion),
        skip_link(),
        rx.el.div(
            _sidebar(active),
            rx.el.div(_topbar(), _main(rx.el.div(*children, class_name="page"))),
            _tabbar(active),
            class_name="app",
        ),
    )


def solo(*children: Any, foot: Any = None) -> rx.Component:
    """A page with one centred column and no navigation."""
    return rx.fragment(
        skip_link(),
        rx.el.div(
            rx.el.header(brand("/")),
            rx.el.main(rx.el.div(*children, class_name="solo-col"), foot, id="main", tab_index=-1),
            class_name="solo",
        ),
    )


def reading(title: str, sub: str, *children: Any) -> rx.Component:
    """A public page of text: one column, the way back, nothing else."""
    return rx.fragment(
        skip_link(),
        rx.el.div(
            rx.el.header(brand("/"), class_name="reading-head"),
            rx.el.main(page_head(title, sub), *children, id="main", tab_index=-1),
            public_footer(),
            class_name="reading",
        ),
    )


def public_footer() -> rx.Component:
    links = rx.el.nav(
        link("Privacy", href="/privacy"),
        link("Keyboard and accessibility", href="/accessibility"),
        class_name="row wrap g4",
        aria_label="About this site",
    )
    return rx.el.footer("Preppal", links, class_name="footer t1 sub row between wrap")


def page_head(title: Any, sub: Any = None, aside: Any = None) -> rx.Component:
    """The one h1 of a page, a line under it, and at most one action at the right."""
    words = rx.el.div(rx.el.h1(title), rx.el.p(sub, class_name="sub t3 mt2") if sub is not None else None)
    return rx.el.div(words, aside, class_name="row between wrap") if aside is not None else words


def skip_link() -> rx.Component:
    """The first stop of the Tab key: past the navigation."""
    return jump("Skip to content", to="main", class_name="skip")


def _main(*children: Any) -> rx.Component:
    return rx.el.main(*children, class_name="main", id="main", tab_index=-1)


def _current(entry: NavEntry, active: str) -> dict[str, str]:
    return {"aria_current": "page"} if entry.route == active else {}


def _nav_link(entry: NavEntry, active: str) -> rx.Component:
    return link(icon(entry.icon_name), entry.label, href=entry.route, class_name="nav", **_current(entry, active))


def _sidebar(active: str) -> rx.Component:
    return rx.el.nav(
        brand(HOME.route),
        button_link("New interview", PRACTISE.route, icon_name="mic"),
        *[_nav_link(entry, active) for entry in SIDEBAR],
        rx.el.div(class_name="grow"),
        _nav_link(SETTINGS, active),
        rx.el.div(
            person_avatar(AuthState.initials), rx.el.span(AuthState.name, class_name="med grow"), class_name="who"
        ),
        class_name="side",
        aria_label="Main",
    )


def _topbar() -> rx.Component:
    return rx.el.header(
        brand(HOME.route),
        link(AuthState.initials, href=SETTINGS.route, class_name="avatar lg", aria_label="Settings and profile"),
        class_name="topbar",
    )


def _tabbar(active: str) -> rx.Component:
    tabs = [link(icon(entry.icon_name, 20), entry.label, href=entry.route, **_current(entry, active)) for entry in TABS]
    return rx.el.nav(*tabs, class_name="tabbar", aria_label="Main, at the bottom")
