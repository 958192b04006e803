"""Setting up an interview as it is drawn: choices at the left, the sentence they make at the right."""

from typing import Any

import reflex as rx

from preppal.domain.interview import (
    DURATION_CHOICES_MIN,
    OWN_PERSONA,
    PERSONAS,
    Difficulty,
    InterviewType,
    Persona,
    persona_face,
)
from preppal.ui.components.button import button, link
from preppal.ui.components.field import field, radio_card, radio_cards, segmented, text_area, text_field
from preppal.ui.components.icon import icon
from preppal.ui.components.surface import card, problem, skeleton_card
from preppal.ui.components.voice import avatar
from preppal.ui.pages.setup.choices import DIFFICULTY_NOTES, TYPE_NOTES
from preppal.ui.pages.setup.papers import PASTED
from preppal.ui.pages.setup.state import SetupState
from preppal.ui.template import PRACTISE, frame, page_head

ROUTE = "/interview/new"
TITLE = "Set up an interview"


def page() -> rx.Component:
    start = rx.cond(
        SetupState.has_history,
        "Filled in from last time. Change what you like.",
        "Everything has a sensible start. Change what you like.",
    )
    sub = rx.cond(
        SetupState.why != "",
        rx.fragment(
            SetupState.why, " Type and difficulty begin with that; change what you like, or your goals in the ",
            link("settings", href="/profile"), ".",
        ),
        start,
    )  # fmt: skip
    return frame(
        page_head(TITLE, sub),
        rx.match(SetupState.loading, ("ready", _form()), ("failed", _failed()), _loading()),
        active=PRACTISE.route,
    )


def _loading() -> rx.Component:
    return rx.el.div(
        rx.el.div(*[skeleton_card("Loading the choices") for _ in range(3)], class_name="col g6"),
        skeleton_card("Loading your interview", "roomy"),
        class_name="grid stack mt6 setup",
    )


def _failed() -> rx.Component:
    return problem(
        "We couldn’t fetch your last choices",
        "Nothing is lost, the server did not answer as it should.",
        button("Try again", size="sm", on_click=SetupState.load),
        tone="warn",
        class_name="mt6",
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.div(_types(), _difficulties(), _about(), _interviewers(), _lengths(), class_name="col setup-choices"),
        _summary(),
        on_submit=SetupState.create,
        no_validate=True,
        class_name="grid stack mt6 setup",
    )


def _types() -> rx.Component:
    cards = [
        radio_card(
            kind.label,
            TYPE_NOTES[kind],
            name="interview_type",
            value=kind.value,
            chosen=SetupState.interview_type,
            on_choose=SetupState.choose_type,
        )
        for kind in InterviewType
    ]
    return radio_cards("Type", *cards)


def _difficulties() -> rx.Component:
    cards = [
        radio_card(
            level.label,
            DIFFICULTY_NOTES[level],
            name="difficulty",
            value=level.value,
            chosen=SetupState.difficulty,
            on_choose=SetupState.choose_difficulty,
            face=_steps(index + 1),
        )
        for index, level in enumerate(Difficulty)
    ]
    return radio_cards("Difficulty", *cards)


def _steps(count: int) -> rx.Component:
    bars = [rx.el.i(class_name="on" if index < count else "") for index in range(len(Difficulty))]
    return rx.el.span(*bars, class_name="steps", aria_hidden="true")


def _interviewers() -> rx.Component:
    cards = radio_cards(
        "Interviewer", *[_interviewer(persona) for persona in PERSONAS.values()], _own_card(), columns=2
    )
    return rx.el.div(cards, rx.cond(SetupState.persona == OWN_PERSONA, _own_fields(), rx.fragment()))


def _interviewer(persona: Persona) -> rx.Component:
    return radio_card(
        persona.name,
        f"{persona.role}. {persona.manner}",
        name="persona",
        value=persona.key,
        chosen=SetupState.persona,
        on_choose=SetupState.choose_persona,
        face=rx.el.span(avatar(persona.face), rx.el.span("AI interviewer", class_name="sr"), class_name="opt-face"),
        is_beside=True,
    )


def _own_card() -> rx.Component:
    return radio_card(
        "Write your own",
        "Describe who you expect to meet",
        name="persona",
        value=OWN_PERSONA,
        chosen=SetupState.persona,
        on_choose=SetupState.choose_persona,
        face=rx.el.span(icon("plus", 20), class_name="opt-face own-face"),
        is_beside=True,
    )


def _own_fields() -> rx.Component:
    name, role = (
        text_field(
            label,
            id=f"persona_{part}",
            default_value=value,
            error=_error(f"persona_{part}"),
            auto_complete="off",
            max_length=length,
            **more,
        )
        for label, part, value, length, more in (
            ("Their name", "name", SetupState.own_name, 40, {"on_blur": SetupState.name_own}),
            ("Their role", "role", SetupState.own_role, 60, {}),
        )
    )
    manner = text_area(
        "What are they like?",
        id="persona_manner",
        default_value=SetupState.own_manner,
        error=_error("persona_manner"),
        help=(
            "“Dry, short of time, wants figures.” The interviewer plays this person within its own rules. "
            "Without a model, only name and role are used."
        ),
        rows=3,
        max_length=400,
    )
    return rx.el.div(rx.el.div(name, role, class_name="grid c2 g4"), manner, class_name="col g4 mt4")


def _about() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("About", class_name="h3 legend"),
        rx.el.div(
            rx.el.div(
                text_field(
                    "Job title",
                    id="job_title",
                    default_value=SetupState.job_title,
                    error=_error("job_title"),
                    on_blur=SetupState.name_job,
                    auto_complete="off",
                    max_length=120,
                ),
                _from_library(
                    "Job description", SetupState.job_choices, "job_id", SetupState.job_id, SetupState.choose_job
                ),
                _pasted("Job description", "job_description", SetupState.job_description, SetupState.job_id, rows=5),
                class_name="col g4",
            ),
            rx.el.div(
                _from_library(
                    "Résumé", SetupState.resume_choices, "resume_id", SetupState.resume_id, SetupState.choose_resume
                ),
                _pasted("Résumé", "resume", SetupState.resume, SetupState.resume_id, rows=9),
                class_name="col g4",
            ),
            class_name="grid c2 g4",
        ),
        rx.el.p(
            "All optional. The questions follow what you choose or paste; this interview keeps a copy. Your ",
            link("library", href="/library"),
            " keeps résumés and postings for the next one.",
            class_name="help mt2",
        ),
        rx.cond(SetupState.has_papers, rx.fragment(), _sample()),
    )


def _sample() -> rx.Component:
    """Nothing at hand should keep nobody from trying."""
    return rx.el.div(
        button(
            "Fill in a made-up job and résumé",
            kind="ghost",
            size="sm",
            icon_name="sparkles",
            on_click=SetupState.fill_in_sample,
        ),
        class_name="mt2",
    )


def _from_library(label: str, choices: Any, id: str, chosen: Any, on_choose: Any) -> rx.Component:
    """Offered once the library holds something."""
    offered = rx.foreach(choices, lambda choice: rx.el.option(choice[1], value=choice[0], key=choice[0]))
    control = rx.el.span(
        rx.el.select(
            rx.el.option("Paste it here", value=PASTED), offered, id=id, name=id, value=chosen, on_change=on_choose,
            class_name="select",
        ),
        icon("chevrons-up-down", 16),
        class_name="select-box",
    )  # fmt: skip
    return rx.cond(choices.length() > 0, field(f"{label} from your library", control, id=id), rx.fragment())


def _pasted(label: str, id: str, text: Any, chosen: Any, *, rows: int) -> rx.Component:
    """Only where nothing of the library stands in for it."""
    area = text_area(label, id=id, default_value=text, error=_error(id), rows=rows)
    return rx.cond(chosen == PASTED, area, rx.fragment())


def _error(field: str) -> Any:
    return SetupState.errors.get(field, "")


def _lengths() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Length", class_name="h3 legend"),
        segmented(
            [(str(minutes), _minutes(minutes)) for minutes in DURATION_CHOICES_MIN],
            label="Minutes",
            name="duration_min",
            chosen=SetupState.minutes,
            on_choose=SetupState.choose_minutes,
        ),
    )


def _minutes(minutes: int) -> rx.Component:
    """The unit is always there to hear, and to see on the chosen one."""
    return rx.el.span(str(minutes), rx.el.span(" min", class_name="unit"))


def _summary() -> rx.Component:
    faces = [(key, avatar(persona_face(key), 56)) for key in (*PERSONAS, OWN_PERSONA)]
    return rx.el.aside(
        card(
            rx.match(SetupState.persona, *faces, rx.fragment()),
            _sentence(),
            rx.el.p(SetupState.questions, class_name="t1 sub mt3"),
            rx.cond(
                SetupState.problem != "",
                rx.el.div(problem("Not made yet", SetupState.problem, tone="warn"), class_name="mt4"),
            ),
            rx.el.div(
                button(
                    "Go to sound check",
                    type="submit",
                    kind="solid",
                    size="lg",
                    is_full=True,
                    is_busy=SetupState.is_busy,
                    busy_label="Setting up",
                ),
                class_name="mt5",
            ),
            class_name="roomy",
        ),
        class_name="setup-summary",
        aria_label="Your interview",
    )


def _sentence() -> rx.Component:
    job = rx.cond(
        SetupState.job_words != "",
        rx.fragment(", for ", rx.el.b(SetupState.job_words, class_name="strong")),
        rx.fragment(),
    )
    return rx.el.p(
        SetupState.article,
        " ",
        rx.el.b(SetupState.level_and_type, class_name="strong"),
        # A screen is an interview already.
        rx.cond(SetupState.interview_type == InterviewType.HR_SCREEN.value, " with ", " interview with "),
        rx.el.b(SetupState.persona_name, class_name="strong"),
        ", an AI interviewer, about ",
        rx.el.b(SetupState.minutes, " minutes", class_name="strong"),
        job,
        rx.cond(SetupState.language != "", rx.fragment(", in ", rx.el.b(SetupState.language, class_name="strong"))),
        ".",
        class_name="mt5 setup-sentence",
    )
