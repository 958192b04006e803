"""What a gateway may do to an interview, inside an open unit of work: take the lease, write under it, close it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from preppal.domain.feedback import Feedback
from preppal.domain.interview import EndReason, InterviewContext, Status, may_follow
from preppal.domain.transcript import Entry
from preppal.errors import BackendError, Conflict, NotFound, StaleOwner
from preppal.store.models import Interview
from preppal.store.queries import accounts, interviews, reviews, transcripts
from preppal.store.records import read_context, read_feedback

# Enough that a person practising every day for a fortnight rarely hears a question twice.
_RECENT_QUESTIONS = 60
_MAX_STORED = 2**63 - 1  # the wire's uint64 is wider than any database integer


def claim(db: Session, interview_id: str, user_id: str, now: datetime) -> InterviewContext:
    """A new epoch, and all it takes to begin or go on. Raises NotFound, Conflict when it has ended."""
    if not interviews.claim(db, user_id, interview_id, now):
        raise NotFound("There is no such interview.")
    row = interviews.owned(db, user_id, interview_id)
    user = accounts.user(db, user_id)
    assert row is not None  # claimed just above, in this unit of work
    assert user is not None
    if Status(row.status).is_final:
        raise Conflict("This interview has ended.")
    recent = interviews.recent_question_ids(db, user_id, interview_id, _RECENT_QUESTIONS)
    return read_context(row, user.name, transcripts.entries(db, interview_id), recent)


def held(db: Session, interview_id: str, epoch: int, now: datetime) -> Interview:
    """The row, locked and marked as seen.

    Raises StaleOwner when the epoch has passed, Conflict when it passed because the interview was ended from outside,
    BackendError when the interview was deleted.
    """
    is_held = interviews.touch(db, interview_id, epoch, now)
    row = interviews.by_id(db, interview_id)
    if row is None:
        raise BackendError("There is no such interview.", retryable=False)
    if not is_held and Status(row.status).is_final:
        raise Conflict("This interview has ended.")
    if not is_held:
        raise StaleOwner
    return row


def store_status(
    db: Session,
    row: Interview,
    status: Status,
    end_reason: EndReason | None,
    elapsed_ms: int,
    now: datetime,
) -> None:
    """Move the status forwards; what would move it backwards is let go without a word, as a late repeat."""
    if not may_follow(Status(row.status), status):
        return
    row.elapsed_ms = max(row.elapsed_ms, elapsed_ms)
    set_status(row, status, end_reason, now)
    db.add(row)


def set_status(row: Interview, status: Status, end_reason: EndReason | None, now: datetime) -> None:
    """Write the status with its times and reason; a reason once given stays."""
    row.status = status.value
    row.updated_at = now
    if status is Status.IN_PROGRESS:
        row.started_at = row.started_at or now
    if status.is_final:
        row.completed_at = row.completed_at or now
        row.end_reason = row.end_reason or (end_reason.value if end_reason else None)


def store_turn(
    db: Session, row: Interview, entries: Sequence[Entry], last_sequence: int, elapsed_ms: int, engine_state: str
) -> None:
    """Store entries by order index, and where a new owner would have to go on."""
    transcripts.store(db, row.id, entries)
    row.last_sequence = max(row.last_sequence, min(last_sequence, _MAX_STORED))
    row.elapsed_ms = max(row.elapsed_ms, min(elapsed_ms, _MAX_STORED))
    row.engine_state = engine_state
    competencies = [entry.question.competency for entry in entries if entry.question and entry.question.competency]
    row.topics = list(dict.fromkeys([*row.topics, *competencies]))
    db.add(row)


def store_feedback(db: Session, row: Interview, feedback: Feedback, now: datetime) -> None:
    """A version of its own; the same feedback again is the same version."""
    versions = reviews.feedback_versions(db, row.id)
    if any(read_feedback(version) == feedback for version in versions):
        return
    reviews.add_feedback(db, row.id, reviews.next_version(db, row.id), feedback, now)
