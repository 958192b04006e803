"""What it takes to make an interview: the choices, checked, and the snapshots taken of texts and persona."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from preppal.config import Settings
from preppal.domain.interview import (
    DEFAULT_DURATION_MIN,
    DEFAULT_PERSONA,
    DURATION_CHOICES_MIN,
    OWN_PERSONA,
    PERSONAS,
    Difficulty,
    InterviewType,
    Patience,
    Persona,
    SpeakingSpeed,
    own_persona,
    question_count,
)
from preppal.domain.languages import ENGLISH, spoken_by
from preppal.errors import LimitReached, NotFound
from preppal.services.texts import MIN_JOB_CHARS, Checked
from preppal.store.models import Interview, JobDescription, Resume, User
from preppal.store.queries import accounts, interviews, library

_DAY = timedelta(days=1)
_MAX_NAME_CHARS, _MAX_ROLE_CHARS, _MAX_MANNER_CHARS = 40, 60, 400
_PLAIN_ROLE = "Interviewer"


@dataclass(frozen=True, slots=True)
class OwnPersona:
    """An interviewer in the candidate's words: what to call them, what they are, how they are."""

    name: str = ""
    role: str = ""
    manner: str = ""


@dataclass(frozen=True, slots=True)
class NewInterview:
    """The choices of the setup page. A pasted text goes before the library's.

    `own_persona` is whom `persona` "own" means. `patience`, `speaking_speed`, `language` and `record_audio` None are
    the person's own; nobody is recorded before they have said so once. `job_title` None: when there is no posting
    either, it is for the role the person prepares for.
    """

    interview_type: InterviewType
    difficulty: Difficulty
    idempotency_key: str
    persona: str = DEFAULT_PERSONA
    duration_min: int = DEFAULT_DURATION_MIN
    patience: Patience | None = None
    job_description: str = ""
    resume: str = ""
    job_title: str | None = None
    record_audio: bool | None = None
    job_description_id: str | None = None
    resume_id: str | None = None
    own_persona: OwnPersona | None = None
    speaking_speed: SpeakingSpeed | None = None
    language: str | None = None


def make_interview(db: Session, user: User, new: NewInterview, settings: Settings, now: datetime) -> Interview:
    """A PENDING row with its snapshots. Raises InvalidInput, NotFound (library), LimitReached."""
    spoken = {language.code for language in spoken_by(settings.chosen_engine.value)}
    new = _checked(new, spoken)
    refuse_over_limit(db, user.id, settings, now)
    job = _library_job(db, user.id, new.job_description_id)
    resume = _library_resume(db, user.id, new.resume_id)
    persona = _persona(new)
    return Interview(
        user_id=user.id,
        idempotency_key=new.idempotency_key,
        interview_type=new.interview_type.value,
        difficulty=new.difficulty.value,
        duration_min=new.duration_min,
        question_count=question_count(new.difficulty, new.duration_min),
        patience=(new.patience or Patience(user.patience)).value,
        speaking_speed=(new.speaking_speed or SpeakingSpeed(user.speaking_speed)).value,
        # A preference from a day when another engine was configured asks nothing impossible of this one.
        language=new.language or (user.language if user.language in spoken else ENGLISH.code),
        record_audio=settings.record_audio and (user.record_audio if new.record_audio is None else new.record_audio),
        persona_key=persona.key,
        persona_name=persona.name,
        persona_role=persona.role,
        persona_manner=persona.manner,
        job_title=_job_title(new, job, user),
        job_description=new.job_description or (job.text if job else ""),
        resume=new.resume or (resume.text if resume else ""),
        job_description_id=job.id if job else None,
        resume_id=resume.id if resume else None,
        engine=settings.chosen_engine.value,
        created_at=now,
        updated_at=now,
    )


def remember_recording(db: Session, user_id: str, record_audio: bool) -> None:
    """The next interview begins with the same choice."""
    user = accounts.user(db, user_id)
    assert user is not None  # the owner of an interview in this unit of work
    user.record_audio = record_audio
    db.add(user)


def setup_choices(row: Interview) -> dict[str, Any]:
    """What the setup page prefills next time; the texts are found again through `interview_id`."""
    return {
        "interview_id": row.id,
        "interview_type": row.interview_type,
        "difficulty": row.difficulty,
        "persona": row.persona_key,
        "own_persona": _own_setup(row),
        "duration_min": row.duration_min,
        "patience": row.patience,
        "job_title": row.job_title,
        "job_description_id": row.job_description_id,
        "resume_id": row.resume_id,
    }


def refuse_over_limit(db: Session, user_id: str, settings: Settings, now: datetime) -> None:
    """Stops a new interview, never a running one. Raises LimitReached with the time until one may begin again."""
    if not settings.sessions_per_day and not settings.minutes_per_day:
        return
    recent = interviews.created_since(db, user_id, now - _DAY)
    by_count = [1.0] * len(recent)
    by_minutes = [elapsed_ms / 60_000 for _, elapsed_ms in recent]
    waits = (
        ("interviews", settings.sessions_per_day, _over_by(by_count, settings.sessions_per_day)),
        ("minutes", settings.minutes_per_day, _over_by(by_minutes, settings.minutes_per_day)),
    )
    unit, allowance, too_many = max(waits, key=lambda wait: wait[2])
    if not too_many:
        return
    freed_at = recent[too_many - 1][0] + _DAY
    retry_after_s = max(1, int((freed_at - now).total_seconds()))
    raise LimitReached(
        f"That was your allowance of {allowance} {unit} a day. {_when(retry_after_s)} "
        "Until then, your reports and old answers are here.",
        retry_after_s,
    )


def _over_by(used: Sequence[float], allowance: int) -> int:
    """How many of the oldest have to be a day old before there is room again; 0 when there is, or no limit."""
    if allowance <= 0:
        return 0
    left = sum(used)
    for gone, amount in enumerate(used):
        if left < allowance:
            return gone
        left -= amount
    return len(used)


def _when(seconds: int) -> str:
    hours, minutes = divmod(-(-seconds // 60), 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return f"The next one can begin in {' '.join(filter(None, parts))}."


def _job_title(new: NewInterview, job: JobDescription | None, user: User) -> str:
    if job is not None:
        return new.job_title or job.title
    if new.job_title is None:
        return "" if new.job_description else user.target_role
    return new.job_title


def _checked(new: NewInterview, spoken: Collection[str]) -> NewInterview:
    """The same with its texts trimmed; `spoken` are the languages there are.

    Raises InvalidInput with a sentence for each field that cannot be used.
    """
    checked = Checked()
    job_title = None if new.job_title is None else checked.line("job_title", new.job_title, 120)
    job_text = checked.document("job_description", new.job_description)
    resume_text = checked.document("resume", new.resume)
    is_long_enough = not job_text or len(job_text) >= MIN_JOB_CHARS
    checked.require("job_description", is_long_enough, "Paste a little more, at least the duties.")
    offered = (*PERSONAS, OWN_PERSONA)
    checked.require("persona", new.persona in offered, f"Choose one of: {', '.join(offered)}.")
    own = _checked_own(checked, new.own_persona) if new.persona == OWN_PERSONA else None
    choices = ", ".join(str(minutes) for minutes in DURATION_CHOICES_MIN)
    checked.require("duration_min", new.duration_min in DURATION_CHOICES_MIN, f"Choose one of: {choices} minutes.")
    is_key = 0 < len(new.idempotency_key) <= 200
    checked.require("idempotency_key", is_key, "Send a key of 1 to 200 characters, new for each interview.")
    is_spoken = new.language is None or new.language in spoken
    checked.require("language", is_spoken, no_such_language(spoken))
    checked.raise_problems()
    return replace(new, job_title=job_title, job_description=job_text, resume=resume_text, own_persona=own)


def no_such_language(spoken: Collection[str]) -> str:
    """The problem with a language that the interviewer of this server does not speak."""
    if set(spoken) == {ENGLISH.code}:
        return "The interviewer of this server speaks English only: choose en."
    return f"Choose one of: {', '.join(sorted(spoken))}."


def _checked_own(checked: Checked, own: OwnPersona | None) -> OwnPersona:
    told = own or OwnPersona()
    name = checked.line("persona_name", told.name, _MAX_NAME_CHARS)
    checked.require("persona_name", bool(name), "Give your interviewer a name.")
    role = checked.line("persona_role", told.role, _MAX_ROLE_CHARS)
    return OwnPersona(name, role or _PLAIN_ROLE, checked.line("persona_manner", told.manner, _MAX_MANNER_CHARS))


def _persona(new: NewInterview) -> Persona:
    own = new.own_persona
    return own_persona(own.name, own.role, own.manner) if own is not None else PERSONAS[new.persona]


def _own_setup(row: Interview) -> dict[str, str] | None:
    if row.persona_key != OWN_PERSONA:
        return None
    return {"name": row.persona_name, "role": row.persona_role, "manner": row.persona_manner}


def _library_job(db: Session, user_id: str, job_description_id: str | None) -> JobDescription | None:
    if job_description_id is None:
        return None
    row = library.job_description(db, user_id, job_description_id)
    if row is None:
        raise NotFound("There is no such job description.")
    return row


def _library_resume(db: Session, user_id: str, resume_id: str | None) -> Resume | None:
    if resume_id is None:
        return None
    row = library.resume(db, user_id, resume_id)
    if row is None:
        raise NotFound("There is no such résumé.")
    return row
