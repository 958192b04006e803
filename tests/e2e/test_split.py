"""Gateway and backend as two processes that share nothing but a secret; the backend is restarted in mid-interview."""

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from preppal.session import messages as msg
from preppal.wire.live import decode_server, encode_client
from tests.e2e.server import GatewayServer, Server, free_port

pytestmark = pytest.mark.e2e

_SECRET = "a-secret-that-only-the-gateway-and-the-backend-know"
_ANSWERS = (
    "I led the move to the new depot. I planned the week with six people and it took eight days instead of ten.",
    "I like to work with people who say what they think, because then we decide once and do not come back to it.",
    "I would measure how long an order waits, then I would change one thing a week and look again.",
)


@pytest.fixture
def split(port: int, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Backend and gateway, each with a folder of its own."""
    gateway_port = free_port()
    folders = [tmp_path / "backend", tmp_path / "gateway"]
    for folder in folders:
        folder.mkdir()
    shared = {"WORKER_SHARED_SECRET": _SECRET}
    backend = Server(folders[0], port, GATEWAY_URL=f"http://localhost:{gateway_port}", **shared)
    gateway = GatewayServer(folders[1], gateway_port, BACKEND_URL=backend.url, **shared)
    try:
        backend.start()
        yield backend, gateway.start()
    finally:
        gateway.stop()
        backend.stop()


async def _next(socket: ClientConnection, kind: type[msg.ServerMessage], **wanted: object) -> msg.ServerMessage:
    async with asyncio.timeout(90):
        async for data in socket:
            message = decode_server(bytes(data))
            if isinstance(message, kind) and all(getattr(message, name) == value for name, value in wanted.items()):
                return message
    raise AssertionError(f"closed before a {kind.__name__}")


async def _hold_interview(url: str, backend: Server) -> None:
    async with connect(url, max_size=None) as socket:
        for number, answer in enumerate(_ANSWERS, 1):
            await _next(socket, msg.TranscriptUpdate, is_final=True, order_index=2 * number - 2)
            if number == 2:
                backend.kill()
                restarting = asyncio.create_task(asyncio.to_thread(backend.start))
                await socket.send(encode_client(msg.TextInput(answer, number)))
                await _next(socket, msg.TranscriptUpdate, is_final=True, order_index=2 * number - 1)
                await restarting
            else:
                await socket.send(encode_client(msg.TextInput(answer, number)))
        await _next(socket, msg.TranscriptUpdate, is_final=True, order_index=2 * len(_ANSWERS))
        await socket.send(encode_client(msg.EndRequest()))
        await _next(socket, msg.SessionEnded, reason=msg.ClosingReason.USER_ENDED)


async def _refused(url: str) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await connect(url)
    return refused.value.response.status_code


def test_interview_goes_on_over_a_restart_of_the_backend(split: tuple[Server, Server]) -> None:
    backend, gateway = split
    person = backend.sign_in()
    body = {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": str(uuid.uuid4())}
    interview_id = person.post("/api/session/create", json=body).raise_for_status().json()["id"]
    live = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()
    assert urlsplit(live["url"]).netloc == urlsplit(gateway.url).netloc, "the front end is sent to the gateway"
    url = f"{live['url']}?token={live['token']}"

    asyncio.run(_hold_interview(url, backend))

    stored = person.get(f"/api/session/{interview_id}").raise_for_status().json()
    assert (stored["status"], stored["endReason"]) == ("completed", "user_ended")
    assert [entry["orderIndex"] for entry in stored["transcript"]] == list(range(len(stored["transcript"])))
    said = [entry["content"] for entry in stored["transcript"] if entry["role"] == "candidate"]
    assert said == list(_ANSWERS)
    assert not list((gateway.log_path.parent).glob("*.db")), "the gateway keeps nothing"


def test_gateway_lets_nobody_in_without_a_token_of_the_backend(split: tuple[Server, Server]) -> None:
    backend, gateway = split
    person = backend.sign_in()
    body = {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": str(uuid.uuid4())}
    interview_id = person.post("/api/session/create", json=body).raise_for_status().json()["id"]
    token = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()["token"]
    sign_in = person.headers["authorization"].removeprefix("Bearer ")
    for wrong in ("", "nonsense", token[:-2], sign_in, _SECRET):
        assert asyncio.run(_refused(f"{gateway.ws_url}/interview/{interview_id}?token={wrong}")) == 401
    assert asyncio.run(_refused(f"{gateway.ws_url}/interview/{uuid.uuid4()}?token={token}")) == 401
    answer = httpx.post(f"{backend.url}/api/worker", content=b"", headers={"Authorization": f"Bearer {sign_in}"})
    assert answer.status_code == 401
