"""Once, after the account is made: what somebody practises for. Everything can be left out and changed later."""

import asyncio

import reflex as rx

from preppal.errors import InvalidInput, PreppalError
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.button import button_link
from preppal.ui.components.entrance import OUT_OF_REACH, foot_wave, submit, told
from preppal.ui.components.field import segmented, text_area, text_field
from preppal.ui.deps import get_services
from preppal.ui.template import solo

ROUTE = "/welcome"
TITLE = "What do you practise for?"

TIMELINES = (("this_week", "This week"), ("2_4_weeks", "In 2 to 4 weeks"), ("exploring", "Just exploring"))


class WelcomeState(rx.State):
    target_role: str = ""
    timeline: str = ""
    goals: str = ""
    errors: dict[str, str] = {}
    problem_title: str = ""
    problem_body: str = ""
    is_busy: bool = False

    @rx.event
    async def load(self) -> None:
        """With what is known already, for whoever comes here twice."""
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            profile = await asyncio.to_thread(get_services().accounts.profile, person.id)
        except PreppalError:
            return
        self.target_role, self.timeline, self.goals = profile.target_role, profile.timeline, profile.goals

    @rx.event
    def choose_timeline(self, value: str) -> None:
        self.timeline = value

    @rx.event
    async def keep(self, form: dict[str, str]):
        self.errors, self.problem_title, self.is_busy = {}, "", True
        yield
        changes = {
            "target_role": form.get("target_role", ""),
            "goals": form.get("goals", ""),
            "timeline": self.timeline,
        }
        try:
            person = await signed_in_person(self)
            if person is not None:
                await asyncio.to_thread(get_services().accounts.update_profile, person.id, **changes)
            yield rx.redirect("/dashboard")
        except InvalidInput as error:
            self.errors = error.fields
        except PreppalError:
            self.problem_title, self.problem_body = "That was not saved", OUT_OF_REACH
        self.is_busy = False


def page() -> rx.Component:
    role = text_field(
        "Target role",
        id="target_role",
        default_value=WelcomeState.target_role,
        error=WelcomeState.errors.get("target_role", ""),
        auto_complete="organization-title",
        help="Product analyst, team lead, nurse…",
    )
    timeline = segmented(
        TIMELINES,
        label="When is your interview",
        name="timeline",
        chosen=WelcomeState.timeline,
        on_choose=WelcomeState.choose_timeline,
        is_full=True,
    )
    goals = text_area(
        "What you want to get better at",
        id="goals",
        default_value=WelcomeState.goals,
        error=WelcomeState.errors.get("goals", ""),
        help="In your words: fillers, pace, endings, nerves, technical questions…",
        rows=3,
    )
    return solo(
        rx.el.h1(TITLE),
        rx.el.p(
            "The questions, the advice on Home and what a new interview begins with follow it. Leave out what you "
            "like; the settings hold it all.",
            class_name="sub t3 mt2",
        ),
        told(WelcomeState.problem_title, WelcomeState.problem_body),
        rx.el.form(
            role,
            rx.el.div(rx.el.span("When is your interview?", class_name="flabel"), timeline, class_name="field"),
            goals,
            submit("Go on", "Saving", WelcomeState.is_busy),
            button_link("Not now", "/dashboard", kind="ghost", is_full=True),
            on_submit=WelcomeState.keep,
            no_validate=True,
            class_name="col g5 mt6",
        ),
        foot=foot_wave(),
    )
