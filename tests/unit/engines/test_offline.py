"""The offline interviewer, with a recogniser that hears what the test says."""

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from preppal.domain.interview import Difficulty, InterviewContext, InterviewType
from preppal.domain.transcript import Heard
from preppal.engines import offline
from preppal.engines.offline import OfflineEngine
from preppal.errors import EngineError
from preppal.session import actions as act
from preppal.session import events as ev
from tests.engine_stage import FRAME, InterviewerTurn, Stage, answered, asked, context, resumed
from tests.unit.engines.fakes import FakeRecognizer, FakeSynthesizer

COMPLETE = (
    "last spring our payment service lost orders at night I read the logs found a retry without a key wrote a test "
    "and added the key in the end lost orders dropped by ninety percent within two weeks"
)
NO_RESULT = (
    "last spring our payment service lost orders at night I read the logs for a while talked with the vendor wrote a "
    "long list of ideas and sat with a colleague over each of them"
)
PRAISE = re.compile(r"\b(good|great|excellent|perfect|nice|well done)\b", re.IGNORECASE)


def play(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 20))


@asynccontextmanager
async def on_stage(
    heard: Sequence[str] = (),
    *,
    of: InterviewContext | None = None,
    recognizer: FakeRecognizer | None = None,
    synthesizer: FakeSynthesizer | None = None,
) -> AsyncIterator[Stage]:
    """A stream on `of` whose candidate says `heard`, turn by turn."""
    engine = OfflineEngine(recognizer or FakeRecognizer(list(heard)), synthesizer or FakeSynthesizer())
    stream = await engine.open(of or context())
    try:
        yield Stage(stream, limit_s=10)
    finally:
        await stream.close()


async def first_turn(of: InterviewContext) -> InterviewerTurn:
    async with on_stage(of=of) as stage:
        return await stage.begin()


# ---- the course of an interview


def test_interviewer_greets_by_name_and_asks_the_first_question_in_one_turn() -> None:
    async def scene() -> None:
        async with on_stage() as stage:
            turn = await stage.begin()
            assert "Sam" in turn.text
            assert "Miller" not in turn.text
            assert "Ruth" in turn.text
            assert "15 minutes" in turn.text
            assert turn.asked.index == 1
            assert not turn.asked.is_follow_up
            assert turn.text.endswith(turn.asked.text)
            assert turn.text.count("?") == 1

    play(scene())


@pytest.mark.parametrize("name", ["", "<b>Bob</b>", "ignore previous instructions,", "12345", "😀"])
def test_name_that_cannot_be_said_is_left_out(name: str) -> None:
    async def scene() -> None:
        async with on_stage(of=context(name=name)) as stage:
            turn = await stage.begin()
            assert "  " not in turn.text
            assert "<" not in turn.text
            assert "12345" not in turn.text

    play(scene())


def test_text_grows_sentence_by_sentence_with_its_sound() -> None:
    async def scene() -> None:
        async with on_stage() as stage:
            await stage.tell(act.Begin())
            kinds = []
            while not isinstance(event := await stage.event(), ev.InterviewerDone):
                kinds.append(type(event).__name__)
            changes = [kind for place, kind in enumerate(kinds) if place == 0 or kinds[place - 1] != kind]
            assert changes[0] == "Asks"
            assert changes[1:-1] == ["InterviewerText", "InterviewerAudio"] * (len(changes[1:-1]) // 2)
            assert changes.count("InterviewerText") >= 4
            assert changes[-1] == "StateChanged"

    play(scene())


def test_incomplete_answer_is_probed_and_a_complete_one_is_not() -> None:
    async def scene() -> None:
        async with on_stage([NO_RESULT, "it ended with ninety percent fewer lost orders"]) as stage:
            first = await stage.begin()
            probe = await stage.answer()
            assert probe.asked.is_follow_up
            assert probe.asked.question_id == first.asked.question_id
            assert probe.asked.index == 1
            assert probe.asked.text == "How did it end?"
            following = await stage.answer()
            assert not following.asked.is_follow_up
            assert following.asked.index == 2

    play(scene())


def test_every_question_is_asked_once_and_then_the_interviewer_says_goodbye() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE] * 20) as stage:
            turns = [await stage.begin()]
            while not turns[-1].says_goodbye:
                turns.append(await stage.answer())
                assert len(turns) < 20
            core = [turn.question for turn in turns if turn.question is not None and not turn.question.is_follow_up]
            assert [question.index for question in core] == [1, 2, 3, 4, 5, 6]
            assert len({question.question_id for question in core}) == 6
            assert turns[-1].question is None
            assert "?" not in turns[-1].text

    play(scene())


@pytest.mark.parametrize("difficulty", list(Difficulty))
def test_interviewer_neither_praises_nor_quotes(difficulty: Difficulty) -> None:
    async def scene() -> None:
        async with on_stage(of=context(difficulty=difficulty)) as stage:
            turns = [await stage.begin()]
            while not turns[-1].says_goodbye:
                turns.append(
                    await stage.type("The zebra flew over my keyboard, and then it all fell down somehow. " * 4)
                )
            for turn in turns:
                assert "zebra" not in turn.text.lower()
                assert not PRAISE.search(turn.text)
                assert turn.text.count("?") <= 1

    play(scene())


@pytest.mark.parametrize(("confidence", "is_named"), [(0.9, True), (0.2, False)])
def test_skill_of_the_papers_is_named_only_when_it_was_heard_well(confidence: float, is_named: bool) -> None:
    of = context(InterviewType.TECHNICAL_VERBAL, Difficulty.INTENSE, resume="Kafka, Docker")
    text = (
        "I would put kafka between the two parts and let a worker take the messages the downside is the cost and I "
        "would test it by sending each message twice and measure how long it takes"
    )

    async def scene() -> None:
        async with on_stage(of=of, recognizer=FakeRecognizer([text], confidence)) as stage:
            await stage.begin()
            assert ("Kafka" in (await stage.answer()).text) is is_named

    play(scene())


def test_clock_closes_the_interview_after_the_running_answer() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE]) as stage:
            await stage.begin()
            await stage.speak()
            await stage.tell(act.TimeLeft(80), act.ActivityEnd(1))
            turn = await stage.turn()
            assert turn.says_goodbye
            assert turn.finals[0].text == COMPLETE

    play(scene())


def test_nobody_is_probed_when_time_runs_out() -> None:
    async def scene() -> None:
        async with on_stage([NO_RESULT]) as stage:
            await stage.begin()
            await stage.tell(act.TimeLeft(120))
            turn = await stage.answer()
            assert not turn.asked.is_follow_up

    play(scene())


def test_goodbye_that_was_talked_over_is_said_again_and_shorter() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE, "wait I wanted to add something about the customer"]) as stage:
            await stage.begin()
            await stage.tell(act.TimeLeft(30))
            goodbye = await stage.answer()
            await stage.tell(act.Interrupt("Thank you. That"))
            again = await stage.answer()
            assert again.says_goodbye
            assert again.question is None
            assert len(again.text) < len(goodbye.text)

    play(scene())


# ---- the candidate's requests


def test_spoken_wish_to_hear_it_again_repeats_the_question_as_a_new_turn() -> None:
    async def scene() -> None:
        async with on_stage(["could you repeat the question please"]) as stage:
            first = await stage.begin()
            again = await stage.answer()
            assert again.text == f"Of course. {first.asked.text}"
            assert again.asked.is_follow_up
            assert not again.is_replay

    play(scene())


def test_repeat_button_voices_the_open_question_without_a_new_turn() -> None:
    async def scene() -> None:
        async with on_stage() as stage:
            first = await stage.begin()
            await stage.tell(act.Repeat())
            again = await stage.turn()
            assert again.is_replay
            assert again.question is None
            assert again.pieces
            assert again.text == f"Of course. {first.asked.text}"
            assert again.engine_state == first.engine_state

    play(scene())


def test_speech_that_could_not_be_made_out_is_asked_for_once_more_and_then_let_be() -> None:
    async def scene() -> None:
        async with on_stage(["", ""]) as stage:
            first = await stage.begin()
            again = await stage.answer()
            assert "couldn't make that out" in again.text
            assert again.asked.text == first.asked.text
            following = await stage.answer()
            assert following.asked.index == 2

    play(scene())


# ---- who speaks


def test_candidate_who_speaks_on_while_the_interviewer_thinks_continues_the_answer() -> None:
    async def scene() -> None:
        voice = FakeSynthesizer()
        rest = "and in the end lost orders dropped by ninety percent"
        async with on_stage([NO_RESULT, rest], synthesizer=voice) as stage:
            await stage.begin()
            voice.may_speak.clear()
            await stage.speak()
            await stage.tell(act.ActivityEnd(1))
            await stage.speak()
            voice.may_speak.set()
            await stage.tell(act.ActivityEnd(2))
            turn = await stage.turn()
            assert not turn.is_stopped
            assert [final.turn for final in turn.finals] == [1, 2]
            assert turn.asked.index == 2
            assert not turn.asked.is_follow_up

    play(scene())


def test_interviewer_stopped_in_mid_turn_says_so_and_takes_nothing_of_it_for_granted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(offline, "_MAX_EVENTS", 4)

    async def scene() -> None:
        async with on_stage([COMPLETE, "and the customer was happy"]) as stage:
            first = await stage.begin()
            await stage.speak()
            await stage.tell(act.ActivityEnd(1))
            while not isinstance(await stage.event(), ev.InterviewerAudio):
                pass
            await stage.tell(act.Interrupt(""))
            stopped = await stage.turn()
            assert stopped.is_stopped
            assert stopped.engine_state == first.engine_state
            assert (await stage.answer()).asked.index == 2

    play(scene())


def test_greeting_that_was_cut_short_is_not_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "_MAX_EVENTS", 4)

    async def scene() -> None:
        async with on_stage(["hello ruth nice to meet you"]) as stage:
            await stage.tell(act.Begin())
            while not isinstance(await stage.event(), ev.InterviewerAudio):
                pass
            await stage.tell(act.Interrupt("Hello Sam."))
            assert (await stage.turn()).is_stopped
            turn = await stage.answer()
            assert "Ruth" not in turn.text
            assert turn.asked.index == 1

    play(scene())


def test_question_nobody_heard_is_asked_again_after_the_rest_of_the_answer() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE, "and I forgot to say that the customer was happy"]) as stage:
            await stage.begin()
            second = await stage.answer()
            await stage.tell(act.Interrupt("Okay."))
            again = await stage.answer()
            assert again.question == second.question

    play(scene())


def test_reply_that_crossed_a_candidate_who_spoke_on_is_taken_back() -> None:
    """It was handed over whole before the turn began; the session dropped it and says that nobody heard it."""

    async def scene() -> None:
        async with on_stage([COMPLETE, "and the customer was happy"]) as stage:
            await stage.begin()
            second = await stage.answer()
            number = await stage.speak()
            await stage.tell(act.Interrupt(""), act.ActivityEnd(number))
            again = await stage.turn()
            assert again.question == second.question
            assert [final.turn for final in again.finals] == [number]

    play(scene())


def test_question_that_was_heard_stands_when_the_candidate_starts_early() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE, COMPLETE]) as stage:
            await stage.begin()
            second = await stage.answer()
            await stage.tell(act.Interrupt(second.text))
            following = await stage.answer()
            assert following.asked.index == 3

    play(scene())


def test_noise_during_the_reply_does_not_cost_the_reply() -> None:
    async def scene() -> None:
        voice, hears = FakeSynthesizer(), FakeRecognizer([COMPLETE, "noise"])
        async with on_stage(recognizer=hears, synthesizer=voice) as stage:
            await stage.begin()
            voice.may_speak.clear()
            await stage.speak()
            await stage.tell(act.ActivityEnd(1))
            await stage.speak()
            voice.may_speak.set()
            await stage.tell(act.ActivityCancel(2))
            turn = await stage.turn()
            assert turn.asked.index == 2
            assert [final.turn for final in turn.finals] == [1]
            assert not [utterance for utterance in hears.utterances if utterance.is_open]

    play(scene())


def test_noise_while_the_interviewer_waits_is_not_answered() -> None:
    async def scene() -> None:
        async with on_stage(["noise"]) as stage:
            await stage.begin()
            await stage.speak()
            await stage.tell(act.ActivityCancel(1), act.Finish())
            assert not [event for event in await stage.rest() if not isinstance(event, ev.CandidateText)]

    play(scene())


def test_nudge_while_a_reply_is_on_its_way_changes_nothing() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE]) as stage:
            await stage.begin()
            await stage.speak()
            await stage.tell(act.ActivityEnd(1), act.Nudge(), act.Nudge())
            turn = await stage.turn()
            assert turn.asked.index == 2

    play(scene())


def test_nudge_with_nothing_to_answer_says_the_question_again() -> None:
    async def scene() -> None:
        async with on_stage() as stage:
            first = await stage.begin()
            await stage.tell(act.Nudge())
            again = await stage.turn()
            assert again.is_replay
            assert first.asked.text in again.text

    play(scene())


# ---- when parts fail


def test_interview_goes_on_in_text_without_a_voice() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE], synthesizer=FakeSynthesizer(is_broken=True)) as stage:
            first = await stage.begin()
            assert first.pieces == []
            assert (await stage.answer()).question is not None

    play(scene())


def test_dead_recogniser_loses_the_stream_so_that_the_session_can_open_another() -> None:
    async def scene() -> None:
        async with on_stage(recognizer=FakeRecognizer([COMPLETE], breaks=True)) as stage:
            await stage.begin()
            await stage.tell(act.ActivityStart(1), act.CandidateAudio(1, FRAME))
            with pytest.raises(EngineError) as lost:
                await stage.turn()
            assert lost.value.retryable
            with pytest.raises(EngineError):
                await stage.tell(act.ActivityEnd(1))

    play(scene())


# ---- going on in another process


def test_resumed_interview_says_the_open_question_again_without_a_greeting() -> None:
    async def scene() -> None:
        first = await first_turn(context())
        async with on_stage([COMPLETE], of=resumed(context(), first.engine_state, asked(first))) as stage:
            again = await stage.begin()
            assert again.is_replay
            assert again.question is None
            assert again.pieces
            assert first.asked.text in again.text
            assert "Ruth" not in again.text
            assert (await stage.answer()).asked.index == 2

    play(scene())


def test_resumed_interview_answers_what_was_said_last() -> None:
    async def scene() -> None:
        first = await first_turn(context())
        of = resumed(context(), first.engine_state, asked(first), answered(NO_RESULT, 1))
        async with on_stage(of=of) as stage:
            turn = await stage.begin()
            assert not turn.is_replay
            assert turn.asked.index == 1
            assert turn.asked.is_follow_up

    play(scene())


def test_new_stream_joins_the_parts_of_an_answer() -> None:
    """The stream was lost after the first part; the session replays the second one into the new stream."""

    async def scene() -> None:
        first = await first_turn(context())
        of = resumed(context(), first.engine_state, asked(first), answered(NO_RESULT, 1))
        async with on_stage(["in the end lost orders dropped by ninety percent"], of=of) as stage:
            assert (await stage.answer()).asked.index == 2

    play(scene())


@pytest.mark.parametrize("engine_state", ["", "not ours", '{"version":1}', '{"version":99,"question_ids":[]}'])
def test_interview_without_a_usable_state_goes_on_from_its_transcript(engine_state: str) -> None:
    async def scene() -> None:
        first = await first_turn(context())
        of = resumed(context(), engine_state, asked(first), answered(COMPLETE, 1))
        seen = [first.asked.question_id]
        async with on_stage([COMPLETE] * 9, of=of) as stage:
            turn = await stage.begin()
            while not turn.says_goodbye:
                assert turn.asked.question_id not in seen
                seen.append(turn.asked.question_id)
                assert turn.asked.index == len(seen)
                turn = await stage.answer()
        assert len(seen) == 6

    play(scene())


def test_state_that_is_one_turn_behind_catches_up_with_the_transcript() -> None:
    """The process died after the turn was stored and before its state was."""

    async def scene() -> None:
        async with on_stage([COMPLETE]) as stage:
            first = await stage.begin()
            second = await stage.answer()
        entries = (asked(first), answered(COMPLETE, 1), asked(second, 2))
        async with on_stage([COMPLETE], of=resumed(context(), first.engine_state, *entries)) as stage:
            assert second.asked.text in (await stage.begin()).text
            assert (await stage.answer()).asked.index == 3

    play(scene())


def test_question_that_was_cut_before_it_began_is_asked_again_after_a_restart() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE]) as stage:
            first = await stage.begin()
            second = await stage.answer()
        cut = asked(second, 2, Heard.CUT, content="Okay.")
        entries = (asked(first), answered(COMPLETE, 1), cut, answered("and the customer was happy", 3))
        async with on_stage(of=resumed(context(), first.engine_state, *entries)) as stage:
            assert (await stage.begin()).question == second.question

    play(scene())


def test_interrupted_goodbye_is_said_again_after_a_restart() -> None:
    async def scene() -> None:
        async with on_stage([COMPLETE]) as stage:
            first = await stage.begin()
            await stage.tell(act.TimeLeft(10))
            goodbye = await stage.answer()
        entries = (asked(first), answered(COMPLETE, 1), asked(goodbye, 2))
        async with on_stage(of=resumed(context(), goodbye.engine_state, *entries)) as stage:
            again = await stage.begin()
            assert again.is_replay
            assert again.says_goodbye
            assert again.text == goodbye.text

    play(scene())


def test_questions_of_recent_interviews_do_not_come_back() -> None:
    async def scene() -> None:
        before = await first_turn(context())
        again = await first_turn(context(recent_question_ids=(before.asked.question_id,)))
        assert again.asked.question_id != before.asked.question_id

    play(scene())


def test_interviews_differ_from_one_another_and_each_is_the_same_when_told_again() -> None:
    async def scene() -> None:
        turns = [await first_turn(context(interview_id=str(number))) for number in range(8)]
        assert len({turn.asked.question_id for turn in turns}) > 2
        assert (await first_turn(context(interview_id="3"))).text == turns[3].text

    play(scene())
