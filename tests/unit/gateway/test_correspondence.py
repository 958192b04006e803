"""An interview by request and answer: what happens when the interviewer is slow, gone, or somebody else comes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from preppal.auth.tokens import TokenSigner
from preppal.domain.interview import PERSONAS, Difficulty, InterviewContext, InterviewType, Patience
from preppal.domain.transcript import Question
from preppal.errors import BackendError, Conflict, NotFound
from preppal.gateway.app import Gateway
from preppal.gateway.correspondence import GatewayCorrespondence
from preppal.ports import Said
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.limits import Limits
from tests.fakes import LoudDetector, MemoryBackend, ScriptedEngine, ScriptedStream, Socket
from tests.integration.gemini.virtual_time import run_in_virtual_time

CONTEXT = InterviewContext(
    "hers", "ann", InterviewType.BEHAVIORAL, Difficulty.STANDARD, PERSONAS["ruth"], Patience.NORMAL, 900, 6
)
SIGNER = TokenSigner("k" * 40)


@dataclass
class Stage:
    gateway: Gateway
    backend: MemoryBackend
    engine: ScriptedEngine
    letters: GatewayCorrespondence

    def take_turn(self, text: str = "", order_index: int = 0) -> "asyncio.Task[None]":
        said = Said(text) if text else None
        return asyncio.ensure_future(self.letters.take_turn("hers", "ann", said, order_index))

    async def begin(self) -> ScriptedStream:
        """The first question has been asked."""
        turn = self.take_turn()
        stream = await self.engine.next_stream()
        await stream.told(act.Begin)
        ask(stream, "What did you do?")
        await turn
        return stream


def ask(stream: ScriptedStream, text: str, index: int = 1) -> None:
    stream.say(ev.Asks(Question(index, text=text)), ev.InterviewerText(text), ev.InterviewerDone())


@asynccontextmanager
async def _stage(
    *, stays_s: float = 60.0, max_interviews: int = 2, limits: Limits | None = None
) -> AsyncIterator[Stage]:
    backend, engine = MemoryBackend(CONTEXT), ScriptedEngine()
    gateway = Gateway(
        backend=backend,
        engine=engine,
        check_token=SIGNER.check_live,
        new_detector=LoudDetector,
        limits=limits or Limits(),
        max_interviews=max_interviews,
    )
    async with gateway:
        letters = GatewayCorrespondence(gateway, stays_s=stays_s)
        yield Stage(gateway, backend, engine, letters)


def _play(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scene(), 60))  # type: ignore[arg-type]  # an async function gives a coroutine


def test_answer_reaches_the_interviewer_and_the_transcript() -> None:
    async def scene() -> None:
        async with _stage() as stage:
            stream = await stage.begin()
            turn = stage.take_turn("I led the team.", 1)
            said = await stream.told(act.CandidateSaid)
            assert isinstance(said, act.CandidateSaid)
            assert said.text == "I led the team."
            ask(stream, "And then?", 2)
            await turn
            assert [entry.content for _, entry in sorted(stage.backend.entries.items())] == [
                "What did you do?",
                "I led the team.",
                "And then?",
            ]

    _play(scene)


def test_slow_interviewer_is_waited_for_again_without_saying_it_twice() -> None:
    async def scene() -> None:
        async with _stage() as stage:
            stream = await stage.begin()
            stage.letters.turn_limit_s = 0.05
            with pytest.raises(BackendError) as failed:
                await stage.take_turn("I led the team.", 1)
            assert failed.value.retryable
            stage.letters.turn_limit_s = 30.0
            again = stage.take_turn("I led the team.", 1)
            await stream.told(act.CandidateSaid)
            ask(stream, "And then?", 2)
            await again
            contents = [entry.content for entry in stage.backend.entries.values()]
            assert contents.count("I led the team.") == 1
            assert contents[-1] == "And then?"

    _play(scene)


def test_browser_that_opens_the_interview_takes_it_over() -> None:
    async def scene() -> None:
        async with _stage() as stage:
            await stage.begin()
            turn = stage.take_turn("I led the team.", 1)
            await stage.engine.streams[0].told(act.CandidateSaid)
            token = SIGNER.issue_live("ann", "hers", 300)[0]
            browser = await Socket(stage.gateway, "/interview/hers", f"token={token}").accepted()
            await browser.message(msg.SessionReady)
            with pytest.raises(Conflict):
                await turn
            browser.drop()
            await browser.task

    _play(scene)


def test_candidate_who_asks_nothing_more_leaves_the_interview_resumable() -> None:
    async def scene() -> None:
        async with _stage(stays_s=0.0) as stage:
            stream = await stage.begin()
            interview = stage.gateway.running("hers")
            assert interview is not None
            turn = stage.take_turn("I led the team.", 1)
            await stream.told(act.CandidateSaid)
            ask(stream, "And then?", 2)
            await turn
            assert stage.gateway.running("hers") is interview, "still here, for the one who comes back"

    _play(scene)


def test_end_of_the_interview_is_an_answer_and_then_a_conflict() -> None:
    async def scene() -> None:
        async with _stage() as stage:
            stream = await stage.begin()
            turn = stage.take_turn("I led the team.", 1)
            await stream.told(act.CandidateSaid)
            stream.say(ev.InterviewerText("Thank you, goodbye."), ev.WantsToEnd(), ev.InterviewerDone())
            await turn
            assert stage.backend.statuses[-1].is_final
            with pytest.raises(Conflict):
                await stage.take_turn("One more thing.", 3)

    _play(scene)


def test_full_house_and_strangers_are_refused() -> None:
    async def scene() -> None:
        async with _stage(max_interviews=0) as stage:
            with pytest.raises(BackendError):
                await stage.take_turn()
        async with _stage() as stage:
            with pytest.raises(NotFound):
                await stage.letters.take_turn("hers", "ben", None, 0)

    _play(scene)


def test_interviewer_who_cannot_come_is_an_error_to_ask_again_after() -> None:
    async def scene() -> None:
        async with _stage() as stage:
            stage.engine.refusals = 99
            with pytest.raises(BackendError):
                await stage.take_turn()

    _play(scene)


def test_person_who_goes_to_another_interview_leaves_the_one_before() -> None:
    async def scene() -> None:
        async with _stage(max_interviews=1) as stage:
            await stage.begin()
            stage.backend.context = replace(CONTEXT, interview_id="another")
            turn = asyncio.ensure_future(stage.letters.take_turn("another", "ann", None, 1))
            stream = await stage.engine.next_stream()
            assert stage.gateway.running("hers") is None
            ask(stream, "What did you do?")
            await turn
            assert not any(status.is_final for status in stage.backend.statuses), "it can be gone on with"

    _play(scene)


def test_interview_that_nobody_is_in_makes_room() -> None:
    async def scene() -> None:
        async with _stage(max_interviews=1, stays_s=0.0, limits=Limits(asleep_s=0.0)) as stage:
            stream = await stage.begin()
            await stream.was_closed.wait()
            stage.backend.context = replace(CONTEXT, interview_id="another")
            other = GatewayCorrespondence(stage.gateway)
            turn = asyncio.ensure_future(other.take_turn("another", "ann", None, 1))
            ask(await stage.engine.next_stream(), "What did you do?")
            await turn
            assert stage.gateway.running("hers") is None

    _play(scene)


def test_interview_that_somebody_is_in_makes_no_room() -> None:
    async def scene() -> None:
        async with _stage(max_interviews=1) as stage:
            await stage.begin()
            stage.backend.context = replace(CONTEXT, interview_id="another")
            with pytest.raises(BackendError):
                await GatewayCorrespondence(stage.gateway).take_turn("another", "ann", None, 1)
            assert stage.gateway.running("hers") is not None

    _play(scene)


def test_who_reads_does_not_wait_for_the_voice() -> None:
    async def scene() -> float:
        async with _stage() as stage:
            turn = stage.take_turn()
            stream = await stage.engine.next_stream()
            began_s = asyncio.get_running_loop().time()
            minute = [ev.InterviewerAudio(bytes(4_800)) for _ in range(600)]
            stream.say(ev.Asks(Question(1, text="Why?")), ev.InterviewerText("Why?"), *minute, ev.InterviewerDone())
            await turn
            return asyncio.get_running_loop().time() - began_s

    assert run_in_virtual_time(scene()) < 5
