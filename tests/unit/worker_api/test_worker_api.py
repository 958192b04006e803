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
from tests.factories import answer_entry
from tests.fakes import MemoryBackend
from tests.unit.api.conftest import Site, site

__all__ = ["site"]  # a fixture

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


class LosesAnswers(httpx.AsyncBaseTransport):
    """A network that carries every request, and loses the first answer to each."""

    def __init__(self, app: FastAPI) -> None:
        self._inner = httpx.ASGITransport(app)
        self._seen: set[bytes] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        answer = await self._inner.handle_async_request(request)
        if body not in self._seen:
            self._seen.add(body)
            raise httpx.ReadError("the connection broke")
        return answer


def test_write_whose_answer_was_lost_is_done_once() -> None:
    backend = MemoryBackend(CONTEXT)

    async def play() -> None:
        there = HttpBackend("http://backend", SECRET, transport=LosesAnswers(_app(backend)), pauses_s=(0, 0))
        epoch = (await there.get_context("i", "ann")).epoch
        for _ in range(2):
            await there.submit_transcript("i", epoch, [answer_entry(0)], last_sequence=1, elapsed_ms=1, engine_state="")
        await there.close()

    asyncio.run(play())
    assert list(backend.entries) == [0]
    assert backend.epoch == 2, "the second question took over what the first had taken"


def test_whole_transcript_passes_and_a_flood_does_not(site: Site) -> None:
    """As the product serves it, behind the limits of the JSON routes."""
    backend = MemoryBackend(CONTEXT)
    site.app.include_router(create_worker_route(backend, SECRET))
    client = site.client(SECRET)
    epoch = wire.decode_response(
        client.post(PATH, content=wire.encode_request(wire.GetContext("i", "ann"))).content, wire.GetContext("i", "ann")
    )
    assert isinstance(epoch, InterviewContext)
    long = tuple(answer_entry(n, "word " * 4_000) for n in range(20))
    whole = wire.encode_request(wire.SubmitTranscript("i", epoch.epoch, long, 1, 1, ""))
    assert len(whole) > 1_000_000
    assert client.post(PATH, content=whole).status_code == 200
    assert len(backend.entries) == 20
    flood = client.post(PATH, content=bytes(16_000_001))
    assert (flood.status_code, flood.headers["content-type"]) == (413, "application/problem+json")


def test_requests_of_a_gateway_are_not_counted_as_one_persons(site: Site) -> None:
    site.change_settings(requests_per_minute=2)
    site.app.include_router(create_worker_route(MemoryBackend(CONTEXT), SECRET))
    client = site.client(SECRET)
    asked = wire.encode_request(wire.GetContext("i", "ann"))
    assert {client.post(PATH, content=asked).status_code for _ in range(5)} == {200}


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
