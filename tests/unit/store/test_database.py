"""The unit of work, and what both databases do with deletes, times and odd text."""

import sqlite3
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from preppal.errors import BackendError, Conflict
from preppal.store.database import Database
from preppal.store.models import Feedback, Identity, Interview, Metrics, ReviewRun, SignInSession, TranscriptEntry, User

_OWNED = (Identity, SignInSession, Interview, TranscriptEntry, Metrics, Feedback, ReviewRun)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def add_person(database: Database, email: str = "ann@example.com") -> str:
    with database.begin() as db:
        user = User(email=email)
        db.add(user)
        return user.id


def add_everything_of(database: Database, user_id: str) -> str:
    with database.begin() as db:
        interview = Interview(user_id=user_id, idempotency_key="k", duration_min=15, question_count=6)
        db.add(interview)
        db.flush()
        db.add(Identity(user_id=user_id, provider="dev", subject=user_id))
        db.add(SignInSession(user_id=user_id, token_hash="h", expires_at=NOW))
        db.add(TranscriptEntry(interview_id=interview.id, order_index=0))
        db.add(Metrics(interview_id=interview.id))
        db.add(Feedback(interview_id=interview.id, version=1))
        db.add(ReviewRun(interview_id=interview.id, version=1, status="done"))
        return interview.id


def count(database: Database, table: type) -> int:
    with database.read() as db:
        return len(db.exec(select(table)).all())


def test_making_a_database_opens_nothing(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'folder' / 'preppal.db'}").close()
    assert list(tmp_path.iterdir()) == []


def test_unit_of_work_that_fails_leaves_nothing_behind(database: Database) -> None:
    def fail_half_way() -> None:
        with database.begin() as db:
            db.add(User(email="ann@example.com"))
            db.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert count(database, User) == 0


def test_deleting_a_person_deletes_everything_of_theirs(database: Database) -> None:
    ann = add_person(database)
    add_everything_of(database, ann)
    with database.begin() as db:
        db.connection().execute(text("DELETE FROM users"))
    assert {table.__name__: count(database, table) for table in _OWNED} == {table.__name__: 0 for table in _OWNED}


def test_deleting_an_interview_keeps_the_person(database: Database) -> None:
    ann = add_person(database)
    add_everything_of(database, ann)
    with database.begin() as db:
        db.connection().execute(text("DELETE FROM interviews"))
    assert [count(database, table) for table in (TranscriptEntry, Metrics, Feedback, ReviewRun)] == [0, 0, 0, 0]
    assert [count(database, table) for table in (User, Identity, SignInSession)] == [1, 1, 1]


def test_entry_without_an_interview_is_refused(database: Database) -> None:
    with pytest.raises(Conflict), database.begin() as db:
        db.add(TranscriptEntry(interview_id="nobody", order_index=0))


def test_second_entry_of_the_same_index_is_refused(database: Database) -> None:
    interview_id = add_everything_of(database, add_person(database))
    with pytest.raises(Conflict), database.begin() as db:
        db.add(TranscriptEntry(interview_id=interview_id, order_index=0))


def test_same_email_is_refused_a_second_time(database: Database) -> None:
    add_person(database)
    with pytest.raises(Conflict):
        add_person(database)


def test_moments_come_back_aware_and_in_utc(database: Database) -> None:
    noon_in_delhi = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with database.begin() as db:
        db.add(User(email="ann@example.com", created_at=noon_in_delhi))
    with database.read() as db:
        stored = db.exec(select(User)).one().created_at
    assert (stored, stored.tzinfo) == (noon_in_delhi, UTC)


def test_moment_without_a_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 21, 12, 0)
    with pytest.raises(Exception, match="without a time zone"), database.begin() as db:
        db.add(User(email="ann@example.com", created_at=naive))


def test_text_no_database_can_hold_is_cleaned(database: Database) -> None:
    with database.begin() as db:
        db.add(User(email="ann@example.com", goals="a\x00b\ud800c 🙂", last_setup={"job_title": "a\x00b"}))
    with database.read() as db:
        assert db.exec(select(User)).one().goals == "abc 🙂"


def test_what_no_database_can_hold_may_be_looked_for(database: Database) -> None:
    ann = add_person(database)
    with database.read() as db:
        assert db.exec(select(User).where(User.id == "\x00\ud800")).all() == []
        assert db.exec(select(User).where(User.email == "ann@example.com\x00")).one().id == ann


def test_writers_wait_for_each_other_instead_of_failing(
    database: Database, open_database: Callable[[str], Database]
) -> None:
    ann = add_person(database)
    other = open_database(database.url)

    def add_fifty(which: Database) -> None:
        for _ in range(50):
            with which.begin() as db:
                row = db.exec(select(User).where(User.id == ann).with_for_update()).one()
                row.last_setup = {"count": row.last_setup.get("count", 0) + 1}
                db.add(row)

    threads = [threading.Thread(target=add_fifty, args=(which,)) for which in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as db:
        assert db.exec(select(User)).one().last_setup == {"count": 100}


def test_reader_is_not_held_up_by_a_writer(database: Database) -> None:
    add_person(database)
    with database.begin() as writer:
        writer.add(User(email="ben@example.com"))
        writer.flush()
        assert count(database, User) == 1


def test_unreachable_database_is_a_retryable_error_without_its_values(tmp_path: Path) -> None:
    (tmp_path / "preppal.db").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'preppal.db'}")
    with pytest.raises(BackendError) as caught:
        database.ping()
    assert caught.value.retryable


def test_statement_values_stay_out_of_errors(database: Database) -> None:
    add_person(database, "secret@example.com")
    with pytest.raises(Conflict) as caught:
        add_person(database, "secret@example.com")
    shown = "".join(traceback.format_exception(caught.value))
    assert "secret@example.com" not in shown.replace('add_person(database, "secret@example.com")', "")


def test_new_file_is_opened_while_somebody_else_is_at_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite does not wait for the journal: the second connection tries again, and the first lets go meanwhile."""
    path = tmp_path / "new.db"
    first = sqlite3.connect(path, isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        first.rollback()

    monkeypatch.setattr("preppal.store.database.time.sleep", wait)
    monkeypatch.setattr("preppal.store.database._BUSY_TIMEOUT_MS", 1_000)
    database = Database(f"sqlite:///{path}")
    with database.read() as db:
        assert db.connection().execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    assert len(waits) == 1
    database.close()
    first.close()
