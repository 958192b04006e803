"""What services hand out: frozen values for pages and routes, never table rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from preppal.domain.feedback import Feedback
from preppal.domain.interview import (
    DEFAULT_PERSONA,
    PERSONAS,
    Difficulty,
    EndReason,
    InterviewType,
    Patience,
    Persona,
    SpeakingSpeed,
    Status,
)
from preppal.domain.languages import ENGLISH, Language
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.prices import Cost
from preppal.domain.review import ReviewStep
from preppal.domain.transcript import Entry

T = TypeVar("T")

VOICEPRINT_BARS = 20


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in. `theme` is the look they chose: system, light or dark; `reduce_motion`: nothing moves."""

    id: str
    email: str
    name: str
    image: str = ""
    theme: str = "system"
    reduce_motion: bool = False


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fresh sign-in. The token is the only copy: the store keeps a hash of its id."""

    person: Person
    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSignIn:
    """One place where somebody is signed in. `device` is browser and system in words, empty when unknown."""

    id: str
    device: str
    created_at: datetime
    expires_at: datetime
    is_current: bool


class LinkKind(StrEnum):
    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link that was handed out: whom it is for, since when, and whether it still works."""

    kind: LinkKind
    email: str
    sent_at: datetime
    is_usable: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with preferences. `last_setup` holds the choices of the newest interview, to prefill the next.

    `recording_days` is how long the person wants recordings kept; 0 is for as long as the server keeps them.
    `language` is one that this server's interviewer speaks, whatever was chosen when it was another. `interview_on` is
    the day they prepare for.
    """

    person: Person
    target_role: str
    timeline: str
    goals: str
    patience: Patience
    captions: bool
    theme: str
    time_zone: str
    skipped_measures: tuple[str, ...]
    record_audio: bool
    recording_days: int
    last_setup: dict[str, Any]
    speaking_speed: SpeakingSpeed = SpeakingSpeed.NORMAL
    language: Language = ENGLISH
    reduce_motion: bool = False
    interview_on: date | None = None


@dataclass(frozen=True, slots=True)
class InterviewSummary:
    """One line of the history.

    `title` is the type in words. `voiceprint` has 20 heights, 0..1, and is empty until the review has made it.
    `has_failed_review`: there is no feedback yet because its review failed; it can be tried again.
    `overall` is the newest feedback's score; None while there is none, or too little was said to score.
    """

    id: str
    interview_type: InterviewType
    difficulty: Difficulty
    persona_key: str
    persona_name: str
    persona_role: str
    status: Status
    title: str
    job_title: str
    duration_min: int
    question_count: int
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    duration_s: int
    end_reason: EndReason | None
    overall: float | None
    overall_spread: float | None
    voiceprint: tuple[float, ...]
    answers: int
    is_resumable: bool
    engine: str
    take: int = 1
    retry_of_id: str | None = None
    retry_of_question: int | None = None
    has_failed_review: bool = False


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """One stored version of the feedback, with the person's rating of it."""

    id: str
    interview_id: str
    version: int
    created_at: datetime
    feedback: Feedback
    rating: int | None


@dataclass(frozen=True, slots=True)
class InterviewDetail:
    """An interview with everything that was said and made of it.

    `feedback` is the newest version; `topics` are the competencies that were asked about, in order. `cost` is None
    when no paid model was used.
    `persona` is the interviewer as the interview was made with.
    """

    summary: InterviewSummary
    patience: Patience
    record_audio: bool
    job_description: str
    resume: str
    entries: tuple[Entry, ...]
    metrics: InterviewMetrics | None
    feedback: FeedbackView | None
    topics: tuple[str, ...] = ()
    cost: Cost | None = None
    persona: Persona = PERSONAS[DEFAULT_PERSONA]
    speaking_speed: SpeakingSpeed = SpeakingSpeed.NORMAL
    language: Language = ENGLISH


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How far the newest review has come. `message` is a sentence for the person, empty while all is well."""

    step: ReviewStep | None
    done: tuple[ReviewStep, ...]
    is_ready: bool
    has_failed: bool
    message: str
    waiting_s: float


@dataclass(frozen=True, slots=True)
class LiveToken:
    """Opens the WebSocket of one interview; `url` is the socket's path, or its address when the gateway lives apart."""

    token: str = field(repr=False)
    expires_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list, newest first. No cursor: this was the last part."""

    items: tuple[T, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day of the running week, in the person's time zone."""

    date: date
    minutes: int


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What one completed interview adds to the trends. None was not scored or not measured.

    `engine` is who listened: what different engines hear is never compared without saying so.
    """

    interview_id: str
    at: datetime
    overall: float | None
    overall_spread: float | None
    speech_rate_wpm: float | None
    fillers_per_minute: float | None
    average_response_ms: int | None
    long_pauses_per_minute: float | None = None
    engine: str = ""
    interview_type: InterviewType = InterviewType.BEHAVIORAL
    duration_s: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """Practice so far. `week` runs from Monday to Sunday; `total_s` is all completed interviews together.

    `is_day_off_used` says that the running streak has used its one free day of the last seven.
    """

    total_sessions: int
    current_streak: int
    longest_streak: int
    last_session_at: datetime | None
    week: tuple[WeekDay, ...]
    week_minutes: int
    total_s: int = 0
    is_day_off_used: bool = False
