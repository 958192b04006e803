"""Sign in, and come back to where one wanted to go."""

import asyncio

import reflex as rx

from preppal.auth.cookies import safe_next
from preppal.errors import InvalidInput, NotFound, PreppalError
from preppal.ui.auth_state import AuthState
from preppal.ui.components.button import button
from preppal.ui.components.field import text_field
from preppal.ui.components.geometry import speech_like, wave
from preppal.ui.components.handover import hand_over
from preppal.ui.components.surface import problem
from preppal.ui.components.voice import waveform
from preppal.ui.deps import get_services
from preppal.ui.template import solo

ROUTE = "/sign-in"
TITLE = "Sign in"


class SignInState(rx.State):
    """The form, its problems, and the code that is exchanged for the cookie."""

    email: str = ""
    email_error: str = ""
    name_error: str = ""
    problem_title: str = ""
    problem_body: str = ""
    is_busy: bool = False
    code: str = ""
    next: str = ""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Forget the last attempt, and skip the page where somebody is signed in already."""
        self.reset()
        query = self.router.url.query_parameters
        self.next = safe_next(query.get("next", ""))
        if query.get("problem") == "expired":
            self._tell("That sign-in took too long", "Nothing is lost. Enter your email once more.")
        return SignInState.skip_when_signed_in

    @rx.event
    async def skip_when_signed_in(self) -> rx.event.EventSpec | None:
        auth = await self.get_state(AuthState)
        return rx.redirect(self.next, replace=True) if auth.is_signed_in else None

    @rx.event
    async def sign_in(self, form: dict[str, str]):
        """Check the form; the page then posts the code, whose answer sets the cookie."""
        self.email = form.get("email", "").strip()
        self.email_error = self.name_error = self.problem_title = ""
        self.is_busy = True
        yield
        try:
            accounts = get_services().accounts
            self.code = await asyncio.to_thread(accounts.sign_in_code_dev, self.email, form.get("name", ""))
        except InvalidInput as error:
            self.email_error, self.name_error = (error.fields.get(field, "") for field in ("email", "name"))
            self.is_busy = False
            yield rx.set_focus("email" if self.email_error else "name")
        except NotFound:
            self._tell("This server has no open sign-in", "Ask the person who runs it how to get in.")
        except PreppalError:
            self._tell("We couldn't sign you in", "The server did not answer in time. Nothing is lost. Try once more.")

    def _tell(self, title: str, body: str) -> None:
        self.problem_title, self.problem_body, self.is_busy = title, body, False


def page() -> rx.Component:
    return solo(
        rx.el.h1("Welcome"),
        rx.el.p("Sign in to practise, or to carry on.", class_name="sub t3 mt2"),
        rx.cond(
            SignInState.problem_title != "",
            rx.el.div(problem(SignInState.problem_title, SignInState.problem_body, tone="warn"), class_name="mt5"),
            rx.fragment(),
        ),
        _form(),
        rx.el.p(
            "This server asks for no password. An email it has not seen before makes a new account.",
            class_name="sub t1 mt5",
        ),
        hand_over(SignInState.code, SignInState.next),
        foot=_foot_wave(),
    )


def _form() -> rx.Component:
    return rx.el.form(
        text_field(
            "Email",
            id="email",
            type="email",
            auto_complete="username",
            required=True,
            default_value=SignInState.email,
            error=SignInState.email_error,
        ),
        text_field(
            "Name",
            id="name",
            auto_complete="name",
            error=SignInState.name_error,
            help="What the interviewer calls you. You can leave it empty.",
        ),
        button(
            "Sign in",
            type="submit",
            kind="solid",
            size="lg",
            is_full=True,
            is_busy=SignInState.is_busy,
            busy_label="Signing in",
        ),
        on_submit=SignInState.sign_in,
        no_validate=True,
        class_name="col g5 mt6",
    )


def _foot_wave() -> rx.Component:
    """Still and decorative: nobody speaks here."""
    drawn = waveform(wave(speech_like(260, 9), 1600, 80), voice_class="w-quiet")
    return rx.el.div(rx.el.div(drawn), class_name="foot-wave", aria_hidden="true")
