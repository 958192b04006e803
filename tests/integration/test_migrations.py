"""The revision chain on real databases, with data in them."""

import threading
from collections.abc import Callable, Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from preppal.errors import ConfigurationError
from preppal.store.database import Database
from preppal.store.migrations import downgrade, locked_connection, migrate
from preppal.store.models import Interview, Metrics, TranscriptEntry, User


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.close()


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def _fill(database: Database) -> None:
    with database.begin() as db:
        user = User(email="ann@example.com", name="Ann")
        db.add(user)
        db.flush()
        interview = Interview(user_id=user.id, idempotency_key="k", duration_min=15, question_count=6)
        db.add(interview)
        db.flush()
        db.add(TranscriptEntry(interview_id=interview.id, order_index=0, content="Good morning."))
        db.add(Metrics(interview_id=interview.id))


def test_chain_makes_every_table_of_the_models(empty: Database) -> None:
    migrate(empty)
    assert _tables(empty) == set(SQLModel.metadata.tables)


def test_models_and_chain_agree_to_the_column_type(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_chain_goes_down_and_up_again_with_data_in_it(empty: Database) -> None:
    migrate(empty)
    _fill(empty)
    with locked_connection(empty) as connection:
        downgrade(connection, "base")
    assert _tables(empty) == set()
    migrate(empty)
    _fill(empty)
    assert _tables(empty) == set(SQLModel.metadata.tables)


def test_migrating_a_current_database_keeps_its_data(empty: Database) -> None:
    migrate(empty)
    _fill(empty)
    migrate(empty)
    with empty.read() as db:
        assert db.connection().execute(text("SELECT count(*) FROM transcript_entries")).scalar_one() == 1


def test_processes_that_start_at_once_migrate_once(empty: Database) -> None:
    others = [Database(empty.url) for _ in range(4)]
    failures: list[BaseException] = []
    together = threading.Barrier(len(others))

    def start(database: Database) -> None:
        together.wait()
        try:
            migrate(database)
        except BaseException as error:  # carried to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=start, args=(database,)) for database in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in others:
        database.close()
    assert failures == []
    with empty.read() as db:
        assert len(db.connection().execute(text("SELECT version_num FROM alembic_version")).all()) == 1


def test_database_of_a_newer_version_is_refused_with_a_reason(empty: Database) -> None:
    migrate(empty)
    with empty.begin() as db:
        db.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="another version"):
        migrate(empty)


def test_every_constraint_has_a_name(empty: Database, open_database: Callable[[str], Database]) -> None:
    migrate(empty)
    look = inspect(open_database(empty.url).engine)
    for table in SQLModel.metadata.tables:
        keys = [*look.get_foreign_keys(table), *look.get_unique_constraints(table), look.get_pk_constraint(table)]
        assert all(key["name"] for key in keys), table
