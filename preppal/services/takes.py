"""Takes: one question asked again in a short interview of its own, and all attempts at it side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlmodel import Session

from preppal.analysis.answers import group_answers
from preppal.config import Settings
from preppal.domain.feedback import AnswerReview
from preppal.domain.interview import Status
from preppal.domain.metrics import AnswerMetrics
from preppal.domain.transcript import Entry, Question
from preppal.errors import NotFound
from preppal.services.creation import refuse_over_limit
from preppal.services.summaries import summarize
from preppal.services.views import InterviewSummary
from preppal.store.database import Database
from preppal.store.models import Interview, utc_now
from preppal.store.queries import accounts, interviews, readings, reviews
from preppal.store.records import read_feedback, write_retried

_DURATION_MIN = 5
_NONE = "There is no such question in this interview."


@dataclass(frozen=True, slots=True)
class Take:
    """One attempt at one question. `review` and `metrics` are None until its report is written."""

    number: int
    summary: InterviewSummary
    question_index: int
    question: str
    entries: tuple[Entry, ...]
    review: AnswerReview | None
    metrics: AnswerMetrics | None


class TakeService:
    """Thread-safe; each method is one unit of work."""

    def __init__(self, database: Database, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._settings = settings
        self._now = now

    def retry(self, user_id: str, interview_id: str, question_index: int) -> InterviewSummary:
        """An interview of this one question, with everything else as it was. One that waits already is that one.

        Raises NotFound, LimitReached.
        """
        with self._database.begin() as db:
            row = _owned(db, user_id, interview_id)
            first, first_index = _first(db, user_id, row, question_index)
            question = _question(db, row, question_index)
            earlier = interviews.takes_of(db, user_id, first.id, first_index)
            waiting = next((take for take in earlier if take.status == Status.PENDING), None)
            if waiting is None:
                refuse_over_limit(db, user_id, self._settings, self._now())
                waiting = self._another(db, row, question)
                waiting.retry_of_id, waiting.retry_of_question = first.id, first_index
                waiting.take = max([take.take for take in earlier], default=1) + 1
                db.add(waiting)
                db.flush()
            return self._summary(db, waiting)

    def of_question(self, user_id: str, interview_id: str, question_index: int) -> tuple[Take, ...]:
        """Every finished take of a question, the first one first. Raises NotFound."""
        with self._database.read() as db:
            row = _owned(db, user_id, interview_id)
            first, first_index = _first(db, user_id, row, question_index)
            later = interviews.takes_of(db, user_id, first.id, first_index)
            rows = [(first, first_index), *((take, 1) for take in later)]
            return tuple(self._take(db, each, index) for each, index in rows if Status(each.status).is_final)

    def _another(self, db: Session, row: Interview, question: Question) -> Interview:
        user = accounts.user(db, row.user_id)
        assert user is not None  # the owner of a row in this unit of work
        made = Interview(
            user_id=row.user_id,
            idempotency_key=f"take-{uuid4()}",
            interview_type=row.interview_type,
            difficulty=row.difficulty,
            duration_min=_DURATION_MIN,
            question_count=1,
            patience=row.patience,
            speaking_speed=row.speaking_speed,
            language=row.language,
            record_audio=self._settings.record_audio and user.record_audio,
            persona_key=row.persona_key,
            persona_name=row.persona_name,
            persona_role=row.persona_role,
            persona_manner=row.persona_manner,
            job_title=row.job_title,
            job_description=row.job_description,
            resume=row.resume,
            job_description_id=row.job_description_id,
            resume_id=row.resume_id,
            engine=self._settings.chosen_engine.value,
            created_at=self._now(),
            updated_at=self._now(),
        )
        write_retried(made, question)
        return made

    def _take(self, db: Session, row: Interview, question_index: int) -> Take:
        entries = readings.read_entries(db, row.id)
        answer = next((each for each in group_answers(entries) if each.question_index == question_index), None)
        newest, measured = reviews.latest_feedback(db, row.id), reviews.metrics(db, row.id)
        answers = read_feedback(newest).answers if newest else ()
        return Take(
            number=row.take if row.retry_of_id else 1,
            summary=self._summary(db, row),
            question_index=question_index,
            question=answer.question if answer else "",
            entries=answer.entries if answer else (),
            review=next((each for each in answers if each.question_index == question_index), None),
            metrics=next(
                (each for each in measured.answers if each.question_index == question_index) if measured else iter(()),
                None,
            ),
        )

    def _summary(self, db: Session, row: Interview) -> InterviewSummary:
        return summarize(db, [row], self._now(), self._settings.resume_minutes)[0]


def _owned(db: Session, user_id: str, interview_id: str) -> Interview:
    row = interviews.owned(db, user_id, interview_id)
    if row is None:
        raise NotFound("There is no such interview.")
    return row


def _first(db: Session, user_id: str, row: Interview, question_index: int) -> tuple[Interview, int]:
    """Where the question was asked first; a take whose first interview was deleted stands for itself."""
    if row.retry_of_id is None or row.retry_of_question is None:
        return row, question_index
    first = interviews.owned(db, user_id, row.retry_of_id)
    return (first, row.retry_of_question) if first is not None else (row, question_index)


def _question(db: Session, row: Interview, question_index: int) -> Question:
    """The question as it was asked. Raises NotFound."""
    for answer in group_answers(readings.read_entries(db, row.id)):
        if answer.question_index == question_index and answer.question:
            return Question(1, answer.competency, answer.question_id, text=answer.question)
    raise NotFound(_NONE)
