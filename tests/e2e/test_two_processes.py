"""Two processes on one PostgreSQL and one Redis: one is killed in mid-interview, the other takes over."""

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from preppal.session import messages as msg
from preppal.wire.live import decode_server, encode_client
from tests.e2e.server import Server, free_port
from tests.postgres import PostgresServer
from tests.redis_server import INSTALL_HINT, RedisServer, find_binary

pytestmark = [pytest.mark.e2e, pytest.mark.postgres, pytest.mark.redis]


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    binary = find_binary()
    if binary is None:
        pytest.skip(INSTALL_HINT)
    server = RedisServer(binary).start()
    yield server
    server.stop()


@pytest.fixture
def pair(
    port: int, tmp_path: Path, redis: RedisServer, postgres_server: PostgresServer, migrated_postgres: str
) -> Iterator[tuple[Server, Server]]:
    """Two processes that share a database, a Redis and a signing key."""
    shared = {
        "REFLEX_DB_URL": postgres_server.url(postgres_server.new_database(migrated_postgres)),
        "REFLEX_REDIS_URL": redis.url,
        "PREPPAL_SECRET_KEY": "a signing key for tests that is long enough to be accepted",
    }
    servers = []
    for name, number in (("one", port), ("two", free_port())):
        folder = tmp_path / name
        folder.mkdir()
        servers.append(Server(folder, number, **shared).start(build=number == port))
    yield servers[0], servers[1]
    for server in servers:
        server.stop()


async def _listen_for(socket: ClientConnection, kind: type[msg.ServerMessage], **wanted: object) -> msg.ServerMessage:
    async with asyncio.timeout(60):
        async for data in socket:
            message = decode_server(bytes(data))
            if isinstance(message, kind) and all(getattr(message, name) == value for name, value in wanted.items()):
                return message
    raise AssertionError(f"closed before a {kind.__name__}")


def _url(server: Server, person: httpx.Client, interview_id: str, kind: str) -> str:
    token = person.post(f"{server.url}/api/session/{interview_id}/{kind}").raise_for_status().json()["token"]
    return f"{server.ws_url}/interview/{interview_id}?token={token}"


async def _interview(one: Server, two: Server, person: httpx.Client, interview_id: str) -> None:
    async with connect(_url(one, person, interview_id, "worker-token"), max_size=None) as socket:
        await _listen_for(socket, msg.TranscriptUpdate, is_final=True, order_index=0)
        await socket.send(encode_client(msg.TextInput("I led the move to the new depot and it took six weeks.", 1)))
        await _listen_for(socket, msg.TranscriptUpdate, is_final=True, order_index=2)
        one.kill()
        with pytest.raises((ConnectionClosed, AssertionError)):
            await _listen_for(socket, msg.SessionEnded)
    async with connect(_url(two, person, interview_id, "ws-token"), max_size=None) as socket:
        ready = await _listen_for(socket, msg.SessionReady)
        assert isinstance(ready, msg.SessionReady)
        assert ready.resumed
        assert ready.next_order_index == 3
        await socket.send(encode_client(msg.TextInput("We measured the queue before and after, and it halved.", 2)))
        await _listen_for(socket, msg.TranscriptUpdate, is_final=True, order_index=4)
        await socket.send(encode_client(msg.EndRequest()))
        await _listen_for(socket, msg.SessionEnded, reason=msg.ClosingReason.USER_ENDED)


def test_second_process_takes_an_interview_over_when_the_first_is_killed(pair: tuple[Server, Server]) -> None:
    one, two = pair
    person = one.sign_in()
    body = {"interviewType": "behavioral", "difficulty": "standard", "idempotencyKey": str(uuid.uuid4())}
    interview_id = person.post("/api/session/create", json=body).raise_for_status().json()["id"]
    asyncio.run(_interview(one, two, person, interview_id))
    stored = person.get(f"{two.url}/api/session/{interview_id}").raise_for_status().json()
    assert stored["status"] == "completed"
    contents = [entry["content"] for entry in stored["transcript"]]
    assert [entry["role"] for entry in stored["transcript"]][:5] == [
        "interviewer",
        "candidate",
        "interviewer",
        "candidate",
        "interviewer",
    ]
    assert sum(content.startswith(("Hello", "Hi", "Welcome")) for content in contents) == 1, "one greeting"
