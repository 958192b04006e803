"""One WebSocket: real frames by the `websockets` library, and every way in which a link goes wrong.

Everything here is synchronous: bytes come in through `data_received`, frames go out through `send`.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from tests.emulators.gemini_live.clock import Clock

_CLOSE_LIMIT_S = 5.0  # real seconds: how long a client may take to answer a close frame


@dataclass(frozen=True, slots=True)
class Ending:
    """How a link ended. Codes are None where no close frame was seen in that direction."""

    client_code: int | None
    client_reason: str
    server_code: int | None
    client_first: bool


class LinkUser(Protocol):
    """Who is told what happens on a link."""

    def received(self, data: bytes, is_text: bool) -> None: ...

    def lost(self, ending: Ending) -> None: ...


class _Frames(ServerProtocol):
    """Overrides one method of the library to hold pongs back: nothing else there can."""

    def __init__(self, max_size: int, deflate: bool, hold_pong: Callable[[bytes], bool]) -> None:
        extensions = [ServerPerMessageDeflateFactory()] if deflate else None
        super().__init__(max_size=max_size, extensions=extensions)
        self._hold_pong = hold_pong

    def send_frame(self, frame: Frame) -> None:
        if frame.opcode is Opcode.PONG and self._hold_pong(bytes(frame.data)):
            return
        super().send_frame(frame)


class Link:
    """Opened by `accept`; `user` hears of every message and of the end."""

    def __init__(self, transport: asyncio.Transport, clock: Clock, *, max_size: int, deflate: bool) -> None:
        self._transport = transport
        self._clock = clock
        self._frames = _Frames(max_size, deflate, self._hold_pong)
        self._user: LinkUser | None = None
        self._fragments = bytearray()
        self._is_text = False
        self._held: list[bytes] = []
        self._writes_data = True
        self._is_dead = False
        self._pong_delay_s: float | None = 0.0
        self._stalled_since: float | None = None
        self._stalled_s = 0.0

    def accept(self, head: bytes) -> Request:
        """Answers the upgrade request. Raises ValueError when it is none."""
        self._frames.receive_data(head)
        events = self._frames.events_received()
        if not events or not isinstance(events[0], Request):
            raise ValueError("no upgrade request")
        self._frames.send_response(self._frames.accept(events[0]))
        self._flush()
        return events[0]

    def attach(self, user: LinkUser) -> None:
        self._user = user
        self._deliver()

    @property
    def is_open(self) -> bool:
        return self._frames.state is State.OPEN and not self._is_dead

    @property
    def backpressure_s(self) -> float:
        """For how many emulated seconds the client has not taken what was sent."""
        running = self._clock.now_s() - self._stalled_since if self._stalled_since is not None else 0.0
        return self._stalled_s + running

    # ---- sending

    def send(self, data: bytes, *, as_text: bool) -> None:
        if not self.is_open:
            return
        (self._frames.send_text if as_text else self._frames.send_binary)(data)
        if self._writes_data:
            self._flush()
        else:
            self._held.extend(self._frames.data_to_send())

    def close(self, code: int, reason: str) -> None:
        if self.is_open:
            self._frames.send_close(code, reason)
            self._flush()
            asyncio.get_running_loop().call_later(_CLOSE_LIMIT_S, self._transport.abort)

    # ---- faults

    def abort(self) -> None:
        self._transport.abort()

    def eof(self) -> None:
        self._transport.close()

    def stop_reading(self) -> None:
        self._transport.pause_reading()

    def stop_writing(self) -> None:
        self._writes_data = False

    def die(self) -> None:
        """Half-open: the socket stays, and nothing passes it any more."""
        self._is_dead = True
        self._transport.pause_reading()

    def go_on(self) -> None:
        self._is_dead = False
        self._writes_data = True
        self._pong_delay_s = 0.0
        held, self._held = self._held, []
        self._write(held)
        self._transport.resume_reading()

    def delay_pongs(self, seconds: float | None) -> None:
        """None: never answer a ping again."""
        self._pong_delay_s = seconds

    # ---- called by the transport's protocol

    def data_received(self, data: bytes) -> None:
        if self._is_dead:
            return
        self._frames.receive_data(data)
        self._flush()
        self._deliver()

    def eof_received(self) -> None:
        self._frames.receive_eof()
        self._flush()

    def pause_writing(self) -> None:
        self._stalled_since = self._clock.now_s()

    def resume_writing(self) -> None:
        self._stalled_s, self._stalled_since = self.backpressure_s, None

    def connection_lost(self) -> None:
        if self._user is not None:
            self._user.lost(self._ending())

    def _ending(self) -> Ending:
        received, sent = self._frames.close_rcvd, self._frames.close_sent
        return Ending(
            client_code=received.code if received else None,
            client_reason=received.reason if received else "",
            server_code=sent.code if sent else None,
            client_first=received is not None and self._frames.close_rcvd_then_sent is not False,
        )

    def _deliver(self) -> None:
        if self._user is None:
            return
        for event in self._frames.events_received():
            if isinstance(event, Frame) and event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self._collect(event, self._user)

    def _collect(self, frame: Frame, user: LinkUser) -> None:
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        self._fragments += frame.data
        if frame.fin:
            message, self._fragments = bytes(self._fragments), bytearray()
            user.received(message, self._is_text)

    def _flush(self) -> None:
        self._write(self._frames.data_to_send())

    def _write(self, writes: list[bytes]) -> None:
        if self._is_dead or self._transport.is_closing():
            return
        for data in writes:
            if data:
                self._transport.write(data)
            else:
                self._transport.close()

    def _hold_pong(self, payload: bytes) -> bool:
        if self._pong_delay_s == 0.0:
            return False
        if self._pong_delay_s is not None:
            delay_s = self._pong_delay_s / self._clock.scale
            asyncio.get_running_loop().call_later(delay_s, self._late_pong, payload)
        return True

    def _late_pong(self, payload: bytes) -> None:
        if self._frames.state is not State.OPEN:
            return
        delay_s, self._pong_delay_s = self._pong_delay_s, 0.0
        self._frames.send_pong(payload)
        self._pong_delay_s = delay_s
        self._flush()
