"""What stands before every JSON route: a limit on bodies, and headers that keep answers out of caches."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY_BYTES = 1_000_000
MAX_UPLOAD_BYTES = 6_000_000  # a document of 5 MB and what a form puts around it
MAX_SOUND_UPLOAD_BYTES = 11_000_000
MAX_WORKER_BYTES = 16_000_000  # a whole transcript with its word times

_LIMITS = {
    "/api/resume/upload": MAX_UPLOAD_BYTES,
    "/api/job-description/upload": MAX_UPLOAD_BYTES,
    "/api/voice/transcribe": MAX_SOUND_UPLOAD_BYTES,
    "/api/worker": MAX_WORKER_BYTES,
}


class Guards:
    """Plain ASGI, so that nothing is buffered that need not be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        received = 0
        limit = _LIMITS.get(scope["path"], MAX_BODY_BYTES)
        announced = Headers(scope=scope).get("content-length", "0")
        is_too_large = announced.isdigit() and int(announced) > limit

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if is_too_large or received > limit:
                raise HTTPException(413, f"Send at most {limit // 1_000_000} MB.")
            return message

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self._app(scope, receive_limited, send_with_headers)
