"""What a gateway on its own answers to whoever runs it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.gateway.app import Gateway
from preppal.gateway.standalone import Standalone
from preppal.session.limits import Limits
from tests.fakes import LoudDetector, MemoryBackend, ScriptedEngine


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


def _ask(
    path: str, *, peer: str = "127.0.0.1", headers: dict[str, str] | None = None, token: str = "", is_ready: bool = True
) -> tuple[int, str]:
    async def play() -> tuple[int, str]:
        gateway = Gateway(
            backend=MemoryBackend.of_nobody(),
            engine=ScriptedEngine(),
            check_token=TokenSigner("k" * 40).check_live,
            new_detector=LoudDetector,
            limits=Limits(),
            max_interviews=1,
        )

        async def ready() -> bool:
            return is_ready

        app = Standalone(gateway, _nothing, is_ready=ready, metrics_token=token)
        sent: list[dict[str, Any]] = []

        async def send(event: Any) -> None:
            sent.append(event)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        given = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        await app({"type": "http", "path": path, "client": (peer, 1), "headers": given}, receive, send)
        return sent[0]["status"], sent[1]["body"].decode()

    return asyncio.run(play())


def test_gateway_is_alive_and_ready_when_its_backend_answers() -> None:
    assert _ask("/healthz")[0] == 200
    assert _ask("/readyz")[0] == 200
    status, body = _ask("/readyz", is_ready=False)
    assert (status, json.loads(body)["checks"]) == (503, {"backend": "failed"})


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"peer": "192.0.2.7"}, 404),
        ({"headers": {"X-Forwarded-For": "192.0.2.7"}}, 404),
        ({"token": "figures-please"}, 404),
        ({"token": "figures-please", "peer": "192.0.2.7", "headers": {"Authorization": "Bearer figures-please"}}, 200),
    ],
)
def test_figures_are_for_this_machine_or_for_whoever_has_the_token(asked: dict[str, Any], status: int) -> None:
    assert _ask("/metrics", **asked)[0] == status
