"""The JSON routes on real services and a real database. Reviews are begun and, without their workflows, wait."""

from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from preppal.api import create_api
from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.documents.reader import DocumentReader
from preppal.domain.interview import EndReason, Status
from preppal.engines.reviewers import RuleReviewer
from preppal.errors import BackendError
from preppal.ports import Correspondence, Said
from preppal.services.accounts import AccountService
from preppal.services.backups import Backups
from preppal.services.belongings import Belongings
from preppal.services.container import Services
from preppal.services.corrections import CorrectionService
from preppal.services.documents import Intake
from preppal.services.interviews import InterviewService
from preppal.services.job_descriptions import JobLibrary
from preppal.services.recordings import RecordingService
from preppal.services.resumes import ResumeLibrary
from preppal.services.reviews import ReviewService
from preppal.services.takes import TakeService
from preppal.services.voice import VoiceService
from preppal.store.blobs import FolderBlobs
from preppal.store.database import Database
from tests.factories import conversation, feedback, find_skills, new_interview
from tests.unit.engines.fakes import FakeRecognizer, FakeSynthesizer

ORIGIN = "http://testserver"


class Quiet:
    """ports.Correspondence of an interviewer that says nothing."""

    async def take_turn(self, interview_id: str, user_id: str, said: Said | None, order_index: int) -> None:
        return None


class Site:
    """The routes and what stands behind them, with two people."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self.database = database
        self.settings = Settings(data_dir=data_dir)
        self.tokens = TokenSigner("k" * 40)
        self.is_well = True
        self.peer = ("testclient", 50_000)
        self.reviews = ReviewService(database, self.settings, [RuleReviewer()])
        self.recordings = RecordingService(database, FolderBlobs(data_dir / "blobs"), self.settings)
        intake = Intake(DocumentReader(), FolderBlobs(data_dir / "blobs"), find_skills)
        self.resumes = ResumeLibrary(database, intake)
        self.jobs = JobLibrary(database, intake)
        self.interviews = InterviewService(database, self.settings, self.tokens, self.reviews.start)
        blobs = FolderBlobs(data_dir / "blobs")
        self.correspondence: Correspondence = Quiet()
        self.voice = VoiceService(FakeRecognizer(), FakeSynthesizer(), lambda _: ())
        self.belongings = Belongings(
            database, blobs, self.interviews, Backups(database, blobs, self.settings), self.settings.states_dir
        )

    @property
    def accounts(self) -> AccountService:
        return AccountService(self.database, self.settings, self.tokens)

    @property
    def services(self) -> Services:
        return Services(
            self.accounts,
            self.interviews,
            self.reviews,
            self.recordings,
            TakeService(self.database, self.settings),
            resumes=self.resumes,
            jobs=self.jobs,
            belongings=self.belongings,
            corrections=CorrectionService(self.database, self.reviews),
        )

    def client(self, token: str = "", *, raise_server_exceptions: bool = True) -> TestClient:
        """A client without a cookie jar's memory of anybody else."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return TestClient(
            self.app,
            base_url=ORIGIN,
            headers=headers,
            raise_server_exceptions=raise_server_exceptions,
            client=self.peer,
        )

    @cached_property
    def app(self) -> FastAPI:
        """Made once: it takes a third of a second."""
        return create_api(
            self.services,
            self.settings,
            correspondence=self.correspondence,
            voice=self.voice,
            checks={"database": self._check},
            figures=lambda: {"preppal_sockets_total": 3.0},
        )

    def sign_in(self, email: str = "ann@example.com") -> str:
        return self.accounts.sign_in_dev(email, email.partition("@")[0].title()).token

    def user_id(self, email: str = "ann@example.com") -> str:
        return self.accounts.sign_in_dev(email).person.id

    def change_settings(self, **changes: object) -> None:
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]  # the test passes the right types
        self.interviews = InterviewService(self.database, self.settings, self.tokens, self.reviews.start)
        self.__dict__.pop("app", None)

    def interview(self, email: str = "ann@example.com") -> str:
        return self.interviews.create(self.user_id(email), new_interview())[0].id

    def finished_interview(self, email: str = "ann@example.com", *, with_feedback: bool = True) -> str:
        user_id, interview_id = self.user_id(email), self.interview(email)
        epoch = self.interviews.claim(interview_id, user_id).epoch
        self.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
        self.interviews.store_turn(interview_id, epoch, conversation(2), 4, 70_000, "")
        if with_feedback:
            self.interviews.store_feedback(interview_id, epoch, feedback())
        self.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.INTERVIEWER_ENDED, 71_000)
        return interview_id

    def feedback_id(self, interview_id: str, email: str = "ann@example.com") -> str:
        shown = self.interviews.get(self.user_id(email), interview_id).feedback
        assert shown is not None
        return shown.id

    def _check(self) -> None:
        if not self.is_well:
            raise BackendError("The database did not answer.")


@pytest.fixture
def site(sqlite_database: Database, tmp_path: Path) -> Site:
    return Site(sqlite_database, tmp_path)


@pytest.fixture
def ann(site: Site) -> TestClient:
    return site.client(site.sign_in())
