"""The part of the settings about recordings: whether answers are recorded, for how long, and away with all of them."""

import asyncio
from typing import Any

import reflex as rx

from preppal.errors import InvalidInput, PreppalError
from preppal.services.accounts import RECORDING_DAYS
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.button import button
from preppal.ui.components.field import select_box, switch
from preppal.ui.components.setting import saved_note, setting_row
from preppal.ui.components.surface import card, problem, section
from preppal.ui.deps import get_services

_LONGEST = "0"  # for as long as the server keeps them
_BYTES_PER_MB = 1_000_000
_NOT_SAVED = "That was not saved, the server did not answer as it should. Try once more."


def time_choices(server_days: int) -> list[list[str]]:
    """What can be chosen: value and words. Nothing longer than the server keeps recordings."""
    shorter = [days for days in RECORDING_DAYS if days and (not server_days or days < server_days)]
    longest = _days(server_days) if server_days else "Until I delete them"
    return [*([str(days), _days(days)] for days in shorter), [_LONGEST, longest]]


def _days(days: int) -> str:
    return "1 year" if days == 365 else f"{days} day{'' if days == 1 else 's'}"


def held_words(interviews: int, byte_count: int) -> str:
    """23 interviews, 412 MB."""
    if not interviews:
        return "There are none."
    size = f"{byte_count / _BYTES_PER_MB:.0f} MB" if byte_count >= _BYTES_PER_MB else "less than 1 MB"
    return f"{interviews} interview{'' if interviews == 1 else 's'}, {size}. Reports lose playback but stay readable."


class OwnRecordingsState(rx.State):
    is_offered: bool = False
    is_recorded: bool = False
    days: str = _LONGEST
    choices: list[list[str]] = []
    held: str = ""
    has_any: bool = False
    is_asking: bool = False
    is_saved: bool = False
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is not None:
                await self._fetch(person.id)
        except PreppalError:
            self.problem = "We couldn’t fetch this part of your settings. Try again later."

    @rx.event
    async def record(self, is_on: bool) -> None:
        if await self._keep(record_audio=is_on):
            self.is_recorded = is_on

    @rx.event
    async def choose_days(self, value: str) -> None:
        if value in {choice[0] for choice in self.choices} and await self._keep(recording_days=int(value)):
            self.days = value

    @rx.event
    def ask(self, is_open: bool = True) -> None:
        self.is_asking = is_open

    @rx.event
    async def delete_all(self) -> None:
        self.problem = ""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            await asyncio.to_thread(get_services().recordings.discard_all, person.id)
            await self._fetch(person.id)
        except PreppalError:
            self.problem = "Not all recordings could be deleted. Try once more."
        self.is_asking = False

    async def _fetch(self, user_id: str) -> None:
        services = get_services()
        profile = await asyncio.to_thread(services.accounts.profile, user_id)
        held = await asyncio.to_thread(services.recordings.held, user_id)
        self.is_offered, self.is_recorded = services.recordings.is_offered, profile.record_audio
        self.choices = time_choices(services.recordings.kept_days)
        wished = str(profile.recording_days)
        self.days = wished if wished in {choice[0] for choice in self.choices} else _LONGEST
        self.held, self.has_any = held_words(held.interviews, held.byte_count), held.interviews > 0

    async def _keep(self, **change: Any) -> bool:
        self.is_saved, self.problem = False, ""
        try:
            person = await signed_in_person(self)
            if person is None:
                return False
            await asyncio.to_thread(get_services().accounts.update_profile, person.id, **change)
        except InvalidInput:
            return False  # not one of the choices that the page offers
        except PreppalError:
            self.problem = _NOT_SAVED
            return False
        self.is_saved = True
        return True


def own_recordings() -> rx.Component:
    record = switch("Record my answers", checked=OwnRecordingsState.is_recorded, on_change=OwnRecordingsState.record)
    keep = select_box(
        OwnRecordingsState.choices,
        id="recording-days",
        value=OwnRecordingsState.days,
        on_change=OwnRecordingsState.choose_days,
        aria_label="Keep recordings",
    )
    offered = rx.fragment(
        setting_row("Record my answers", "Your voice alone. You can choose anew before each interview.", record),
        setting_row("Keep recordings", "Transcripts and scores stay after the audio goes.", keep),
    )
    return section(
        "Your recordings",
        rx.cond(
            OwnRecordingsState.problem != "",
            rx.el.div(problem("That did not work", OwnRecordingsState.problem, tone="warn"), class_name="mt4"),
        ),
        card(
            rx.cond(OwnRecordingsState.is_offered, offered, _not_offered()),
            setting_row("Delete all recordings", OwnRecordingsState.held, _delete()),
            class_name="pad0 mt4",
        ),
        saved_note(OwnRecordingsState.is_saved),
        id="recordings",
    )


def _not_offered() -> rx.Component:
    return setting_row("Record my answers", "This server does not record.", rx.fragment())


def _delete() -> rx.Component:
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(
            button("Delete…", kind="bad", icon_name="trash-2", disabled=~OwnRecordingsState.has_any)
        ),
        rx.alert_dialog.content(
            rx.alert_dialog.title("Delete all recordings?", class_name="h2"),
            rx.alert_dialog.description(
                "The sound of all your answers goes, for good. Transcripts, scores and reports stay.",
                class_name="sub mt2",
            ),
            rx.el.div(
                rx.alert_dialog.cancel(button("Keep them")),
                rx.alert_dialog.action(
                    button("Delete", kind="bad", icon_name="trash-2", on_click=OwnRecordingsState.delete_all)
                ),
                class_name="row wrap mt5",
            ),
            class_name="dialog",
        ),
        open=OwnRecordingsState.is_asking,
        on_open_change=OwnRecordingsState.ask,
    )
