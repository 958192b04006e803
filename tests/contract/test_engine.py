"""One suite for every engine: what a session may rely on, whoever conducts the interview.

Asserts the order of events and what they promise, never the words an interviewer chooses.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from preppal.config import EngineName, Settings
from preppal.domain.audio import INTERVIEWER_RATE_HZ, duration_ms
from preppal.domain.interview import InterviewContext
from preppal.domain.transcript import Role
from preppal.engines import create_engine
from preppal.errors import EngineError
from preppal.ports import Engine
from preppal.session import actions as act
from preppal.session import events as ev
from tests.engine_stage import FRAME, InterviewerTurn, Stage, answered, asked, context, resumed
from tests.spoken import INSTALL_HINT, can_speak, silence, speak

ANSWER = "I led a small team. We had a conflict about the release date."
TYPED = (
    "Last spring our payment service lost orders at night. I read the logs, found a retry without a key, wrote a test "
    "and added the key. In the end lost orders dropped by ninety percent within two weeks."
)


class Company:
    """An engine and the loop it lives in."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._runner = asyncio.Runner()

    def play(self, scene: Coroutine[Any, Any, None]) -> None:
        self._runner.run(asyncio.wait_for(scene, 90))

    @asynccontextmanager
    async def on_stage(self, of: InterviewContext | None = None) -> AsyncIterator[Stage]:
        stream = await self.engine.open(of or context())
        try:
            yield Stage(stream)
        finally:
            await stream.close()

    def close(self) -> None:
        self._runner.run(self.engine.close())
        self._runner.close()


def _offline() -> Engine:
    return create_engine(Settings(engine=EngineName.OFFLINE))


_ENGINES: dict[str, Callable[[], Engine]] = {"offline": _offline}


@pytest.fixture(scope="module", params=sorted(_ENGINES))
def company(request: pytest.FixtureRequest) -> Iterator[Company]:
    opened = Company(_ENGINES[request.param]())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An answer as flite says it; no engine understands eSpeak."""
    if not can_speak():
        pytest.skip(INSTALL_HINT)
    folder: Path = tmp_path_factory.mktemp("spoken")
    return speak(ANSWER, folder) + silence(700)


def check_interviewer_turn(turn: InterviewerTurn) -> None:
    assert turn.text.strip()
    for shorter, longer in zip(turn.texts, turn.texts[1:], strict=False):
        assert longer.startswith(shorter)
    for piece in turn.pieces:
        assert len(piece) % 2 == 0
        assert 0 < duration_ms(len(piece), INTERVIEWER_RATE_HZ) <= 1_000
    assert turn.engine_state
    assert not turn.is_stopped


def test_interviewer_takes_the_first_turn_and_asks(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            turn = await stage.begin()
            check_interviewer_turn(turn)
            assert turn.asked.index == 1
            assert not turn.asked.is_follow_up
            assert not turn.is_replay
            assert any(any(piece) for piece in turn.pieces), "the interviewer has no voice"

    company.play(scene())


def test_spoken_answer_is_transcribed_once_and_answered(company: Company, spoken: bytes) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            turn = await stage.answer(spoken)
            check_interviewer_turn(turn)
            assert [final.turn for final in turn.finals] == [1]
            assert turn.finals[0].text.strip()
            assert all(draft.turn == 1 for draft in turn.drafts)
            length_ms = len(spoken) / 32
            assert all(0 <= word.start_ms <= word.end_ms <= length_ms for word in turn.finals[0].words)

    company.play(scene())


def test_typed_answer_is_answered_without_a_transcript(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            turn = await stage.type(TYPED)
            check_interviewer_turn(turn)
            assert turn.finals == []

    company.play(scene())


def test_questions_are_counted_upwards_and_follow_ups_keep_the_number(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            questions = [(await stage.begin()).asked]
            for _ in range(3):
                questions.append((await stage.type(TYPED)).asked)
            for before, after in zip(questions, questions[1:], strict=False):
                assert after.index == before.index + (not after.is_follow_up)

    company.play(scene())


def test_one_reply_follows_two_parts_of_one_answer(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            first = await stage.speak()
            await stage.tell(act.ActivityEnd(first))
            second = await stage.speak()
            await stage.tell(act.ActivityEnd(second))
            finals: list[int] = []
            while True:
                turn = await stage.turn()
                finals += [final.turn for final in turn.finals]
                if not turn.is_stopped and second in finals:
                    break
            assert finals == [first, second]

    company.play(scene())


def test_interruption_ends_the_turn_and_the_next_answer_is_answered(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            await stage.tell(act.CandidateSaid(1, TYPED))
            while not isinstance(await stage.event(), ev.InterviewerAudio):
                pass
            await stage.tell(act.Interrupt("Okay"), act.ActivityStart(2))
            await stage.turn()
            await stage.tell(act.CandidateAudio(2, FRAME), act.ActivityEnd(2))
            reply = await stage.turn()
            check_interviewer_turn(reply)
            assert [final.turn for final in reply.finals] == [2]

    company.play(scene())


def test_noise_is_forgotten(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            await stage.tell(act.ActivityStart(1), act.CandidateAudio(1, FRAME), act.ActivityCancel(1))
            turn = await stage.type(TYPED)
            check_interviewer_turn(turn)
            assert turn.finals == []

    company.play(scene())


def test_repeat_voices_the_question_without_a_new_turn(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            await stage.tell(act.Repeat())
            again = await stage.turn()
            assert again.is_replay
            assert again.question is None
            assert again.pieces

    company.play(scene())


def test_interviewer_says_goodbye_when_time_is_up(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            await stage.tell(act.TimeLeft(0))
            assert (await stage.type(TYPED)).says_goodbye

    company.play(scene())


def test_finish_hands_over_the_last_words_and_ends_the_stream(company: Company, spoken: bytes) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            await stage.begin()
            number = await stage.speak(spoken)
            await stage.tell(act.ActivityEnd(number), act.Finish())
            events = await stage.rest()
            finals = [event for event in events if isinstance(event, ev.CandidateText) and event.is_final]
            assert [final.turn for final in finals] == [number]
            assert finals[0].text.strip()
            assert not [event for event in events if isinstance(event, ev.InterviewerDone)]

    company.play(scene())


def test_resumed_interview_asks_its_open_question_again_and_never_greets(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            first = await stage.begin()
        async with company.on_stage(resumed(context(), first.engine_state, asked(first))) as stage:
            again = await stage.begin()
            assert again.question is None or again.question.index == first.asked.index
            assert first.text not in again.text
            assert (await stage.type(TYPED)).text.strip()

    company.play(scene())


def test_resumed_interview_answers_what_was_said_last(company: Company) -> None:
    async def scene() -> None:
        async with company.on_stage() as stage:
            first = await stage.begin()
        entries = (asked(first), answered(TYPED, 1, first.question))
        assert entries[1].role is Role.CANDIDATE
        async with company.on_stage(resumed(context(), first.engine_state, *entries)) as stage:
            turn = await stage.begin()
            check_interviewer_turn(turn)
            assert not turn.is_replay

    company.play(scene())


def test_two_interviews_at_once_do_not_mix(company: Company) -> None:
    async def scene() -> None:
        ann, bob = context(name="Ann", interview_id="a"), context(name="Bob", interview_id="b")
        async with company.on_stage(ann) as one, company.on_stage(bob) as other:
            first, second = await asyncio.gather(one.begin(), other.begin())
            check_interviewer_turn(first)
            check_interviewer_turn(second)
            assert "Bob" not in first.text
            assert "Ann" not in second.text

    company.play(scene())


def test_closed_stream_takes_nothing_and_may_be_closed_again(company: Company) -> None:
    async def scene() -> None:
        stream = await company.engine.open(context())
        await stream.close()
        await stream.close()
        with pytest.raises(EngineError):
            await stream.send(act.Begin())

    company.play(scene())
