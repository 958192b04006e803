"""What is recorded of an interview: whose turns, with consent alone, and never at the transcript's cost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from preppal.domain.transcript import Role
from preppal.errors import BackendError
from preppal.gateway.app import Gateway
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from tests.fakes import LoudDetector, MemoryBackend, ScriptedEngine
from tests.unit.gateway.test_app import LOUD, QUICK, House, check, run
from tests.unit.session.driver import CONTEXT

RECORDED = replace(CONTEXT, record_audio=True)
SILENCE = bytes(1024)


class Archive:
    """ports.SoundArchive in memory, which can be made to wait or to fail."""

    def __init__(self) -> None:
        self.kept: dict[int, bytes] = {}
        self.may_keep = asyncio.Event()
        self.may_keep.set()
        self.is_away = False

    async def keep(
        self, interview_id: str, epoch: int, order_index: int, pieces: Sequence[bytes], lost_ms: int
    ) -> None:
        await self.may_keep.wait()
        if self.is_away:
            raise BackendError("The store is away.")
        self.kept[order_index] = b"".join(pieces)


class RecordingHouse(House):
    def __init__(self, context: object = RECORDED) -> None:
        super().__init__(MemoryBackend(context))  # type: ignore[arg-type]  # a context
        self.archive = Archive()
        self.engine = ScriptedEngine()
        self.gateway = Gateway(
            backend=self.backend,
            engine=self.engine,
            check_token=check,
            new_detector=LoudDetector,
            limits=QUICK,
            max_interviews=5,
            archive=self.archive,
        )


async def _answer(house: House) -> None:
    """The candidate speaks for two seconds, presses done, and the engine says what it was."""
    socket = await house.enter()
    await house.ask(socket)
    stream = house.engine.streams[-1]
    for number in range(1, 63):
        socket.send(msg.AudioFrame(LOUD, number * 32, number))
    socket.send(msg.TurnControl(msg.TurnAction.DONE))
    ended = await stream.told(act.ActivityEnd)
    assert isinstance(ended, act.ActivityEnd)
    stream.say(ev.CandidateText(ended.turn, "I moved the report.", is_final=True))
    while (await socket.message(msg.TranscriptUpdate)).role is not Role.CANDIDATE:
        pass


def test_candidates_turn_is_recorded_as_it_was_heard() -> None:
    house = RecordingHouse()
    run(_answer, house)
    assert list(house.archive.kept) == [1]
    assert set(house.archive.kept[1]) == {1}, "the candidate's frames and nothing else"
    assert len(house.archive.kept[1]) == 62 * len(LOUD)


def test_nothing_is_recorded_without_consent() -> None:
    house = RecordingHouse(CONTEXT)
    run(_answer, house)
    assert house.archive.kept == {}
    assert house.backend.entries[1].content == "I moved the report."


def test_transcript_does_not_wait_for_the_archive() -> None:
    house = RecordingHouse()

    async def scene(house: House) -> None:
        assert isinstance(house, RecordingHouse)
        house.archive.may_keep.clear()
        await _answer(house)
        assert house.backend.entries[1].content == "I moved the report."
        assert house.archive.kept == {}
        house.archive.may_keep.set()

    run(scene, house)
    assert list(house.archive.kept) == [1], "what waited is kept before the gateway closes"


def test_archive_that_fails_costs_the_candidate_nothing() -> None:
    house = RecordingHouse()
    house.archive.is_away = True
    run(_answer, house)
    assert house.backend.entries[1].content == "I moved the report."
