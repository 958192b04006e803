"""How many requests a minute one address may make, before anything else is done for it."""

from starlette.types import ASGIApp, Receive, Scope, Send

from preppal.api.problems import problem
from preppal.auth.callers import caller_address
from preppal.errors import LimitReached
from preppal.services.limits import RateLimiter

# Probes and the gateway ask often and are known; a limit on them would only hide trouble.
_FREE = frozenset({"/healthz", "/readyz", "/metrics", "/api/worker"})


class Throttle:
    """Plain ASGI, in front of the routes. Persons are counted where they are known, in `identity`."""

    def __init__(self, app: ASGIApp, limiter: RateLimiter, proxies: int) -> None:
        self._app = app
        self._limiter = limiter
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _FREE:
            await self._app(scope, receive, send)
            return
        try:
            self._limiter.take(_address(scope, self._proxies))
        except LimitReached as error:
            answer = problem(429, str(error), headers={"Retry-After": str(error.retry_after_s)})
            await answer(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _address(scope: Scope, proxies: int) -> str:
    peer = scope["client"][0] if scope.get("client") else ""
    forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return caller_address(peer, b",".join(forwarded).decode("latin-1"), proxies)
