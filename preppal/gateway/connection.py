"""The shell of one interview: reads client, engine and clock, calls the session, does what it says. No decisions."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from preppal.domain.interview import EndReason, InterviewContext
from preppal.errors import BackendError, Conflict, EngineError, NotFound, StaleOwner, where
from preppal.gateway.client import ClientEnd
from preppal.gateway.echo_guard import EchoGuard
from preppal.ports import Backend, Engine, EngineStream, SpeechDetector
from preppal.session import actions as act
from preppal.session.events import EngineEvent
from preppal.session.limits import Limits
from preppal.session.machine import RESTARTING_CLOSE, InterviewSession, SessionState
from preppal.session.messages import AudioFrame, ClientMessage, PlaybackReport

# Full: the reader that fills it waits, and TCP holds the client or the provider back.
_INBOX_ITEMS = 1_024
# Five minutes of 20 ms frames. Full: the stream takes nothing any more and is given up.
_ENGINE_OUTBOX_COMMANDS = 16_384
_OPEN_LIMIT_S = 20.0
_SEND_LIMIT_S = 10.0
_SAVE_LIMIT_S = 10.0
_SAVE_PAUSES_S = (0.2, 0.5, 1.0, 2.0)

_log = logging.getLogger(__name__)


def steady_clock() -> Callable[[], float]:
    """Unix seconds that never jump: the wall clock read once, then the running loop's own."""
    loop = asyncio.get_running_loop()
    offset = time.time() - loop.time()
    return lambda: offset + loop.time()


@dataclass(frozen=True, slots=True)
class ClientCame:
    client: ClientEnd


@dataclass(frozen=True, slots=True)
class ClientWent:
    client: ClientEnd


@dataclass(frozen=True, slots=True)
class ClientSaid:
    client: ClientEnd
    message: ClientMessage


@dataclass(frozen=True, slots=True)
class EngineOpened:
    task: "asyncio.Task[None]"
    stream: EngineStream


@dataclass(frozen=True, slots=True)
class EngineSaid:
    stream: EngineStream
    event: EngineEvent


@dataclass(frozen=True, slots=True)
class EngineLost:
    """It could not be opened, or is gone. `why` is for people; empty when there is nothing to say."""

    task: "asyncio.Task[None]"
    is_retryable: bool
    why: str


@dataclass(frozen=True, slots=True)
class EndAsked:
    reason: EndReason


@dataclass(frozen=True, slots=True)
class ShutdownAsked:
    pass


Input = ClientCame | ClientWent | ClientSaid | EngineOpened | EngineSaid | EngineLost | EndAsked | ShutdownAsked


class LiveInterview:
    """One running interview in this process. `run` is its only task; others reach it through `put`."""

    def __init__(
        self,
        context: InterviewContext,
        *,
        backend: Backend,
        engine: Engine,
        detector: SpeechDetector,
        limits: Limits,
        keep_sound: Callable[[str, int, act.KeepSound], None] | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.interview_id = context.interview_id
        self._epoch = context.epoch
        self._backend = backend
        self._engine = engine
        self._detector = detector
        self._echo = EchoGuard()
        self._keep_sound = keep_sound
        self._clock: Callable[[], float] = steady_clock() if clock is None else clock
        self._session = InterviewSession(context, limits, engine.name, self._clock())
        self._inbox: asyncio.Queue[Input] = asyncio.Queue(_INBOX_ITEMS)
        self._is_over = False
        self.swaps = 0  # streams replaced while they were open
        self._client: ClientEnd | None = None
        self._stream: EngineStream | None = None
        self._commands: asyncio.Queue[act.EngineCommand] = asyncio.Queue(_ENGINE_OUTBOX_COMMANDS)
        self._engine_task: asyncio.Task[None] | None = None
        self._leaving: set[asyncio.Task[None]] = set()  # engine tasks that are closing their streams

    @property
    def is_alone(self) -> bool:
        """Nobody is there, and the engine has been let go: it waits for somebody to come back."""
        return self._client is None and self._engine_task is None

    async def put(self, item: Input) -> None:
        """Tell the interview that something has happened; waits while it is behind, and not once it is over."""
        if not self._is_over:
            await self._inbox.put(item)

    async def run(self) -> None:
        """Until the session has ended. An error of ours ends this task, never the stored interview."""
        try:
            await self._perform()
            while self._session.state is not SessionState.ENDED:
                item = await self._next()
                if item is None:
                    self._session.receive_deadline(self._clock())
                else:
                    self._take(item)
                await self._perform()
        except Exception as error:
            why = where(error)
            _log.error("interview %s: the session failed and is let go; it stays resumable: %s", self.interview_id, why)
            self._session.shutting_down()
            await self._perform()
        finally:
            await self._let_engine_go()
            self._is_over = True
            while not self._inbox.empty():  # whoever waits to put something goes on
                item = self._inbox.get_nowait()
                if isinstance(item, ClientCame):  # just as it ended: coming back finds what became of it
                    item.client.close(RESTARTING_CLOSE, "over")

    async def _next(self) -> Input | None:
        """The next thing that happens; None when a deadline comes first."""
        deadline = self._session.next_deadline()
        if deadline is None:
            return await self._inbox.get()
        try:
            async with asyncio.timeout(max(0.0, deadline - self._clock())):
                return await self._inbox.get()
        except TimeoutError:
            return None

    def _take(self, item: Input) -> None:
        now = self._clock()
        match item:
            case ClientSaid():
                if item.client is self._client:
                    self._take_message(item.message, now)
            case EngineSaid():
                if item.stream is self._stream:
                    self._session.receive_engine_event(item.event, now)
            case ClientCame():
                self._attach(item.client, now)
            case ClientWent():
                if item.client is self._client:
                    self._session.client_lost(now)
                    self._client = None
            case EngineOpened():
                if item.task is self._engine_task:
                    self._stream = item.stream
                    self._session.engine_opened(now)
            case EngineLost():
                if item.task is self._engine_task:
                    self._stream = None
                    self._session.engine_lost(now, is_retryable=item.is_retryable, why=item.why)
            case EndAsked():
                self._session.end(item.reason, now)
            case ShutdownAsked():
                self._session.shutting_down()

    def _take_message(self, message: ClientMessage, now: float) -> None:
        if isinstance(message, AudioFrame):
            if self._session.has_heard(message):
                return
            speech = self._echo.judge(message.pcm, self._detector.feed(message.pcm))
            self._session.receive_audio(message, speech, now)
            if self._echo.echo_ms:
                self._session.echo_heard(self._echo.echo_ms, now)
                self._echo.echo_ms = 0.0
            return
        if isinstance(message, PlaybackReport):
            self._echo.report(message)
        self._session.receive_message(message, now)

    def _attach(self, client: ClientEnd, now: float) -> None:
        if self._client is not None:
            self._session.client_replaced(now)
            self._tell_client(self._session.actions())
        self._client = client
        self._detector.reset()
        self._session.client_returned(now)

    # ---- doing what the session says

    async def _perform(self) -> None:
        """Do everything in order. A write that is refused ends the session here, and later actions with it."""
        while todo := self._session.actions():
            for action in todo:
                if not await self._do(action):
                    break

    async def _do(self, action: act.Action) -> bool:
        match action:
            case act.Send() | act.CloseClient():
                self._tell_client([action])
            case act.Command():
                self._tell_engine(action.command)
            case act.OpenEngine():
                self.swaps += self._stream is not None
                self._dismiss_engine()
                self._engine_task = asyncio.create_task(self._run_engine(action.context))
            case act.CloseEngine():
                self._dismiss_engine()
            case act.SaveTurn() | act.SaveStatus():
                return await self._save(action)
            case act.KeepSound():
                if self._keep_sound is not None:
                    self._keep_sound(self.interview_id, self._epoch, action)
        return True

    def _tell_client(self, actions: list[act.Action]) -> None:
        for action in actions:
            if self._client is None:
                return
            match action:
                case act.Send():
                    self._client.send(action.message)
                    self._echo.follow(action.message)
                case act.CloseClient():
                    self._client.close(action.code, action.reason)
                case _:
                    pass

    def _tell_engine(self, command: act.EngineCommand) -> None:
        try:
            self._commands.put_nowait(command)
        except asyncio.QueueFull:
            _log.warning("interview %s: the engine takes nothing any more", self.interview_id)
            self._stream = None
            self._session.engine_lost(self._clock())

    async def _save(self, action: act.SaveTurn | act.SaveStatus) -> bool:
        """Store, with a few tries; False when the session had to be told that it cannot go on."""
        for pause_s in (*_SAVE_PAUSES_S, None):
            try:
                async with asyncio.timeout(_SAVE_LIMIT_S):
                    await self._write(action)
                return True
            except (StaleOwner, Conflict, NotFound) as error:
                _log.info("interview %s: %s owns it now", self.interview_id, type(error).__name__)
                self._session.owner_lost(has_ended=isinstance(error, Conflict))
                return False
            except (BackendError, TimeoutError) as error:
                _log.warning("interview %s: a write failed (%s)", self.interview_id, type(error).__name__)
            if pause_s is not None:
                await asyncio.sleep(pause_s)
        self._session.backend_failed()
        return False

    async def _write(self, action: act.SaveTurn | act.SaveStatus) -> None:
        if isinstance(action, act.SaveStatus):
            _log.info("interview %s: %s", self.interview_id, action.status)
            await self._backend.update_status(
                self.interview_id, self._epoch, action.status, action.end_reason, action.elapsed_ms
            )
        else:
            await self._backend.submit_transcript(
                self.interview_id,
                self._epoch,
                action.entries,
                last_sequence=action.last_sequence,
                elapsed_ms=action.elapsed_ms,
                engine_state=action.engine_state,
                usage=action.usage,
            )

    # ---- the engine stream

    async def _run_engine(self, context: InterviewContext) -> None:
        """Open a stream once old ones are closed, pass commands and events until it is lost, and say so."""
        me = asyncio.current_task()
        assert me is not None
        stream: EngineStream | None = None
        is_retryable, why = True, ""
        self._commands = commands = asyncio.Queue[act.EngineCommand](_ENGINE_OUTBOX_COMMANDS)
        try:
            await self._old_streams_closed()
            async with asyncio.timeout(_OPEN_LIMIT_S):
                stream = await self._engine.open(context)
            await self.put(EngineOpened(me, stream))
            async with asyncio.TaskGroup() as tasks:
                sending = tasks.create_task(_send_commands(stream, commands))
                async for event in stream.events():
                    await self.put(EngineSaid(stream, event))
                sending.cancel()
        except* EngineError as errors:
            is_retryable, why = errors.subgroup(_is_final) is None, _first_words(errors)
            _log.warning("interview %s: engine stream lost: %s", self.interview_id, why)
        except* TimeoutError:
            _log.warning("interview %s: the engine did not answer in time", self.interview_id)
        except* Exception as errors:
            _log.error("interview %s: the engine stream failed: %s", self.interview_id, where(errors))
        finally:
            if stream is not None:
                await stream.close()
        await self.put(EngineLost(me, is_retryable, why))

    def _dismiss_engine(self) -> None:
        task, self._engine_task = self._engine_task, None
        self._stream = None
        if task is not None and not task.done():
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)
            task.cancel()

    async def _old_streams_closed(self) -> None:
        """A provider refuses to go on with a conversation that it still sees connected."""
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=_SEND_LIMIT_S)

    async def _let_engine_go(self) -> None:
        self._dismiss_engine()
        await self._old_streams_closed()


def _first_words(errors: BaseExceptionGroup[EngineError]) -> str:
    """The message of the first error: written for people, and free of what was said."""
    first: BaseException = errors
    while isinstance(first, BaseExceptionGroup):
        first = first.exceptions[0]
    return str(first)


def _is_final(error: BaseException) -> bool:
    return isinstance(error, EngineError) and not error.retryable


async def _send_commands(stream: EngineStream, commands: "asyncio.Queue[act.EngineCommand]") -> None:
    while True:
        command = await commands.get()
        async with asyncio.timeout(_SEND_LIMIT_S):
            await stream.send(command)
