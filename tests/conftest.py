"""Databases for tests: SQLite in a folder of the test, and a real PostgreSQL where one is installed."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from preppal.store.database import Database
from preppal.store.migrations import migrate
from tests.namespaces import RIGHTS_HINT
from tests.postgres import INSTALL_HINT, PostgresServer, find_binaries


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(INSTALL_HINT)
    server = PostgresServer(binaries)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """The name of a migrated database to copy: faster than running the chain for each test."""
    name = postgres_server.new_database()
    database = Database(postgres_server.url(name))
    migrate(database)
    database.close()
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    path = tmp_path / "preppal.db"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of the test's own: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_url")
        return url
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url(server.new_database(request.getfixturevalue("migrated_postgres")))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url(server.new_database())


@pytest.fixture
def open_database() -> Iterator[Callable[[str], Database]]:
    """Opens databases that are closed after the test."""
    opened: list[Database] = []

    def open_one(url: str) -> Database:
        opened.append(Database(url))
        return opened[-1]

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def database(database_url: str, open_database: Callable[[str], Database]) -> Database:
    """Migrated, on SQLite and on PostgreSQL in turn."""
    return open_database(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str, open_database: Callable[[str], Database]) -> Database:
    """Migrated, on SQLite alone: for tests about something else."""
    return open_database(sqlite_url)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything is installed, a skipped test is a failure (.ci/run sets the variable).

    Rights cannot be installed: what this machine does not allow is only named among the skipped.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("PREPPAL_FAIL_ON_SKIP") or reporter is None:
        return
    if any(RIGHTS_HINT not in str(report.longrepr) for report in reporter.stats.get("skipped", ())):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
