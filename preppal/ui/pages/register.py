"""Make an account with a password: where registration is open, or with an invitation that still works."""

import asyncio

import reflex as rx

from preppal.config import Registration
from preppal.errors import Conflict, InvalidInput, LimitReached, NotAllowed, NotFound, PreppalError
from preppal.ui.components.button import button_link, link
from preppal.ui.components.entrance import OUT_OF_REACH, foot_wave, password_field, run_out, submit, told
from preppal.ui.components.field import text_field
from preppal.ui.components.handover import hand_over
from preppal.ui.deps import get_services
from preppal.ui.template import solo
from preppal.ui.when import day_and_month

ROUTE = "/register"
TITLE = "Make an account"


class RegisterState(rx.State):
    """`standing` is loading, open, invited, expired or closed; `sent_on` says when an invitation was sent."""

    standing: str = "loading"
    email: str = ""
    sent_on: str = ""
    errors: dict[str, str] = {}
    problem_title: str = ""
    problem_body: str = ""
    is_busy: bool = False
    code: str = ""
    shows_password: bool = False
    _invitation: str = ""

    @rx.event
    async def load(self) -> None:
        self.reset()
        self._invitation = self.router.url.query_parameters.get("invitation", "")
        passwords = get_services().accounts.passwords
        if not self._invitation:
            self.standing = "open" if passwords.registration is Registration.OPEN else "closed"
            return
        try:
            sent = await asyncio.to_thread(passwords.link, self._invitation)
        except NotFound:
            self.standing = "expired"
            return
        except PreppalError:
            self.standing = "closed"
            self._tell("We couldn't look at your invitation", OUT_OF_REACH)
            return
        self.sent_on = day_and_month(sent.sent_at)
        self.email = sent.email if sent.is_usable else ""
        self.standing = "invited" if sent.is_usable else "expired"

    @rx.event
    def toggle_password(self) -> None:
        self.shows_password = not self.shows_password

    @rx.event
    async def register(self, form: dict[str, str]):
        self.errors, self.problem_title, self.is_busy = {}, "", True
        if self.standing != "invited":
            self.email = form.get("email", "").strip()
        yield
        try:
            self.code = await asyncio.to_thread(self._code_for, form)
        except InvalidInput as error:
            self.errors, self.is_busy = error.fields, False
            yield rx.set_focus(next(iter(error.fields)))
        except Conflict:
            self.errors, self.is_busy = {"email": "There is an account with this email. Sign in instead."}, False
            yield rx.set_focus("email")
        except LimitReached as error:
            self._tell("Too many tries", f"Please wait {error.retry_after_s} seconds.")
        except NotAllowed as error:
            self._tell("No account was made", str(error))
        except PreppalError:
            self._tell("We couldn't make your account", OUT_OF_REACH)

    def _code_for(self, form: dict[str, str]) -> str:
        return get_services().accounts.passwords.register_code(
            self.email,
            form.get("password", ""),
            form.get("name", ""),
            invitation=self._invitation,
            address=self.router.session.client_ip,
        )

    def _tell(self, title: str, body: str) -> None:
        self.problem_title, self.problem_body, self.is_busy = title, body, False


def page() -> rx.Component:
    return solo(
        rx.match(
            RegisterState.standing,
            ("expired", _run_out()),
            ("closed", _closed()),
            ("loading", rx.el.p("One moment", role="status", class_name="sub t3")),
            _form(),
        ),
        hand_over(RegisterState.code, "/welcome"),
        foot=foot_wave(),
    )


def _form() -> rx.Component:
    email = text_field(
        "Email",
        id="email",
        type="email",
        auto_complete="username",
        required=True,
        default_value=RegisterState.email,
        read_only=RegisterState.standing == "invited",
        error=RegisterState.errors.get("email", ""),
    )
    name = text_field(
        "Name",
        id="name",
        auto_complete="name",
        error=RegisterState.errors.get("name", ""),
        help="What the interviewer calls you. You can leave it empty.",
    )
    password = password_field(
        "Password",
        is_shown=RegisterState.shows_password,
        on_toggle=RegisterState.toggle_password,
        error=RegisterState.errors.get("password", ""),
        help="At least 10 characters. A few words in a row are easy to remember.",
        auto_complete="new-password",
    )
    return rx.fragment(
        rx.el.h1(TITLE),
        rx.el.p("Then practise aloud, as often as you like.", class_name="sub t3 mt2"),
        told(RegisterState.problem_title, RegisterState.problem_body),
        rx.el.form(
            email,
            name,
            password,
            submit("Make the account", "One moment", RegisterState.is_busy),
            on_submit=RegisterState.register,
            no_validate=True,
            class_name="col g5 mt6",
        ),
        rx.el.p("Been here before? ", link("Sign in", href="/sign-in"), class_name="sub t1 mt5"),
    )


def _run_out() -> rx.Component:
    sent = rx.cond(RegisterState.sent_on != "", " and this one was sent on " + RegisterState.sent_on, "")
    words = rx.fragment(
        "Invitations work for seven days, once",
        sent,
        ". Nothing is lost; you just need a fresh one from the person who runs this server.",
    )
    return run_out("This invitation has run out", words, button_link("I have an account", "/sign-in", kind="line"))


def _closed() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Accounts come by invitation"),
        told(RegisterState.problem_title, RegisterState.problem_body),
        rx.el.p("Ask the person who runs this server for one.", class_name="sub t3 mt2"),
        rx.el.div(button_link("I have an account", "/sign-in", kind="line"), class_name="row wrap mt6"),
    )
