"""The database: opened at first use, one unit of work at a time. Knows SQLite's and PostgreSQL's manners, no tables."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError as SqliteError
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from preppal.errors import BackendError, Conflict

_BUSY_TIMEOUT_MS = 10_000
_BUSY_RETRY_S = 0.05
_WRITES = {"preppal_writes": True}


class Database:
    """Thread-safe. Making one opens nothing, so it may be made before a server forks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def engine(self) -> Engine:
        """The connection pool, made at first use."""
        with self._lock:
            if self._engine is None:
                self._engine = _make_engine(self.url)
            return self._engine

    def close(self) -> None:
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A unit of work that may write: committed at the end, rolled back on any error.

        Raises BackendError, and Conflict when a row of the same key appeared meanwhile.
        """
        engine = self.engine.execution_options(**_WRITES)
        with _translated_errors(), Session(engine, expire_on_commit=False) as db, db.begin():
            yield db

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A look without a write lock. Raises BackendError."""
        with _translated_errors(), Session(self.engine, expire_on_commit=False) as db, db.begin():
            yield db

    def forget_deleted(self) -> None:
        """Leave nothing of what was deleted in the files. Raises BackendError.

        SQLite copies itself anew, without its free pages, and empties the write-ahead log. PostgreSQL reuses the
        space of dead rows by itself and cannot be told to overwrite them.
        """
        if not self.is_sqlite:
            return
        with _translated_errors(), self.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("VACUUM")
            is_busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if is_busy:
            raise BackendError("Somebody was reading the database all the time.")

    def ping(self) -> None:
        """Raises BackendError when the database does not answer."""
        with self.read() as db:
            db.connection().execute(text("SELECT 1"))


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise BackendError("The database did not answer.") from error
    except IntegrityError:
        # PostgreSQL's message quotes the row: whose e-mail it was has no place in a traceback.
        raise Conflict("The same was stored a moment ago.") from None


def _make_engine(url: str) -> Engine:
    # hide_parameters: statement values are people's words and would end in tracebacks.
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        _make_folder(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_folder(url: str) -> None:
    file_name = make_url(url).database
    if file_name and file_name != ":memory:":
        Path(file_name).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: SqliteConnection, _record: Any) -> None:  # the pool's record type is private
    # The driver must not begin transactions by itself: _begin_sqlite does.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    _write_ahead(connection)
    for setting in (
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # What is deleted is overwritten, not only unlinked: a few per cent of writes, and deleted words are gone.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _write_ahead(connection: SqliteConnection) -> None:
    """For good, in the file. SQLite itself does not wait when several connections want it of a new file at once."""
    deadline = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except SqliteError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_BUSY_RETRY_S)


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later fails at once when another writer came between;
    # asking for the write lock at the start waits instead.
    writes = connection.get_execution_options().get("preppal_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
