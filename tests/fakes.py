"""Hand-written stand-ins for our own ports, shared by the gateway's tests."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

from preppal.domain.feedback import Feedback
from preppal.domain.interview import (
    PERSONAS,
    Difficulty,
    EndReason,
    InterviewContext,
    InterviewType,
    Patience,
    Status,
)
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry
from preppal.errors import BackendError, EngineError, NotFound, StaleOwner
from preppal.session import messages as msg
from preppal.session.actions import EngineCommand
from preppal.session.events import EngineEvent
from preppal.wire.live import decode_server, encode_client


class MemoryBackend:
    """ports.Backend on a dictionary, with leases; writes can be told to fail."""

    def __init__(self, context: InterviewContext) -> None:
        self.context = context
        self.entries: dict[int, Entry] = {entry.order_index: entry for entry in context.transcript}
        self.statuses: list[Status] = []
        self.epoch = context.epoch
        self.failing_writes = 0

    @classmethod
    def of_nobody(cls) -> "MemoryBackend":
        """With an interview that nobody asks for."""
        kind, manner = InterviewType.BEHAVIORAL, PERSONAS["ruth"]
        return cls(InterviewContext("", "", kind, Difficulty.STANDARD, manner, Patience.NORMAL, 900, 6))

    async def get_context(self, interview_id: str, user_id: str) -> InterviewContext:
        if (interview_id, user_id) != (self.context.interview_id, self.context.user_id):
            raise NotFound("There is no such interview.")
        self.epoch += 1
        transcript = tuple(entry for _, entry in sorted(self.entries.items()))
        status = self.statuses[-1] if self.statuses else self.context.status
        return replace(self.context, epoch=self.epoch, transcript=transcript, status=status)

    async def update_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        self._check(epoch)
        self.statuses.append(status)
        self.context = replace(self.context, end_reason=end_reason)

    async def submit_transcript(
        self,
        interview_id: str,
        epoch: int,
        entries: Sequence[Entry],
        *,
        last_sequence: int,
        elapsed_ms: int,
        engine_state: str,
        usage: TokenUsage = NO_USAGE,
    ) -> None:
        self._check(epoch)
        self.entries |= {entry.order_index: entry for entry in entries}
        self.context = replace(
            self.context, last_sequence=last_sequence, elapsed_ms=elapsed_ms, engine_state=engine_state, usage=usage
        )

    async def submit_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        self._check(epoch)

    def _check(self, epoch: int) -> None:
        if self.failing_writes:
            self.failing_writes -= 1
            raise BackendError("The database is away.")
        if epoch != self.epoch:
            raise StaleOwner


class ScriptedStream:
    """ports.EngineStream: the test says what it says and reads what it was told."""

    def __init__(self, context: InterviewContext) -> None:
        self.context = context
        self.commands: asyncio.Queue[EngineCommand] = asyncio.Queue()
        self.said: asyncio.Queue[EngineEvent | EngineError] = asyncio.Queue()
        self.is_closed = False
        self.was_closed = asyncio.Event()

    async def send(self, command: EngineCommand) -> None:
        self.commands.put_nowait(command)

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            item = await self.said.get()
            if isinstance(item, EngineError):
                raise item
            yield item

    async def close(self) -> None:
        self.is_closed = True
        self.was_closed.set()

    def say(self, *events: EngineEvent) -> None:
        for event in events:
            self.said.put_nowait(event)

    async def told(self, kind: type[EngineCommand]) -> EngineCommand:
        """The next command of that kind."""
        async with asyncio.timeout(5):
            while not isinstance(command := await self.commands.get(), kind):
                pass
            return command


class ScriptedEngine:
    """ports.Engine that hands out streams to the test."""

    name = "scripted"

    def __init__(self) -> None:
        self.streams: list[ScriptedStream] = []
        self.opened: asyncio.Queue[ScriptedStream] = asyncio.Queue()
        self.refusals = 0

    async def open(self, context: InterviewContext) -> ScriptedStream:
        if self.refusals:
            self.refusals -= 1
            raise EngineError("Not now.")
        stream = ScriptedStream(context)
        self.streams.append(stream)
        self.opened.put_nowait(stream)
        return stream

    async def close(self) -> None:
        pass

    async def next_stream(self) -> ScriptedStream:
        async with asyncio.timeout(10):
            return await self.opened.get()


class LoudDetector:
    """ports.SpeechDetector: a frame is speech when it is not all zeros."""

    def feed(self, pcm: bytes) -> Sequence[float]:
        return [0.95 if any(pcm) else 0.02] * max(1, len(pcm) // 1024)

    def reset(self) -> None:
        pass


class Socket:
    """An ASGI WebSocket in memory, from the client's end."""

    def __init__(self, app: Any, path: str, query: str = "", *, can_refuse: bool = True) -> None:
        self._to_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._from_app: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": query.encode(),
            "extensions": {"websocket.http.response": {}} if can_refuse else {},
        }
        self._to_app.put_nowait({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(app(scope, self._to_app.get, self._from_app.put))

    async def event(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            return await self._from_app.get()

    async def accepted(self) -> "Socket":
        assert (await self.event())["type"] == "websocket.accept"
        return self

    def send(self, message: msg.ClientMessage) -> None:
        self.send_bytes(encode_client(message))

    def send_bytes(self, data: bytes) -> None:
        self._to_app.put_nowait({"type": "websocket.receive", "bytes": data})

    def drop(self) -> None:
        self._to_app.put_nowait({"type": "websocket.disconnect", "code": 1006})

    async def message(self, kind: type[msg.ServerMessage]) -> Any:
        """The next message of that kind; others are passed over."""
        while True:
            event = await self.event()
            if event["type"] == "websocket.close":
                raise AssertionError(f"closed with {event['code']} before a {kind.__name__}")
            decoded = decode_server(event["bytes"])
            if isinstance(decoded, kind):
                return decoded

    async def closed(self) -> int:
        """The close code, whatever was said before."""
        while (event := await self.event())["type"] != "websocket.close":
            pass
        return int(event["code"])
