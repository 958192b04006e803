"""Rows to the view values of `views.py`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from preppal.analysis.measures import EntryMeasures, has_fillers, measure_entry
from preppal.domain.bands import Measure
from preppal.domain.feedback import Score
from preppal.domain.interview import Difficulty, EndReason, InterviewType, Patience, SpeakingSpeed, Status
from preppal.domain.languages import language_of
from preppal.domain.metrics import Measured
from preppal.domain.prices import cost_of
from preppal.domain.transcript import Role
from preppal.services.views import FeedbackView, InterviewDetail, InterviewSummary
from preppal.store.models import Feedback, Interview
from preppal.store.queries import readings, reviews, transcripts
from preppal.store.records import read_feedback, read_persona, read_usage

PENDING_LIFETIME = timedelta(hours=24)  # an interview nobody started is given up after a day
_NO_SCORE = Score(None, 0.0)


def is_resumable(row: Interview, now: datetime, resume_minutes: int) -> bool:
    """Whether its socket may still be opened: not ended, and not left alone for too long."""
    status = Status(row.status)
    if status is Status.PENDING:
        return now - row.created_at <= PENDING_LIFETIME
    if status is Status.IN_PROGRESS:
        seen_at = row.last_seen_at or row.created_at
        return now - seen_at <= timedelta(minutes=resume_minutes)
    return False


def summarize(db: Session, rows: Sequence[Interview], now: datetime, resume_minutes: int) -> list[InterviewSummary]:
    """Summaries of many rows with three more queries in all."""
    ids = [row.id for row in rows]
    answers = transcripts.answer_counts(db, ids)
    scores = reviews.latest_scores(db, ids)
    failed = reviews.failed_without_feedback(db, ids)
    summaries = [
        _summary(row, answers.get(row.id, 0), scores.get(row.id, _NO_SCORE), is_resumable(row, now, resume_minutes))
        for row in rows
    ]
    return [replace(each, has_failed_review=each.id in failed) for each in summaries]


def detail(db: Session, row: Interview, now: datetime, resume_minutes: int) -> InterviewDetail:
    newest = reviews.latest_feedback(db, row.id)
    return InterviewDetail(
        summary=summarize(db, [row], now, resume_minutes)[0],
        patience=Patience(row.patience),
        speaking_speed=SpeakingSpeed(row.speaking_speed),
        language=language_of(row.language),
        record_audio=row.record_audio,
        job_description=row.job_description,
        resume=row.resume,
        entries=readings.read_entries(db, row.id),
        metrics=reviews.metrics(db, row.id),
        feedback=feedback_view(newest) if newest else None,
        topics=tuple(row.topics),
        cost=cost_of(read_usage(row)),
        persona=read_persona(row),
    )


def entry_measures(shown: InterviewDetail) -> dict[int, EntryMeasures]:
    """Measures of each turn of the candidate, by order index; what was not measured or not wanted is left out."""
    notes = shown.metrics.notes if shown.metrics else {}
    is_written = has_fillers(shown.metrics.transcript_source if shown.metrics else shown.summary.engine)
    wants_fillers = is_written and notes.get(Measure.FILLERS) not in (Measured.OPTED_OUT, Measured.OTHER_LANGUAGE)
    wants_pauses = notes.get(Measure.LONG_PAUSES) is not Measured.OPTED_OUT
    measured = {entry.order_index: measure_entry(entry) for entry in shown.entries if entry.role is Role.CANDIDATE}
    return {
        index: replace(
            measures,
            filler_count=measures.filler_count if wants_fillers else None,
            pause_count=measures.pause_count if wants_pauses else None,
            longest_pause_ms=measures.longest_pause_ms if wants_pauses else None,
        )
        for index, measures in measured.items()
    }


def feedback_view(row: Feedback) -> FeedbackView:
    return FeedbackView(
        id=row.id,
        interview_id=row.interview_id,
        version=row.version,
        created_at=row.created_at,
        feedback=read_feedback(row),
        rating=row.helpfulness_rating,
    )


def _summary(row: Interview, answers: int, overall: Score, resumable: bool) -> InterviewSummary:
    interview_type = InterviewType(row.interview_type)
    return InterviewSummary(
        id=row.id,
        interview_type=interview_type,
        difficulty=Difficulty(row.difficulty),
        persona_key=row.persona_key,
        persona_name=row.persona_name,
        persona_role=row.persona_role,
        status=Status(row.status),
        title=interview_type.label,
        job_title=row.job_title,
        duration_min=row.duration_min,
        question_count=row.question_count,
        created_at=row.created_at,
        started_at=row.started_at,
        completed_at=row.completed_at,
        duration_s=row.elapsed_ms // 1000,
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        overall=overall.value,
        overall_spread=overall.spread if overall.value is not None else None,
        voiceprint=tuple(row.voiceprint),
        answers=answers,
        is_resumable=resumable,
        engine=row.engine,
        take=row.take,
        retry_of_id=row.retry_of_id,
        retry_of_question=row.retry_of_question,
    )
