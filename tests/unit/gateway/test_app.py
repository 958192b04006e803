"""The gateway over ASGI in memory: who may in, what is stored, who takes over, what survives a restart."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar

import pytest

from preppal.domain.interview import EndReason, Patience, Status
from preppal.domain.transcript import Question
from preppal.domain.warm_up import WARM_UP_PREFIX, WARM_UP_S, WarmUp
from preppal.errors import EngineError, NotAllowed
from preppal.gateway.app import Gateway
from preppal.gateway.asgi import Dispatch
from preppal.gateway.echo import echo
from preppal.gateway.echo_guard import EchoGuard
from preppal.ports import SpeechDetector
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.limits import Limits
from preppal.session.messages import ClosingReason, Phase
from tests.fakes import LoudDetector, MemoryBackend, ScriptedEngine, Socket
from tests.unit.session.driver import CONTEXT, voice

LOUD = bytes([1, 1]) * 512
QUICK = Limits(engine_backoff_s=0.01, finish_s=0.2)


@dataclass(frozen=True)
class Claims:
    user_id: str
    interview_id: str
    warm_up: WarmUp | None = None


def check(token: str, interview_id: str) -> Claims:
    if token != "good":
        raise NotAllowed("no")
    warm_up = WarmUp(CONTEXT.persona, Patience.NORMAL) if interview_id.startswith(WARM_UP_PREFIX) else None
    return Claims("u", interview_id, warm_up)


class House:
    """A gateway with everything around it."""

    def __init__(
        self,
        backend: MemoryBackend | None = None,
        max_interviews: int = 5,
        new_detector: Callable[[], SpeechDetector] = LoudDetector,
    ) -> None:
        self.backend = backend or MemoryBackend(CONTEXT)
        self.engine = ScriptedEngine()
        self.gateway = Gateway(
            backend=self.backend,
            engine=self.engine,
            check_token=check,
            new_detector=new_detector,
            limits=QUICK,
            max_interviews=max_interviews,
        )

    def socket(self, query: str = "token=good", interview_id: str = "i") -> Socket:
        return Socket(self.gateway, f"/interview/{interview_id}", query)

    async def enter(self) -> Socket:
        return await self.socket().accepted()

    async def ask(self, socket: Socket) -> None:
        """The interviewer asks its first question; the candidate has heard it."""
        stream = await self.engine.next_stream()
        await stream.told(act.Begin)
        stream.say(
            ev.Asks(Question(1)),
            ev.InterviewerText("What happened?"),
            ev.InterviewerAudio(voice(50)),
            ev.StateChanged("asked"),
            ev.InterviewerDone(),
        )
        while (await socket.message(msg.TurnState)).phase is not Phase.LISTENING:
            pass


@asynccontextmanager
async def opened(house: House) -> AsyncIterator[House]:
    async with house.gateway:
        yield house


def run(scene: Callable[[House], Awaitable[None]], house: House | None = None) -> House:
    """Play a scene in a house of its own."""

    async def play() -> House:
        async with opened(house or House()) as ready:
            await scene(ready)
            return ready

    return asyncio.run(asyncio.wait_for(play(), 30))


# ---- the door


@pytest.mark.parametrize("query", ["", "token=bad", "token="])
def test_socket_without_a_good_token_is_refused_before_the_upgrade(query: str) -> None:
    async def scene(house: House) -> None:
        event = await house.socket(query).event()
        assert (event["type"], event["status"]) == ("websocket.http.response.start", 401)

    run(scene)


def test_socket_of_a_missing_interview_is_refused_as_not_found() -> None:
    async def scene(house: House) -> None:
        assert (await house.socket(interview_id="other").event())["status"] == 404

    run(scene)


def test_server_that_cannot_refuse_with_a_status_closes_instead() -> None:
    async def scene(house: House) -> None:
        socket = Socket(house.gateway, "/interview/i", "", can_refuse=False)
        assert (await socket.event())["type"] == "websocket.close"

    run(scene)


def test_full_house_asks_the_client_to_come_back() -> None:
    async def scene(house: House) -> None:
        assert await (await house.enter()).closed() == 1013

    run(scene, House(max_interviews=0))


# ---- an interview


def test_answer_goes_from_the_microphone_to_the_store() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        for sequence in range(1, 30):
            socket.send(msg.AudioFrame(LOUD, sequence=sequence))
        socket.send(msg.TurnControl(msg.TurnAction.DONE))
        stream = house.engine.streams[0]
        ended = await stream.told(act.ActivityEnd)
        assert isinstance(ended, act.ActivityEnd)
        stream.say(ev.CandidateText(ended.turn, "it worked", True))
        final = await socket.message(msg.TranscriptUpdate)
        while not final.is_final:
            final = await socket.message(msg.TranscriptUpdate)
        assert final.text == "it worked"
        assert house.backend.entries[final.order_index].content == "it worked"
        assert (await socket.message(msg.AudioAck)).sequence == 29

    run(scene)


def test_end_request_completes_the_interview_and_closes_the_socket() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        socket.send(msg.TextInput("a typed answer"))
        await socket.message(msg.TranscriptUpdate)
        socket.send(msg.EndRequest())
        assert (await socket.message(msg.SessionEnded)).reason is ClosingReason.USER_ENDED
        assert await socket.closed() == 1000

    house = run(scene)
    assert house.backend.statuses == [Status.IN_PROGRESS, Status.COMPLETED]


def test_nonsense_is_answered_and_the_third_time_closes_the_socket_not_the_interview() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        for _ in range(3):
            socket.send_bytes(b"\xff\xff\xff")
        assert (await socket.message(msg.ErrorResponse)).code == 1007
        assert await socket.closed() == 1007
        again = await house.enter()
        assert (await again.message(msg.SessionReady)).resumed

    house = run(scene)
    assert house.backend.statuses == [Status.IN_PROGRESS]


def test_oversize_frames_close_with_too_big() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        for _ in range(3):
            socket.send_bytes(bytes(70_000))
        assert await socket.closed() == 1009

    run(scene)


def test_second_socket_takes_over_and_the_first_hears_replaced() -> None:
    async def scene(house: House) -> None:
        first = await house.enter()
        await house.ask(first)
        second = await house.enter()
        assert (await first.message(msg.SessionEnded)).reason is ClosingReason.REPLACED
        assert await first.closed() == 1000
        ready = await second.message(msg.SessionReady)
        assert ready.resumed
        assert ready.question == "What happened?"
        assert len(house.engine.streams) == 1

    run(scene)


def test_interview_ended_from_outside_tells_its_socket() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        assert await house.gateway.end("i", EndReason.USER_ENDED)
        assert (await socket.message(msg.SessionEnded)).reason is ClosingReason.USER_ENDED
        assert not await house.gateway.end("i", EndReason.USER_ENDED)

    run(scene)


# ---- losses


def test_dropped_socket_comes_back_to_the_same_question() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        socket.drop()
        await socket.task
        again = await house.enter()
        ready = await again.message(msg.SessionReady)
        assert (ready.resumed, ready.question_index) == (True, 1)
        assert len(house.engine.streams) == 1

    run(scene)


class AttentiveDetector(LoudDetector):
    """Remembers what it was given, over all microphones."""

    fed: ClassVar[list[bytes]] = []

    def feed(self, pcm: bytes) -> Sequence[float]:
        self.fed.append(pcm)
        return super().feed(pcm)


class AttentiveGuard(EchoGuard):
    judged: ClassVar[list[bytes]] = []

    def judge(self, pcm: bytes, speech: Sequence[float]) -> Sequence[float]:
        self.judged.append(pcm)
        return super().judge(pcm, speech)


def test_frames_sent_again_after_an_outage_reach_neither_detector_nor_echo_guard_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frames = [bytes([number, number]) * 512 for number in range(1, 31)]
    monkeypatch.setattr(AttentiveDetector, "fed", [])
    monkeypatch.setattr(AttentiveGuard, "judged", [])
    monkeypatch.setattr("preppal.gateway.connection.EchoGuard", AttentiveGuard)

    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        for sequence, pcm in enumerate(frames[:20], start=1):
            socket.send(msg.AudioFrame(pcm, sequence=sequence))
        socket.drop()
        await socket.task
        again = await house.enter()
        assert (await again.message(msg.SessionReady)).last_sequence == 20
        for sequence, pcm in enumerate(frames[10:], start=11):
            again.send(msg.AudioFrame(pcm, sequence=sequence))
        again.send(msg.TurnControl(msg.TurnAction.DONE))
        await house.engine.streams[0].told(act.ActivityEnd)

    run(scene, House(new_detector=AttentiveDetector))
    assert AttentiveDetector.fed == frames
    assert AttentiveGuard.judged == frames


def test_engine_that_is_lost_is_opened_again_with_what_is_known() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        house.engine.refusals = 2
        house.engine.streams[0].said.put_nowait(EngineError("gone"))
        stream = await house.engine.next_stream()
        assert stream.context.engine_state == "asked"
        assert [entry.content for entry in stream.context.transcript] == ["What happened?"]
        assert house.engine.streams[0].is_closed

    run(scene)


def test_engine_that_will_never_open_keeps_the_place() -> None:
    async def scene(house: House) -> None:
        house.engine.refusals = 100
        socket = await house.enter()
        assert (await socket.message(msg.ErrorResponse)).code == 503
        assert await socket.closed() == 1013

    house = run(scene)
    assert house.backend.statuses == []


def test_write_that_fails_for_a_moment_is_tried_again() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        house.backend.failing_writes = 2
        await house.ask(socket)

    assert run(scene).backend.entries[0].content == "What happened?"


def test_owner_that_was_passed_by_another_process_leaves_without_writing() -> None:
    async def scene(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)
        await house.backend.get_context("i", "u")
        socket.send(msg.TextInput("too late"))
        assert (await socket.message(msg.SessionEnded)).reason is ClosingReason.REPLACED

    assert sorted(run(scene).backend.entries) == [0]


def test_restarted_server_goes_on_from_the_store_without_a_greeting() -> None:
    first = House()

    async def before(house: House) -> None:
        socket = await house.enter()
        await house.ask(socket)

    run(before, first)

    async def after(house: House) -> None:
        socket = await house.enter()
        ready = await socket.message(msg.SessionReady)
        assert ready.resumed
        stream = await house.engine.next_stream()
        assert stream.context.is_resumed
        assert stream.context.engine_state == "asked"

    run(after, House(first.backend))


def test_server_that_shuts_down_asks_its_clients_to_come_back() -> None:
    async def scene() -> None:
        house = House()
        async with house.gateway:
            socket = await house.enter()
            await house.ask(socket)
        assert await socket.closed() == 1012
        assert house.backend.statuses == [Status.IN_PROGRESS]

    asyncio.run(asyncio.wait_for(scene(), 30))


# ---- the other doors


def test_echo_sends_frames_back() -> None:
    async def scene() -> None:
        socket = await Socket(echo, "/interview-echo").accepted()
        socket.send_bytes(b"ping")
        assert (await socket.event())["bytes"] == b"ping"

    asyncio.run(asyncio.wait_for(scene(), 10))


@pytest.mark.parametrize(
    ("kind", "path", "answered_by"),
    [
        ("websocket", "/interview/abc", "gateway"),
        ("websocket", "/_event", "pages"),
        ("http", "/interview/abc/lobby", "pages"),
        ("http", "/api/session/current", "api"),
        ("http", "/healthz", "api"),
        ("http", "/", "pages"),
    ],
)
def test_each_path_has_one_part_that_answers(kind: str, path: str, answered_by: str) -> None:
    asked: list[str] = []

    def part(name: str) -> Callable[..., Awaitable[None]]:
        async def answer(*_: object) -> None:
            asked.append(name)

        return answer

    dispatch = Dispatch(pages=part("pages"), api=part("api"), gateway=part("gateway"))  # type: ignore[arg-type]
    asyncio.run(dispatch({"type": kind, "path": path}, None, None))  # type: ignore[arg-type]
    assert asked == [answered_by]


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("/dashboard", "/dashboard/"),
        ("/", "/"),
        ("/logo.svg", "/logo.svg"),
        ("/_event", "/_event"),
        ("/ping", "/ping"),
        ("/interview/abc/lobby", "/interview/abc/lobby/"),
    ],
)
def test_page_is_served_without_a_redirect(asked: str, served: str) -> None:
    paths: list[str] = []

    async def pages(scope: dict[str, str], *_: object) -> None:
        paths.append(scope["path"])

    asyncio.run(Dispatch(pages=pages, api=pages, gateway=None)({"type": "http", "path": asked}, None, None))  # type: ignore[arg-type]
    assert paths == [served]


# ---- a minute to warm up


def test_warm_up_is_held_with_the_same_interviewer_and_stored_nowhere() -> None:
    async def scene(house: House) -> None:
        socket = await house.socket(interview_id=f"{WARM_UP_PREFIX}1").accepted()
        ready = await socket.message(msg.SessionReady)
        assert ready.seconds_left == WARM_UP_S
        await house.ask(socket)
        assert house.engine.streams[0].context.is_warm_up
        assert house.engine.streams[0].context.job_description == ""
        for sequence in range(1, 30):
            socket.send(msg.AudioFrame(LOUD, sequence=sequence))
        socket.send(msg.TurnControl(msg.TurnAction.DONE))
        stream = house.engine.streams[0]
        ended = await stream.told(act.ActivityEnd)
        assert isinstance(ended, act.ActivityEnd)
        stream.say(ev.CandidateText(ended.turn, "my day was fine", True))
        while not (await socket.message(msg.TranscriptUpdate)).is_final:
            pass
        socket.send(msg.EndRequest())
        assert (await socket.message(msg.SessionEnded)).reason is ClosingReason.USER_ENDED
        assert (house.backend.entries, house.backend.statuses, house.backend.epoch) == ({}, [], CONTEXT.epoch)

    run(scene)


def test_warm_up_takes_a_room_like_any_other() -> None:
    async def scene(house: House) -> None:
        socket = await house.socket(interview_id=f"{WARM_UP_PREFIX}1").accepted()
        assert await socket.closed() == 1013

    run(scene, House(max_interviews=0))
