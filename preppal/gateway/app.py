"""The gateway: checks the token before the upgrade, finds or starts the interview, connects the socket to it."""

import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Protocol
from urllib.parse import parse_qs

from preppal.domain.interview import EndReason, InterviewContext
from preppal.domain.warm_up import WarmUp, warm_up_context
from preppal.errors import BackendError, Conflict, NotAllowed, NotFound
from preppal.gateway.client import Client, Receive, Scope, SendEvent
from preppal.gateway.connection import ClientCame, ClientSaid, ClientWent, EndAsked, LiveInterview, ShutdownAsked
from preppal.gateway.recorder import Recorder
from preppal.gateway.warm_up import NothingKept, warm_up_limits
from preppal.ports import Backend, Engine, SoundArchive, SpeechDetector
from preppal.session.limits import Limits
from preppal.session.messages import ClosingReason, SessionEnded

PATH_PREFIX = "/interview/"
_FULL_CLOSE, _ENDED_CLOSE = 1013, 1000
_SHUTDOWN_LIMIT_S = 10.0
_END_LIMIT_S = 6.0

_log = logging.getLogger(__name__)


class LiveClaims(Protocol):
    """What a live token says."""

    @property
    def user_id(self) -> str: ...

    @property
    def interview_id(self) -> str: ...

    @property
    def warm_up(self) -> WarmUp | None: ...


class Gateway:
    """All running interviews of this process. Use as an async context manager around the server's life."""

    def __init__(
        self,
        *,
        backend: Backend,
        engine: Engine,
        check_token: Callable[[str, str], LiveClaims],
        new_detector: Callable[[], SpeechDetector],
        limits: Limits,
        max_interviews: int,
        archive: SoundArchive | None = None,
    ) -> None:
        self._backend = backend
        self._engine = engine
        self._check_token = check_token
        self._new_detector = new_detector
        self._limits = limits
        self._max_interviews = max_interviews
        self._recorder = Recorder(archive) if archive is not None else None
        self._interviews: dict[str, LiveInterview] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._starting: dict[str, asyncio.Lock] = {}
        self._sockets_total = 0
        self._interviews_total = 0
        self._swaps_total = 0  # of interviews that run no longer

    async def __aenter__(self) -> "Gateway":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell every client to come back in a moment, then let go of everything."""
        for interview in list(self._interviews.values()):
            await interview.put(ShutdownAsked())
        running = list(self._tasks.values())
        if running:
            _, late = await asyncio.wait(running, timeout=_SHUTDOWN_LIMIT_S)
            for task in late:
                task.cancel()
        if self._recorder is not None:
            await self._recorder.close()
        await self._engine.close()

    def figures(self) -> dict[str, float]:
        """Counters for /metrics."""
        return {
            "preppal_live_interviews": len(self._interviews),
            "preppal_interviews_started_total": self._interviews_total,
            "preppal_sockets_total": self._sockets_total,
            "preppal_engine_swaps_total": self._swaps_total + sum(one.swaps for one in self._interviews.values()),
        }

    async def end(self, interview_id: str, reason: EndReason) -> bool:
        """End a running interview from outside its socket and wait for it; False when it does not run here."""
        interview, task = self._interviews.get(interview_id), self._tasks.get(interview_id)
        if interview is None or task is None:
            return False
        await interview.put(EndAsked(reason))
        await asyncio.wait({task}, timeout=_END_LIMIT_S)
        return True

    async def __call__(self, scope: Scope, receive: Receive, send: SendEvent) -> None:
        """ASGI: `GET /interview/{interviewId}?token=…`, upgraded to a WebSocket."""
        interview_id = str(scope["path"]).removeprefix(PATH_PREFIX).strip("/")
        token = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        try:
            claims = self._check_token(token, interview_id)
            interview = await self.join(interview_id, claims.user_id, claims.warm_up)
        except NotAllowed:
            await _refuse(scope, receive, send, 401)
        except NotFound:
            await _refuse(scope, receive, send, 404)
        except BackendError:
            await _refuse(scope, receive, send, 503)
        else:
            await _accept(receive, send)
            await self._serve(interview, receive, send)

    async def _serve(self, interview: LiveInterview | SessionEnded | None, receive: Receive, send: SendEvent) -> None:
        client = Client(receive, send)
        self._sockets_total += 1
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(client.write())
            if interview is None:
                client.close(_FULL_CLOSE, "all rooms are taken")
            elif isinstance(interview, SessionEnded):
                client.send(interview)
                client.close(_ENDED_CLOSE, "ended")
            else:
                await interview.put(ClientCame(client))
                await _read(interview, client, writing)
        await client.say_goodbye()

    def running(self, interview_id: str) -> LiveInterview | None:
        """The interview, if it runs in this process."""
        return self._interviews.get(interview_id)

    async def let_go(self, interview: LiveInterview) -> None:
        """Stop running it here. It stays resumable, here or in another process."""
        task = self._tasks.get(interview.interview_id)
        if task is not None and self._interviews.get(interview.interview_id) is interview:
            await interview.put(ShutdownAsked())
            await asyncio.wait({task}, timeout=_END_LIMIT_S)

    async def join(
        self, interview_id: str, user_id: str, warm_up: WarmUp | None = None
    ) -> LiveInterview | SessionEnded | None:
        """The running interview, a new one from the store, its end, or None when there is no room.

        Whose interview it is, is checked when it is started; for a running one the caller has checked it.
        Raises NotFound, BackendError.
        """
        lock = self._starting.setdefault(interview_id, asyncio.Lock())
        try:
            async with lock:
                running = self._interviews.get(interview_id)
                if running is not None:
                    return running
                if len(self._interviews) >= self._max_interviews and not await self._make_room():
                    return None
                if warm_up is not None:
                    return self._warm_up(interview_id, user_id, warm_up)
                return await self._start(interview_id, user_id)
        finally:
            self._starting.pop(interview_id, None)

    async def _make_room(self) -> bool:
        """Let go of the interview that has run longest of those nobody is in: it goes on from the store."""
        alone = next((interview for interview in self._interviews.values() if interview.is_alone), None)
        if alone is not None:
            await self.let_go(alone)
        return len(self._interviews) < self._max_interviews

    async def _start(self, interview_id: str, user_id: str) -> LiveInterview | SessionEnded:
        try:
            context = await self._backend.get_context(interview_id, user_id)
        except Conflict:
            return SessionEnded(ClosingReason.UNKNOWN)
        if context.status.is_final:
            return SessionEnded(_closing_reason(context))
        interview = LiveInterview(
            context,
            backend=self._backend,
            engine=self._engine,
            detector=self._new_detector(),
            limits=self._limits,
            keep_sound=self._recorder.keep if self._recorder else None,
        )
        self._interviews_total += 1
        _log.info("interview %s: running here, epoch %d", interview_id, context.epoch)
        return self._let_run(interview)

    def _warm_up(self, interview_id: str, user_id: str, warm_up: WarmUp) -> LiveInterview:
        """The same conversation with no way to the store and none to the recordings."""
        _log.info("interview %s: a minute to warm up", interview_id)
        return self._let_run(
            LiveInterview(
                warm_up_context(interview_id, user_id, warm_up),
                backend=NothingKept(),
                engine=self._engine,
                detector=self._new_detector(),
                limits=warm_up_limits(self._limits),
                keep_sound=None,
            )
        )

    def _let_run(self, interview: LiveInterview) -> LiveInterview:
        self._interviews[interview.interview_id] = interview
        self._tasks[interview.interview_id] = asyncio.create_task(self._run(interview))
        return interview

    async def _run(self, interview: LiveInterview) -> None:
        try:
            await interview.run()
        finally:
            self._interviews.pop(interview.interview_id, None)
            self._swaps_total += interview.swaps
            self._tasks.pop(interview.interview_id, None)
            _log.info("interview %s: no longer running here", interview.interview_id)


async def _read(interview: LiveInterview, client: Client, writing: "asyncio.Task[None]") -> None:
    """Pass on what the client says until it, or the socket, is gone."""
    reading = asyncio.create_task(_pass_on(interview, client))
    try:
        await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        reading.cancel()
        await asyncio.wait({reading})
        await interview.put(ClientWent(client))
        client.close(_ENDED_CLOSE, "")


async def _pass_on(interview: LiveInterview, client: Client) -> None:
    async for message in client.messages():
        await interview.put(ClientSaid(client, message))


def _closing_reason(context: InterviewContext) -> ClosingReason:
    match context.end_reason:
        case EndReason.USER_ENDED:
            return ClosingReason.USER_ENDED
        case EndReason.INTERVIEWER_ENDED:
            return ClosingReason.INTERVIEWER_ENDED
        case EndReason.TIMEOUT | EndReason.ABANDONED:
            return ClosingReason.TIMEOUT
        case EndReason.ERROR:
            return ClosingReason.ERROR
        case None:
            return ClosingReason.UNKNOWN


async def _accept(receive: Receive, send: SendEvent) -> None:
    await receive()
    await send({"type": "websocket.accept"})


async def _refuse(scope: Scope, receive: Receive, send: SendEvent, status: int) -> None:
    """Answer the upgrade with a real HTTP status where the server can, else close before accepting (403)."""
    await receive()
    if "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": status, "headers": []})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": 1008})
