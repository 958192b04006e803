"""The table of pages: address, title, builder, and what runs when it loads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from preppal.ui.auth_state import AuthState
from preppal.ui.pages import (
    accessibility,
    answer,
    compare,
    dashboard,
    feedback,
    history,
    landing,
    library,
    lobby,
    not_found,
    privacy,
    profile,
    progress,
    register,
    reset,
    session,
    setup,
    sign_in,
    two_interviews,
    welcome,
)
from preppal.ui.pages.own_measures import OwnMeasuresState
from preppal.ui.pages.own_recordings import OwnRecordingsState
from preppal.ui.pages.own_sign_ins import OwnSignInsState
from preppal.ui.pages.own_things import OwnThingsState


@dataclass(frozen=True, slots=True)
class PageEntry:
    route: str
    title: str
    build: Callable[[], rx.Component]
    on_load: tuple[Any, ...]
    description: str = ""


def _public(
    route: str, title: str, build: Callable[[], rx.Component], *on_load: Any, description: str = ""
) -> PageEntry:
    return PageEntry(route, title, build, (AuthState.identify, *on_load), description)


def _signed_in(route: str, title: str, build: Callable[[], rx.Component], *on_load: Any) -> PageEntry:
    """Whoever is signed out is asked to sign in first, and comes back."""
    return PageEntry(route, title, build, (AuthState.require_sign_in, *on_load))


PAGES = (
    _public(landing.ROUTE, landing.TITLE, landing.page, description=landing.DESCRIPTION),
    _public(sign_in.ROUTE, sign_in.TITLE, sign_in.page, sign_in.SignInState.load),
    _public(register.ROUTE, register.TITLE, register.page, register.RegisterState.load),
    _public(reset.ROUTE, reset.TITLE, reset.page, reset.ResetState.load),
    _public(privacy.ROUTE, privacy.TITLE, privacy.page, privacy.PrivacyState.load),
    _public(accessibility.ROUTE, accessibility.TITLE, accessibility.page),
    _signed_in(welcome.ROUTE, welcome.TITLE, welcome.page, welcome.WelcomeState.load),
    _signed_in(dashboard.ROUTE, dashboard.TITLE, dashboard.page, dashboard.DashboardState.load),
    _signed_in(setup.ROUTE, setup.TITLE, setup.page, setup.SetupState.load),
    _signed_in(lobby.ROUTE, lobby.TITLE, lobby.page, lobby.LobbyState.load),
    _signed_in(session.ROUTE, session.TITLE, session.page, session.LiveState.load),
    _signed_in(feedback.ROUTE, feedback.TITLE, feedback.page, feedback.FeedbackState.load),
    _signed_in(answer.ROUTE, answer.TITLE, answer.page, answer.AnswerState.load),
    _signed_in(compare.ROUTE, compare.TITLE, compare.page, compare.CompareState.load),
    _signed_in(progress.ROUTE, progress.TITLE, progress.page, progress.ProgressState.load),
    _signed_in(history.ROUTE, history.TITLE, history.page, history.HistoryState.load),
    _signed_in(two_interviews.ROUTE, two_interviews.TITLE, two_interviews.page, two_interviews.TwoInterviewsState.load),
    _signed_in(library.ROUTE, library.TITLE, library.page, library.LibraryState.load),
    _signed_in(
        profile.ROUTE,
        profile.TITLE,
        profile.page,
        profile.ProfileState.load,
        OwnMeasuresState.load,
        OwnRecordingsState.load,
        OwnSignInsState.load,
        OwnThingsState.load,
    ),
    PageEntry(not_found.ROUTE, not_found.TITLE, not_found.page, ()),
)
