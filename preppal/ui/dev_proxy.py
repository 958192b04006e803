"""In development Vite serves the pages on a port of their own; this hands our routes and sockets on to the backend.

The pages name them by path alone, so that they work unchanged in production, where everything is on one port.
"""

import json
from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.config import get_config

_VITE_CONFIG = "vite.config.js"
_ANCHOR = "  server: {\n"
# The socket's address is that of a page but for its token.
_HTTP = ("^/api/", "^/(healthz|readyz|metrics)$")
_SOCKETS = ("^/interview-echo$", r"^/interview/[^/?]+\?token=")


class DevProxy(rx.plugins.Plugin):
    """Adds the proxy to the Vite configuration that Reflex generates."""

    def pre_compile(self, *, add_modify_task: Callable[[str, Callable[[str], str]], None], **_: Any) -> None:
        add_modify_task(_VITE_CONFIG, lambda content: with_proxy(content, get_config().backend_port or 8000))


def with_proxy(content: str, backend_port: int) -> str:
    """The configuration with our paths proxied. Raises RuntimeError when Reflex generates another shape."""
    if _ANCHOR not in content:
        raise RuntimeError("Reflex generates another vite.config.js than DevProxy knows: look for `server: {` in it.")
    if "proxy: {" in content:
        return content
    target = f"http://127.0.0.1:{backend_port}"
    rules = {path: {"target": target} for path in _HTTP} | {path: {"target": target, "ws": True} for path in _SOCKETS}
    return content.replace(_ANCHOR, f"{_ANCHOR}    proxy: {json.dumps(rules)},\n", 1)
