"""Settings: who one is, how the room behaves, how pages look. Each change is saved at once."""

import asyncio
from datetime import date
from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from preppal.domain.interview import Patience, SpeakingSpeed
from preppal.domain.languages import ENGLISH
from preppal.errors import InvalidInput, PreppalError
from preppal.ui.auth_state import AuthState, signed_in_person
from preppal.ui.components.button import button
from preppal.ui.components.field import segmented, select, switch, text_area, text_field
from preppal.ui.components.handover import post_form
from preppal.ui.components.setting import saved_note, setting_row
from preppal.ui.components.surface import card, problem, section, skeleton_card
from preppal.ui.deps import get_services
from preppal.ui.pages.own_measures import own_measures
from preppal.ui.pages.own_recordings import own_recordings
from preppal.ui.pages.own_sign_ins import own_sign_ins
from preppal.ui.pages.own_things import own_things
from preppal.ui.pages.session.dialogs import CAPTION_SIZES
from preppal.ui.pages.session.state import LiveState
from preppal.ui.pages.welcome import TIMELINES
from preppal.ui.template import SETTINGS, frame, page_head

ROUTE = "/profile"
TITLE = "Settings"

_ONE_LANGUAGE = (
    "This server’s interviewer works offline and speaks English only. With Gemini it speaks others too; whoever runs "
    "the server can add a key."
)
_MANY_LANGUAGES = (
    "Scores, fillers and pace are made for English. In another language the report has the transcript, your pauses and "
    "response times, and no scores."
)
_COLOUR_MODES = (("system", "Device"), ("light", "Light"), ("dark", "Dark"))


class ProfileState(rx.State):
    """`loading` is loading, ready or failed; `saved` names the part whose change was kept last."""

    loading: str = "loading"
    email: str = ""
    name: str = ""
    target_role: str = ""
    timeline: str = ""
    goals: str = ""
    patience: str = Patience.NORMAL.value
    has_captions: bool = True
    speaking_speed: str = SpeakingSpeed.NORMAL.value
    language: str = ENGLISH.code
    languages: list[list[str]] = []
    interview_on: str = ""
    reduces_motion: bool = False
    saved: str = ""
    errors: dict[str, str] = {}
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            accounts = get_services().accounts
            profile = await asyncio.to_thread(accounts.profile, person.id)
        except PreppalError:
            self.loading = "failed"
            return
        self.email, self.name, self.target_role = profile.person.email, profile.person.name, profile.target_role
        self.timeline, self.goals = profile.timeline, profile.goals
        self.patience, self.has_captions = profile.patience.value, profile.captions
        self.speaking_speed, self.reduces_motion = profile.speaking_speed.value, profile.reduce_motion
        self.language, self.languages = profile.language.code, [[each.code, each.name] for each in accounts.languages]
        self.interview_on = profile.interview_on.isoformat() if profile.interview_on else ""
        self.loading = "ready"

    @rx.event
    async def save_name(self, value: str):
        if value.strip() != self.name and await self._keep("profile", name=value):
            self.name = " ".join(value.split())
            yield AuthState.identify

    @rx.event
    async def save_target_role(self, value: str) -> None:
        if value.strip() != self.target_role and await self._keep("profile", target_role=value):
            self.target_role = " ".join(value.split())

    @rx.event
    async def choose_timeline(self, value: str) -> None:
        if await self._keep("profile", timeline=value):
            self.timeline = value

    @rx.event
    async def save_goals(self, value: str) -> None:
        if value.strip() != self.goals and await self._keep("profile", goals=value):
            self.goals = value.strip()

    @rx.event
    async def choose_patience(self, value: str) -> None:
        if await self._keep("room", patience=value):
            self.patience = value

    @rx.event
    async def choose_speed(self, value: str) -> None:
        if await self._keep("room", speaking_speed=value):
            self.speaking_speed = value

    @rx.event
    async def choose_language(self, value: str) -> None:
        if await self._keep("profile", language=value):
            self.language = value

    @rx.event
    async def save_day(self, value: str) -> None:
        """As the browser's date field writes it; empty when it was cleared."""
        try:
            day = date.fromisoformat(value) if value else None
        except ValueError:
            self.errors = {**self.errors, "interview_on": "Enter a day, like 2027-03-09, or nothing."}
            return
        if value != self.interview_on and await self._keep("profile", interview_on=day):
            self.interview_on = value

    @rx.event
    async def keep_still(self, is_on: bool):
        if await self._keep("appearance", reduce_motion=is_on):
            self.reduces_motion = is_on
            yield AuthState.identify

    @rx.event
    async def show_captions(self, is_on: bool) -> None:
        if await self._keep("room", captions=is_on):
            self.has_captions = is_on

    @rx.event
    async def choose_theme(self, value: str) -> None:
        await self._keep("appearance", theme=value)

    async def _keep(self, part: str, **change: Any) -> bool:
        """Save one change. What went wrong stands under its field, or in the problem above the page."""
        self.saved, self.problem = "", ""
        self.errors = {field: words for field, words in self.errors.items() if field not in change}
        try:
            person = await signed_in_person(self)
            if person is None:
                return False
            await asyncio.to_thread(get_services().accounts.update_profile, person.id, **change)
        except InvalidInput as error:
            self.errors = {**self.errors, **error.fields}
            return False
        except PreppalError:
            self.problem = "The server did not answer as it should. Your other settings are safe. Try once more."
            return False
        self.saved = part
        return True


def page() -> rx.Component:
    return frame(
        rx.el.div(
            page_head(TITLE),
            rx.cond(
                ProfileState.problem != "",
                rx.el.div(problem("That was not saved", ProfileState.problem, tone="warn"), class_name="mt5"),
            ),
            rx.match(
                ProfileState.loading, ("ready", _settings()), ("failed", _failed()), skeleton_card("Loading", "mt6")
            ),
            class_name="narrow",
        ),
        active=SETTINGS.route,
    )


def _failed() -> rx.Component:
    return problem(
        "We couldn’t fetch your settings",
        "Nothing is lost, the server did not answer as it should.",
        button("Try again", size="sm", on_click=ProfileState.load),
        tone="warn",
        class_name="mt6",
    )


def _settings() -> rx.Component:
    return rx.fragment(
        _profile(),
        _room(),
        own_measures(),
        _appearance(),
        own_recordings(),
        own_sign_ins(),
        own_things(),
        _account(),
    )


def _profile() -> rx.Component:
    name = text_field(
        "Name",
        id="name",
        default_value=ProfileState.name,
        error=ProfileState.errors.get("name", ""),
        help="What the interviewer calls you.",
        auto_complete="name",
        on_blur=ProfileState.save_name,
    )
    role = text_field(
        "Target role",
        id="target_role",
        default_value=ProfileState.target_role,
        error=ProfileState.errors.get("target_role", ""),
        auto_complete="organization-title",
        on_blur=ProfileState.save_target_role,
    )
    timeline = segmented(
        TIMELINES,
        label="When your interview is",
        name="timeline",
        chosen=ProfileState.timeline,
        on_choose=ProfileState.choose_timeline,
        is_full=True,
    )
    goals = text_area(
        "What you want to get better at",
        id="goals",
        default_value=ProfileState.goals,
        error=ProfileState.errors.get("goals", ""),
        help="In your words: fillers, pace, endings, nerves, technical questions… Home and new interviews follow it.",
        rows=3,
        on_blur=ProfileState.save_goals,
    )
    day = text_field(
        "Date of the interview",
        id="interview_on",
        type="date",
        default_value=ProfileState.interview_on,
        error=ProfileState.errors.get("interview_on", ""),
        help="If you know it. Home counts the days.",
        on_blur=ProfileState.save_day,
    )
    language = select(
        "Interview language",
        ProfileState.languages,
        id="language",
        value=ProfileState.language,
        on_change=ProfileState.choose_language,
        help=rx.cond(ProfileState.languages.length() > 1, _MANY_LANGUAGES, _ONE_LANGUAGE),
    )
    return section(
        "Profile",
        card(
            rx.el.div(name, role, class_name="grid c2 g4"),
            rx.el.div(language, day, class_name="grid c2 g4 mt4"),
            rx.el.div(rx.el.span("When your interview is", class_name="flabel"), timeline, class_name="field mt4"),
            rx.el.div(goals, class_name="mt4"),
            saved_note(ProfileState.saved == "profile"),
            class_name="mt4",
        ),
        id="profile",
        class_name="mt6",
    )


def _room() -> rx.Component:
    patience = segmented(
        [(patience.value, patience.label) for patience in Patience],
        label="When you stop talking",
        name="patience",
        chosen=ProfileState.patience,
        on_choose=ProfileState.choose_patience,
    )
    size = segmented(
        CAPTION_SIZES,
        label="Caption size",
        name="caption-size",
        chosen=LiveState.caption_size,
        on_choose=LiveState.set_caption_size,
    )
    speed = segmented(
        [(speed.value, speed.label) for speed in SpeakingSpeed],
        label="Speaking speed",
        name="speaking-speed",
        chosen=ProfileState.speaking_speed,
        on_choose=ProfileState.choose_speed,
    )
    keys = switch("Keyboard shortcuts", checked=LiveState.has_keys, on_change=LiveState.choose_keys)
    captions = switch("Live captions", checked=ProfileState.has_captions, on_change=ProfileState.show_captions)
    return section(
        "In the room",
        card(
            setting_row("When you stop talking", "How long the interviewer waits before answering.", patience),
            setting_row("Live captions", "Both voices, as text.", captions),
            setting_row("Caption size", "In the live room only.", size),
            setting_row("Speaking speed", "The interviewer’s voice, from your next interview on.", speed),
            setting_row("Keyboard shortcuts", "Single keys such as Space and M.", keys),
            class_name="pad0 mt4",
        ),
        saved_note(ProfileState.saved == "room"),
        id="room",
    )


def _appearance() -> rx.Component:
    choice = segmented(
        _COLOUR_MODES,
        label="Theme",
        name="theme",
        chosen=color_mode,
        # The page changes at once; the account is told, so that other browsers follow.
        on_choose=lambda value: [set_color_mode(value), ProfileState.choose_theme(value)],
    )
    still = switch("Reduce motion", checked=ProfileState.reduces_motion, on_change=ProfileState.keep_still)
    return section(
        "Appearance",
        card(
            setting_row("Theme", "Follows your device unless you choose.", choice),
            setting_row(
                "Reduce motion",
                "Always. The presence stays still and shows its state in words. When off, your device decides.",
                still,
            ),
            class_name="pad0 mt4",
        ),
        saved_note(ProfileState.saved == "appearance"),
        id="appearance",
    )


def _account() -> rx.Component:
    leave = post_form(button("Sign out", type="submit", icon_name="log-out"), route="/api/auth/leave")
    return section(
        "Account", card(setting_row("Signed in", ProfileState.email, leave), class_name="pad0 mt4"), id="account"
    )
