"""Whatever the session does, the offline interviewer keeps to the grammar of turns and comes to an end."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from preppal.domain.interview import Patience
from preppal.engines.offline import OfflineEngine
from preppal.session import actions as act
from preppal.session import events as ev
from tests.engine_stage import FRAME, context
from tests.unit.engines.fakes import FakeRecognizer, FakeSynthesizer

ANSWERS = [
    "",
    "I don't know",
    "I fixed it and in the end it was ten percent faster for all of our customers",
    "skip it",
]

moves = st.sampled_from(
    ["begin", "start", "frame", "end", "cancel", "typed", "interrupt", "repeat", "nudge", "patience", "time"]
)
plays = st.lists(st.tuples(moves, st.booleans()), max_size=25)


def command(move: str, turn: int) -> act.EngineCommand:
    match move:
        case "begin":
            return act.Begin()
        case "start":
            return act.ActivityStart(turn)
        case "frame":
            return act.CandidateAudio(turn, FRAME)
        case "end":
            return act.ActivityEnd(turn)
        case "cancel":
            return act.ActivityCancel(turn)
        case "typed":
            return act.CandidateSaid(turn, "I did it, and it saved ten percent in the end.")
        case "interrupt":
            return act.Interrupt("Okay. What")
        case "repeat":
            return act.Repeat()
        case "nudge":
            return act.Nudge()
        case "patience":
            return act.ChangePatience(Patience.LONG)
        case _:
            return act.TimeLeft(60)


async def perform(played: list[tuple[str, bool]]) -> tuple[list[ev.EngineEvent], list[int]]:
    """Send the commands, now and then letting the interviewer act; returns all events and the turns that were ended."""
    stream = await OfflineEngine(FakeRecognizer(ANSWERS * 9), FakeSynthesizer()).open(context())
    turn, ended = 1, []
    for move, lets_act in played:
        turn += move in ("start", "typed")
        await stream.send(command(move, turn))
        if move == "end":
            ended.append(turn)
        for _ in range(300 * lets_act):
            await asyncio.sleep(0)
    await stream.send(act.Finish())
    events = [event async for event in stream.events()]
    await stream.close()
    return events, ended


@settings(max_examples=60, deadline=None)
@given(plays)
def test_events_keep_to_the_grammar_of_turns(played: list[tuple[str, bool]]) -> None:
    events, ended = asyncio.run(asyncio.wait_for(perform(played), 20))
    is_running, text = False, ""
    for event in events:
        match event:
            case ev.Asks() | ev.Replays():
                assert not is_running
                is_running, text = True, ""
            case ev.InterviewerText():
                assert not is_running or event.text.startswith(text)
                is_running, text = True, event.text
            case ev.InterviewerAudio():
                assert is_running
                assert event.pcm
            case ev.InterviewerDone() | ev.InterviewerStopped():
                assert is_running
                is_running, text = False, ""
            case _:
                pass
    assert not is_running
    finals = [event.turn for event in events if isinstance(event, ev.CandidateText) and event.is_final]
    assert finals[: len(ended)] == ended
    assert len(finals) <= len(ended) + 1


@settings(max_examples=30, deadline=None)
@given(plays)
def test_state_is_told_before_each_turn_is_done(played: list[tuple[str, bool]]) -> None:
    events, _ = asyncio.run(asyncio.wait_for(perform(played), 20))
    for place, event in enumerate(events):
        if isinstance(event, ev.InterviewerDone):
            assert isinstance(events[place - 1], ev.StateChanged)
