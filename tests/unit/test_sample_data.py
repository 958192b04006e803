"""The sample interviews are the product's own, and the same each time."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.services.accounts import AccountService
from preppal.services.interviews import InterviewService
from preppal.services.recordings import RecordingService
from preppal.services.takes import TakeService
from preppal.store.blob_store import create_blob_store
from preppal.store.database import Database
from tests.sample_data import fill
from tests.sample_data.plans import Fate, make_plans

NOW = datetime(2026, 11, 27, 18, tzinfo=UTC)


def test_plans_are_the_same_each_time_and_go_back_in_time() -> None:
    plans = make_plans(200)
    assert plans == make_plans(200)
    assert [plan.days_ago for plan in plans] == sorted((plan.days_ago for plan in plans), reverse=True)
    assert {plan.fate for plan in plans} == set(Fate)
    assert make_plans(0) == []


def test_three_interviews_are_reviewed_recorded_and_retried(sqlite_database: Database, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    filled = fill(sqlite_database, settings, 3, now=NOW)
    tokens = TokenSigner("k" * 40)
    interviews = InterviewService(sqlite_database, settings, tokens, lambda _: None)
    accounts = AccountService(sqlite_database, settings, tokens, lambda: NOW)
    assert len(accounts.trends(filled.user_id)) == 3
    assert all(point.overall for point in accounts.trends(filled.user_id))
    newest = interviews.get(filled.user_id, filled.by_fate[Fate.RECORDED])
    assert newest.feedback is not None
    assert (newest.feedback.version, newest.feedback.feedback.dropped_findings) == (2, 2)
    recordings = RecordingService(sqlite_database, create_blob_store(settings), settings)
    turns = recordings.of_interview(filled.user_id, newest.summary.id)
    assert len(turns) == newest.summary.answers
    assert all(max(turn.levels) > 20 for turn in turns)
    takes = TakeService(sqlite_database, settings).of_question(filled.user_id, filled.retried, 1)
    assert [take.number for take in takes] == [1, 2]
    assert all(take.review for take in takes)


def test_everything_that_may_happen_to_an_interview_is_among_many(sqlite_database: Database, tmp_path: Path) -> None:
    settings = replace(Settings(), data_dir=tmp_path)
    filled = fill(sqlite_database, settings, 12, now=NOW)
    assert set(filled.by_fate) == set(Fate)
