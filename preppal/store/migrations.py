"""Brings a database to the newest revision, in process. Several processes may start at once: one migrates, all wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, NullPool, create_engine, text

from preppal.errors import ConfigurationError
from preppal.store.database import Database

_SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"
_MIGRATION_LOCK = 7_707_725  # any number, the same in every process
_SQLITE_WAIT_MS = 60_000


def migrate(database: Database) -> None:
    """Upgrade to head. Raises ConfigurationError when the database was made by a newer version."""
    with locked_connection(database) as connection:
        upgrade(connection)


def check_current(database: Database) -> None:
    """Raises ConfigurationError when it is not at the newest revision, BackendError when it does not answer."""
    newest = ScriptDirectory(str(_SCRIPTS)).get_current_head()
    with database.read() as db:
        found = MigrationContext.configure(db.connection()).get_current_revision()
    if found != newest:
        raise ConfigurationError(
            f"The database is at revision {found or 'nothing'}, this version needs {newest}: "
            "run python -m preppal migrate."
        )


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the chain upwards on an open connection, inside its transaction."""
    try:
        command.upgrade(config_for(connection), revision)
    except CommandError as error:
        raise ConfigurationError(f"The database is from another version of Preppal: {error}") from error


def downgrade(connection: Connection, revision: str) -> None:
    """Run the chain downwards on an open connection, inside its transaction."""
    command.downgrade(config_for(connection), revision)


def config_for(connection: Connection) -> Config:
    """Alembic's settings without its file: `env.py` uses this connection."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def locked_connection(database: Database) -> Iterator[Connection]:
    """One connection in a transaction of its own while no other process migrates; committed at the end."""
    if database.is_sqlite:
        with _locked_sqlite(database) as connection:
            yield connection
        return
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        yield connection


@contextmanager
def _locked_sqlite(database: Database) -> Iterator[Connection]:
    # SQLite alters a table by copying it and dropping the old one; with foreign keys on, the drop would cascade.
    # They can only be switched outside a transaction, hence a connection apart from the pool.
    with database.engine.connect():
        pass  # makes the folder, the file and the journal mode
    engine = create_engine(database.url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.isolation_level = None
        driver.execute(f"PRAGMA busy_timeout={_SQLITE_WAIT_MS}")
        driver.execute("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
