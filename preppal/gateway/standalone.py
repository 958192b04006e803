"""The gateway as a server of its own: interview sockets, the echo, and what whoever runs it asks for."""

import json
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager

from preppal.auth.figures import check_may_see_figures
from preppal.errors import NotAllowed, NotFound
from preppal.gateway.app import PATH_PREFIX, Gateway
from preppal.gateway.client import Receive, Scope, SendEvent
from preppal.gateway.echo import PATH as ECHO_PATH
from preppal.gateway.echo import echo


class Standalone:
    """Plain ASGI with a lifespan. `is_ready` says whether the backend answers."""

    def __init__(
        self,
        gateway: Gateway,
        running: Callable[[], AbstractAsyncContextManager[None]],
        *,
        is_ready: Callable[[], Awaitable[bool]],
        metrics_token: str = "",
    ) -> None:
        self._gateway = gateway
        self._running = running
        self._is_ready = is_ready
        self._metrics_token = metrics_token

    async def __call__(self, scope: Scope, receive: Receive, send: SendEvent) -> None:
        path = str(scope.get("path", ""))
        match scope["type"]:
            case "lifespan":
                await self._live(receive, send)
            case "websocket" if path == ECHO_PATH:
                await echo(scope, receive, send)
            case "websocket" if path.startswith(PATH_PREFIX):
                await self._gateway(scope, receive, send)
            case "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            case _:
                await self._answer(path, scope, send)

    async def _live(self, receive: Receive, send: SendEvent) -> None:
        await receive()
        async with self._running():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, path: str, scope: Scope, send: SendEvent) -> None:
        match path:
            case "/healthz":
                await _respond(send, 200, json.dumps({"status": "ok"}), "application/json")
            case "/readyz":
                is_ready = await self._is_ready()
                words = {"status": "ready" if is_ready else "not ready", "checks": {"backend": _word(is_ready)}}
                await _respond(send, 200 if is_ready else 503, json.dumps(words), "application/json")
            case "/metrics" if _may_see_figures(scope, self._metrics_token):
                lines = [f"{name} {value:g}\n" for name, value in sorted(self._gateway.figures().items())]
                await _respond(send, 200, "".join(lines), "text/plain; version=0.0.4")
            case _:
                await _respond(send, 404, "Only interviews are here.\n", "text/plain; charset=utf-8")


def _may_see_figures(scope: Scope, token: str) -> bool:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
    peer = scope["client"][0] if scope.get("client") else ""
    try:
        check_may_see_figures(
            token, authorization=headers.get("authorization", ""), peer=peer, header_names=headers.keys()
        )
    except (NotAllowed, NotFound):
        return False
    return True


def _word(is_well: bool) -> str:
    return "ok" if is_well else "failed"


async def _respond(send: SendEvent, status: int, text: str, media_type: str) -> None:
    body = text.encode()
    headers = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
