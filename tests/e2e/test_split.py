"""Gateway and backend as two processes that share nothing but a secret; the backend is restarted in mid-interview."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from preppal.session import messages as msg
from tests.e2e.server import GatewayServer, Server, free_port
from tests.e2e.wire_candidate import WireCandidate
from tests.namespaces import NoNamespaces, TwoNetworks

pytestmark = pytest.mark.e2e

_SECRET = "a-secret-that-only-the-gateway-and-the-backend-know"
_ANSWERS = (
    "I led the move to the new depot. I planned the week with six people and it took eight days instead of ten.",
    "I like to work with people who say what they think, because then we decide once and do not come back to it.",
    "I would measure how long an order waits, then I would change one thing a week and look again.",
)
_ROLES = ("candidate", "interviewer")
_Answering = Callable[[WireCandidate, asyncio.TaskGroup], Awaitable[None]]
Split = tuple[Server, Server]


@contextmanager
def _running(backend: Server, gateway: Server) -> Iterator[Split]:
    try:
        backend.start()
        yield backend, gateway.start()
    finally:
        gateway.stop()
        backend.stop()


def _folders(tmp_path: Path) -> tuple[Path, Path]:
    folders = tmp_path / "backend", tmp_path / "gateway"
    for folder in folders:
        folder.mkdir()
    return folders


@pytest.fixture
def split(port: int, tmp_path: Path) -> Iterator[Split]:
    """On one machine, each with a folder of its own."""
    ours, theirs = _folders(tmp_path)
    gateway_port = free_port()
    shared = {"WORKER_SHARED_SECRET": _SECRET}
    backend = Server(ours, port, GATEWAY_URL=f"http://localhost:{gateway_port}", **shared)
    with _running(backend, GatewayServer(theirs, gateway_port, BACKEND_URL=backend.url, **shared)) as pair:
        yield pair


@pytest.fixture
def apart(port: int, tmp_path: Path) -> Iterator[Split]:
    """In two networks: the gateway reaches the backend over one cable, and neither has a way anywhere else."""
    ours, theirs = _folders(tmp_path)
    shared = {"WORKER_SHARED_SECRET": _SECRET, "HOST": "0.0.0.0", "PREPPAL_DEV_LOGIN": "1"}
    try:
        with TwoNetworks() as networks:
            gateway_url = f"http://{networks.second.address}:{port}"
            backend = Server(ours, port, networks.first, GATEWAY_URL=gateway_url, **shared)
            backend_url = f"http://{networks.first.inner}:{port}"
            gateway = GatewayServer(theirs, port, networks.second, BACKEND_URL=backend_url, **shared)
            with _running(backend, gateway) as pair:
                yield pair
    except NoNamespaces as missing:
        pytest.skip(str(missing))


def _new_interview(person: httpx.Client) -> str:
    body = {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": str(uuid.uuid4())}
    return str(person.post("/api/session/create", json=body).raise_for_status().json()["id"])


def _live_url(person: httpx.Client, interview_id: str) -> str:
    live = person.post(f"/api/session/{interview_id}/ws-token").raise_for_status().json()
    return f"{live['url']}?token={live['token']}"


async def _interview(person: httpx.Client, interview_id: str, answering: _Answering) -> WireCandidate:
    async with WireCandidate(lambda: _live_url(person, interview_id)) as candidate, asyncio.TaskGroup() as tasks:
        await answering(candidate, tasks)
        await candidate.until(lambda: candidate.questions() > len(_ANSWERS))
        await candidate.end()
    return candidate


async def _restart(backend: Server, tasks: asyncio.TaskGroup) -> None:
    """Killed now; back when it has started, meanwhile the interview goes on."""
    await asyncio.to_thread(backend.kill)
    tasks.create_task(asyncio.to_thread(backend.start))


def _stored(person: httpx.Client, interview_id: str) -> list[dict[str, Any]]:
    """The transcript of an interview that ended in order, with nothing missing."""
    stored = person.get(f"/api/session/{interview_id}").raise_for_status().json()
    assert (stored["status"], stored["endReason"]) == ("completed", "user_ended")
    transcript: list[dict[str, Any]] = stored["transcript"]
    assert [entry["orderIndex"] for entry in transcript] == list(range(len(transcript)))
    return transcript


def test_interview_goes_on_over_a_restart_of_the_backend(split: Split) -> None:
    backend, gateway = split
    person = backend.sign_in()
    interview_id = _new_interview(person)
    live = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()
    assert urlsplit(live["url"]).netloc == urlsplit(gateway.url).netloc, "the front end is sent to the gateway"

    async def answer(candidate: WireCandidate, tasks: asyncio.TaskGroup) -> None:
        for number, text in enumerate(_ANSWERS, 1):
            await candidate.until(lambda least=number: candidate.questions() >= least)
            if number == 2:
                await _restart(backend, tasks)
            await candidate.type(text)

    candidate = asyncio.run(_interview(person, interview_id, answer))

    assert candidate.reason is msg.ClosingReason.USER_ENDED
    transcript = _stored(person, interview_id)
    assert [entry["content"] for entry in transcript if entry["role"] == "candidate"] == list(_ANSWERS)
    # Where the backend is away for longer than the gateway waits, the candidate comes back, and what the interviewer
    # was saying is said again: there may be more of its turns, and never two of the candidate's in a row.
    roles = [entry["role"] for entry in transcript]
    assert ("candidate", "candidate") not in pairwise(roles)
    assert not list((gateway.log_path.parent).glob("*.db")), "the gateway keeps nothing"


def test_spoken_interview_across_two_networks_goes_on_over_a_restart_of_the_backend(
    apart: Split, say: Callable[..., bytes]
) -> None:
    backend, gateway = apart
    person = backend.sign_in()
    interview_id = _new_interview(person)
    live_url = _live_url(person, interview_id)
    spoken = [say(answer) for answer in _ANSWERS]

    async def answer(candidate: WireCandidate, tasks: asyncio.TaskGroup) -> None:
        for number, pcm in enumerate(spoken, 1):
            await candidate.hear_question(number)
            if number == 2:
                await _restart(backend, tasks)
            await candidate.say(pcm)
        await candidate.hear_question(len(spoken) + 1)

    candidate = asyncio.run(_interview(person, interview_id, answer))

    assert candidate.reason is msg.ClosingReason.USER_ENDED
    transcript = _stored(person, interview_id)
    said, asked = ([entry["content"] for entry in transcript if entry["role"] == role] for role in _ROLES)
    assert len(said) >= len(_ANSWERS)
    assert sum(words.startswith(("Hello", "Hi", "Welcome")) for words in asked) == 1, "one greeting"
    assert {final.text for final in candidate.finals.values()} == {entry["content"] for entry in transcript}
    assert urlsplit(live_url).netloc == urlsplit(gateway.url).netloc, "the front end is sent to the gateway"


async def _refused(url: str) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await connect(url)
    return refused.value.response.status_code


def test_gateway_lets_nobody_in_without_a_token_of_the_backend(split: Split) -> None:
    backend, gateway = split
    person = backend.sign_in()
    interview_id = _new_interview(person)
    token = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()["token"]
    sign_in = person.headers["authorization"].removeprefix("Bearer ")
    for wrong in ("", "nonsense", token[:-2], sign_in, _SECRET):
        assert asyncio.run(_refused(f"{gateway.ws_url}/interview/{interview_id}?token={wrong}")) == 401
    assert asyncio.run(_refused(f"{gateway.ws_url}/interview/{uuid.uuid4()}?token={token}")) == 401
    answer = httpx.post(f"{backend.url}/api/worker", content=b"", headers={"Authorization": f"Bearer {sign_in}"})
    assert answer.status_code == 401
