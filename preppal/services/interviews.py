"""Interviews: made once per key, read by their owner, conducted by whoever holds the lease, and closed once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlmodel import Session

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.domain.feedback import Feedback
from preppal.domain.history import HistoryFilter
from preppal.domain.interview import (
    EndReason,
    InterviewContext,
    Patience,
    SpeakingSpeed,
    Status,
    closing_status,
    may_follow,
)
from preppal.domain.languages import language_of
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry
from preppal.domain.warm_up import WARM_UP_PREFIX, WarmUp
from preppal.errors import Conflict, NotFound
from preppal.services import conduct
from preppal.services.creation import NewInterview, make_interview, remember_recording, setup_choices
from preppal.services.cursors import read_cursor, write_cursor
from preppal.services.limits import RateLimiter
from preppal.services.summaries import PENDING_LIFETIME, detail, is_resumable, summarize
from preppal.services.views import InterviewDetail, InterviewSummary, LiveToken, Page
from preppal.store.database import Database
from preppal.store.models import Interview, utc_now
from preppal.store.queries import accounts, interviews, transcripts
from preppal.store.records import read_persona, write_usage

__all__ = ["InterviewService", "NewInterview"]

_MAX_PAGE = 100
EVERYTHING = HistoryFilter()
# A provider may charge for the minute, so it is not to be had without end.
_WARM_UPS_PER_MINUTE, _WARM_UPS_AT_ONCE = 0.2, 6
_WARM_ENOUGH = "That was a lot of warming up. Take a break of a few minutes, or enter the room."


class InterviewService:
    """Thread-safe; each method is one unit of work.

    `on_ended` is told each interview that has ended after it began, once that is stored. It may be told twice.
    `discard_sound` deletes what was recorded, before the interview itself goes (owner, interview).
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tokens: TokenSigner,
        on_ended: Callable[[str], None],
        now: Callable[[], datetime] = utc_now,
        discard_sound: Callable[[str, str], object] | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._tokens = tokens
        self._on_ended = on_ended
        self._now = now
        self._discard_sound = discard_sound
        self._warm_ups = RateLimiter(_WARM_UPS_PER_MINUTE, _WARM_UPS_AT_ONCE, _WARM_ENOUGH)
        # Filled in by a process that also runs the gateway: ends a running interview in order, last words included.
        self.end_live: Callable[[str], None] | None = None

    # ---- for the person

    def create(self, user_id: str, new: NewInterview) -> tuple[InterviewSummary, bool]:
        """Make an interview, or find the one this key has made; True when it was made now.

        Raises InvalidInput, NotFound, LimitReached.
        """
        with self._database.begin() as db:
            # Holding the person's row makes the same key, sent twice at once, wait for the first.
            user = accounts.locked_user(db, user_id)
            if user is None:
                raise NotFound("There is no such account.")
            row = interviews.by_key(db, user_id, new.idempotency_key)
            if row is not None:
                return self._summary(db, row), False
            row = make_interview(db, user, new, self._settings, self._now())
            user.last_setup = setup_choices(row)
            user.record_audio = user.record_audio if new.record_audio is None else new.record_audio
            db.add_all([user, row])
            return self._summary(db, row), True

    def get(self, user_id: str, interview_id: str) -> InterviewDetail:
        """Raises NotFound."""
        with self._database.read() as db:
            row = _required(interviews.owned(db, user_id, interview_id))
            return detail(db, row, self._now(), self._settings.resume_minutes)

    def current(self, user_id: str) -> InterviewSummary | None:
        """The interview that waits or runs, if any: a running one goes before one that has not begun."""
        with self._database.read() as db:
            rows = [row for row in interviews.open_ones(db, user_id) if self._is_resumable(row)]
            rows.sort(key=lambda row: row.status == Status.PENDING)
            return self._summary(db, rows[0]) if rows else None

    def history(
        self, user_id: str, limit: int = 20, cursor: str | None = None, wanted: HistoryFilter = EVERYTHING
    ) -> Page[InterviewSummary]:
        """Newest first. Raises InvalidInput for a cursor that is not ours."""
        limit = max(1, min(limit, _MAX_PAGE))
        before = read_cursor(cursor) if cursor else None
        with self._database.read() as db:
            rows = interviews.page(db, user_id, limit + 1, before, _tidy(wanted))
            items = summarize(db, rows[:limit], self._now(), self._settings.resume_minutes)
        has_more = len(rows) > limit
        return Page(tuple(items), write_cursor(items[-1].created_at, items[-1].id) if has_more else None)

    def count(self, user_id: str, wanted: HistoryFilter = EVERYTHING) -> int:
        """How many interviews the whole history holds."""
        with self._database.read() as db:
            return interviews.count(db, user_id, _tidy(wanted))

    def delete(self, user_id: str, interview_id: str) -> None:
        """With everything that was said, recorded and made of it. Raises NotFound, BackendError."""
        if self._discard_sound is not None:
            self._discard_sound(user_id, interview_id)
        with self._database.begin() as db:
            interviews.delete(db, _required(interviews.locked(db, user_id, interview_id)))

    def update_setup(
        self,
        user_id: str,
        interview_id: str,
        *,
        patience: Patience | None = None,
        record_audio: bool | None = None,
    ) -> InterviewSummary:
        """Choices of the lobby; recording is remembered. Raises NotFound, Conflict when the interview has ended."""
        with self._database.begin() as db:
            row = self._open_row(db, user_id, interview_id)
            row.patience = patience.value if patience else row.patience
            row.record_audio = row.record_audio if record_audio is None else record_audio
            row.updated_at = self._now()
            db.add(row)
            if record_audio is not None:
                remember_recording(db, user_id, record_audio)
            return self._summary(db, row)

    def complete(self, user_id: str, interview_id: str) -> InterviewSummary:
        """End it from outside the socket, whose owner is shut out. An ended one stays as it is. Raises NotFound."""
        self._end_if_live(user_id, interview_id)
        with self._database.begin() as db:
            row = _required(interviews.locked(db, user_id, interview_id))
            if not Status(row.status).is_final:
                self._close(db, row, EndReason.USER_ENDED)
            summary = self._summary(db, row)
        self._tell_ended(summary.id, summary.status, summary.started_at)
        return summary

    def _end_if_live(self, user_id: str, interview_id: str) -> None:
        """Let the process that conducts it store the last words first. Raises NotFound."""
        with self._database.read() as db:
            row = _required(interviews.owned(db, user_id, interview_id))
            is_live = Status(row.status) is Status.IN_PROGRESS
        if is_live and self.end_live is not None:
            self.end_live(interview_id)

    def connect_token(self, user_id: str, interview_id: str) -> LiveToken:
        """Opens the socket within a few minutes. Raises NotFound, Conflict when it cannot be resumed."""
        return self._live_token(user_id, interview_id, self._settings.connect_token_s)

    def reconnect_token(self, user_id: str, interview_id: str) -> LiveToken:
        """For coming back to the same interview while it runs. Raises NotFound, Conflict."""
        return self._live_token(user_id, interview_id, self._settings.reconnect_token_s)

    def warm_up_token(self, user_id: str, interview_id: str) -> LiveToken:
        """For a minute with this interview's interviewer before it begins. Nothing is stored of it, not even that
        it was. Raises NotFound, Conflict once the interview has begun, LimitReached.
        """
        with self._database.read() as db:
            row = _required(interviews.owned(db, user_id, interview_id))
            person = accounts.user(db, user_id)
            if Status(row.status) is not Status.PENDING or not self._is_resumable(row):
                raise Conflict("There is no warm-up once the interview has begun.")
            warm_up = WarmUp(
                read_persona(row),
                Patience(row.patience),
                person.name if person else "",
                SpeakingSpeed(row.speaking_speed),
                language_of(row.language),
            )
        self._warm_ups.take(user_id)
        warm_up_id = f"{WARM_UP_PREFIX}{uuid4().hex}"
        lifetime_s = self._settings.connect_token_s
        token, expires_at = self._tokens.issue_warm_up(user_id, warm_up_id, warm_up, lifetime_s)
        return LiveToken(token, expires_at, self._socket_address(warm_up_id))

    # ---- for the gateway

    def claim(self, interview_id: str, user_id: str) -> InterviewContext:
        """Take the lease. Raises NotFound, Conflict when it has ended."""
        with self._database.begin() as db:
            return conduct.claim(db, interview_id, user_id, self._now())

    def store_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        """Raises StaleOwner, Conflict, BackendError. IN_PROGRESS again and again keeps a silent interview alive."""
        with self._database.begin() as db:
            row = conduct.held(db, interview_id, epoch, self._now())
            conduct.store_status(db, row, status, end_reason, elapsed_ms, self._now())
            stored, started_at = Status(row.status), row.started_at
        self._tell_ended(interview_id, stored, started_at)

    def store_turn(
        self,
        interview_id: str,
        epoch: int,
        entries: Sequence[Entry],
        last_sequence: int,
        elapsed_ms: int,
        engine_state: str,
        usage: TokenUsage = NO_USAGE,
    ) -> None:
        """Raises StaleOwner, Conflict, BackendError."""
        with self._database.begin() as db:
            row = conduct.held(db, interview_id, epoch, self._now())
            conduct.store_turn(db, row, entries, last_sequence, elapsed_ms, engine_state)
            write_usage(row, usage)

    def store_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        """Raises StaleOwner, Conflict, BackendError."""
        with self._database.begin() as db:
            row = conduct.held(db, interview_id, epoch, self._now())
            conduct.store_feedback(db, row, feedback, self._now())

    def sweep_abandoned(self) -> int:
        """Close what nobody came back to; returns how many. Several processes may sweep at once."""
        seen_before = self._now() - timedelta(minutes=self._settings.resume_minutes)
        with self._database.read() as db:
            lost = interviews.lost(db, seen_before, self._now() - PENDING_LIFETIME)
        return sum(self._abandon(interview_id, user_id) for interview_id, user_id in lost)

    # ---- inside

    def _abandon(self, interview_id: str, user_id: str) -> bool:
        with self._database.begin() as db:
            row = interviews.locked(db, user_id, interview_id)
            # Since it was listed somebody may have come back to it, ended it or deleted it.
            if row is None or Status(row.status).is_final or self._is_resumable(row):
                return False
            self._close(db, row, EndReason.ABANDONED)
            status, started_at = Status(row.status), row.started_at
        self._tell_ended(interview_id, status, started_at)
        return True

    def _close(self, db: Session, row: Interview, reason: EndReason) -> None:
        """End a row that no socket ends. The raised epoch refuses whatever a forgotten owner still sends."""
        answers = transcripts.answer_counts(db, [row.id]).get(row.id, 0)
        status = closing_status(reason, answers)
        if not may_follow(Status(row.status), status):
            status = Status.ABANDONED  # nothing was begun, so nothing was completed
        row.epoch += 1
        conduct.set_status(row, status, reason, self._now())
        db.add(row)

    def _tell_ended(self, interview_id: str, status: Status, started_at: datetime | None) -> None:
        if status.is_final and started_at is not None:
            self._on_ended(interview_id)

    def _live_token(self, user_id: str, interview_id: str, lifetime_s: int) -> LiveToken:
        with self._database.read() as db:
            row = _required(interviews.owned(db, user_id, interview_id))
            if not self._is_resumable(row):
                raise Conflict("This interview has ended.")
        token, expires_at = self._tokens.issue_live(user_id, interview_id, lifetime_s)
        return LiveToken(token, expires_at, self._socket_address(interview_id))

    def _socket_address(self, interview_id: str) -> str:
        return f"{self._settings.gateway_url.replace('http', 'ws', 1)}/interview/{interview_id}"

    def _open_row(self, db: Session, user_id: str, interview_id: str) -> Interview:
        row = _required(interviews.locked(db, user_id, interview_id))
        if Status(row.status).is_final:
            raise Conflict("This interview has ended.")
        return row

    def _is_resumable(self, row: Interview) -> bool:
        return is_resumable(row, self._now(), self._settings.resume_minutes)

    def _summary(self, db: Session, row: Interview) -> InterviewSummary:
        return summarize(db, [row], self._now(), self._settings.resume_minutes)[0]


def _required(row: Interview | None) -> Interview:
    if row is None:
        raise NotFound("There is no such interview.")
    return row


def _tidy(wanted: HistoryFilter) -> HistoryFilter:
    return replace(wanted, search=" ".join(wanted.search.split()))
