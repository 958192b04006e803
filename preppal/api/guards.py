"""What stands before every JSON route: a limit on bodies, and headers that keep answers out of caches."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1_000_000

_TOO_LARGE = f"Send at most {MAX_BODY_BYTES // 1_000_000} MB."


class Guards:
    """Plain ASGI, so that nothing is buffered that need not be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0
        announced = Headers(scope=scope).get("content-length", "0")
        is_too_large = announced.isdigit() and int(announced) > MAX_BODY_BYTES

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if is_too_large or received > MAX_BODY_BYTES:
                raise HTTPException(413, _TOO_LARGE)
            return message

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self._app(scope, receive_limited, send_with_headers)
