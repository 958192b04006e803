"""The steps of a review, each harmless to repeat: a step that was done when the process died is done again.

What a step leaves for the next stands in our own database, which forgets it when the interview is deleted; the jobs'
database sees ids and numbers only.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from preppal.analysis.evidence import verify, verify_quotes
from preppal.analysis.measures import has_fillers
from preppal.analysis.other_languages import measure_in
from preppal.analysis.voiceprint import voiceprint
from preppal.domain.feedback import AnswerReview, Feedback, Score
from preppal.domain.interview import InterviewType
from preppal.domain.languages import language_of
from preppal.domain.loudness import distance_db, is_too_noisy
from preppal.domain.review import ReviewStatus, ReviewStep
from preppal.domain.transcript import Entry
from preppal.errors import EngineError, NotFound
from preppal.ports import Reviewer, ReviewMaterial
from preppal.services.fillers_by_sound import FillersBySound
from preppal.services.second_hearing import SecondHearing, source_of
from preppal.store.database import Database
from preppal.store.models import Interview, ReviewRun
from preppal.store.queries import accounts, interviews, readings, recordings, reviews, transcripts
from preppal.store.records import read_draft, write_draft

_REPLACED = (
    "The language model that was to write this report gave no answer that could be used, so it is written by rules. "
    "A new version tries the model again."
)

_log = logging.getLogger(__name__)


class ReviewSteps:
    """Thread-safe. `frozen` are the order indexes the first step saw: later turns of a late writer stay out."""

    def __init__(
        self,
        database: Database,
        reviewers: Sequence[Reviewer],
        now: Callable[[], datetime],
        hearing: SecondHearing | None = None,
        fillers: FillersBySound | None = None,
    ) -> None:
        self._database = database
        self._fillers = fillers
        self._hearing = hearing
        self._reviewers = tuple(reviewers)
        self._now = now

    def read_transcript(self, interview_id: str, version: int) -> list[int] | None:
        """Freeze what is reviewed; None when this version is written already.

        Raises NotFound when the interview was deleted; so does each later step.
        """
        with self._database.begin() as db:
            run = self._enter(db, interview_id, version, ReviewStep.TRANSCRIPT)
            if run.status == ReviewStatus.DONE:
                return None
            run.attempts += 1
            return [entry.order_index for entry in transcripts.entries(db, interview_id)]

    def hear_again(self, interview_id: str, version: int) -> None:
        """Let a better listener hear what was recorded, and freeze whose words this version rests on.

        The database is not held meanwhile: listening takes its time.
        """
        with self._database.begin() as db:
            self._enter(db, interview_id, version, ReviewStep.TRANSCRIPT)
            user_id = _interview(db, interview_id).user_id
        if self._hearing is not None:
            self._hearing.hear(user_id, interview_id)
        with self._database.begin() as db:
            run = _run(db, interview_id, version)
            if run.status != ReviewStatus.DONE:
                newest = readings.newest(db, interview_id)
                run.readings = {str(index): reading.revision for index, reading in newest.items()}
                db.add(run)

    def measure(self, interview_id: str, version: int, frozen: Sequence[int]) -> None:
        """The database is not held while recordings are listened to."""
        with self._database.begin() as db:
            run = self._enter(db, interview_id, version, ReviewStep.MEASURES)
            interview = _interview(db, interview_id)
            user_id, spoken = interview.user_id, _entries(db, run, frozen)
            source = source_of(interview.engine, spoken, _readers(db, run))
        filled: dict[int, int] = {}
        if self._fillers is not None and not has_fillers(source):
            filled = self._fillers.count(user_id, interview_id, spoken)
        with self._database.begin() as db:
            run = _run(db, interview_id, version)
            interview = _interview(db, interview_id)
            entries = _entries(db, run, frozen)
            noisy = _noisy_turns(db, interview_id, entries)
            source = source_of(interview.engine, entries, _readers(db, run))
            owner = accounts.user(db, interview.user_id)
            skipped = frozenset(owner.skipped_measures if owner else ())
            language = language_of(interview.language)
            reviews.save_metrics(db, interview_id, measure_in(language, entries, source, skipped, noisy, filled))
            interview.voiceprint = list(voiceprint(entries))
            db.add(interview)

    def score(self, interview_id: str, version: int, frozen: Sequence[int]) -> None:
        """Let the best reviewer that can write a draft. The database is not held meanwhile: a model takes its time."""
        with self._database.begin() as db:
            self._enter(db, interview_id, version, ReviewStep.SCORES)
        with self._database.read() as db:
            material = _material(db, _run(db, interview_id, version), frozen)
        draft = self._review(material)
        with self._database.begin() as db:
            run = _run(db, interview_id, version)
            run.draft = write_draft(draft)
            db.add(run)

    def publish(self, interview_id: str, version: int, frozen: Sequence[int]) -> None:
        """Check every quote against the transcript, drop and count what is not there, store the version."""
        with self._database.begin() as db:
            self._enter(db, interview_id, version, ReviewStep.FEEDBACK)
        with self._database.begin() as db:
            run = _run(db, interview_id, version)
            if run.status == ReviewStatus.DONE:
                return
            checked = check_quotes(read_draft(run.draft), _entries(db, run, frozen))
            reviews.add_feedback(db, interview_id, version, checked, self._now())
            run.status = ReviewStatus.DONE.value
            run.step = None
            run.draft = {}
            self._touch(db, run)

    def fail(self, interview_id: str, version: int, error_code: str) -> None:
        """Leave the run where it can be tried again."""
        with self._database.begin() as db:
            run = _run(db, interview_id, version)
            if run.status != ReviewStatus.DONE:
                run.status = ReviewStatus.FAILED.value
                run.error_code = error_code
                self._touch(db, run)

    def _review(self, material: ReviewMaterial) -> Feedback:
        """By the first reviewer that is able to; the last one is the one that always is, and says whom it replaces."""
        *preferred, last = self._reviewers
        for reviewer in preferred:
            try:
                return reviewer.review(material)
            except EngineError:
                _log.warning("reviewer %s could not review interview %s", reviewer.name, material.interview_id)
        written = last.review(material)
        return replace(written, notice=f"{_REPLACED} {written.notice}".strip()) if preferred else written

    def _enter(self, db: Session, interview_id: str, version: int, step: ReviewStep) -> ReviewRun:
        run = _run(db, interview_id, version)
        if run.status != ReviewStatus.DONE:
            run.status = ReviewStatus.RUNNING.value
            run.step = step.value
            run.error_code = ""
            self._touch(db, run)
        return run

    def _touch(self, db: Session, run: ReviewRun) -> None:
        run.updated_at = self._now()
        db.add(run)


def check_quotes(draft: Feedback, entries: Sequence[Entry]) -> Feedback:
    """The same feedback with nothing in it that quotes what was not said."""
    strengths, lost_strengths = verify(draft.strengths, entries)
    improvements, lost_improvements = verify(draft.improvements, entries)
    return replace(
        draft,
        strengths=strengths,
        improvements=improvements,
        scores={dimension: _checked_score(score, entries) for dimension, score in draft.scores.items()},
        overall=_checked_score(draft.overall, entries),
        answers=tuple(_checked_answer(answer, entries) for answer in draft.answers),
        dropped_findings=draft.dropped_findings + lost_strengths + lost_improvements,
    )


def _checked_answer(answer: AnswerReview, entries: Sequence[Entry]) -> AnswerReview:
    scores = {dimension: _checked_score(score, entries) for dimension, score in answer.scores.items()}
    return replace(answer, scores=scores, overall=_checked_score(answer.overall, entries))


def _checked_score(score: Score, entries: Sequence[Entry]) -> Score:
    return replace(score, evidence=verify_quotes(score.evidence, entries))


def _material(db: Session, run: ReviewRun, frozen: Sequence[int]) -> ReviewMaterial:
    interview_id = run.interview_id
    interview = _interview(db, interview_id)
    metrics = reviews.metrics(db, interview_id)
    assert metrics is not None  # the step before stored them, and they go only with the interview
    return ReviewMaterial(
        interview_id=interview_id,
        interview_type=InterviewType(interview.interview_type),
        difficulty=interview.difficulty,
        entries=_entries(db, run, frozen),
        metrics=metrics,
        job_description=interview.job_description,
        resume=interview.resume,
        language=language_of(interview.language),
    )


def _entries(db: Session, run: ReviewRun, frozen: Sequence[int]) -> tuple[Entry, ...]:
    """What is reviewed, in the words that this version rests on."""
    wanted = frozenset(frozen)
    entries = readings.entries_as_read(db, run.interview_id, revisions_of(run))
    return tuple(entry for entry in entries if entry.order_index in wanted)


def _readers(db: Session, run: ReviewRun) -> dict[int, str]:
    revisions = revisions_of(run)
    known = readings.of_interview(db, run.interview_id)
    return {each.order_index: each.reader for each in known if revisions.get(each.order_index) == each.revision}


def revisions_of(run: ReviewRun) -> dict[int, int]:
    """By order index, which reading of an entry a review rests on."""
    return {int(index): revision for index, revision in run.readings.items()}


def _interview(db: Session, interview_id: str) -> Interview:
    interview = interviews.by_id(db, interview_id)
    if interview is None:
        raise NotFound("There is no such interview.")
    return interview


def _noisy_turns(db: Session, interview_id: str, entries: Sequence[Entry]) -> frozenset[int]:
    """By what was measured as they were spoken; by the recording where that was not done."""
    spoken = {entry.order_index: entry.distance_db for entry in entries if entry.distance_db is not None}
    recorded = {row.order_index: distance_db(row.levels) for row in recordings.of_interview(db, interview_id)}
    return frozenset(index for index, distance in (recorded | spoken).items() if is_too_noisy(distance))


def _run(db: Session, interview_id: str, version: int) -> ReviewRun:
    run = reviews.run(db, interview_id, version)
    if run is None:
        raise NotFound("There is no such review.")
    return run
