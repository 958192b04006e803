"""The API port: one TLS socket that takes WebSocket upgrades and REST calls alike, as one base URL must."""

import asyncio
from typing import Protocol

from tests.emulators.gemini_live.http_exchange import Answer, HttpExchange, HttpRequest, read_target
from tests.emulators.gemini_live.link import Link

_HEAD_LIMIT_BYTES = 64 * 1024


class Upgrades(Protocol):
    """Who decides on an upgrade request."""

    def upgrade(self, transport: asyncio.Transport, request: HttpRequest, head: bytes) -> Link | None:
        """Accept it, or answer and close, or leave it unanswered (None)."""
        ...


class FrontDoor(asyncio.Protocol):
    """Waits for the head of the first request, then hands the socket on."""

    def __init__(self, answer: Answer, upgrades: Upgrades | None = None) -> None:
        self._answer = answer
        self._upgrades = upgrades
        self._head = bytearray()
        self._next: Link | HttpExchange | None = None
        self._is_refused = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self._next is not None:
            self._next.data_received(data)
        elif not self._is_refused:
            self._head += data
            if b"\r\n\r\n" in self._head:
                self._hand_on()
            elif len(self._head) > _HEAD_LIMIT_BYTES and self.transport is not None:
                self.transport.abort()

    def eof_received(self) -> bool:
        if self._next is not None:
            self._next.eof_received()
        return False

    def pause_writing(self) -> None:
        if isinstance(self._next, Link):
            self._next.pause_writing()

    def resume_writing(self) -> None:
        if isinstance(self._next, Link):
            self._next.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._next is not None:
            self._next.connection_lost()

    def _hand_on(self) -> None:
        assert self.transport is not None
        data = bytes(self._head)
        head, _, _ = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        if self._upgrades is not None and headers.get("upgrade", "").lower() == "websocket":
            method, _, target = lines[0].partition(" ")
            request = read_target(method, target.rpartition(" ")[0], headers)
            self._next = self._upgrades.upgrade(self.transport, request, data)
            self._is_refused = self._next is None
        else:
            self._next = HttpExchange(self.transport, self._answer)
            self._next.data_received(data)
