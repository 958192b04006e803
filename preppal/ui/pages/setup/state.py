"""The setup page's state: choices, texts, and the problems with them."""

import asyncio
from typing import Any
from uuid import uuid4

import reflex as rx

from preppal.domain.interview import DURATION_CHOICES_MIN, OWN_PERSONA, PERSONAS, Difficulty, InterviewType
from preppal.errors import InvalidInput, LimitReached, PreppalError
from preppal.services.creation import OwnPersona
from preppal.ui.auth_state import signed_in_person
from preppal.ui.deps import get_services
from preppal.ui.pages.setup import sample
from preppal.ui.pages.setup.choices import OFFERED, Choices, article, one_of, questions_note, warmup_choices
from preppal.ui.pages.setup.last_time import last_time, new_interview, own_of
from preppal.ui.pages.setup.papers import PASTED, Papers, papers_of

_TEXTS = ("job_title", "job_description", "resume")
_OWN_PARTS = ("persona_name", "persona_role", "persona_manner")


class SetupState(rx.State):
    """`loading` is loading, ready or failed. The key is made once per visit, so that sending twice makes one."""

    loading: str = "loading"
    has_history: bool = False
    why: str = ""
    language: str = ""
    interview_type: str = ""
    difficulty: str = ""
    persona: str = ""
    own_name: str = ""
    own_role: str = ""
    own_manner: str = ""
    minutes: str = ""
    job_title: str = ""
    job_description: str = ""
    resume: str = ""
    job_choices: list[list[str]] = []
    resume_choices: list[list[str]] = []
    job_id: str = PASTED
    resume_id: str = PASTED
    errors: dict[str, str] = {}
    problem: str = ""
    is_busy: bool = False
    _key: str = ""

    @rx.var
    def level_and_type(self) -> str:
        """standard behavioral"""
        if not self.interview_type or not self.difficulty:
            return ""
        kind, level = InterviewType(self.interview_type), Difficulty(self.difficulty)
        label = kind.label if kind is InterviewType.HR_SCREEN else kind.label.lower()
        return f"{level.label.lower()} {label}"

    @rx.var
    def article(self) -> str:
        return article(self.level_and_type)

    @rx.var
    def persona_name(self) -> str:
        if self.persona == OWN_PERSONA:
            return self.own_name or "somebody you describe"
        return PERSONAS[self.persona].name if self.persona in PERSONAS else ""

    @rx.var
    def questions(self) -> str:
        if not self.difficulty or not self.minutes:
            return ""
        return questions_note(Difficulty(self.difficulty), int(self.minutes))

    @rx.var
    def has_papers(self) -> bool:
        """Whether there is something of their own to practise with already."""
        return self.has_history or bool(self.job_choices or self.resume_choices)

    @rx.var
    def job_words(self) -> str:
        """What the summary calls the job: the title typed, or the posting's own."""
        chosen = next((choice[1] for choice in self.job_choices if choice[0] == self.job_id), "")
        return self.job_title or chosen

    @rx.event
    async def load(self):
        """Fill in from last time, or for the warm-up that a link asks for."""
        self.reset()
        self._key = str(uuid4())
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            last = await last_time(person.id)
            asked = self.router.url.query_parameters
            papers = await papers_of(person.id, last.setup, {name: asked.get(name, "") for name in ("resume", "job")})
        except PreppalError:
            self.loading = "failed"
            return
        is_warmup = asked.get("warmup") == "1"
        self._choose(warmup_choices() if is_warmup else last.choices)
        self.job_title, self.job_description, self.resume = last.job_title, last.job_description, last.resume
        own = own_of(last.setup)
        self.own_name, self.own_role, self.own_manner = own.name, own.role, own.manner
        self._offer(papers)
        self.has_history = last.is_known
        self.language = "" if last.language.is_english else last.language.name
        self.why = "" if is_warmup else last.why
        self.loading = "ready"

    def _offer(self, papers: Papers) -> None:
        self.job_choices, self.resume_choices = papers.jobs, papers.resumes
        self.job_id, self.resume_id = papers.job_id, papers.resume_id
        if self.resume_id:
            self.resume = ""  # last time's copy of it
        if self.job_id:
            self.job_title = self.job_description = ""  # the posting has a title of its own

    def _choose(self, choices: Choices) -> None:
        self.interview_type, self.difficulty = choices.interview_type.value, choices.difficulty.value
        self.persona, self.minutes = choices.persona, str(choices.duration_min)

    def _chosen(self) -> Choices:
        kind, level = InterviewType(self.interview_type), Difficulty(self.difficulty)
        return Choices(kind, level, self.persona, int(self.minutes))

    @rx.event
    def choose_type(self, value: str) -> None:
        self.interview_type = one_of(InterviewType, value, InterviewType.BEHAVIORAL).value

    @rx.event
    def choose_difficulty(self, value: str) -> None:
        self.difficulty = one_of(Difficulty, value, Difficulty.STANDARD).value

    @rx.event
    def choose_persona(self, value: str) -> None:
        self.persona = value if value in OFFERED else self.persona

    @rx.event
    def choose_minutes(self, value: str) -> None:
        self.minutes = value if value in {str(choice) for choice in DURATION_CHOICES_MIN} else self.minutes

    @rx.event
    def choose_job(self, value: str) -> None:
        self.job_id = value if value in {choice[0] for choice in self.job_choices} else PASTED

    @rx.event
    def choose_resume(self, value: str) -> None:
        self.resume_id = value if value in {choice[0] for choice in self.resume_choices} else PASTED

    @rx.event
    def name_job(self, value: str) -> None:
        """The summary names the job as soon as the field is left."""
        self.job_title = value.strip()[:120]

    @rx.event
    def fill_in_sample(self) -> list[rx.event.EventSpec]:
        """A made-up posting and résumé, in the fields where they can be read and changed."""
        self.job_title = sample.JOB_TITLE
        texts = {"job_title": sample.JOB_TITLE, "job_description": sample.JOB_DESCRIPTION, "resume": sample.RESUME}
        return [rx.set_value(name, text) for name, text in texts.items()]

    @rx.event
    def name_own(self, value: str) -> None:
        self.own_name = value.strip()[:40]

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Make the interview and go to its sound check."""
        if self.loading != "ready":
            return
        self.errors, self.problem, self.is_busy = {}, "", True
        yield
        texts = {name: str(form.get(name, "")) for name in _TEXTS}
        own = OwnPersona(*(str(form.get(part, "")) for part in _OWN_PARTS)) if self.persona == OWN_PERSONA else None
        new = new_interview(self._key, self._chosen(), job_id=self.job_id, resume_id=self.resume_id, own=own, **texts)
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            summary, _ = await asyncio.to_thread(get_services().interviews.create, person.id, new)
            yield rx.redirect(f"/interview/{summary.id}/lobby")
        except InvalidInput as error:
            self.errors = error.fields
            yield rx.set_focus(next((name for name in (*_TEXTS, *_OWN_PARTS) if name in error.fields), "job_title"))
        except LimitReached as error:
            self.problem = str(error)
        except PreppalError:
            self.problem = "The server did not answer as it should. What you entered is still here. Try once more."
        self.is_busy = False
