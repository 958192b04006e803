"""Services on a database of the test's own, with a clock that the test moves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.services.accounts import AccountService
from preppal.services.interviews import InterviewService
from preppal.store.database import Database


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **amount: float) -> None:
        self.now += timedelta(**amount)


class World:
    """All that a test of a service touches; settings may be replaced before the service is asked for."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self.database = database
        self.clock = Clock()
        self.settings = Settings(data_dir=data_dir)
        self.tokens = TokenSigner("k" * 40, self.clock)
        self.ended: list[str] = []

    @property
    def accounts(self) -> AccountService:
        return AccountService(self.database, self.settings, self.tokens, self.clock)

    @property
    def interviews(self) -> InterviewService:
        return InterviewService(self.database, self.settings, self.tokens, self.ended.append, self.clock)

    def person(self, email: str = "ann@example.com") -> str:
        return self.accounts.sign_in_dev(email, "Ann").person.id


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    return World(database, tmp_path)
