"""The review on the real workflow library and a real database: crashes, failures, versions."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from dbos import DBOS

from preppal.config import Settings
from preppal.domain.bands import Measure
from preppal.domain.feedback import Evidence, Feedback, Finding, Score, WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import Measured
from preppal.domain.review import ReviewStep
from preppal.engines.reviewers import RuleReviewer
from preppal.errors import Conflict, EngineError
from preppal.ports import Reviewer, ReviewMaterial
from preppal.services.recordings import RecordingService
from preppal.services.reviews import ReviewService
from preppal.store.blobs import FolderBlobs
from preppal.store.database import Database
from preppal.store.models import Interview, User, utc_now
from preppal.store.queries import readings, transcripts
from preppal.store.queries import reviews as queries
from tests.unit.analysis.making import interview
from tests.unit.analysis.samples import STRONG

_ROOT = Path(__file__).parents[2]
_STEPS = ("read_transcript", "one_hearing", "hear_again", "measure", "score", "publish")


def _ended_interview(
    database: Database, *, with_answers: bool = True, status: str = "completed", distance_db: float | None = None
) -> tuple[str, str]:
    """A person's interview that is over; returns (person, interview)."""
    stories = [sample for sample in STRONG if sample.kind is InterviewType.BEHAVIORAL][:2]
    now = utc_now()
    with database.begin() as db:
        user = User(email=f"{now.timestamp()}@example.com", name="Ann")
        db.add(user)
        db.flush()
        row = Interview(
            user_id=user.id,
            idempotency_key="k",
            interview_type="behavioral",
            difficulty="standard",
            duration_min=15,
            question_count=6,
            persona_key="ruth",
            engine="gemini",
            status=status,
            started_at=now,
            completed_at=now,
        )
        db.add(row)
        db.flush()
        if with_answers:
            entries = interview([(sample, sample.text) for sample in stories])
            transcripts.store(db, row.id, [replace(entry, distance_db=distance_db) for entry in entries])
        return user.id, row.id


def _record(database: Database, data_dir: Path, interview_id: str) -> None:
    """Both answers, a second each."""
    recordings = RecordingService(database, FolderBlobs(data_dir / "blobs"), Settings(data_dir=data_dir))
    with database.begin() as db:
        row = db.get_one(Interview, interview_id)
        row.record_audio = True
        db.add(row)
        epoch = row.epoch
    for order_index in (1, 3):
        assert recordings.keep(interview_id, epoch, order_index, [bytes([0, 16]) * 16_000])


@contextmanager
def _opened(database: Database, data_dir: Path, *reviewers: Reviewer) -> Iterator[ReviewService]:
    settings = Settings(data_dir=data_dir, db_url=database.url)
    service = ReviewService(database, settings, reviewers or (RuleReviewer(),), retry_interval_s=0.001)
    service.open()
    try:
        yield service
    finally:
        service.close()


def _await_end(interview_id: str, version: int = 1) -> None:
    DBOS.get_result(f"{interview_id}:{version}")


def _run_child(database: Database, data_dir: Path, interview_id: str, dies_after: str = "", version: str = "") -> int:
    command = [sys.executable, "-m", "tests.integration.review_child"]
    arguments = [database.url, str(data_dir), interview_id, dies_after, version]
    return subprocess.run([*command, *arguments], cwd=_ROOT, timeout=120, check=False).returncode


def test_review_writes_measures_voiceprint_and_feedback(database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(database)
    with _opened(database, tmp_path) as service:
        service.start(interview_id)
        _await_end(interview_id)
        progress = service.progress(person, interview_id)
        latest = service.latest(person, interview_id)
    assert progress.is_ready
    assert progress.done == tuple(ReviewStep)
    assert latest is not None
    assert latest.version == 1
    assert latest.feedback.written_by is WrittenBy.RULES
    assert latest.feedback.overall.value is not None
    with database.read() as db:
        metrics = queries.metrics(db, interview_id)
        row = db.get(Interview, interview_id)
        run = queries.latest_run(db, interview_id)
    assert metrics is not None
    assert metrics.questions_answered == 2
    assert row is not None
    assert len(row.voiceprint) == 20
    assert run is not None
    assert (run.draft, run.attempts) == ({}, 1)


def test_noise_is_found_without_a_recording(sqlite_database: Database, tmp_path: Path) -> None:
    _, interview_id = _ended_interview(sqlite_database, distance_db=6.0)
    with _opened(sqlite_database, tmp_path) as service:
        service.start(interview_id)
        _await_end(interview_id)
    with sqlite_database.read() as db:
        metrics = queries.metrics(db, interview_id)
    assert metrics is not None
    assert metrics.notes[Measure.LONGEST_PAUSE] is Measured.TOO_NOISY
    assert metrics.longest_pause_ms is None
    assert metrics.total_word_count


@pytest.mark.parametrize("step", _STEPS)
def test_a_killed_process_leaves_one_result_and_nothing_stuck(
    sqlite_database: Database, tmp_path: Path, step: str
) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    _record(sqlite_database, tmp_path, interview_id)
    assert _run_child(sqlite_database, tmp_path, interview_id, dies_after=step) == -signal.SIGKILL
    assert _run_child(sqlite_database, tmp_path, interview_id) == 0
    service = ReviewService(sqlite_database, Settings(data_dir=tmp_path), [RuleReviewer()])
    assert service.progress(person, interview_id).is_ready
    assert [view.version for view in service.versions(person, interview_id)] == [1]
    with sqlite_database.read() as db:
        run = queries.latest_run(db, interview_id)
        heard = readings.of_interview(db, interview_id)
    assert [(each.order_index, each.revision, each.reader) for each in heard] == [(1, 1, "ears"), (3, 1, "ears")]
    assert run is not None
    assert run.readings == {"1": 1, "3": 1}
    # Only a crash in the first step makes the next process begin again; later steps go on where it stopped.
    assert run.attempts == (2 if step == "read_transcript" else 1)


def test_a_review_of_an_older_program_is_run_anew_by_this_one(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    killed = _run_child(sqlite_database, tmp_path, interview_id, dies_after="measure", version="1")
    assert killed == -signal.SIGKILL
    assert _run_child(sqlite_database, tmp_path, interview_id) == 0
    service = ReviewService(sqlite_database, Settings(data_dir=tmp_path), [RuleReviewer()])
    assert service.progress(person, interview_id).is_ready
    assert [view.version for view in service.versions(person, interview_id)] == [1]


def test_an_interview_without_an_answer_gets_a_report_that_says_so(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database, with_answers=False, status="abandoned")
    with _opened(sqlite_database, tmp_path) as service:
        service.start(interview_id)
        _await_end(interview_id)
        latest = service.latest(person, interview_id)
    assert latest is not None
    assert latest.feedback.overall.value is None
    assert latest.feedback.strengths + latest.feedback.improvements == ()
    assert latest.feedback.suggestions == ()


def test_starting_twice_writes_one_version(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path) as service:
        service.start(interview_id)
        service.start(interview_id)
        _await_end(interview_id)
        service.start(interview_id)
        assert [view.version for view in service.versions(person, interview_id)] == [1]


def test_an_interview_that_goes_on_is_not_reviewed(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database, status="in_progress")
    with _opened(sqlite_database, tmp_path) as service:
        service.start(interview_id)
        progress = service.progress(person, interview_id)
        with pytest.raises(Conflict):
            service.regenerate(person, interview_id)
    assert (progress.step, progress.is_ready, progress.has_failed) == (None, False, False)


def test_opening_reviews_what_ended_while_nobody_looked(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path) as service:
        _await_end(interview_id)
        assert service.progress(person, interview_id).is_ready


def test_a_review_begun_before_opening_runs_after_it(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    closed = ReviewService(sqlite_database, Settings(data_dir=tmp_path, db_url=sqlite_database.url), [RuleReviewer()])
    closed.start(interview_id)
    assert not closed.progress(person, interview_id).is_ready
    with _opened(sqlite_database, tmp_path) as service:
        _await_end(interview_id)
        assert service.progress(person, interview_id).is_ready


def test_generating_again_keeps_the_old_version_and_its_rating(database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(database)
    with _opened(database, tmp_path) as service:
        service.start(interview_id)
        _await_end(interview_id)
        first = service.latest(person, interview_id)
        assert first is not None
        service.rate(person, first.id, 4)
        version = service.regenerate(person, interview_id)
        _await_end(interview_id, version)
        versions = service.versions(person, interview_id)
    assert version == 2
    assert [(view.version, view.rating) for view in versions] == [(2, None), (1, 4)]


class _Failing:
    """A reviewer that cannot, for a number of times."""

    name = "failing"

    def __init__(self, times: int) -> None:
        self.left = times

    def review(self, material: ReviewMaterial) -> Feedback:
        if self.left:
            self.left -= 1
            raise EngineError("The model did not answer.")
        return RuleReviewer().review(material)


def test_a_step_that_fails_is_tried_again_by_itself(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path, _Failing(times=3)) as service:
        service.start(interview_id)
        _await_end(interview_id)
        assert service.progress(person, interview_id).is_ready


def test_a_review_that_failed_can_be_tried_again(database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(database)
    reviewer = _Failing(times=5)
    with _opened(database, tmp_path, reviewer) as service:
        service.start(interview_id)
        _await_end(interview_id)
        failed = service.progress(person, interview_id)
        assert failed.has_failed
        assert "transcript is safe" in failed.message
        assert service.latest(person, interview_id) is None
        service.retry(person, interview_id)
        _await_end(interview_id)
        assert service.progress(person, interview_id).is_ready
        assert [view.version for view in service.versions(person, interview_id)] == [1]


def test_retrying_what_has_not_failed_changes_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path) as service:
        service.start(interview_id)
        _await_end(interview_id)
        service.retry(person, interview_id)
        assert [view.version for view in service.versions(person, interview_id)] == [1]


def test_rules_take_over_when_a_model_cannot(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path, _Failing(times=99), RuleReviewer()) as service:
        service.start(interview_id)
        _await_end(interview_id)
        latest = service.latest(person, interview_id)
    assert latest is not None
    assert latest.feedback.written_by is WrittenBy.RULES


class _Inventive:
    """A reviewer that quotes what nobody said."""

    name = "inventive"

    def review(self, material: ReviewMaterial) -> Feedback:
        said = next(entry for entry in material.entries if "manual override" in entry.content)
        true = Finding("It was said.", (Evidence(said.order_index, "keep the manual override on the evening trucks"),))
        false = Finding("It was not.", (Evidence(said.order_index, "I doubled the revenue of the whole company"),))
        score = Score(7.0, 1.0, "", (*true.evidence, *false.evidence))
        return Feedback("A headline.", "", (true, false), (false,), (), {}, score, written_by=WrittenBy.MODEL)


def test_findings_without_a_real_quote_are_dropped_and_counted(sqlite_database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path, _Inventive()) as service:
        service.start(interview_id)
        _await_end(interview_id)
        latest = service.latest(person, interview_id)
    assert latest is not None
    feedback = latest.feedback
    assert [finding.text for finding in feedback.strengths] == ["It was said."]
    assert (feedback.improvements, feedback.dropped_findings) == ((), 2)
    assert [evidence.quote for evidence in feedback.overall.evidence] == [
        "keep the manual override on the evening trucks"
    ]


def test_a_failed_review_can_be_tried_again_for_ever(sqlite_database: Database, tmp_path: Path) -> None:
    """Each time from what is stored; the time that succeeds leaves one version."""
    person, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path, _Failing(times=5 * 4)) as service:
        service.start(interview_id)
        _await_end(interview_id)
        for _ in range(3):
            assert service.progress(person, interview_id).has_failed
            assert service.versions(person, interview_id) == ()
            service.retry(person, interview_id)
            _await_end(interview_id)
        assert service.progress(person, interview_id).has_failed
        service.retry(person, interview_id)
        _await_end(interview_id)
        assert [view.version for view in service.versions(person, interview_id)] == [1]


def test_a_deleted_interview_ends_its_review_quietly(database: Database, tmp_path: Path) -> None:
    person, interview_id = _ended_interview(database)

    class Deleting:
        name = "deleting"

        def review(self, material: ReviewMaterial) -> Feedback:
            with database.begin() as db:
                db.delete(db.get_one(Interview, interview_id))
            return RuleReviewer().review(material)

    with _opened(database, tmp_path, Deleting()) as service:
        service.start(interview_id)
        _await_end(interview_id)
    with database.read() as db:
        assert queries.latest_run(db, interview_id) is None


def test_jobs_database_holds_no_word_of_the_interview(sqlite_database: Database, tmp_path: Path) -> None:
    _, interview_id = _ended_interview(sqlite_database)
    with _opened(sqlite_database, tmp_path, _Failing(times=2)) as service:
        service.start(interview_id)
        _await_end(interview_id)
    with sqlite3.connect(tmp_path / "jobs.db") as jobs:
        dump = "\n".join(jobs.iterdump())
    assert interview_id in dump
    assert "override" not in dump
    assert "model did not answer" not in dump


def test_reviews_open_once_in_a_process(sqlite_database: Database, tmp_path: Path) -> None:
    with _opened(sqlite_database, tmp_path):
        other = ReviewService(
            sqlite_database, Settings(data_dir=tmp_path, db_url=sqlite_database.url), [RuleReviewer()]
        )
        with pytest.raises(Conflict):
            other.open()
    with _opened(sqlite_database, tmp_path):
        pass
