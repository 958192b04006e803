"""Sign in, and come back to where one wanted to go."""

import asyncio
from urllib.parse import urlencode

import reflex as rx

from preppal.auth.cookies import safe_next
from preppal.config import Registration
from preppal.errors import InvalidInput, LimitReached, NotAllowed, NotFound, PreppalError
from preppal.ui.auth_state import AuthState
from preppal.ui.components.button import link
from preppal.ui.components.entrance import OUT_OF_REACH, foot_wave, password_field, submit, told
from preppal.ui.components.field import text_field
from preppal.ui.components.handover import hand_over, route_address
from preppal.ui.deps import get_services
from preppal.ui.template import solo

ROUTE = "/sign-in"
TITLE = "Sign in"

# What brought somebody back here, as the routes say it in the address.
_PROBLEMS = {
    "expired": ("That sign-in took too long", "Nothing is lost. Enter your email once more."),
    "provider": ("That sign-in did not succeed", "The answer could not be trusted, or there is no account for it."),
    "cancelled": ("You are not signed in", "You said no at the provider, so nothing was changed."),
    "unreachable": ("The provider did not answer", "Nothing is lost. Try again in a moment, or another way."),
}


class SignInState(rx.State):
    """The form, its problems, and the code that is exchanged for the cookie."""

    email: str = ""
    email_error: str = ""
    name_error: str = ""
    password_error: str = ""
    problem_title: str = ""
    problem_body: str = ""
    is_busy: bool = False
    code: str = ""
    next: str = ""
    is_known: bool = False  # whether this server asks for a password
    has_dev_login: bool = False
    providers: list[dict[str, str]] = []
    newcomers: str = ""
    can_mail: bool = False
    shows_password: bool = False

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Forget the last attempt, and skip the page where somebody is signed in already."""
        self.reset()
        query = self.router.url.query_parameters
        self.next = safe_next(query.get("next", ""))
        accounts = get_services().accounts
        self.is_known, self.has_dev_login = True, accounts.has_dev_login
        self.newcomers = accounts.passwords.registration.value
        self.can_mail = accounts.passwords.can_mail
        to = urlencode({"next": self.next})
        self.providers = [
            {"label": label, "href": route_address(f"/api/auth/login/{key}?{to}")}
            for key, label in accounts.providers.choices()
        ]
        if (problem := _PROBLEMS.get(query.get("problem", ""))) is not None:
            self._tell(*problem)
        return SignInState.skip_when_signed_in

    @rx.event
    async def skip_when_signed_in(self) -> rx.event.EventSpec | None:
        auth = await self.get_state(AuthState)
        return rx.redirect(self.next, replace=True) if auth.is_signed_in else None

    @rx.event
    def toggle_password(self) -> None:
        self.shows_password = not self.shows_password

    @rx.event
    async def sign_in(self, form: dict[str, str | None]):
        """Check the form; the page then posts the code, whose answer sets the cookie."""
        self.email = (form.get("email") or "").strip()
        self.email_error = self.name_error = self.password_error = self.problem_title = ""
        self.is_busy = True
        yield
        try:
            self.code = await asyncio.to_thread(self._code_for, form)
        except InvalidInput as error:
            self.email_error, self.name_error = (error.fields.get(field, "") for field in ("email", "name"))
            self.is_busy = False
            yield rx.set_focus("email" if self.email_error else "name")
        except NotAllowed as error:
            self.password_error, self.is_busy = str(error), False
            yield rx.set_focus("password")
        except LimitReached as error:
            self._tell("Too many tries", f"Please wait {error.retry_after_s} seconds. Your account is safe.")
        except NotFound:
            self._tell("This server has no open sign-in", "Ask the person who runs it how to get in.")
        except PreppalError:
            self._tell("We couldn't sign you in", OUT_OF_REACH)

    def _code_for(self, form: dict[str, str | None]) -> str:
        accounts = get_services().accounts
        # The browser sends every field that the page may have, without a value where it is not shown.
        if (password := form.get("password")) is None:
            return accounts.sign_in_code_dev(self.email, form.get("name") or "")
        return accounts.passwords.sign_in_code(self.email, password, address=self.router.session.client_ip)

    def _tell(self, title: str, body: str) -> None:
        self.problem_title, self.problem_body, self.is_busy = title, body, False


def page() -> rx.Component:
    return solo(
        rx.el.h1("Welcome"),
        rx.el.p("Sign in to practise, or to carry on.", class_name="sub t3 mt2"),
        told(SignInState.problem_title, SignInState.problem_body),
        _form(),
        rx.foreach(SignInState.providers, _provider),
        rx.cond(SignInState.is_known, rx.cond(SignInState.has_dev_login, _dev_note(), _newcomer_note())),
        hand_over(SignInState.code, SignInState.next),
        foot=foot_wave(),
    )


def _form() -> rx.Component:
    """What is typed before the server has said how it is entered stays: the email is asked for either way."""
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
        rx.cond(SignInState.is_known, rx.cond(SignInState.has_dev_login, _name(), _password())),
        rx.cond(SignInState.is_known, submit("Sign in", "Signing in", SignInState.is_busy)),
        on_submit=SignInState.sign_in,
        no_validate=True,
        class_name="col g5 mt6",
    )


def _name() -> rx.Component:
    return text_field(
        "Name",
        id="name",
        auto_complete="name",
        error=SignInState.name_error,
        help="What the interviewer calls you. You can leave it empty.",
    )


def _password() -> rx.Component:
    return password_field(
        "Password",
        is_shown=SignInState.shows_password,
        on_toggle=SignInState.toggle_password,
        error=SignInState.password_error,
        auto_complete="current-password",
        aside=link("Forgot it?", href="/reset", class_name="t1"),
    )


def _provider(provider: rx.Var[dict[str, str]]) -> rx.Component:
    """A plain link: the route it leads to answers with a redirect to the provider."""
    return rx.el.a(
        "Sign in with ",
        provider["label"],
        href=provider["href"],
        reload_document=True,
        class_name="btn lg line full mt4",
    )


def _dev_note() -> rx.Component:
    return rx.el.p(
        "This server asks for no password. An email it has not seen before makes a new account.",
        class_name="sub t1 mt5",
    )


def _newcomer_note() -> rx.Component:
    return rx.match(
        SignInState.newcomers,
        (
            Registration.OPEN.value,
            rx.el.p("New here? ", link("Make an account", href="/register"), class_name="sub t1 mt5"),
        ),
        (
            Registration.INVITED.value,
            rx.el.p(
                "New here? Accounts come by invitation from the person who runs this server.", class_name="sub t1 mt5"
            ),
        ),
        rx.el.p("This server takes no new accounts.", class_name="sub t1 mt5"),
    )
