"""The worker API over HTTP: only the shared secret opens it, and a backend that is away is asked again."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from preppal.domain.interview import PERSONAS, Difficulty, InterviewContext, InterviewType, Patience, Status
from preppal.errors import BackendError
from preppal.wire import worker_api as wire
from preppal.worker_api.client import HttpBackend
from preppal.worker_api.server import MEDIA_TYPE, PATH, create_worker_route
from tests.fakes import MemoryBackend

SECRET = "w" * 40
CONTEXT = InterviewContext(
    "i", "ann", InterviewType.BEHAVIORAL, Difficulty.STANDARD, PERSONAS["ruth"], Patience.NORMAL, 900, 6
)


def _app(backend: MemoryBackend) -> FastAPI:
    app = FastAPI()
    app.include_router(create_worker_route(backend, SECRET))
    return app


@pytest.mark.parametrize("header", [None, "", "Bearer ", f"Bearer {SECRET[:-1]}", f"Basic {SECRET}", "Bearer ümlaut"])
def test_whoever_lacks_the_secret_learns_nothing(header: str | None) -> None:
    backend = MemoryBackend(CONTEXT)
    body = wire.encode_request(wire.GetContext("i", "ann"))
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    answer = TestClient(_app(backend)).post(PATH, content=body, headers=headers)
    assert answer.status_code == 401
    assert backend.epoch == 0, "the interview was not taken over"


def test_nonsense_gets_a_code_and_no_trace() -> None:
    answer = TestClient(_app(MemoryBackend(CONTEXT))).post(
        PATH, content=b"\xff\xff", headers={"Authorization": f"Bearer {SECRET}"}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (400, MEDIA_TYPE)


def test_missing_interview_has_the_same_code_in_the_status_and_in_the_answer() -> None:
    asked = wire.GetContext("other", "ann")
    answer = TestClient(_app(MemoryBackend(CONTEXT))).post(
        PATH, content=wire.encode_request(asked), headers={"Authorization": f"Bearer {SECRET}"}
    )
    told = wire.decode_response(answer.content, asked)
    assert answer.status_code == 404
    assert isinstance(told, wire.Refusal)
    assert told.code == 404


class Unsteady(httpx.AsyncBaseTransport):
    """A network that fails as it is told before it carries a request."""

    def __init__(self, app: FastAPI, failures: list[Callable[[], httpx.Response]]) -> None:
        self._inner = httpx.ASGITransport(app)
        self._failures = failures

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._failures:
            return self._failures.pop(0)()
        return await self._inner.handle_async_request(request)


def _no_connection() -> httpx.Response:
    raise httpx.ConnectError("refused")


def _restarting() -> httpx.Response:
    return httpx.Response(503)


def test_backend_that_comes_back_is_asked_again() -> None:
    backend = MemoryBackend(CONTEXT)

    async def play() -> None:
        transport = Unsteady(_app(backend), [_no_connection, _restarting, _no_connection])
        there = HttpBackend("http://backend", SECRET, transport=transport, pauses_s=(0, 0, 0))
        epoch = (await there.get_context("i", "ann")).epoch
        await there.update_status("i", epoch, Status.IN_PROGRESS, None, 0)
        await there.close()

    asyncio.run(play())
    assert backend.statuses == [Status.IN_PROGRESS]


def test_backend_that_stays_away_is_a_retryable_error() -> None:
    async def play() -> None:
        transport = Unsteady(_app(MemoryBackend(CONTEXT)), [_no_connection] * 9)
        there = HttpBackend("http://backend", SECRET, transport=transport, pauses_s=(0, 0))
        with pytest.raises(BackendError) as failed:
            await there.get_context("i", "ann")
        assert failed.value.retryable

    asyncio.run(play())


def test_wrong_secret_is_an_error_that_asking_again_does_not_cure() -> None:
    async def play() -> None:
        there = HttpBackend("http://backend", "x" * 40, transport=httpx.ASGITransport(_app(MemoryBackend(CONTEXT))))
        with pytest.raises(BackendError) as failed:
            await there.get_context("i", "ann")
        assert not failed.value.retryable

    asyncio.run(play())
