"""An example for each kind of answer, made by the very functions that make the answers: it cannot be out of date."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel

from preppal.api.auth import SignedIn, User
from preppal.api.feedback_shapes import FeedbackVersion, Rated, feedback_body, pending_body
from preppal.api.health import Alive, Readiness
from preppal.api.interview_shapes import analysis_body, context_body, turn_body
from preppal.api.library_shapes import job_body, job_page, resume_body, resume_page
from preppal.api.session_shapes import page_body, session_body, summary_body, token_body
from preppal.api.sign_ins import OpenSignInBody
from preppal.api.transcripts import corrected_body, transcript_body
from preppal.api.users import profile_body, progress_body
from preppal.api.voice import transcribed_body
from preppal.domain.feedback import AnswerReview, Dimension, Evidence, Feedback, Finding, Score, StarPart, StarShare
from preppal.domain.interview import DEFAULT_PERSONA, Difficulty, EndReason, InterviewType, Patience, Status
from preppal.domain.languages import ENGLISH
from preppal.domain.metrics import AnswerMetrics, InterviewMetrics
from preppal.domain.papers import JobFields, ResumeFields
from preppal.domain.review import ReviewStep
from preppal.domain.transcript import Entry, Question, Role, Span, Word
from preppal.services.analyses import AnswerAnalysis
from preppal.services.corrections import TurnReading
from preppal.services.paper_views import JobDescriptionView, ResumeView
from preppal.services.summaries import entry_measures
from preppal.services.views import (
    FeedbackView,
    InterviewDetail,
    InterviewSummary,
    LiveToken,
    OpenSignIn,
    Page,
    Person,
    Profile,
    ReviewProgress,
    Stats,
    TrendPoint,
    WeekDay,
)
from preppal.services.voice import Transcription

Json = Any  # a JSON document is dicts, lists and plain values in any depth

_AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
_AT_MS = round(_AT.timestamp() * 1000)
_ID, _FEEDBACK_ID = "5e0c8a52-7c7b-4a9e-9d2c-3b1f6a7d8e90", "0b6f1c1e-52f0-4a0f-8a43-7f0f2f6b9c11"
_PERSON = Person("8a7b6c5d-1e2f-4a3b-8c9d-0e1f2a3b4c5d", "ann@example.com", "Ann")
_QUESTION = Question(1, "ownership", "beh-01", text="Tell me about something that changed because of you.")
_SAID = "I moved the report to a nightly job, and errors fell by forty percent."
_READING = TurnReading(1, Role.CANDIDATE, _SAID, "gemini", _SAID.lower(), _SAID, None, ((2, 7),), can_correct=True)
_EVIDENCE = (Evidence(1, "errors fell by forty percent", 61_200, 64_100),)
_SCORE = Score(7.0, 1.0, "Short sentences, one thought each.", _EVIDENCE)
_SCORES = dict.fromkeys(Dimension, _SCORE)
_ENTRIES = (
    Entry(0, Role.INTERVIEWER, f"Hello Ann. {_QUESTION.text}", _AT_MS, _AT_MS + 7_000, question=_QUESTION),
    Entry(
        1,
        Role.CANDIDATE,
        _SAID,
        _AT_MS + 9_000,
        _AT_MS + 30_340,
        response_ms=1_800,
        speech=(Span(0, 9_000), Span(10_240, 21_340)),
        words=(Word("I", 0, 180, 0.97), Word("moved", 200, 520, 0.93)),
        question=_QUESTION,
    ),
)
_REVIEW = AnswerReview(
    question_index=1,
    question=_QUESTION.text,
    order_indexes=(1,),
    duration_ms=21_340,
    scores=_SCORES,
    overall=_SCORE,
    star=(StarShare(StarPart.ACTION, 9_000), StarShare(StarPart.RESULT, 11_100)),
    missing=(StarPart.SITUATION.value,),
    note="The result has a number; say what was wrong before.",
)
_FEEDBACK = Feedback(
    headline="Clear actions, results with numbers.",
    summary="You say what you did and what came of it. The situation is missing.",
    strengths=(Finding("You give a number.", _EVIDENCE, "A listener can weigh it."),),
    improvements=(Finding("Say where it began.", _EVIDENCE),),
    suggestions=("Begin with one sentence on what was wrong.",),
    scores=_SCORES,
    overall=_SCORE,
    answers=(_REVIEW,),
)
_METRICS = InterviewMetrics(
    total_word_count=312,
    questions_answered=4,
    total_filler_words=5,
    fillers_per_minute=2.1,
    total_pauses=9,
    longest_pause_ms=1_900,
    average_response_ms=1_650,
    speech_rate_wpm=142.0,
    talk_ratio=0.71,
    transcript_source="offline",
)
_SUMMARY = InterviewSummary(
    id=_ID,
    interview_type=InterviewType.BEHAVIORAL,
    difficulty=Difficulty.STANDARD,
    persona_key=DEFAULT_PERSONA,
    persona_name="Ruth",
    persona_role="Hiring manager",
    status=Status.COMPLETED,
    title="Behavioral",
    job_title="Team lead",
    duration_min=15,
    question_count=6,
    created_at=_AT,
    started_at=_AT,
    completed_at=_AT,
    duration_s=812,
    end_reason=EndReason.INTERVIEWER_ENDED,
    overall=7.0,
    overall_spread=1.0,
    voiceprint=(0.2, 0.6, 0.9),
    answers=1,
    is_resumable=False,
    engine="offline",
)
_VIEW = FeedbackView(_FEEDBACK_ID, _ID, 1, _AT, _FEEDBACK, None)
_DETAIL = InterviewDetail(
    summary=_SUMMARY,
    patience=Patience.NORMAL,
    record_audio=False,
    job_description="",
    resume="",
    entries=_ENTRIES,
    metrics=_METRICS,
    feedback=_VIEW,
    topics=("ownership",),
)
_ANALYSIS = AnswerAnalysis(_ENTRIES[1], _QUESTION.text, AnswerMetrics(1, (1,), 13, pause_count=1), _FEEDBACK)
_MEASURES = entry_measures(_DETAIL)[1]
_RESUME = ResumeView(
    id=_ID,
    title="Ann, analyst, 2026",
    text="Ann\nAnalyst\n\nSkills\nSQL, Python",
    fields=ResumeFields(skills=("SQL", "Python")),
    kind="pdf",
    pages=2,
    is_cut=False,
    file_name="ann.pdf",
    has_file=True,
    is_default=True,
    used_in=3,
    created_at=_AT,
    updated_at=_AT,
)
_JOB = JobDescriptionView(
    id=_ID,
    title="Product Analyst",
    company="Northwind",
    text="Product Analyst\n\nRequirements\n- SQL",
    fields=JobFields(skills=("SQL",), must_have=("SQL",)),
    kind="pasted",
    pages=None,
    is_cut=False,
    file_name="",
    has_file=False,
    used_in=1,
    best=7.0,
    best_spread=1.0,
    created_at=_AT,
    updated_at=_AT,
)
_PROFILE = Profile(
    person=_PERSON,
    target_role="Product manager",
    timeline="2_4_weeks",
    goals="Shorter answers.",
    patience=Patience.NORMAL,
    captions=True,
    theme="system",
    time_zone="Europe/Berlin",
    skipped_measures=(),
    record_audio=False,
    recording_days=0,
    last_setup={},
)
_STATS = Stats(3, 2, 4, _AT, (WeekDay(date(2026, 11, 16), 14),), 14)
_POINT = TrendPoint(_ID, _AT, 7.0, 1.0, 142.0, 2.1, 1_650)


def _bodies() -> tuple[BaseModel, ...]:
    return (
        SignedIn(user=User.model_validate(_PERSON), token="eyJhbGciOi…"),
        OpenSignInBody.model_validate(OpenSignIn(_ID, "Firefox on Linux", _AT, _AT, True)),
        profile_body(_PROFILE, _STATS, (ENGLISH,)),
        progress_body(_STATS, (_POINT,)),
        summary_body(_SUMMARY),
        page_body(Page((_SUMMARY,), None)),
        session_body(_DETAIL, entry_measures(_DETAIL), ()),
        token_body(LiveToken("eyJhbGciOi…", _AT, f"/interview/{_ID}")),
        feedback_body(_VIEW),
        transcript_body((_READING,)),
        corrected_body(2),
        pending_body(ReviewProgress(ReviewStep.SCORES, (ReviewStep.TRANSCRIPT,), False, False, "", 2.0)),
        FeedbackVersion(session_id=_ID, version=2),
        Rated(id=_FEEDBACK_ID, helpfulness_rating=4),
        resume_body(_RESUME),
        resume_page(Page((_RESUME,), None)),
        job_body(_JOB),
        job_page(Page((_JOB,), None)),
        turn_body(_DETAIL, None),
        context_body(_DETAIL, _PERSON),
        analysis_body(_DETAIL, _ANALYSIS),
        transcribed_body(
            Transcription(_SAID, _ENTRIES[1].words, _ENTRIES[1].speech, 21_340, _MEASURES, "pocketsphinx")
        ),
        Alive(),
        Readiness(status="ready", checks={"database": "ok", "migrations": "ok", "engine": "ok", "reviews": "ok"}),
    )


def examples() -> Mapping[str, Json]:
    """By the name of the answer's schema."""
    return {type(body).__name__: body.model_dump(mode="json", by_alias=True) for body in _bodies()}
