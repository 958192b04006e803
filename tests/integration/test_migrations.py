"""The revision chain on real databases, with data in them."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, inspect, text
from sqlmodel import SQLModel, select

from preppal.errors import ConfigurationError
from preppal.store.columns import UtcDateTime
from preppal.store.database import Database
from preppal.store.migrations import config_for, downgrade, locked_connection, migrate, upgrade
from preppal.store.models import Interview, Metrics, TranscriptEntry, User, utc_now


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


def _one_of_each(database: Database) -> None:
    """A row in every table there is, each pointing at the others."""
    with database.begin() as db:
        for table in SQLModel.metadata.sorted_tables:
            db.connection().execute(table.insert(), {column.name: _value(column) for column in table.columns})


def _value(column: Column[Any]) -> Any:  # whatever the column's type holds
    keys = [key for key in column.foreign_keys if key.column.table is not column.table]
    if column.foreign_keys or column.primary_key:
        return "1" if keys or column.primary_key else None
    kind = column.type
    if isinstance(kind, JSON):
        return {"record_audio": True, "persona": "ruth"} if column.name == "last_setup" else {}
    if isinstance(kind, UtcDateTime):
        return utc_now()
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Date):
        return utc_now().date()
    return 1 if isinstance(kind, Integer | Float) else "words"


def _counts(database: Database) -> dict[str, int]:
    with database.read() as db:
        return {
            table: db.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in _tables(database)
        }


def test_each_step_of_the_chain_keeps_every_row_that_the_older_schema_can_hold(empty: Database) -> None:
    migrate(empty)
    _one_of_each(empty)
    with locked_connection(empty) as connection:
        chain = ScriptDirectory.from_config(config_for(connection)).walk_revisions()
    older = [revision.revision for revision in chain][1:]
    for revision in older:
        with locked_connection(empty) as connection:
            downgrade(connection, revision)
        assert set(_counts(empty).values()) == {1}, f"down to {revision}"
    oldest = _tables(empty)
    for revision in [*reversed(older), "head"]:
        with locked_connection(empty) as connection:
            upgrade(connection, revision)
        assert {_counts(empty)[table] for table in oldest} == {1}, f"up to {revision}"
    with empty.read() as db:
        [person] = db.exec(select(User)).all()
        assert (person.email, person.record_audio, person.last_setup) == ("words", True, {"persona": "ruth"})


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
