"""Lists ask the database as often for many interviews as for few."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.domain.history import HistoryFilter
from preppal.services.accounts import AccountService
from preppal.services.interviews import InterviewService
from preppal.store.database import Database
from tests.sample_data import fill

FEW, MANY = "few@example.com", "many@example.com"
Ask = Callable[[AccountService, InterviewService, str], object]

ASKED: dict[str, Ask] = {
    "history": lambda accounts, interviews, user: interviews.history(user, 100),
    "history, narrowed": lambda accounts, interviews, user: interviews.history(
        user, 100, None, HistoryFilter("the", min_score=1.0)
    ),
    "count": lambda accounts, interviews, user: interviews.count(user),
    "stats": lambda accounts, interviews, user: accounts.stats(user),
    "trends": lambda accounts, interviews, user: accounts.trends(user, 1_000),
    "guidance": lambda accounts, interviews, user: accounts.guidance(user),
}


@pytest.fixture(scope="module")
def filled(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Settings]]:
    folder = tmp_path_factory.mktemp("filled")
    path = folder / "preppal.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    database, settings = Database(f"sqlite:///{path}"), Settings(data_dir=folder)
    fill(database, settings, 2, email=FEW)
    fill(database, settings, 14, email=MANY)
    yield database, settings
    database.close()


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_number_of_queries_does_not_grow_with_the_interviews(filled: tuple[Database, Settings], ask: Ask) -> None:
    database, settings = filled
    tokens = TokenSigner("k" * 40)
    accounts = AccountService(database, settings, tokens)
    interviews = InterviewService(database, settings, tokens, lambda _: None)
    counts = []
    for email in (FEW, MANY):
        user = accounts.sign_in_dev(email).person.id
        with counted(database) as statements:
            assert ask(accounts, interviews, user) is not None or email == FEW
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 4
