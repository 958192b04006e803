"""Which part of the product answers which path, on bare ASGI: no per-message cost on the live socket."""

from preppal.gateway.app import PATH_PREFIX, Gateway
from preppal.gateway.client import Asgi, Receive, Scope, SendEvent
from preppal.gateway.echo import PATH as ECHO_PATH
from preppal.gateway.echo import echo

_API_PREFIX = "/api/"
_API_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class Dispatch:
    """Interview sockets to the gateway, `/api/…` to the JSON routes, everything else to the pages."""

    def __init__(self, *, pages: Asgi, api: Asgi, gateway: Gateway | None) -> None:
        self._pages = pages
        self._api = api
        self._gateway = gateway

    async def __call__(self, scope: Scope, receive: Receive, send: SendEvent) -> None:
        await self._choose(scope)(scope, receive, send)

    def _choose(self, scope: Scope) -> Asgi:
        path = str(scope.get("path", ""))
        match scope["type"]:
            case "websocket" if path == ECHO_PATH:
                return echo
            case "websocket" if path.startswith(PATH_PREFIX) and self._gateway is not None:
                return self._gateway
            case "http" if path.startswith(_API_PREFIX) or path in _API_PATHS:
                return self._api
            case _:
                return self._pages
