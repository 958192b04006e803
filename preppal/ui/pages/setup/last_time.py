"""What somebody chose and pasted for their last interview, to begin the next one with."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from preppal.domain.languages import ENGLISH, Language
from preppal.errors import NotFound
from preppal.services.creation import OwnPersona
from preppal.services.interviews import NewInterview
from preppal.ui.deps import get_services
from preppal.ui.pages.setup.choices import Choices, choices_from


@dataclass(frozen=True)
class LastTime:
    """Choices and texts; `is_known` is False for a first time. `why` says what of the goals they follow.

    `language` is what the next interview is held in.
    """

    choices: Choices = Choices()
    job_title: str = ""
    job_description: str = ""
    resume: str = ""
    is_known: bool = False
    setup: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""
    language: Language = ENGLISH


def own_of(setup: Mapping[str, Any]) -> OwnPersona:
    """The interviewer they described last, if any."""
    told = setup.get("own_persona") or {}
    return OwnPersona(*(str(told.get(part, "")) for part in ("name", "role", "manner")))


async def last_time(user_id: str) -> LastTime:
    """With type and difficulty as the goals have them. Raises PreppalError."""
    last = await _last_time(user_id)
    suggestion = (await asyncio.to_thread(get_services().accounts.guidance, user_id)).suggestion
    choices = replace(
        last.choices,
        interview_type=suggestion.interview_type or last.choices.interview_type,
        difficulty=suggestion.difficulty or last.choices.difficulty,
    )
    return replace(last, choices=choices, why=suggestion.why)


async def _last_time(user_id: str) -> LastTime:
    """The texts live on the last interview; when it was deleted, so were they."""
    services = get_services()
    profile = await asyncio.to_thread(services.accounts.profile, user_id)
    setup = profile.last_setup
    if not setup:
        return LastTime(job_title=profile.target_role, language=profile.language)
    try:
        last = await asyncio.to_thread(services.interviews.get, user_id, str(setup.get("interview_id", "")))
    except NotFound:
        return LastTime(choices_from(setup), is_known=True, setup=setup, language=profile.language)
    return LastTime(
        choices_from(setup),
        last.summary.job_title,
        last.job_description,
        last.resume,
        is_known=True,
        setup=setup,
        language=profile.language,
    )


def new_interview(
    key: str,
    choices: Choices,
    *,
    job_title: str,
    job_description: str,
    resume: str,
    job_id: str = "",
    resume_id: str = "",
    own: OwnPersona | None = None,
) -> NewInterview:
    """A paper of the library, where one was chosen, stands in for the pasted text."""
    return NewInterview(
        choices.interview_type,
        choices.difficulty,
        key,
        persona=choices.persona,
        duration_min=choices.duration_min,
        job_title=job_title,
        job_description="" if job_id else job_description,
        resume="" if resume_id else resume,
        job_description_id=job_id or None,
        resume_id=resume_id or None,
        own_persona=own,
    )
