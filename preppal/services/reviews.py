"""Reviews: begun when an interview ends, followed while they run, kept in versions, tried again when they fail."""

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from preppal.config import Settings
from preppal.domain.interview import Status
from preppal.domain.review import ReviewStatus, ReviewStep
from preppal.domain.transcript import Entry
from preppal.errors import Conflict, InvalidInput, NotFound
from preppal.ports import Reviewer
from preppal.services.analyses import AnswerAnalysis, analyze_answer
from preppal.services.fillers_by_sound import FillersBySound
from preppal.services.review_steps import ReviewSteps, revisions_of
from preppal.services.second_hearing import SecondHearing
from preppal.services.summaries import feedback_view
from preppal.services.views import FeedbackView, InterviewDetail, ReviewProgress
from preppal.store.database import Database
from preppal.store.models import Interview, ReviewRun, utc_now
from preppal.store.queries import interviews, readings, reviews

if TYPE_CHECKING:
    # The workflow library takes a third of a second to load: only what opens the reviews does.
    from preppal.services.review_jobs import ReviewJobs

SLOW_AFTER_S = 90
_RATINGS = range(1, 6)
_FAILED = "We couldn't finish this report. Your transcript is safe, and you can try again."
_SLOW = "Taking longer than usual. You can leave; the report will be waiting in History."


class ReviewService:
    """Thread-safe. `reviewers` are asked in order; the last is the one that can always review.

    Making one opens nothing. What is begun before `open` waits in the database and runs from then on.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        reviewers: Sequence[Reviewer],
        now: Callable[[], datetime] = utc_now,
        retry_interval_s: float = 1.0,
        hearing: SecondHearing | None = None,
        fillers: FillersBySound | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._now = now
        self._retry_interval_s = retry_interval_s
        self._reviewers = tuple(reviewers)
        self._steps = ReviewSteps(database, reviewers, now, hearing, fillers)
        self._jobs: ReviewJobs | None = None
        self._lock = threading.Lock()

    def open(self) -> None:
        """Start the workflows of this process and look after reviews that a crash left behind. The tables exist."""
        from preppal.services.review_jobs import ReviewJobs

        with self._lock:
            if self._jobs is None:
                self._jobs = ReviewJobs(self._steps, self._settings.jobs_database_url, self._retry_interval_s)
        with self._database.read() as db:
            forgotten = reviews.unreviewed(db)
            unfinished = [(run.interview_id, run.version) for run in reviews.unfinished_runs(db)]
        for interview_id in forgotten:
            self.start(interview_id)
        for interview_id, version in unfinished:
            self._ensure(interview_id, version)

    def close(self) -> None:
        """Let go; a review that still runs goes on after the next `open`."""
        with self._lock:
            jobs, self._jobs = self._jobs, None
        if jobs is not None:
            jobs.close()

    # ---- for the product

    def start(self, interview_id: str) -> None:
        """Begin the first review of an interview that has ended. Again, or too early: nothing happens."""
        with self._database.begin() as db:
            interview = interviews.held_by_id(db, interview_id)
            if interview is None or not Status(interview.status).is_final:
                return
            run = reviews.latest_run(db, interview_id) or self._add_run(db, interview_id)
            version, is_running = run.version, run.status == ReviewStatus.RUNNING
        if is_running:
            self._ensure(interview_id, version)

    # ---- for the person

    def progress(self, user_id: str, interview_id: str) -> ReviewProgress:
        """How far the newest review has come. Raises NotFound."""
        with self._database.read() as db:
            _owned(db, user_id, interview_id)
            run = reviews.latest_run(db, interview_id)
            if run is None:
                # A model may have written feedback during the interview; then nothing has to be waited for.
                is_ready = reviews.latest_feedback(db, interview_id) is not None
                return ReviewProgress(None, (), is_ready, False, "", 0.0)
        return self._progress(run)

    def latest(self, user_id: str, interview_id: str) -> FeedbackView | None:
        """Raises NotFound."""
        with self._database.read() as db:
            _owned(db, user_id, interview_id)
            row = reviews.latest_feedback(db, interview_id)
            return feedback_view(row) if row else None

    def versions(self, user_id: str, interview_id: str) -> tuple[FeedbackView, ...]:
        """All feedback on an interview, newest first. Raises NotFound."""
        with self._database.read() as db:
            _owned(db, user_id, interview_id)
            return tuple(map(feedback_view, reviews.feedback_versions(db, interview_id)))

    def words_of(self, user_id: str, interview_id: str, version: int) -> tuple[Entry, ...]:
        """The interview's turns with the words that this version of the feedback rests on. Raises NotFound."""
        with self._database.read() as db:
            _owned(db, user_id, interview_id)
            run = reviews.run(db, interview_id, version)
            if run is None:  # written by whoever conducted the interview, not by a review of ours
                return readings.read_entries(db, interview_id)
            return readings.entries_as_read(db, interview_id, revisions_of(run))

    def analyze(self, detail: InterviewDetail, order_index: int, skipped: Collection[str] = ()) -> AnswerAnalysis:
        """One answer by itself, by the reviewer that needs no model. Raises NotFound."""
        return analyze_answer(detail, order_index, self._reviewers[-1], skipped)

    def counts(self) -> dict[ReviewStatus, int]:
        """How many reviews stand where, of everybody. Raises BackendError."""
        with self._database.read() as db:
            return reviews.run_counts(db)

    @property
    def is_open(self) -> bool:
        """Whether this process runs reviews."""
        with self._lock:
            return self._jobs is not None

    def regenerate(self, user_id: str, interview_id: str) -> int:
        """Begin another version and keep the old ones; while one is being written, that one.

        Raises NotFound, Conflict when the interview has not ended.
        """
        with self._database.begin() as db:
            interview = _owned(db, user_id, interview_id, hold=True)
            if not Status(interview.status).is_final:
                raise Conflict("This interview has not ended yet.")
            run = reviews.latest_run(db, interview_id)
            if run is None or run.status != ReviewStatus.RUNNING:
                run = self._add_run(db, interview_id)
            version = run.version
        self._ensure(interview_id, version)
        return version

    def retry(self, user_id: str, interview_id: str) -> None:
        """Run a failed review again from what is stored. One that has not failed is left alone. Raises NotFound."""
        with self._database.begin() as db:
            _owned(db, user_id, interview_id, hold=True)
            run = reviews.latest_run(db, interview_id)
            if run is None or run.status != ReviewStatus.FAILED:
                return
            run.status = ReviewStatus.RUNNING.value
            run.step = None
            run.updated_at = self._now()
            db.add(run)
            version = run.version
        self._ensure(interview_id, version, has_failed=True)

    def rate(self, user_id: str, feedback_id: str, rating: int) -> None:
        """How helpful the feedback was, 1 to 5; a later rating replaces it. Raises NotFound, InvalidInput."""
        if rating not in _RATINGS:
            raise InvalidInput("A rating is a whole number from 1 to 5.", {"rating": "Choose 1 to 5."})
        with self._database.begin() as db:
            row = reviews.owned_feedback(db, user_id, feedback_id)
            if row is None:
                raise NotFound("There is no such feedback.")
            row.helpfulness_rating = rating
            db.add(row)

    def refuse_while_running(self, db: Session, interview_id: str) -> None:
        """Raises Conflict while a review of the interview runs: what it rests on must not change under it."""
        run = reviews.latest_run(db, interview_id)
        if run is not None and run.status == ReviewStatus.RUNNING:
            raise Conflict("The report is being written. Wait until it is there, then correct the words.")

    # ---- inside

    def _add_run(self, db: Session, interview_id: str) -> ReviewRun:
        return reviews.add_run(db, interview_id, reviews.next_version(db, interview_id), self._now())

    def _ensure(self, interview_id: str, version: int, *, has_failed: bool = False) -> None:
        with self._lock:
            jobs = self._jobs
        if jobs is not None:
            jobs.ensure(interview_id, version, has_failed=has_failed)

    def _progress(self, run: ReviewRun) -> ReviewProgress:
        is_ready, has_failed = run.status == ReviewStatus.DONE, run.status == ReviewStatus.FAILED
        step = ReviewStep(run.step) if run.step and not is_ready else None
        since = run.created_at if run.attempts <= 1 else run.updated_at
        waiting_s = 0.0 if is_ready or has_failed else max(0.0, (self._now() - since).total_seconds())
        slow = _SLOW if waiting_s > SLOW_AFTER_S else ""
        return ReviewProgress(
            step=step,
            done=tuple(ReviewStep) if is_ready else _before(step),
            is_ready=is_ready,
            has_failed=has_failed,
            message=_FAILED if has_failed else slow,
            waiting_s=waiting_s,
        )


def _before(step: ReviewStep | None) -> tuple[ReviewStep, ...]:
    steps = tuple(ReviewStep)
    return steps[: steps.index(step)] if step else ()


def _owned(db: Session, user_id: str, interview_id: str, *, hold: bool = False) -> Interview:
    find = interviews.locked if hold else interviews.owned
    interview = find(db, user_id, interview_id)
    if interview is None:
        raise NotFound("There is no such interview.")
    return interview
