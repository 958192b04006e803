"""The OpenAPI document played long by Schemathesis, on SQLite and, where it is installed, on PostgreSQL.

PREPPAL_API_EXAMPLES says how many noisy requests each operation gets (60), PREPPAL_API_SEQUENCES how many sequences are
played (150), PREPPAL_API_SEED which ones.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Missed, Row, print_table
from preppal.store.database import Database
from preppal.store.migrations import migrate
from tests.api_player import Played, play, summary
from tests.integration.test_api_as_documented import live_site
from tests.postgres import PostgresServer, find_binaries


def run() -> None:
    results = {name: _play(database) for name, database in _databases()}
    print_table(
        [
            Row(f"{name}: requests by phase", ", ".join(f"{phase} {n}" for phase, n in played.requests.items()))
            for name, played in results.items()
        ]
    )
    failures = [f"{name}: {failure}" for name, played in results.items() for failure in played.failures]
    if failures:
        raise Missed(f"answers that are not documented:\n{summary(failures)}")


def _databases() -> Iterator[tuple[str, Database]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", Database(f"sqlite:///{Path(folder) / 'preppal.db'}")
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed: only SQLite is played.", flush=True)
        return
    with _running(PostgresServer(binaries)) as server:
        yield "PostgreSQL", Database(server.url(server.new_database()))


@contextmanager
def _running(server: PostgresServer) -> Iterator[PostgresServer]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _play(database: Database) -> Played:
    migrate(database)
    try:
        with tempfile.TemporaryDirectory() as folder:
            site = live_site(database, Path(folder))
            return play(
                site.app,
                site.sign_in(),
                examples=int(os.environ.get("PREPPAL_API_EXAMPLES", "60")),
                sequences=int(os.environ.get("PREPPAL_API_SEQUENCES", "150")),
                seed=int(os.environ.get("PREPPAL_API_SEED", "1")),
            )
    finally:
        database.close()
