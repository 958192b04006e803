"""A candidate without a browser: numbers what it sends, comes back when the socket goes, says again what was lost."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import TracebackType

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from preppal.domain.transcript import Role
from preppal.session import messages as msg
from preppal.wire.live import decode_server, encode_client
from tests.spoken import silence

_FRAME_BYTES = 640  # 20 ms
_COME_BACK_AFTER_S = 0.3


class WireCandidate:
    """In one interview. `live_url` asks for a fresh address with its token, as a page does before each connection."""

    def __init__(self, live_url: Callable[[], str]) -> None:
        self._live_url = live_url
        self._socket: ClientConnection | None = None
        self._sent: list[msg.AudioFrame | msg.TextInput] = []
        self._news = asyncio.Condition()
        self._due = asyncio.get_running_loop().time()
        self.finals: dict[int, msg.TranscriptUpdate] = {}
        self.reason: msg.ClosingReason | None = None
        self.connections = 0

    async def __aenter__(self) -> "WireCandidate":
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening

    # ---- what happens

    async def until(self, happened: Callable[[], bool], limit_s: float = 120) -> None:
        async with asyncio.timeout(limit_s), self._news:
            await self._news.wait_for(happened)

    def questions(self) -> int:
        """How many turns of the interviewer are stored."""
        return sum(final.role is Role.INTERVIEWER for final in self.finals.values())

    # ---- what the candidate does

    async def type(self, text: str) -> None:
        await self._send(msg.TextInput(text))

    async def say(self, pcm: bytes) -> None:
        """Into the microphone, in real time."""
        for start in range(0, len(pcm), _FRAME_BYTES):
            await self._send(msg.AudioFrame(pcm[start : start + _FRAME_BYTES]))
            self._due = max(self._due + 0.02, asyncio.get_running_loop().time() - 0.2)
            await asyncio.sleep(max(0.0, self._due - asyncio.get_running_loop().time()))

    async def hear_question(self, number: int) -> None:
        """Silence into the microphone until the interviewer's turn `number` is final: stored, and heard."""
        while self.questions() < number:
            await self.say(silence(200))
        await self.say(silence(300))

    async def end(self) -> None:
        await self.until(lambda: self._socket is not None)
        assert self._socket is not None
        await self._socket.send(encode_client(msg.EndRequest()))
        await self.until(lambda: self.reason is not None)

    async def _send(self, message: msg.AudioFrame | msg.TextInput) -> None:
        self._sent.append(replace(message, sequence=len(self._sent) + 1))
        if self._socket is not None:
            with suppress(WebSocketException):  # sent again after coming back
                await self._socket.send(encode_client(self._sent[-1]))

    # ---- the socket

    async def _listen(self) -> None:
        while self.reason is None:
            with suppress(WebSocketException, OSError, httpx.HTTPError):
                url = await asyncio.to_thread(self._live_url)
                async with connect(url, max_size=None) as socket:
                    self.connections += 1
                    await self._converse(socket)
            self._socket = None
            await asyncio.sleep(_COME_BACK_AFTER_S)

    async def _converse(self, socket: ClientConnection) -> None:
        async for data in socket:
            message = decode_server(bytes(data))
            if isinstance(message, msg.SessionReady):
                await self._send_again(socket, message.last_sequence)
            await self._take(message)

    async def _send_again(self, socket: ClientConnection, last_sequence: int) -> None:
        """Also what is said meanwhile."""
        while last_sequence < len(self._sent):
            await socket.send(encode_client(self._sent[last_sequence]))
            last_sequence += 1
        self._socket = socket

    async def _take(self, message: msg.ServerMessage | None) -> None:
        match message:
            case msg.TranscriptUpdate() if message.is_final:
                self.finals[message.order_index] = message
            case msg.SessionEnded():
                self.reason = message.reason
        async with self._news:
            self._news.notify_all()
