"""How many requests were answered how, for `/metrics`: by verb and kind of status, never by path or person."""

import threading
from collections import Counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_VERBS = frozenset({"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"})


class RequestCounter:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, verb: str, status: int) -> None:
        with self._lock:
            self._counts[verb if verb in _VERBS else "other", f"{status // 100}xx"] += 1

    def figures(self) -> dict[str, float]:
        with self._lock:
            counts = dict(self._counts)
        return {
            f'preppal_http_requests_total{{method="{verb}",status="{kind}"}}': count
            for (verb, kind), count in counts.items()
        }


class Counting:
    """Plain ASGI, outermost: what goes wrong inside counts as the answer it became."""

    def __init__(self, app: ASGIApp, counter: RequestCounter) -> None:
        self._app = app
        self._counter = counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._counter.add(scope["method"], message["status"])
            await send(message)

        await self._app(scope, receive, send_counted)
