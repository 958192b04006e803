"""Pages' States on real services and a database of the test's own, opened as a browser opens them."""

import asyncio
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
import reflex as rx
from reflex.istate.data import RouterData

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.documents.reader import DocumentReader
from preppal.domain.interview import EndReason, Status
from preppal.domain.metrics import InterviewMetrics
from preppal.errors import BackendError
from preppal.services.accounts import AccountService
from preppal.services.backups import Backups
from preppal.services.belongings import Belongings
from preppal.services.container import Services
from preppal.services.documents import Intake
from preppal.services.interviews import InterviewService
from preppal.services.job_descriptions import JobLibrary
from preppal.services.recordings import RecordingService
from preppal.services.resumes import ResumeLibrary
from preppal.services.reviews import ReviewService
from preppal.services.takes import TakeService
from preppal.store.blobs import FolderBlobs
from preppal.store.database import Database
from preppal.store.queries import reviews
from preppal.ui import deps
from tests.factories import conversation, feedback, find_skills, new_interview

S = TypeVar("S", bound=rx.State)


class UnreachableDatabase(Database):
    """The server is up, its database is not."""

    def begin(self) -> Any:
        raise BackendError("The database did not answer.")

    read = begin


@dataclass
class Product:
    """The services behind the pages, and a browser tab."""

    database: Database
    blob_folder: Path
    settings: Settings = field(default_factory=Settings)
    tokens: TokenSigner = field(default_factory=lambda: TokenSigner("k" * 40))

    @property
    def accounts(self) -> AccountService:
        return AccountService(self.database, self.settings, self.tokens)

    @property
    def interviews(self) -> InterviewService:
        return InterviewService(self.database, self.settings, self.tokens, lambda _: None)

    @property
    def recordings(self) -> RecordingService:
        return RecordingService(self.database, FolderBlobs(self.blob_folder), self.settings)

    @property
    def intake(self) -> Intake:
        return Intake(DocumentReader(), FolderBlobs(self.blob_folder), find_skills)

    @property
    def resumes(self) -> ResumeLibrary:
        return ResumeLibrary(self.database, self.intake)

    @property
    def jobs(self) -> JobLibrary:
        return JobLibrary(self.database, self.intake)

    @property
    def belongings(self) -> Belongings:
        blobs = FolderBlobs(self.blob_folder)
        settings = replace(self.settings, data_dir=self.blob_folder.parent)
        return Belongings(
            self.database, blobs, self.interviews, Backups(self.database, blobs, settings), settings.states_dir
        )

    def start(self) -> None:
        # What these pages do begins no review.
        deps.set_services(
            Services(
                self.accounts,
                self.interviews,
                reviews=ReviewService(self.database, self.settings, []),
                recordings=self.recordings,
                takes=TakeService(self.database, self.settings),
                resumes=self.resumes,
                jobs=self.jobs,
                belongings=self.belongings,
                corrections=None,  # type: ignore[arg-type]
            )
        )

    def lose_database(self) -> None:
        self.database = UnreachableDatabase(self.database.url)
        self.start()

    def fail(self, service: str, method: str) -> None:
        """From now on this method of the running services meets a database that does not answer."""

        def broken(*_: object, **__: object) -> None:
            raise BackendError("The database did not answer.")

        setattr(getattr(deps.get_services(), service), method, broken)

    def sign_in(self, email: str = "maya@example.org", name: str = "Maya Okafor") -> "Visitor":
        signed_in = self.accounts.sign_in_dev(email, name)
        return Visitor(signed_in.person.id, signed_in.token)

    def completed(self, user_id: str, answers: int = 2, **changes: object) -> str:
        interview_id = self.interviews.create(user_id, new_interview(**changes))[0].id
        epoch = self.interviews.claim(interview_id, user_id).epoch
        self.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
        self.interviews.store_turn(interview_id, epoch, conversation(answers), answers, 600_000, "")
        self.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 600_000)
        return interview_id

    def reviewed(self, user_id: str, overall: float = 6.0, **changes: object) -> str:
        interview_id = self.completed(user_id, **changes)
        with self.database.begin() as db:
            reviews.add_feedback(db, interview_id, 1, feedback(overall=overall), datetime.now(UTC))
            reviews.save_metrics(db, interview_id, InterviewMetrics(speech_rate_wpm=150.0))
        return interview_id


@dataclass(frozen=True)
class Visitor:
    """Somebody with a sign-in cookie; without one, `Visitor("", "")`."""

    user_id: str
    token: str

    async def _open(self, state_class: type[S], address: str) -> S:
        root = rx.State()
        root.router = RouterData.from_router_data(
            {
                "pathname": address.partition("?")[0],
                "asPath": address,
                "headers": {"origin": "http://localhost:3000", "cookie": f"preppal_session={self.token}"},
                "query": {},
            }
        )
        return await root.get_state(state_class)

    def open(self, state_class: type[S], address: str) -> S:
        """The State of a page at this address, not loaded yet."""
        return asyncio.run(self._open(state_class, address))


def perform(handler: Any) -> list[Any]:
    """Run what an event handler returned, to its end; the events it asks for."""

    async def run() -> list[Any]:
        if inspect.isasyncgen(handler):
            return [event async for event in handler]
        return [await handler]

    is_waiting = inspect.isasyncgen(handler) or inspect.iscoroutine(handler)
    given = asyncio.run(run()) if is_waiting else [handler]
    flat = [event for events in given for event in (events if isinstance(events, list) else [events])]
    return [event for event in flat if event is not None]


def redirects(events: list[Any]) -> list[str]:
    """Where events lead, in order."""
    arguments = [{str(name): str(value).strip('"') for name, value in getattr(event, "args", ())} for event in events]
    return [argument["path"] for argument in arguments if "path" in argument]


NOBODY = Visitor("", "")


@pytest.fixture
def product(sqlite_url: str, tmp_path: Path) -> Iterator[Product]:
    made = Product(Database(sqlite_url), tmp_path / "blobs")
    before = deps._services
    made.start()
    yield made
    deps._services = before
