"""A server at the other end of the line for measurements: notes when each frame comes, speaks in bursts."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from types import TracebackType

import numpy as np
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from preppal.domain.transcript import Role
from preppal.session import messages as msg
from preppal.session.messages import Phase
from preppal.wire.live import decode_client, encode_server
from tests.integration.audio.origin import ComponentHandler, granting

RATE_HZ = 24_000
TURN_S, PAUSE_S = 8.0, 3.0
_PIECE_S = 0.04
_NOTICE_EVERY_S = 10.0
_ACK_FRAMES = 50

Delivery = Callable[[bytes], AsyncIterator[bytes]]


@dataclass(slots=True)
class Arrived:
    """A frame: its number, the first sample it holds, and when it was read from the socket (Unix ms)."""

    sequence: int
    first_sample: int
    at_ms: float


def _pieces(pcm: bytes, seconds: float) -> list[bytes]:
    size = round(seconds * RATE_HZ) * 2
    return [pcm[start : start + size] for start in range(0, len(pcm), size)]


async def _at_once(pcm: bytes) -> AsyncIterator[bytes]:
    """As a local synthesiser does."""
    for piece in _pieces(pcm, 0.1):
        yield piece


async def _paced(pcm: bytes, piece_s: float, every_s: float, ahead: int = 0) -> AsyncIterator[bytes]:
    """Pieces at fixed times, the first `ahead` of them at once."""
    clock = asyncio.get_running_loop().time
    began = clock()
    for number, piece in enumerate(_pieces(pcm, piece_s)):
        await asyncio.sleep(max(0.0, began + (number - ahead) * every_s - clock()))
        yield piece


def _three_times_as_fast(pcm: bytes) -> AsyncIterator[bytes]:
    return _paced(pcm, _PIECE_S, _PIECE_S / 3)


def _half_seconds(pcm: bytes) -> AsyncIterator[bytes]:
    """500 ms of sound every 400 ms."""
    return _paced(pcm, 0.5, 0.4)


def _just_in_time(pcm: bytes) -> AsyncIterator[bytes]:
    """200 ms of sound every 200 ms, 200 ms ahead."""
    return _paced(pcm, 0.2, 0.2, ahead=1)


DELIVERIES: tuple[Delivery, ...] = (_at_once, _three_times_as_fast, _half_seconds, _just_in_time)


def sound(seconds: float) -> bytes:
    """Three tones: never silent for more than a sample."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    mixed = sum(0.2 * np.sin(2 * np.pi * hz * time_s + phase) for hz, phase in ((220, 0.3), (347, 1.1), (913, 2.0)))
    return np.round(np.asarray(mixed) * 32_767).astype("<i2").tobytes()


@dataclass
class LineServer:
    """Use as a context manager; runs in a thread of its own. `speaks`: turns of the interviewer, burst after burst."""

    speaks: bool = True
    arrived: list[Arrived] = field(default_factory=list)
    raw_delays_ms: list[float] = field(default_factory=list)  # of a client that sends its own stamp
    turns: int = 0
    port: int = 0

    def __enter__(self) -> "LineServer":
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._done = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), daemon=True)
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(20)

    async def _serve(self) -> None:
        async with serve(self._hold, "127.0.0.1", 0, compression=None) as server:
            self.port = int(next(iter(server.sockets)).getsockname()[1])
            self._ready.set()
            await self._done.wait()

    async def _hold(self, socket: ServerConnection) -> None:
        if socket.request is not None and socket.request.path.startswith("/raw"):
            await self._take_stamps(socket)
            return
        try:
            await socket.send(encode_server(msg.SessionReady(False, 0, 900, "soak", 0, 0, "", 0)))
            await socket.send(encode_server(msg.TurnState(Phase.LISTENING)))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(socket))
                tasks.create_task(self._tell_time(socket))
                if self.speaks:
                    tasks.create_task(self._speak(socket))
        except* ConnectionClosed:
            pass  # the page has gone

    async def _take_stamps(self, socket: ServerConnection) -> None:
        async for data in socket:
            self.raw_delays_ms.append(time.time() * 1000 - float(np.frombuffer(bytes(data)[:8], "<f8")[0]))

    async def _listen(self, socket: ServerConnection) -> None:
        async for data in socket:
            at_ms = time.time() * 1000
            message = decode_client(bytes(data))
            if isinstance(message, msg.AudioFrame):
                self.arrived.append(Arrived(message.sequence, message.captured_ms * 16, at_ms))
                if message.sequence % _ACK_FRAMES == 0:
                    await socket.send(encode_server(msg.AudioAck(message.sequence)))

    async def _tell_time(self, socket: ServerConnection) -> None:
        while True:
            await socket.send(encode_server(msg.TimeNotice(900)))
            await asyncio.sleep(_NOTICE_EVERY_S)

    async def _speak(self, socket: ServerConnection) -> None:
        pcm = sound(TURN_S)
        clock = asyncio.get_running_loop().time
        while True:
            index, began = self.turns * 2, clock()
            await socket.send(encode_server(msg.TurnState(Phase.SPEAKING)))
            async for piece in DELIVERIES[self.turns % len(DELIVERIES)](pcm):
                await socket.send(encode_server(msg.AudioResponse(piece, index)))
            final = msg.TranscriptUpdate(Role.INTERVIEWER, "And then?", True, True, index)
            await socket.send(encode_server(final))
            await asyncio.sleep(max(0.0, began + TURN_S + 0.5 - clock()))
            await socket.send(encode_server(msg.TurnState(Phase.LISTENING)))
            self.turns += 1
            await asyncio.sleep(PAUSE_S)

    @property
    def handler(self) -> type[ComponentHandler]:
        """Serves the pages, and the token for this server."""
        return granting(f"ws://127.0.0.1:{self.port}/interview/soak")
