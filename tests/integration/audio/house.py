"""A real gateway on a real port behind a faulty line, in a thread of its own; it keeps all sound that it got."""

import asyncio
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any

import uvicorn

from preppal.domain.interview import InterviewContext
from preppal.gateway.app import Gateway
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.actions import EngineCommand
from preppal.session.limits import Limits
from preppal.wire.live import decode_client
from tests.fakes import MemoryBackend, ScriptedEngine, ScriptedStream
from tests.faulty_proxy import FaultyProxy
from tests.integration.audio.origin import ComponentHandler, granting
from tests.unit.gateway.test_app import check
from tests.unit.session.driver import CONTEXT, FIRST, voice

_START_LIMIT_S = 20.0
_SPEAKS_WINDOWS, _PAUSES_WINDOWS = 125, 125  # four seconds each


class KeepingDetector:
    """ports.SpeechDetector that keeps what it hears; somebody speaks for four seconds of every eight."""

    def __init__(self) -> None:
        self.sound = bytearray()
        self.changed = threading.Condition()
        self._windows = 0

    def feed(self, pcm: bytes) -> Sequence[float]:
        with self.changed:
            self.sound += pcm
            self.changed.notify_all()
        before, self._windows = self._windows, len(self.sound) // 1024
        return [self._speech(window) for window in range(before, self._windows)]

    def _speech(self, window: int) -> float:
        return 0.9 if window % (_SPEAKS_WINDOWS + _PAUSES_WINDOWS) < _SPEAKS_WINDOWS else 0.02

    def reset(self) -> None:
        pass

    def wait_for_frames(self, count: int, limit_s: float = 60.0) -> None:
        """Until so many frames of 20 ms have come in all."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.sound) >= count * 640, limit_s):
                raise TimeoutError(f"{len(self.sound) // 640} of {count} frames came")

    @property
    def frames(self) -> int:
        return len(self.sound) // 640


class TalkingStream(ScriptedStream):
    """Asks when it is asked to begin, and answers every answer."""

    async def send(self, command: EngineCommand) -> None:
        match command:
            case act.Begin() | act.Nudge():
                self.say(ev.Asks(FIRST), ev.InterviewerText("What happened?"))
                self.say(ev.InterviewerAudio(voice(1_500)), ev.InterviewerDone())
            case act.ActivityEnd():
                self.say(ev.CandidateText(command.turn, "It went wrong, and I mended it.", True))
                self.say(ev.InterviewerText("I see. And then?"), ev.InterviewerAudio(voice(800)), ev.InterviewerDone())
            case _:
                pass


class TalkingEngine(ScriptedEngine):
    async def open(self, context: InterviewContext) -> ScriptedStream:
        return TalkingStream(context)


class House:
    """Use as a context manager. `call` does something to the line in the thread that owns it."""

    def __init__(self) -> None:
        self.detector = KeepingDetector()
        self.first_captured_ms: int | None = None
        self.sockets = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._done: asyncio.Event | None = None

    def __enter__(self) -> "House":
        self._thread.start()
        if not self._ready.wait(_START_LIMIT_S):
            raise TimeoutError("the gateway did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._done is not None
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(30)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._done = asyncio.Event()
        gateway = Gateway(
            backend=MemoryBackend(replace(CONTEXT, duration_s=3_600)),
            engine=TalkingEngine(),
            check_token=check,
            new_detector=lambda: self.detector,
            limits=Limits(),
            max_interviews=1,
        )
        async with gateway:
            entrance = socket.create_server(("127.0.0.1", 0))
            app = self._listening(gateway)
            server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error", ws="websockets-sansio"))
            serving = asyncio.create_task(server.serve(sockets=[entrance]))
            self.line = FaultyProxy(int(entrance.getsockname()[1]))
            await self.line.start()
            self._ready.set()
            await self._done.wait()
            server.should_exit = True
            self.line.reset()
            await serving

    def _listening(self, gateway: Gateway) -> Any:
        """The gateway, with an ear at the socket for when the first frame was captured."""

        async def app(scope: Any, receive: Any, send: Any) -> None:
            self.sockets += 1

            async def heard() -> Any:
                event = await receive()
                if self.first_captured_ms is None and event.get("bytes"):
                    message = decode_client(event["bytes"])
                    if isinstance(message, msg.AudioFrame):
                        self.first_captured_ms = message.captured_ms
                return event

            await gateway(scope, heard, send)

        return app

    def call(self, fault: Callable[..., None], *arguments: float) -> None:
        self._loop.call_soon_threadsafe(fault, *arguments)

    @property
    def handler(self) -> type[ComponentHandler]:
        """Serves the pages, and the token for the socket behind the line."""
        return granting(f"ws://127.0.0.1:{self.line.port}/interview/i")
