"""One open Live connection: moves messages between the SDK and the conversation, bounded in time and in memory."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, cast

from preppal.engines.gemini_conversation import Conversation
from preppal.engines.gemini_errors import Fault, Trouble, engine_error, fault_of, is_unreadable_message
from preppal.engines.gemini_messages import (
    CloseActivity,
    OpenActivity,
    PauseSound,
    Sound,
    Text,
    ToolAnswer,
    ToProvider,
    read_message,
)
from preppal.engines.gemini_models import LiveModel
from preppal.errors import EngineError
from preppal.session.actions import EngineCommand
from preppal.session.events import EngineEvent, StateChanged

if TYPE_CHECKING:
    from google.genai.live import AsyncSession
    from google.genai.types import ContentDict, FunctionResponseDict

# A replay of five minutes in 100 ms pieces, and as much again. Full: the connection takes nothing more and is given up.
_MAX_OUTGOING = 6_144
# Several minutes of speech in small pieces. Full: the session is too far behind, and the stream is given up.
_MAX_EVENTS = 16_384
_LAST_WORDS = 2  # room that is kept to say that the stream is lost
# A dead link takes minutes of sound before it blocks, and then blocks for ever.
_SEND_WITHIN_S = 8.0
_CLOSE_WITHIN_S = 4.0
_UNREADABLE_MOST, _UNREADABLE_WINDOW_S = 8, 10.0

_INPUT_MIME = "audio/pcm;rate=16000"
_log = logging.getLogger(__name__)


class GeminiStream:
    """ports.EngineStream. Owns three tasks' worth of work: reading, writing, and time."""

    def __init__(
        self, session: "AsyncSession", connection: AsyncExitStack, conversation: Conversation, model: LiveModel
    ) -> None:
        self._session = session
        self._connection = connection
        self._conversation = conversation
        self._model = model
        self._outgoing: asyncio.Queue[ToProvider] = asyncio.Queue(_MAX_OUTGOING)
        self._events: asyncio.Queue[EngineEvent | EngineError] = asyncio.Queue(_MAX_EVENTS)
        self._error: EngineError | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]
        self._is_closed = False
        self._hand_over()

    # ---- the port

    async def send(self, command: EngineCommand) -> None:
        """Never waits. Raises EngineError when the stream is lost."""
        if self._error is not None:
            raise self._error
        self._conversation.command(command, self._loop.time())
        self._hand_over()

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            item = await self._events.get()
            if isinstance(item, EngineError):
                raise item
            yield item

    async def close(self) -> None:
        """With 1000, as soon as the provider answers, and in any case soon."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        await close_connection(self._session, self._connection)

    # ---- what the conversation has to say

    def _hand_over(self) -> None:
        """Pass on what came of the last input, and look at the clock again when the conversation wants to."""
        for item in self._conversation.take_outgoing():
            if self._outgoing.full():
                self._lose(Fault(Trouble.NETWORK))
                return
            self._outgoing.put_nowait(item)
        for event in self._conversation.take_events():
            if self._events.qsize() >= _MAX_EVENTS - _LAST_WORDS:
                self._lose(Fault(Trouble.NETWORK))
                return
            self._events.put_nowait(event)
        if self._timer is not None:
            self._timer.cancel()
        deadline = self._conversation.next_deadline()
        if deadline is not None and not self._is_closed:
            self._timer = self._loop.call_at(deadline, self._time_passed)

    def _time_passed(self) -> None:
        self._conversation.receive_deadline(self._loop.time())
        self._hand_over()

    def _lose(self, fault: Fault) -> None:
        """Say so once. A conversation that the provider calls invalid is not gone on with from its memory."""
        if self._error is not None or self._is_closed:
            return
        _log.info("gemini: connection lost, %s (code %d)", fault.trouble.name.lower(), fault.code)
        if fault.trouble is Trouble.ARGUMENT:
            fault = Fault(Trouble.SERVICE, fault.code)
            self._events.put_nowait(StateChanged(""))
        self._error = engine_error(fault)
        self._events.put_nowait(self._error)

    # ---- reading

    async def _read(self) -> None:
        """Take every message as it comes: the SDK's iterator ends with each turn, and pongs wait behind unread data."""
        unreadable: deque[float] = deque(maxlen=_UNREADABLE_MOST)
        while self._error is None:
            try:
                async for message in self._session.receive():
                    self._conversation.receive(read_message(message), self._loop.time())
                    self._hand_over()
            except Exception as error:  # the SDK raises what it likes; only an end of the connection ends the stream
                if not is_unreadable_message(error):
                    self._lose(fault_of(error))
                    return
                _log.warning("gemini: skipped a message (%s)", type(error).__name__)
                unreadable.append(self._loop.time())
                if len(unreadable) == _UNREADABLE_MOST and unreadable[-1] - unreadable[0] < _UNREADABLE_WINDOW_S:
                    self._lose(Fault(Trouble.SERVICE))

    # ---- writing

    async def _write(self) -> None:
        while self._error is None:
            item = await self._outgoing.get()
            try:
                async with asyncio.timeout(_SEND_WITHIN_S):
                    await self._transmit(item)
            except Exception as error:  # a send fails in as many ways as a connection can
                self._lose(fault_of(error))

    async def _transmit(self, item: ToProvider) -> None:
        session = self._session
        match item:
            case Sound():
                await session.send_realtime_input(audio={"data": item.pcm, "mime_type": _INPUT_MIME})
            case OpenActivity():
                await session.send_realtime_input(activity_start={})
            case CloseActivity():
                await session.send_realtime_input(activity_end={})
            case PauseSound():
                await session.send_realtime_input(audio_stream_end=True)
            case Text() if self._model.takes_text:
                turn: ContentDict = {"role": "user", "parts": [{"text": item.text}]}
                await session.send_client_content(turns=[turn], turn_complete=item.asks)
            case Text():
                await session.send_realtime_input(text=item.text)
            case ToolAnswer():
                await session.send_tool_response(function_responses=[self._tool_response(item)])

    def _tool_response(self, answer: ToolAnswer) -> "FunctionResponseDict":
        """An empty result makes a model call again, so the answer says what happens now."""
        result = {"status": "closing"} if answer.is_known else {"status": "unknown tool", "retryable": False}
        response: dict[str, object] = {"id": answer.call_id, "name": answer.name, "response": result}
        if self._model.answers_silently:
            response["scheduling"] = "SILENT"
        return cast("FunctionResponseDict", response)


async def close_connection(session: "AsyncSession", connection: AsyncExitStack) -> None:
    """In order: leaving the SDK's context by an exception would close with 1011. Never raises."""
    try:
        async with asyncio.timeout(_CLOSE_WITHIN_S):
            await session.close()
            await connection.aclose()
    except Exception as error:  # it is gone either way
        _log.info("gemini: a connection did not close in order (%s)", type(error).__name__)
