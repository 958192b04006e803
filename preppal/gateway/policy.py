"""What browsers are told about our pages: where scripts may come from, who may frame them, what they may use.

Reflex builds its pages with inline scripts (the theme before the first paint, React Router's start). They are allowed
one by one, by the hashes of what the build really contains. docs/audio.md says what Reflex leaves open.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from preppal.gateway.client import SendEvent

_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE)
_HAS_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_FEATURES = (
    "microphone=(self), autoplay=(self), screen-wake-lock=(self), speaker-selection=(self), "
    "camera=(), display-capture=(), geolocation=(), payment=(), usb=()"
)
_EVERYWHERE = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", _FEATURES),
    ("x-frame-options", "DENY"),
)


def script_hashes(pages: Iterable[str]) -> tuple[str, ...]:
    """`sha256-…` of every inline script in these pages, each once."""
    codes = {
        script["code"]
        for page in pages
        for script in _INLINE_SCRIPT.finditer(page)
        if not _HAS_SOURCE.search(script["attributes"])
    }
    return tuple(sorted(f"sha256-{_digest(code)}" for code in codes))


def _digest(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()


def read_pages(build: Path) -> list[str]:
    """Every built page; none where there is no build, as in development."""
    return [path.read_text(encoding="utf-8") for path in sorted(build.rglob("*.html"))]


def content_policy(hashes: Iterable[str], addresses: Iterable[str] = ()) -> str:
    """The Content-Security-Policy. `addresses`: other origins a page connects to, as http or https URLs."""
    allowed = " ".join(f"'{value}'" for value in hashes)
    directives = (
        "default-src 'self'",
        f"script-src 'self' {allowed}".rstrip(),
        "worker-src 'self'",
        # Radix and Emotion set styles from scripts; no style can run code.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "media-src 'self' blob:",
        " ".join(["connect-src 'self'", *_origins(addresses)]),
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(directives)


def _origins(addresses: Iterable[str]) -> list[str]:
    """Each address for requests and for sockets: older browsers do not take 'self' for a socket."""
    found: dict[str, None] = {}
    for address in addresses:
        parts = urlsplit(address)
        if parts.netloc:
            found |= {f"{parts.scheme}://{parts.netloc}": None}
            found |= {f"{parts.scheme.replace('http', 'ws', 1)}://{parts.netloc}": None}
    return list(found)


class Headers:
    """Adds the headers to an HTTP answer on its way out. What an answer says itself stays."""

    def __init__(self, policy: str) -> None:
        self._policy = policy

    def around(self, send: SendEvent) -> SendEvent:
        async def send_with_headers(event: MutableMapping[str, Any]) -> None:
            if event["type"] == "http.response.start":
                event = {**event, "headers": self._complete(list(event.get("headers", ())))}
            await send(event)

        return send_with_headers

    def _complete(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        present = {name.lower(): value for name, value in headers}
        wanted = list(_EVERYWHERE)
        if present.get(b"content-type", b"").startswith(b"text/html"):
            wanted.append(("content-security-policy", self._policy))
        missing = [(name.encode(), value.encode()) for name, value in wanted if name.encode() not in present]
        return headers + missing
