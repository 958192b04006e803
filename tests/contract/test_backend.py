"""One suite for every adapter of the Backend port: what a gateway may rely on, wherever the store is."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.domain.interview import EndReason, Status
from preppal.domain.prices import TokenUsage
from preppal.errors import BackendError, Conflict, NotFound, StaleOwner
from preppal.ports import Backend
from preppal.services.accounts import AccountService
from preppal.services.backend import LocalBackend
from preppal.services.interviews import InterviewService
from preppal.services.takes import TakeService
from preppal.store.database import Database
from preppal.worker_api.client import HttpBackend
from preppal.worker_api.server import create_worker_route
from tests.factories import answer_entry, conversation, feedback, new_interview

USAGE = TokenUsage(audio_in=9_000, audio_out=4_000, text_in=12_000, text_out=300, model="gemini-3.8-live")
Play = Callable[[Backend], Coroutine[Any, Any, None]]


class Stage:
    """A backend with one person and one interview in it."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        settings = Settings(data_dir=data_dir)
        tokens = TokenSigner("k" * 40)
        self.ended: list[str] = []
        self.interviews = InterviewService(database, settings, tokens, self.ended.append)
        self.user_id = AccountService(database, settings, tokens).sign_in_dev("ann@example.com", "Ann").person.id
        self.interview_id = self.interviews.create(self.user_id, new_interview())[0].id

    def practised(self) -> None:
        """The interview has been held."""
        epoch = self.interviews.claim(self.interview_id, self.user_id).epoch
        self.interviews.store_status(self.interview_id, epoch, Status.IN_PROGRESS, None, 0)
        self.interviews.store_turn(self.interview_id, epoch, conversation(2), 8, 70_000, "")
        self.interviews.store_status(self.interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 71_000)

    def play(self, adapter: str, scene: Play) -> None:
        asyncio.run(asyncio.wait_for(scene(ADAPTERS[adapter](self.interviews)), 30))


def _over_http(interviews: InterviewService) -> Backend:
    """The worker API's own client and server, without a network between."""
    app = FastAPI()
    app.include_router(create_worker_route(LocalBackend(interviews), _SECRET))
    return HttpBackend("http://backend", _SECRET, transport=httpx.ASGITransport(app), pauses_s=())


_SECRET = "w" * 40
ADAPTERS: dict[str, Callable[[InterviewService], Backend]] = {"local": LocalBackend, "http": _over_http}


@pytest.fixture
def stage(sqlite_database: Database, tmp_path: Path) -> Stage:
    return Stage(sqlite_database, tmp_path)


@pytest.fixture(params=ADAPTERS)
def adapter(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_gateway_holds_a_whole_interview(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        context = await backend.get_context(stage.interview_id, stage.user_id)
        await backend.update_status(stage.interview_id, context.epoch, Status.IN_PROGRESS, None, 0)
        await backend.submit_transcript(
            stage.interview_id,
            context.epoch,
            conversation(2),
            last_sequence=8,
            elapsed_ms=70_000,
            engine_state="s",
            usage=USAGE,
        )
        await backend.submit_feedback(stage.interview_id, context.epoch, feedback())
        await backend.update_status(
            stage.interview_id, context.epoch, Status.COMPLETED, EndReason.INTERVIEWER_ENDED, 71_000
        )

    stage.play(adapter, scene)
    stored = stage.interviews.get(stage.user_id, stage.interview_id)
    assert (stored.summary.status, stored.summary.end_reason) == (Status.COMPLETED, EndReason.INTERVIEWER_ENDED)
    assert list(stored.entries) == list(conversation(2))
    assert stored.feedback is not None
    assert stored.feedback.feedback.summary == feedback().summary
    assert stored.cost is not None
    assert stored.cost.usage == USAGE
    assert stage.ended == [stage.interview_id]


def test_next_gateway_goes_on_from_what_was_stored(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        first = await backend.get_context(stage.interview_id, stage.user_id)
        await backend.update_status(stage.interview_id, first.epoch, Status.IN_PROGRESS, None, 0)
        await backend.submit_transcript(
            stage.interview_id,
            first.epoch,
            conversation(1),
            last_sequence=5,
            elapsed_ms=30_000,
            engine_state="s",
            usage=USAGE,
        )
        second = await backend.get_context(stage.interview_id, stage.user_id)
        assert second.epoch > first.epoch
        assert (second.last_sequence, second.elapsed_ms, second.engine_state) == (5, 30_000, "s")
        assert second.usage == USAGE
        assert list(second.transcript) == list(conversation(1))
        assert (second.persona.name, second.candidate_name, second.question_count) == ("Ruth", "Ann", 6)

    stage.play(adapter, scene)


def test_every_verb_may_be_repeated(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        epoch = (await backend.get_context(stage.interview_id, stage.user_id)).epoch
        for _ in range(3):
            await backend.update_status(stage.interview_id, epoch, Status.IN_PROGRESS, None, 0)
        for _ in range(3):
            await backend.submit_transcript(
                stage.interview_id, epoch, conversation(1), last_sequence=1, elapsed_ms=1, engine_state=""
            )
            await backend.submit_feedback(stage.interview_id, epoch, feedback())
        for _ in range(3):
            await backend.update_status(stage.interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 1)

    stage.play(adapter, scene)
    stored = stage.interviews.get(stage.user_id, stage.interview_id)
    assert len(stored.entries) == 2
    assert stored.feedback is not None
    assert stored.feedback.version == 1


def test_gateway_that_was_passed_by_is_refused(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        old = (await backend.get_context(stage.interview_id, stage.user_id)).epoch
        await backend.get_context(stage.interview_id, stage.user_id)
        with pytest.raises(StaleOwner):
            await backend.update_status(stage.interview_id, old, Status.IN_PROGRESS, None, 0)
        with pytest.raises(StaleOwner):
            await backend.submit_transcript(
                stage.interview_id, old, [answer_entry(0)], last_sequence=1, elapsed_ms=1, engine_state=""
            )
        with pytest.raises(StaleOwner):
            await backend.submit_feedback(stage.interview_id, old, feedback())

    stage.play(adapter, scene)
    assert stage.interviews.get(stage.user_id, stage.interview_id).entries == ()


def test_status_that_would_move_backwards_is_let_go(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        epoch = (await backend.get_context(stage.interview_id, stage.user_id)).epoch
        await backend.update_status(stage.interview_id, epoch, Status.IN_PROGRESS, None, 0)
        await backend.update_status(stage.interview_id, epoch, Status.ERROR, EndReason.ERROR, 0)
        await backend.update_status(stage.interview_id, epoch, Status.IN_PROGRESS, None, 0)

    stage.play(adapter, scene)
    assert stage.interviews.get(stage.user_id, stage.interview_id).summary.status is Status.ERROR


def test_gateway_finds_neither_a_missing_nor_anothers_interview(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        with pytest.raises(NotFound):
            await backend.get_context("missing", stage.user_id)
        with pytest.raises(NotFound):
            await backend.get_context(stage.interview_id, "somebody")

    stage.play(adapter, scene)


def test_ended_interview_is_not_taken_over(stage: Stage, adapter: str) -> None:
    stage.interviews.complete(stage.user_id, stage.interview_id)

    async def scene(backend: Backend) -> None:
        with pytest.raises(Conflict):
            await backend.get_context(stage.interview_id, stage.user_id)

    stage.play(adapter, scene)


def test_writes_of_one_owner_may_overlap(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        epoch = (await backend.get_context(stage.interview_id, stage.user_id)).epoch
        writes = [
            backend.submit_transcript(
                stage.interview_id, epoch, [answer_entry(n)], last_sequence=n, elapsed_ms=n, engine_state=""
            )
            for n in range(20)
        ]
        await asyncio.gather(*writes)

    stage.play(adapter, scene)
    assert [entry.order_index for entry in stage.interviews.get(stage.user_id, stage.interview_id).entries] == [
        *range(20)
    ]


def test_question_that_is_asked_again_reaches_the_gateway_in_its_words(
    stage: Stage, adapter: str, sqlite_database: Database
) -> None:
    stage.practised()
    retry = TakeService(sqlite_database, Settings()).retry(stage.user_id, stage.interview_id, 1)

    async def scene(backend: Backend) -> None:
        context = await backend.get_context(retry.id, stage.user_id)
        assert context.retried is not None
        assert context.retried.text == "What changed because of you?"
        assert (context.question_count, context.persona.name) == (1, "Ruth")

    stage.play(adapter, scene)


def test_interview_that_was_deleted_is_gone_for_its_gateway(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        epoch = (await backend.get_context(stage.interview_id, stage.user_id)).epoch
        await asyncio.to_thread(stage.interviews.delete, stage.user_id, stage.interview_id)
        with pytest.raises(BackendError) as gone:
            await backend.submit_transcript(
                stage.interview_id, epoch, [answer_entry(0)], last_sequence=1, elapsed_ms=1, engine_state=""
            )
        assert not gone.value.retryable

    stage.play(adapter, scene)


def test_interview_that_was_ended_from_outside_takes_no_more_turns(stage: Stage, adapter: str) -> None:
    async def scene(backend: Backend) -> None:
        epoch = (await backend.get_context(stage.interview_id, stage.user_id)).epoch
        await backend.update_status(stage.interview_id, epoch, Status.IN_PROGRESS, None, 0)
        await asyncio.to_thread(stage.interviews.complete, stage.user_id, stage.interview_id)
        with pytest.raises(Conflict):
            await backend.submit_transcript(
                stage.interview_id, epoch, [answer_entry(0)], last_sequence=1, elapsed_ms=1, engine_state=""
            )
        with pytest.raises(Conflict):
            await backend.update_status(stage.interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 1)

    stage.play(adapter, scene)
