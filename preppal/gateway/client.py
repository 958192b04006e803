"""One WebSocket of a candidate, on bare ASGI: a bounded outbox, decoding with patience, an orderly close."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, Protocol

from preppal.errors import ProtocolError
from preppal.session.messages import ClientMessage, ErrorResponse, ServerMessage
from preppal.wire.live import decode_client, encode_server

# ASGI's own types: events are string-keyed mappings by specification.
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
SendEvent = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, SendEvent], Awaitable[None]]

MAX_FRAME_BYTES = 65_536
_MAX_BAD_FRAMES = 3
# About a minute of 40 ms pieces plus messages. Full: the client is too slow and is let go; it may come back.
_OUTBOX_FRAMES = 4_096
_CLOSE_LIMIT_S = 5.0
_NONSENSE_CLOSE, _TOO_BIG_CLOSE, _TOO_SLOW_CLOSE = 1007, 1009, 1013

_log = logging.getLogger(__name__)


class ClientEnd(Protocol):
    """Whoever listens to an interview: a socket, or a candidate who takes turns by request."""

    def send(self, message: ServerMessage) -> None: ...

    def close(self, code: int, reason: str) -> None: ...


class Client:
    """The socket as the session sees it: send messages, read messages, close with a code."""

    def __init__(self, receive: Receive, send: SendEvent) -> None:
        self._receive = receive
        self._send = send
        self._outbox: asyncio.Queue[bytes | tuple[int, str]] = asyncio.Queue(_OUTBOX_FRAMES)
        self._closing = False
        self._goodbye: tuple[int, str] | None = None

    def send(self, message: ServerMessage) -> None:
        """Queue a message. After `close` nothing more goes out."""
        if not self._closing:
            self._put(encode_server(message))

    def close(self, code: int, reason: str) -> None:
        """Close after everything queued has been sent."""
        if not self._closing:
            self._put((code, reason))
            self._closing = True

    def _put(self, item: bytes | tuple[int, str]) -> None:
        try:
            self._outbox.put_nowait(item)
        except asyncio.QueueFull:
            _log.warning("a client is too slow; letting it go")
            self._closing = True
            while not self._outbox.empty():
                self._outbox.get_nowait()
            self._outbox.put_nowait((_TOO_SLOW_CLOSE, "too slow"))

    async def write(self) -> None:
        """Send what is queued until it is time to close, or the socket is gone."""
        while True:
            item = await self._outbox.get()
            if not isinstance(item, bytes):
                self._goodbye = item
                return
            try:
                await self._send({"type": "websocket.send", "bytes": item})
            except (OSError, RuntimeError):
                return  # the reader notices too

    async def say_goodbye(self) -> None:
        """Send the close frame. Nobody may be receiving any more: granian closes only a socket that rests."""
        if self._goodbye is None:
            return
        code, reason = self._goodbye
        with suppress(OSError, RuntimeError, TimeoutError):  # it may be gone already
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                await self._send({"type": "websocket.close", "code": code, "reason": reason})

    async def messages(self) -> AsyncIterator[ClientMessage]:
        """Everything the client says until it is gone. Nonsense is answered; the third time closes the socket."""
        bad_frames = 0
        while True:
            event = await self._receive()
            if event["type"] == "websocket.disconnect":
                return
            data = event.get("bytes") or b""
            try:
                message = _decode(data)
            except ProtocolError as error:
                bad_frames += 1
                code = _TOO_BIG_CLOSE if len(data) > MAX_FRAME_BYTES else _NONSENSE_CLOSE
                self.send(ErrorResponse(code, str(error)))
                if bad_frames >= _MAX_BAD_FRAMES:
                    self.close(code, "frames that make no sense")
                    return
            else:
                if message is not None:
                    yield message


def _decode(data: bytes) -> ClientMessage | None:
    if len(data) > MAX_FRAME_BYTES:
        raise ProtocolError(f"A frame may have {MAX_FRAME_BYTES} bytes at most.")
    return decode_client(data)
