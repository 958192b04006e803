"""The one google-genai client all interviews of this process share, made at first use and kept silent.

Importing the SDK takes most of a second and a client another tenth, so both happen off the event loop. Its options are
measured: no compression (600 KB per session), no limit on a message, pongs may take a minute.
"""

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from preppal.config import Settings

if TYPE_CHECKING:
    from google.genai import Client

_API_VERSION = "v1beta"
_PING_EVERY_S, _PONG_WITHIN_S = 20, 60
_CLOSE_WITHIN_S = 2
OPEN_WITHIN_S = 8.0

# At debug level websockets logs every frame and header, and the HTTP clients theirs: speech, prompts, the key.
_NOWHERE = logging.Logger("gemini frames", level=logging.CRITICAL + 1)
_TALKATIVE = ("google_genai", "httpx2", "httpcore2", "httpx", "httpcore")


def silence_sdk() -> None:
    """Let neither the SDK nor what it builds on log what goes through it, whatever level the process logs at."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)


class SharedClient:
    """Made by the first interview that needs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Client | None = None
        self._making = asyncio.Lock()

    async def get(self) -> "Client":
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(_new_client, self._settings)
            return self._client

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aio.aclose()
            await asyncio.to_thread(client.close)


def _new_client(settings: Settings) -> "Client":
    from google.genai import Client
    from google.genai.types import HttpOptions

    silence_sdk()
    # Handed to websockets as they are. SSL_CERT_FILE and the proxy variables are honoured by default.
    connection: dict[str, Any] = {
        "compression": None,
        "max_size": None,
        "open_timeout": OPEN_WITHIN_S,
        "ping_interval": _PING_EVERY_S,
        "ping_timeout": _PONG_WITHIN_S,
        "close_timeout": _CLOSE_WITHIN_S,
        "logger": _NOWHERE,
    }
    options = HttpOptions(
        api_version=_API_VERSION,
        base_url=settings.gemini_base_url.rstrip("/") or None,
        async_client_args=connection,
    )
    return Client(api_key=settings.gemini_api_key, http_options=options)
