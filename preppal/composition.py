"""Chooses the adapters and holds everything one process runs. Composing opens nothing; `running` does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings, ensure_secret_key
from preppal.documents.reader import DocumentReader
from preppal.domain.interview import EndReason
from preppal.domain.review import ReviewStatus
from preppal.engines import check_engine, create_engine
from preppal.engines.listeners import create_listeners
from preppal.engines.model_paper_reader import create_paper_readers
from preppal.engines.question_bank import load_skills
from preppal.engines.reviewers import create_reviewers
from preppal.errors import BackendError, where
from preppal.gateway.app import Gateway
from preppal.gateway.correspondence import GatewayCorrespondence
from preppal.ports import BlobStore, Correspondence
from preppal.services.accounts import AccountService
from preppal.services.backend import LocalArchive, LocalBackend
from preppal.services.backups import Backups
from preppal.services.belongings import Belongings
from preppal.services.container import Services
from preppal.services.corrections import CorrectionService
from preppal.services.custody import custody_of
from preppal.services.documents import Intake
from preppal.services.fillers_by_sound import FillersBySound
from preppal.services.interviews import InterviewService
from preppal.services.job_descriptions import JobLibrary
from preppal.services.recordings import RecordingService
from preppal.services.resumes import ResumeLibrary
from preppal.services.reviews import ReviewService
from preppal.services.second_hearing import SecondHearing
from preppal.services.takes import TakeService
from preppal.services.voice import VoiceService
from preppal.session.limits import Limits
from preppal.speech import create_speech
from preppal.speech.spans import find_speech
from preppal.speech.vad import SileroDetector
from preppal.store.blob_store import check_blob_store, create_blob_store
from preppal.store.database import Database
from preppal.store.migrations import check_current, migrate

_SWEEP_EVERY_S = 60.0
_END_LIVE_LIMIT_S = 8.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Product:
    """One process's parts, put together."""

    settings: Settings
    database: Database
    blobs: BlobStore
    signer: TokenSigner
    services: Services
    gateway: Gateway
    correspondence: Correspondence
    voice: VoiceService

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Around the server's life: migrate, open, sweep now and then, and let go in order."""
        await asyncio.to_thread(migrate, self.database)
        await asyncio.to_thread(self.services.belongings.finish_erasures)
        await asyncio.to_thread(self.services.reviews.open)
        self.services.interviews.end_live = _end_live(self.gateway, asyncio.get_running_loop())
        sweeping = asyncio.create_task(self._sweep())
        _log.info("running with the %s engine", self.settings.chosen_engine)
        try:
            async with self.gateway:
                yield
        finally:
            sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await sweeping
            await self.voice.close()
            await asyncio.to_thread(self.services.reviews.close)
            self.database.close()

    def checks(self) -> dict[str, Callable[[], None]]:
        """What `/readyz` asks: each raises a PreppalError when that part cannot serve."""
        return {
            "database": self.database.ping,
            "migrations": lambda: check_current(self.database),
            "engine": lambda: check_engine(self.settings),
            "reviews": self._check_reviews,
            "files": lambda: check_blob_store(self.settings),
        }

    def figures(self) -> dict[str, float]:
        """What `/metrics` shows."""
        stands = self.services.reviews.counts()
        return {
            **self.gateway.figures(),
            "preppal_reviews_queued": stands[ReviewStatus.RUNNING],
            "preppal_reviews_failed": stands[ReviewStatus.FAILED],
            "preppal_reviews_done": stands[ReviewStatus.DONE],
        }

    def _check_reviews(self) -> None:
        if not self.services.reviews.is_open:
            raise BackendError("Reviews are not running in this process.")

    async def _sweep(self) -> None:
        """Close interviews whose candidate did not come back, and delete recordings whose time is over.

        A failure is logged; the next round tries again.
        """
        while True:
            try:
                closed = await asyncio.to_thread(self.services.interviews.sweep_abandoned)
                if closed:
                    _log.info("closed %d interviews nobody came back to", closed)
                expired = await asyncio.to_thread(self.services.recordings.discard_expired)
                if expired:
                    _log.info("deleted %d recordings whose time was over", expired)
            except Exception as error:  # a round that fails must not end the sweeping
                _log.error("sweeping failed: %s", where(error))
            await asyncio.sleep(_SWEEP_EVERY_S)


def compose(settings: Settings) -> Product:
    """Put one process together from its settings."""
    signer = TokenSigner(ensure_secret_key(settings), worker_shared_secret=settings.worker_shared_secret)
    database = Database(settings.database_url)
    blobs = create_blob_store(settings)
    recordings = RecordingService(database, blobs, settings)
    hearing = SecondHearing(database, recordings, create_listeners(settings))
    fillers = FillersBySound(recordings) if settings.fillers_by_sound else None
    reviews = ReviewService(database, settings, create_reviewers(settings), hearing=hearing, fillers=fillers)
    interviews = InterviewService(database, settings, signer, on_ended=reviews.start, discard_sound=recordings.discard)
    gateway = Gateway(
        backend=LocalBackend(interviews),
        engine=create_engine(settings),
        check_token=signer.check_live,
        new_detector=SileroDetector,
        limits=Limits(resume_s=settings.resume_minutes * 60.0),
        max_interviews=settings.max_live_sessions,
        archive=LocalArchive(recordings) if settings.record_audio else None,
    )
    voice = VoiceService(*create_speech(), find_speech)
    intake = Intake(DocumentReader(), blobs, _skill_names, create_paper_readers(settings))
    services = Services(
        AccountService(database, settings, signer),
        interviews,
        reviews,
        recordings,
        TakeService(database, settings),
        resumes=ResumeLibrary(database, intake),
        jobs=JobLibrary(database, intake),
        belongings=Belongings(database, blobs, interviews, Backups(database, blobs, settings), settings.states_dir),
        corrections=CorrectionService(database, reviews),
        custody=custody_of(settings),
    )
    correspondence = GatewayCorrespondence(gateway)
    return Product(settings, database, blobs, signer, services, gateway, correspondence, voice)


def _skill_names(text: str) -> list[str]:
    """The known skills a text names: the same list that interviewers draw on."""
    return [skill.name for skill in load_skills().find(text)]


def _end_live(gateway: Gateway, loop: asyncio.AbstractEventLoop) -> Callable[[str], None]:
    """A way for a worker thread to end a running interview in order, last words included."""

    def end(interview_id: str) -> None:
        ended = asyncio.run_coroutine_threadsafe(gateway.end(interview_id, EndReason.USER_ENDED), loop)
        with suppress(TimeoutError):
            ended.result(_END_LIVE_LIMIT_S)

    return end
