"""A forgotten password: ask for a mail, or choose a new one with the link that came."""

import asyncio

import reflex as rx

from preppal.errors import InvalidInput, LimitReached, NotAllowed, NotFound, PreppalError
from preppal.services.views import LinkKind
from preppal.ui.components.button import button_link
from preppal.ui.components.entrance import OUT_OF_REACH, foot_wave, password_field, run_out, submit, told
from preppal.ui.components.field import text_field
from preppal.ui.components.handover import hand_over
from preppal.ui.deps import get_services
from preppal.ui.template import solo

ROUTE = "/reset"
TITLE = "A new password"


class ResetState(rx.State):
    """`standing` is loading, ask, sent, no_mail, choose or expired."""

    standing: str = "loading"
    password_error: str = ""
    problem_title: str = ""
    problem_body: str = ""
    is_busy: bool = False
    code: str = ""
    shows_password: bool = False
    _link: str = ""

    @rx.event
    async def load(self) -> None:
        self.reset()
        self._link = self.router.url.query_parameters.get("link", "")
        passwords = get_services().accounts.passwords
        if not self._link:
            self.standing = "ask" if passwords.can_mail else "no_mail"
            return
        try:
            found = await asyncio.to_thread(passwords.link, self._link)
        except NotFound:
            self.standing = "expired"
        except PreppalError:
            self.standing = "expired"
            self._tell("We couldn't look at your link", OUT_OF_REACH)
        else:
            self.standing = "choose" if found.is_usable and found.kind is LinkKind.RESET else "expired"

    @rx.event
    def toggle_password(self) -> None:
        self.shows_password = not self.shows_password

    @rx.event
    async def ask(self, form: dict[str, str]):
        """The answer is the same whether there is such an account or not."""
        self.problem_title, self.is_busy = "", True
        yield
        passwords = get_services().accounts.passwords
        try:
            await asyncio.to_thread(passwords.ask_reset, form.get("email", ""), address=self.router.session.client_ip)
        except LimitReached as error:
            self._tell(
                "Too many mails", f"Please wait {error.retry_after_s} seconds, and look among your unwanted mail."
            )
        except PreppalError:
            self._tell("No mail was sent", OUT_OF_REACH)
        else:
            self.standing, self.is_busy = "sent", False

    @rx.event
    async def choose(self, form: dict[str, str]):
        self.password_error, self.problem_title, self.is_busy = "", "", True
        yield
        passwords = get_services().accounts.passwords
        try:
            self.code = await asyncio.to_thread(passwords.reset, self._link, form.get("password", ""))
        except InvalidInput as error:
            self.password_error, self.is_busy = str(error), False
            yield rx.set_focus("password")
        except NotAllowed:
            self.standing, self.is_busy = "expired", False
        except PreppalError:
            self._tell("Your password was not changed", OUT_OF_REACH)

    def _tell(self, title: str, body: str) -> None:
        self.problem_title, self.problem_body, self.is_busy = title, body, False


def page() -> rx.Component:
    return solo(
        rx.cond(ResetState.standing != "expired", rx.el.h1(TITLE)),
        told(ResetState.problem_title, ResetState.problem_body),
        rx.match(
            ResetState.standing,
            ("ask", _ask()),
            ("choose", _choose()),
            ("sent", _words("If there is an account with this email, a link is on its way. It works for an hour.")),
            ("no_mail", _words("This server sends no mail. Ask the person who runs it for a link.")),
            ("expired", _run_out()),
            rx.el.p("One moment", role="status", class_name="sub t3"),
        ),
        hand_over(ResetState.code, "/dashboard"),
        foot=foot_wave(),
    )


def _ask() -> rx.Component:
    email = text_field("Email", id="email", type="email", auto_complete="username", required=True)
    return rx.el.form(
        rx.el.p("We send you a link that works once.", class_name="sub t3"),
        email,
        submit("Send the link", "Sending", ResetState.is_busy),
        on_submit=ResetState.ask,
        no_validate=True,
        class_name="col g5 mt6",
    )


def _choose() -> rx.Component:
    password = password_field(
        "New password",
        is_shown=ResetState.shows_password,
        on_toggle=ResetState.toggle_password,
        error=ResetState.password_error,
        help="At least 10 characters. You are signed out everywhere else.",
        auto_complete="new-password",
    )
    return rx.el.form(
        password,
        submit("Keep it and sign in", "Signing in", ResetState.is_busy),
        on_submit=ResetState.choose,
        no_validate=True,
        class_name="col g5 mt6",
    )


def _run_out() -> rx.Component:
    return run_out(
        "This link has run out",
        "Links work once, within an hour. Nothing is lost; you just need a fresh one.",
        button_link("Ask for a new link", "/reset", kind="solid", reload_document=True),  # this very page, anew
        button_link("Back to sign-in", "/sign-in", kind="line"),
    )


def _words(text: str) -> rx.Component:
    return rx.fragment(
        rx.el.p(text, class_name="sub t3 mt2", role="status"),
        rx.el.div(button_link("Back to sign-in", "/sign-in", kind="line"), class_name="row wrap mt6"),
    )
