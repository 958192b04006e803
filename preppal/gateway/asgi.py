"""Which part of the product answers which path, on bare ASGI: no per-message cost on the live socket."""

from preppal.gateway.app import PATH_PREFIX, Gateway
from preppal.gateway.client import Asgi, Receive, Scope, SendEvent
from preppal.gateway.echo import PATH as ECHO_PATH
from preppal.gateway.echo import echo
from preppal.gateway.policy import Headers

_API_PREFIX = "/api/"
_REFLEX_PREFIXES = ("/_", "/ping", "/auth-codespace")
_API_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})


class Dispatch:
    """Interview sockets to the gateway, `/api/…` to the JSON routes, everything else to the pages."""

    def __init__(self, *, pages: Asgi, api: Asgi, gateway: Gateway | None, headers: Headers | None = None) -> None:
        self._pages = pages
        self._api = api
        self._gateway = gateway
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: SendEvent) -> None:
        part = self._choose(scope)
        if self._headers is not None and scope["type"] == "http":
            send = self._headers.around(send)
        await part(_page_scope(scope) if part is self._pages else scope, receive, send)

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


def _page_scope(scope: Scope) -> Scope:
    """Pages are folders in the build; asking for the folder spares a redirect, which would name the wrong host
    behind a proxy. Files and Reflex's own addresses stay as they are."""
    path = str(scope.get("path", ""))
    last = path.rsplit("/", 1)[-1]
    if scope["type"] != "http" or not last or "." in last or path.startswith(_REFLEX_PREFIXES):
        return scope
    return {**scope, "path": path + "/", "raw_path": (path + "/").encode()}
