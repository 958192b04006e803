"""The tables. Rows never leave `services`; `records.py` turns them into domain values and back.

Deleting a user deletes everything of theirs, and deleting an interview everything below it, in the database itself.
Audio is never here: a `Recording` names its file in the blob store.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from preppal.store.columns import FreeText, ShortText, UtcDateTime

# Alembic can only alter or drop a constraint that has a name, the same on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_ID = ShortText(36)
_CODE = ShortText(40)


def new_id() -> str:
    """A random UUID: ids cannot be guessed or counted."""
    return str(uuid4())


def utc_now() -> datetime:
    return datetime.now(UTC)


def _id_field() -> Any:  # SQLModel's Field is typed Any
    return Field(default_factory=new_id, primary_key=True, sa_type=_ID)


def _owner(column: str, *, unique: bool = False) -> Any:
    return Field(foreign_key=column, ondelete="CASCADE", sa_type=_ID, unique=unique)


def _code(default: str = "") -> Any:
    return Field(default=default, sa_type=_CODE)


def _text() -> Any:
    return Field(default="", sa_type=FreeText)


def _json(default: type[list[Any]] | type[dict[str, Any]]) -> Any:
    return Field(default_factory=default, sa_type=JSON)


def _now() -> Any:
    return Field(default_factory=utc_now, sa_type=UtcDateTime)


def _moment() -> Any:
    return Field(default=None, sa_type=UtcDateTime, nullable=True)


class User(SQLModel, table=True):
    """A person, with profile and preferences. The e-mail is kept in lower case.

    `is_email_verified`: a provider or a mail of ours has shown that the address is theirs.
    `recording_days`: how long their recordings are kept; 0 is for as long as the server keeps them.
    `interview_on`: the day of the interview they prepare for. `reduce_motion`: nothing moves, whatever the device says.
    """

    __tablename__ = "users"

    id: str = _id_field()
    email: str = Field(sa_type=ShortText(320), unique=True)
    is_email_verified: bool = False
    name: str = _text()
    image: str = _text()
    target_role: str = _text()
    timeline: str = _code()
    goals: str = _text()
    interview_on: date | None = Field(default=None, nullable=True)
    patience: str = _code("normal")
    captions: bool = True
    speaking_speed: str = _code("normal")
    language: str = _code("en")
    theme: str = _code("system")
    reduce_motion: bool = False
    time_zone: str = Field(default="UTC", sa_type=ShortText(64))
    skipped_measures: list[str] = _json(list)
    record_audio: bool = False
    recording_days: int = 0
    last_setup: dict[str, Any] = _json(dict)
    created_at: datetime = _now()
    updated_at: datetime = _now()


class Identity(SQLModel, table=True):
    """One way a person signs in: a provider and the name it knows them by."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("provider", "subject"),)

    id: str = _id_field()
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", sa_type=_ID, index=True)
    provider: str = _code()
    subject: str = Field(sa_type=ShortText(320))
    created_at: datetime = _now()


class SignInSession(SQLModel, table=True):
    """One sign-in, so that it can be ended. Only a hash of the token's id is kept. `device` is browser and system."""

    __tablename__ = "sign_in_sessions"

    id: str = _id_field()
    user_id: str = Field(foreign_key="users.id", ondelete="CASCADE", sa_type=_ID, index=True)
    token_hash: str = Field(sa_type=ShortText(64), unique=True)
    device: str = _text()
    created_at: datetime = _now()
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = _moment()


class Password(SQLModel, table=True):
    """The Argon2 hash of a person's password; no row, no password."""

    __tablename__ = "passwords"

    id: str = _id_field()
    user_id: str = _owner("users.id", unique=True)
    password_hash: str = _text()
    changed_at: datetime = _now()


class AccountLink(SQLModel, table=True):
    """A link that was handed out: an invitation, or the way to a new password. Only a hash of it is kept."""

    __tablename__ = "account_links"

    id: str = _id_field()
    kind: str = _code()
    email: str = Field(sa_type=ShortText(320), index=True)
    token_hash: str = Field(sa_type=ShortText(64), unique=True)
    created_at: datetime = _now()
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = _moment()


class Resume(SQLModel, table=True):
    """A résumé in the library; one per person is the default. `file_key` names the file in the blob store."""

    __tablename__ = "resumes"
    __table_args__ = (Index("ix_resumes_user_id_created_at", "user_id", "created_at"),)

    id: str = _id_field()
    user_id: str = _owner("users.id")
    title: str = _text()
    file_name: str = _text()
    file_key: str = _text()
    text: str = _text()
    parsed: dict[str, Any] = _json(dict)
    is_default: bool = False
    created_at: datetime = _now()
    updated_at: datetime = _now()


class JobDescription(SQLModel, table=True):
    """A job description in the library."""

    __tablename__ = "job_descriptions"
    __table_args__ = (Index("ix_job_descriptions_user_id_created_at", "user_id", "created_at"),)

    id: str = _id_field()
    user_id: str = _owner("users.id")
    title: str = _text()
    company: str = _text()
    file_name: str = _text()
    file_key: str = _text()
    text: str = _text()
    parsed: dict[str, Any] = _json(dict)
    created_at: datetime = _now()
    updated_at: datetime = _now()


class Interview(SQLModel, table=True):
    """One interview. Texts and persona are snapshots: later edits of the library never change the past.

    `epoch` is the lease: a gateway that takes the interview over raises it, and older writers are refused.
    A retry is an interview of one question: `retry_of_id` and `retry_of_question` say where it was asked first, and
    `retried_question` keeps its words.
    `last_seen_at` moves with each write of the gateway and says when the socket was last known to be there.
    """

    __tablename__ = "interviews"
    __table_args__ = (
        UniqueConstraint("user_id", "idempotency_key"),
        Index("ix_interviews_user_id_created_at", "user_id", "created_at"),
        Index("ix_interviews_status_last_seen_at", "status", "last_seen_at"),
    )

    id: str = _id_field()
    user_id: str = _owner("users.id")
    idempotency_key: str = Field(sa_type=ShortText(200))
    interview_type: str = _code()
    difficulty: str = _code()
    duration_min: int
    question_count: int
    patience: str = _code("normal")
    speaking_speed: str = _code("normal")
    language: str = _code("en")
    record_audio: bool = False
    persona_key: str = _code()
    persona_name: str = _text()
    persona_role: str = _text()
    persona_manner: str = _text()
    job_title: str = _text()
    job_description: str = _text()
    resume: str = _text()
    job_description_id: str | None = Field(
        default=None, foreign_key="job_descriptions.id", ondelete="SET NULL", sa_type=_ID, nullable=True
    )
    resume_id: str | None = Field(
        default=None, foreign_key="resumes.id", ondelete="SET NULL", sa_type=_ID, nullable=True
    )
    status: str = _code("pending")
    end_reason: str | None = Field(default=None, sa_type=_CODE, nullable=True)
    engine: str = _code()
    engine_state: str = _text()
    epoch: int = 0
    last_sequence: int = Field(default=0, sa_type=BigInteger)
    elapsed_ms: int = Field(default=0, sa_type=BigInteger)
    retry_of_id: str | None = Field(
        default=None, foreign_key="interviews.id", ondelete="SET NULL", sa_type=_ID, nullable=True, index=True
    )
    retry_of_question: int | None = Field(default=None, nullable=True)
    take: int = 1
    retried_question: dict[str, Any] = _json(dict)
    topics: list[str] = _json(list)
    voiceprint: list[float] = _json(list)
    usage: dict[str, Any] = _json(dict)
    created_at: datetime = _now()
    updated_at: datetime = _now()
    last_seen_at: datetime | None = _moment()
    started_at: datetime | None = _moment()
    completed_at: datetime | None = _moment()


class TranscriptEntry(SQLModel, table=True):
    """One turn. Times are Unix ms; `speech` and `words` hold lists of numbers from the start of the entry.

    `is_answer` is the domain's verdict, stored so that lists can count answers without reading them.
    """

    __tablename__ = "transcript_entries"
    __table_args__ = (UniqueConstraint("interview_id", "order_index"),)

    id: str = _id_field()
    interview_id: str = _owner("interviews.id")
    order_index: int
    role: str = _code()
    content: str = _text()
    started_at_ms: int = Field(default=0, sa_type=BigInteger)
    ended_at_ms: int = Field(default=0, sa_type=BigInteger)
    heard: str = _code("full")
    source: str = _code("voice")
    response_ms: int | None = Field(default=None, nullable=True)
    distance_db: float | None = Field(default=None, nullable=True)
    speech: list[list[int]] = _json(list)
    words: list[list[Any]] = _json(list)
    question_index: int | None = Field(default=None, nullable=True)
    question_id: str = _text()
    question_text: str = _text()
    competency: str = _text()
    is_follow_up: bool = False
    is_answer: bool = False
    created_at: datetime = _now()


class Reading(SQLModel, table=True):
    """The words of an entry, read once more after the interview; what was written while it ran stays in the entry.

    `reader` is who read: a listener's name, or the candidate, who corrected it. The highest revision is what counts.
    """

    __tablename__ = "readings"
    __table_args__ = (UniqueConstraint("interview_id", "order_index", "revision"),)

    id: str = _id_field()
    interview_id: str = _owner("interviews.id")
    order_index: int
    revision: int
    reader: str = _code()
    content: str = _text()
    words: list[list[Any]] = _json(list)
    created_at: datetime = _now()


class Recording(SQLModel, table=True):
    """The sound of one entry, kept because its owner asked for it. `blob_key` names the file in the blob store.

    `levels` is its loudness, 0 to 100, ten times a second: what a waveform is drawn from without reading the file.
    """

    __tablename__ = "recordings"
    __table_args__ = (UniqueConstraint("interview_id", "order_index"), Index("ix_recordings_created_at", "created_at"))

    id: str = _id_field()
    interview_id: str = _owner("interviews.id")
    order_index: int
    blob_key: str = _text()
    byte_count: int = 0
    duration_ms: int = 0
    levels: list[int] = _json(list)
    created_at: datetime = _now()


class Metrics(SQLModel, table=True):
    """The measures of one interview; None was not measured. Scores live with the feedback."""

    __tablename__ = "metrics"

    id: str = _id_field()
    interview_id: str = _owner("interviews.id", unique=True)
    total_word_count: int = 0
    questions_answered: int = 0
    total_filler_words: int | None = Field(default=None, nullable=True)
    fillers_per_minute: float | None = Field(default=None, nullable=True)
    total_pauses: int | None = Field(default=None, nullable=True)
    long_pauses_per_minute: float | None = Field(default=None, nullable=True)
    longest_pause_ms: int | None = Field(default=None, nullable=True)
    average_response_ms: int | None = Field(default=None, nullable=True)
    speech_rate_wpm: float | None = Field(default=None, nullable=True)
    articulation_rate_wpm: float | None = Field(default=None, nullable=True)
    talk_ratio: float | None = Field(default=None, nullable=True)
    talk_time_ms: int | None = Field(default=None, nullable=True)
    hedges_per_100_words: float | None = Field(default=None, nullable=True)
    repeats_per_100_words: float | None = Field(default=None, nullable=True)
    vocabulary_mattr: float | None = Field(default=None, nullable=True)
    cut_offs: int = 0
    transcript_source: str = _text()
    answers: list[dict[str, Any]] = _json(list)
    notes: dict[str, str] = _json(dict)
    created_at: datetime = _now()


class Feedback(SQLModel, table=True):
    """One version of the feedback. `overall_value` and `overall_spread` repeat `overall` for lists and charts."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("interview_id", "version"),)

    id: str = _id_field()
    interview_id: str = _owner("interviews.id")
    version: int
    headline: str = _text()
    summary: str = _text()
    strengths: list[dict[str, Any]] = _json(list)
    improvements: list[dict[str, Any]] = _json(list)
    suggestions: list[str] = _json(list)
    scores: dict[str, Any] = _json(dict)
    overall: dict[str, Any] = _json(dict)
    overall_value: float | None = Field(default=None, nullable=True)
    overall_spread: float | None = Field(default=None, nullable=True)
    answers: list[dict[str, Any]] = _json(list)
    written_by: str = _code()
    dropped_findings: int = 0
    rubric_version: str = _code()
    notice: str = _text()
    model: str = _text()
    prompt_version: str = _code()
    helpfulness_rating: int | None = Field(default=None, nullable=True)
    created_at: datetime = _now()


class ReviewRun(SQLModel, table=True):
    """How far the review that writes feedback `version` has come.

    `draft` holds what the reviewer wrote until its quotes are checked: here and not in the jobs' database, because
    it quotes the person and must go when the interview goes. `readings` says, by order index, which revision of an
    entry's words this version rests on; what is not named rests on the words of the interview itself.
    """

    __tablename__ = "review_runs"
    __table_args__ = (UniqueConstraint("interview_id", "version"),)

    id: str = _id_field()
    interview_id: str = _owner("interviews.id")
    version: int
    status: str = _code()
    step: str | None = Field(default=None, sa_type=_CODE, nullable=True)
    attempts: int = 0
    error_code: str = _code()
    draft: dict[str, Any] = _json(dict)
    readings: dict[str, int] = _json(dict)
    created_at: datetime = _now()
    updated_at: datetime = _now()
