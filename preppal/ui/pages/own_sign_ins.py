"""The part of the settings that shows where one is signed in, and ends it; and a new password."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import reflex as rx

from preppal.auth.cookies import sign_in_token
from preppal.errors import InvalidInput, LimitReached, NotFound, PreppalError
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.button import button
from preppal.ui.components.field import text_field
from preppal.ui.components.surface import badge, card, problem, section
from preppal.ui.deps import get_services
from preppal.ui.when import day_words


@dataclass
class SignInRow:
    id: str
    device: str
    since: str
    is_current: bool


class OwnSignInsState(rx.State):
    rows: list[SignInRow] = []
    problem: str = ""
    has_password: bool = False
    password_errors: dict[str, str] = {}
    is_changed: bool = False

    @rx.event
    async def load(self) -> None:
        self.reset()
        await self._fetch()

    @rx.event
    async def end(self, sign_in_id: str) -> None:
        try:
            person = await signed_in_person(self)
            if person is not None:
                await asyncio.to_thread(get_services().accounts.end_sign_in, person.id, sign_in_id)
        except NotFound:
            pass  # it has ended meanwhile, which is what was asked for
        except PreppalError:
            self.problem = "That sign-in could not be ended. Try once more."
            return
        await self._fetch()

    @rx.event
    async def end_others(self) -> None:
        try:
            person = await signed_in_person(self)
            if person is not None:
                await asyncio.to_thread(get_services().accounts.end_other_sign_ins, person.id, self._token())
        except PreppalError:
            self.problem = "Your other sign-ins could not be ended. Try once more."
            return
        await self._fetch()

    @rx.event
    async def change_password(self, form: dict[str, str]) -> None:
        self.password_errors, self.is_changed = {}, False
        passwords = get_services().accounts.passwords
        current, new = form.get("current", ""), form.get("password", "")
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            await asyncio.to_thread(passwords.change, person.id, current, new, token=self._token())
        except InvalidInput as error:
            self.password_errors = error.fields
        except LimitReached as error:
            self.password_errors = {"current": f"Too many tries. Please wait {error.retry_after_s} seconds."}
        except PreppalError:
            self.password_errors = {"password": "The server did not answer. Your password is as it was."}
        else:
            self.is_changed = True
            await self._fetch()

    async def _fetch(self) -> None:
        self.problem = ""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            accounts = get_services().accounts
            time_zone = (await asyncio.to_thread(accounts.profile, person.id)).time_zone
            found = await asyncio.to_thread(accounts.sign_ins, person.id, self._token())
            self.has_password = await asyncio.to_thread(accounts.passwords.has_password, person.id)
        except PreppalError:
            self.problem = "We couldn’t fetch where you are signed in. Try again later."
            return
        now = datetime.now(UTC)
        self.rows = [
            SignInRow(one.id, one.device or "Unknown device", day_words(one.created_at, now, time_zone), one.is_current)
            for one in found
        ]

    def _token(self) -> str:
        return sign_in_token(self.router.headers.cookie)


def own_sign_ins() -> rx.Component:
    others = rx.cond(
        OwnSignInsState.rows.length() > 1,
        button("Sign out everywhere else", size="sm", on_click=OwnSignInsState.end_others),
    )
    return section(
        "Where you are signed in",
        rx.cond(
            OwnSignInsState.problem != "",
            rx.el.div(problem("That did not work", OwnSignInsState.problem, tone="warn"), class_name="mt4"),
        ),
        card(rx.foreach(OwnSignInsState.rows, _row), class_name="pad0 mt4"),
        rx.el.div(others, class_name="mt4"),
        rx.cond(OwnSignInsState.has_password, _password()),
        id="sign-ins",
    )


def _row(row: rx.Var[SignInRow]) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(row.device, class_name="med"),
            rx.el.p("Since ", row.since, class_name="t1 sub"),
            class_name="grow",
        ),
        rx.cond(
            row.is_current,
            badge("This device", "acc"),
            button(
                "End", size="sm", aria_label="End the sign-in on " + row.device, on_click=OwnSignInsState.end(row.id)
            ),
        ),
        class_name="li wrap",
    )


def _password() -> rx.Component:
    current = text_field(
        "Your password",
        id="current",
        type="password",
        auto_complete="current-password",
        error=OwnSignInsState.password_errors.get("current", ""),
    )
    new = text_field(
        "New password",
        id="password",
        type="password",
        auto_complete="new-password",
        error=OwnSignInsState.password_errors.get("password", ""),
    )
    done = rx.el.p("Changed. You are signed out everywhere else.", class_name="t1 okc med")
    return card(
        rx.el.form(
            rx.el.div(current, new, class_name="grid c2 g4"),
            rx.el.div(button("Change password", type="submit", size="sm"), class_name="mt4"),
            rx.el.div(rx.cond(OwnSignInsState.is_changed, done), role="status", class_name="mt4"),
            on_submit=OwnSignInsState.change_password,
            reset_on_submit=True,
            no_validate=True,
        ),
        class_name="mt4",
    )
