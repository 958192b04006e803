"""Interviews in JSON. The paths of the public contract say `session` where we say interview."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Protocol

from pydantic import Field

from preppal.api.feedback_shapes import FeedbackBody, feedback_body
from preppal.api.shapes import Answer, Body, ByName, Moment, moment_of_ms
from preppal.domain.addresses import audio_url
from preppal.domain.feedback import Dimension
from preppal.domain.interview import (
    DEFAULT_DURATION_MIN,
    DEFAULT_PERSONA,
    Difficulty,
    EndReason,
    InterviewType,
    Patience,
    SpeakingSpeed,
    Status,
)
from preppal.domain.metrics import InterviewMetrics, Measured
from preppal.domain.prices import Cost
from preppal.domain.transcript import Entry, Heard, Role, Source
from preppal.services.creation import OwnPersona
from preppal.services.interviews import NewInterview
from preppal.services.views import FeedbackView, InterviewDetail, InterviewSummary, LiveToken, Page


class PersonaBody(Body):
    """An interviewer in your own words. A model plays it; the offline interviewer takes its name and role."""

    name: Annotated[str, Field(max_length=40, examples=["Mr Okoye"])]
    role: Annotated[str, Field(max_length=60, examples=["Plant manager"])] = ""
    manner: Annotated[str, Field(max_length=400, examples=["Dry, short of time, wants figures."])] = ""


class CreateSession(Body):
    """The same `idempotencyKey` never makes a second interview."""

    interview_type: Annotated[InterviewType, ByName]
    difficulty: Annotated[Difficulty, ByName]
    idempotency_key: Annotated[str, Field(min_length=1, max_length=200, examples=["f3b0c1de-1"])]
    job_description_id: str | None = None
    resume_id: str | None = None
    job_description: Annotated[str, Field(description="Pasted text, kept as a snapshot. At least the duties.")] = ""
    resume: Annotated[str, Field(description="Pasted text, kept as a snapshot.")] = ""
    job_title: Annotated[
        str | None, Field(description="When left out: the posting's, or without one the person's target role.")
    ] = None
    persona: Annotated[str, Field(examples=["ruth"], description="`own` with `ownPersona`.")] = DEFAULT_PERSONA
    own_persona: PersonaBody | None = None
    duration_minutes: Annotated[int, Field(examples=[15], description="5, 10, 15, 20 or 30")] = DEFAULT_DURATION_MIN
    patience: Annotated[Patience | None, ByName, Field(description="The person's own when left out.")] = None
    speaking_speed: Annotated[SpeakingSpeed | None, ByName, Field(description="The person's own when left out.")] = None
    language: Annotated[
        str | None,
        Field(
            max_length=40, examples=["en"], description="The person's own when left out; see the profile's `languages`."
        ),
    ] = None
    record_audio: bool = False

    def value(self) -> NewInterview:
        return NewInterview(
            interview_type=self.interview_type,
            difficulty=self.difficulty,
            idempotency_key=self.idempotency_key,
            persona=self.persona,
            speaking_speed=self.speaking_speed,
            language=self.language,
            own_persona=OwnPersona(**self.own_persona.model_dump()) if self.own_persona else None,
            duration_min=self.duration_minutes,
            patience=self.patience,
            job_description=self.job_description,
            resume=self.resume,
            job_title=self.job_title,
            record_audio=self.record_audio,
            job_description_id=self.job_description_id,
            resume_id=self.resume_id,
        )


class SessionSummary(Answer):
    id: str
    status: Status
    interview_type: InterviewType
    difficulty: Difficulty
    title: str
    job_title: str
    persona: str = Field(validation_alias="persona_key")
    duration_minutes: int = Field(validation_alias="duration_min")
    question_count: int
    engine: str
    created_at: Moment
    started_at: Moment | None
    completed_at: Moment | None
    duration_seconds: int = Field(validation_alias="duration_s")
    end_reason: EndReason | None
    answers: int
    is_resumable: bool
    overall_score: float | None = Field(
        validation_alias="overall", description="1 to 10 in halves; null while there is none."
    )
    overall_spread: float | None
    voiceprint: tuple[float, ...]


class SessionPage(Answer):
    items: tuple[SessionSummary, ...]
    next_cursor: str | None


class AskedQuestion(Answer):
    index: int
    competency: str
    follow_up: bool = Field(validation_alias="is_follow_up")
    text: str


class TranscriptItem(Answer):
    """One turn. What was not measured is null."""

    order_index: int
    role: Role
    content: str
    started_at: Moment
    ended_at: Moment
    duration_ms: int
    word_count: int | None
    filler_word_count: int | None
    pause_count: int | None
    longest_pause_ms: int | None
    response_ms: int | None
    audio_url: str | None
    heard: Heard
    source: Source
    question: AskedQuestion | None


class AnswerFigures(Answer):
    question_index: int
    order_indexes: tuple[int, ...]
    word_count: int
    speech_ms: int | None
    pause_count: int | None
    longest_pause_ms: int | None
    response_ms: int | None
    filler_word_count: int | None = Field(validation_alias="filler_count")
    speech_rate_wpm: float | None


class Figures(Answer):
    total_filler_words: int | None
    fillers_per_minute: float | None
    total_pauses: int | None
    long_pauses_per_minute: float | None
    longest_pause_ms: int | None
    average_response_ms: int | None
    total_word_count: int
    questions_answered: int
    speech_rate_wpm: float | None
    articulation_rate_wpm: float | None
    talk_ratio: float | None
    talk_time_ms: int | None
    hedges_per_100_words: float | None
    repeats_per_100_words: float | None
    vocabulary_mattr: float | None
    cut_offs: int
    transcript_source: str
    answers: tuple[AnswerFigures, ...]
    notes: dict[str, Measured]


class MetricsBody(Figures):
    """The measures, and the scores of the newest feedback beside them."""

    clarity_score: float | None
    structure_score: float | None
    relevance_score: float | None
    confidence_score: float | None
    overall_score: float | None


class Tokens(Answer):
    audio_in: int
    audio_out: int
    text_in: int
    text_out: int


class UsageBody(Answer):
    """What the conversation used of a paid model. Each turn reads the whole conversation again, so `in` grows fast."""

    model: str
    tokens: Tokens
    minutes: Annotated[float, Field(description="How long the interview ran.")]
    estimated_usd: Annotated[float | None, Field(description="By list price; null for a model without a known price.")]
    prices_as_of: date


class Session(SessionSummary):
    patience: Patience
    speaking_speed: SpeakingSpeed
    language: str
    record_audio: bool
    used_resume: bool
    job_description: str
    resume: str
    topics: tuple[str, ...]
    transcript: tuple[TranscriptItem, ...]
    metrics: MetricsBody | None
    feedback: FeedbackBody | None
    usage: Annotated[UsageBody | None, Field(description="null when no paid model was used")]


class LiveTokenBody(Answer):
    token: str
    expires_at: Moment
    url: Annotated[str, Field(description="Where the socket is; a path is one of this origin. Add `?token=`.")]


class Measures(Protocol):
    """What the services say of one turn of the candidate."""

    @property
    def word_count(self) -> int: ...
    @property
    def filler_count(self) -> int | None: ...
    @property
    def pause_count(self) -> int | None: ...
    @property
    def longest_pause_ms(self) -> int | None: ...


def summary_body(summary: InterviewSummary) -> SessionSummary:
    return SessionSummary.model_validate(summary)


def page_body(page: Page[InterviewSummary]) -> SessionPage:
    return SessionPage.model_validate(page)


def session_body(detail: InterviewDetail, measures: Mapping[int, Measures], recorded: Collection[int]) -> Session:
    """`recorded` are the order indexes of the turns that can be heard."""
    audio_urls = {index: audio_url(detail.summary.id, index) for index in recorded}
    return Session(
        **dict(summary_body(detail.summary)),
        patience=detail.patience,
        speaking_speed=detail.speaking_speed,
        language=detail.language.code,
        record_audio=detail.record_audio,
        used_resume=bool(detail.resume),
        job_description=detail.job_description,
        resume=detail.resume,
        topics=detail.topics,
        transcript=tuple(
            entry_body(entry, measures.get(entry.order_index), audio_urls.get(entry.order_index))
            for entry in detail.entries
        ),
        metrics=_metrics_body(detail.metrics, detail.feedback) if detail.metrics else None,
        feedback=feedback_body(detail.feedback) if detail.feedback else None,
        usage=_usage_body(detail.cost, detail.summary.duration_s) if detail.cost else None,
    )


def token_body(live: LiveToken) -> LiveTokenBody:
    return LiveTokenBody.model_validate(live)


def _usage_body(cost: Cost, duration_s: int) -> UsageBody:
    return UsageBody(
        model=cost.usage.model,
        tokens=Tokens.model_validate(cost.usage),
        minutes=round(duration_s / 60, 1),
        estimated_usd=None if cost.usd is None else round(cost.usd, 4),
        prices_as_of=cost.as_of,
    )


def entry_body(entry: Entry, measures: Measures | None, audio_url: str | None) -> TranscriptItem:
    return TranscriptItem(
        order_index=entry.order_index,
        role=entry.role,
        content=entry.content,
        started_at=moment_of_ms(entry.started_at_ms),
        ended_at=moment_of_ms(entry.ended_at_ms),
        duration_ms=entry.duration_ms,
        word_count=measures.word_count if measures else None,
        filler_word_count=measures.filler_count if measures else None,
        pause_count=measures.pause_count if measures else None,
        longest_pause_ms=measures.longest_pause_ms if measures else None,
        response_ms=entry.response_ms,
        audio_url=audio_url,
        heard=entry.heard,
        source=entry.source,
        question=AskedQuestion.model_validate(entry.question) if entry.question else None,
    )


def _metrics_body(metrics: InterviewMetrics, shown: FeedbackView | None) -> MetricsBody:
    scores = shown.feedback.scores if shown else {}

    def score(dimension: Dimension) -> float | None:
        return scores[dimension].value if dimension in scores else None

    return MetricsBody(
        **dict(Figures.model_validate(metrics)),
        clarity_score=score(Dimension.CLARITY),
        structure_score=score(Dimension.STRUCTURE),
        relevance_score=score(Dimension.RELEVANCE),
        confidence_score=score(Dimension.CONFIDENCE),
        overall_score=shown.feedback.overall.value if shown else None,
    )
