"""Turns as the candidate wants them: patience, "give me a moment", "I'm done"; and the clock beside them."""

from dataclasses import replace
from itertools import pairwise

import pytest

from preppal.domain.interview import Patience
from preppal.domain.transcript import Role
from preppal.session import messages as msg
from preppal.session.messages import ClosingReason, Phase, TurnAction
from tests.emulators.gemini_live.jsons import at
from tests.emulators.gemini_live.profiles import LIVE_MODELS, Thinking
from tests.integration.gemini import checks
from tests.integration.gemini.candidate import Candidate
from tests.integration.gemini.interviewee import interview
from tests.integration.gemini.stage import CONTEXT, Stage, Theatre

_FIRST = "First there was a long outage of our own billing service that night"
_SECOND = "and then we found the reason in the very last place we looked"
# The candidate's microphone ticks ten times a second, and a pause of speech is noticed a window or two late.
_TICKS_S = 0.3


async def invited(stage: Stage) -> Candidate:
    """Until the first question has been heard."""
    candidate = await stage.join()
    await candidate.live(lambda: candidate.is_listening and not candidate.is_hearing and bool(stage.entries()))
    return candidate


async def answered(stage: Stage, turns: int = 2) -> None:
    await stage.candidate.live(lambda: len(checks.whole_turns(stage)) == turns, 90)


def seconds_to_think(candidate: Candidate, spoke_until_s: float) -> float:
    """From the last sound of the answer to the moment at which the interviewer had the floor."""
    return next(now for now, message in candidate.log if now > spoke_until_s and _is(message, Phase.THINKING)) - (
        spoke_until_s
    )


def _is(message: msg.ServerMessage, phase: Phase) -> bool:
    return message == msg.TurnState(phase)


@pytest.mark.parametrize(
    ("patience", "silence_s"), [(Patience.SHORT, 1.2), (Patience.NORMAL, 2.0), (Patience.LONG, 4.0)]
)
def test_answer_is_over_after_as_much_silence_as_the_candidate_chose(
    theatre: Theatre, patience: Patience, silence_s: float
) -> None:
    spoke_until_s = 0.0

    async def scene(stage: Stage) -> None:
        nonlocal spoke_until_s
        candidate = await invited(stage)
        candidate.talk(f"{_FIRST} {_SECOND}")
        await candidate.live(lambda: not candidate.is_talking)
        spoke_until_s = candidate.now_s
        await answered(stage)

    stage = theatre.play("happy", scene, context=replace(CONTEXT, patience=patience))
    assert seconds_to_think(stage.candidate, spoke_until_s) == pytest.approx(silence_s, abs=_TICKS_S + 0.2)
    assert stage.metrics()["user_turns"] == 1
    checks.answers_reached_the_provider(stage)


def test_pause_within_long_patience_is_part_of_the_answer_and_within_short_is_not(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.talk(_FIRST)
        candidate.pause(2.4)
        candidate.talk(_SECOND)
        await candidate.live(lambda: not candidate.is_talking)
        await candidate.wait(12)

    whole = theatre.play("happy", scene, context=replace(CONTEXT, patience=Patience.LONG))
    assert whole.spoken_by(Role.CANDIDATE) == [f"{_FIRST} {_SECOND}"]
    assert whole.metrics()["user_turns"] == 1
    cut = theatre.play("happy", scene, context=replace(CONTEXT, patience=Patience.SHORT))
    assert " ".join(cut.spoken_by(Role.CANDIDATE)) == f"{_FIRST} {_SECOND}"
    checks.answers_reached_the_provider(cut)


def test_patience_changed_in_the_room_holds_from_the_next_silence_on(theatre: Theatre) -> None:
    spoke_until_s = 0.0

    async def scene(stage: Stage) -> None:
        nonlocal spoke_until_s
        candidate = await invited(stage)
        candidate.talk(f"{_FIRST} {_SECOND}")
        await candidate.wait(2)
        candidate.send(msg.PatienceChange(Patience.LONG))
        await candidate.live(lambda: not candidate.is_talking)
        spoke_until_s = candidate.now_s
        await answered(stage)

    stage = theatre.play("happy", scene, context=replace(CONTEXT, patience=Patience.SHORT))
    assert seconds_to_think(stage.candidate, spoke_until_s) == pytest.approx(4.0, abs=_TICKS_S + 0.2)
    assert stage.metrics()["user_turns"] == 1
    assert stage.metrics()["connections"] == 1, "turn taking is ours: the provider need not know"
    checks.answers_reached_the_provider(stage)


def test_with_the_done_button_nothing_else_ends_an_answer(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.talk(_FIRST)
        await candidate.live(lambda: not candidate.is_talking)
        await candidate.wait(40)
        assert candidate.is_listening
        assert stage.emulator.run.user_turns == 0
        candidate.talk(_SECOND)
        await candidate.live(lambda: not candidate.is_talking)
        await candidate.wait(1)
        candidate.send(msg.TurnControl(TurnAction.DONE))
        await answered(stage)

    stage = theatre.play("happy", scene, context=replace(CONTEXT, patience=Patience.MANUAL))
    assert stage.spoken_by(Role.CANDIDATE) == [f"{_FIRST} {_SECOND}"]
    assert stage.metrics()["user_turns"] == 1
    checks.answers_reached_the_provider(stage)


def test_done_button_ends_an_answer_at_once_whatever_the_patience(theatre: Theatre) -> None:
    pressed_s = 0.0

    async def scene(stage: Stage) -> None:
        nonlocal pressed_s
        candidate = await invited(stage)
        candidate.talk(_FIRST)
        await candidate.live(lambda: not candidate.is_talking)
        pressed_s = candidate.now_s
        candidate.send(msg.TurnControl(TurnAction.DONE))
        await answered(stage)

    stage = theatre.play("happy", scene, context=replace(CONTEXT, patience=Patience.LONG))
    assert seconds_to_think(stage.candidate, pressed_s) <= _TICKS_S
    checks.answers_are_saved_in_order(stage)
    checks.answers_reached_the_provider(stage)


def test_done_without_a_word_is_explained_and_ends_nothing(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.send(msg.TurnControl(TurnAction.DONE))
        await candidate.wait(3)
        assert candidate.is_listening

    stage = theatre.play("happy", scene)
    (error,) = stage.candidate.of(msg.ErrorResponse)
    assert "Speak first" in error.message
    assert stage.metrics()["user_turns"] == 0


def test_moment_that_was_asked_for_is_given_and_speech_ends_it(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.send(msg.TurnControl(TurnAction.HOLD))
        await candidate.wait(60)
        assert candidate.phase is Phase.HOLDING
        assert stage.emulator.run.model_turns == 1
        candidate.talk(_FIRST)
        await answered(stage)

    stage = theatre.play("happy", scene)
    checks.answers_are_saved_in_order(stage)
    checks.answers_reached_the_provider(stage)
    assert stage.metrics()["user_turns"] == 1
    phases = stage.candidate.phases()
    assert Phase.LISTENING in phases[phases.index(Phase.HOLDING) :]


def test_moment_asked_for_in_the_middle_of_an_answer_keeps_it_open(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.talk(_FIRST)
        await candidate.live(lambda: not candidate.is_talking)
        candidate.send(msg.TurnControl(TurnAction.HOLD))
        await candidate.wait(30)
        assert stage.emulator.run.user_turns == 0
        candidate.talk(_SECOND)
        await answered(stage)

    stage = theatre.play("happy", scene)
    assert stage.spoken_by(Role.CANDIDATE) == [f"{_FIRST} {_SECOND}"]
    checks.answers_reached_the_provider(stage)


def test_candidate_who_was_not_finished_takes_the_turn_back(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.talk(_FIRST)
        await candidate.live(lambda: candidate.phase is Phase.THINKING)
        candidate.send(msg.TurnControl(TurnAction.NOT_FINISHED))
        candidate.talk(_SECOND)
        await candidate.live(lambda: not candidate.is_talking)
        await answered(stage)

    stage = theatre.play({"latency": {"ttfa_ms": 3_000}}, scene)
    assert " ".join(stage.spoken_by(Role.CANDIDATE)) == f"{_FIRST} {_SECOND}"
    checks.answers_reached_the_provider(stage)
    checks.nothing_unheard_is_saved(stage)


# ---- the clock


def test_interviewer_hears_of_the_time_at_three_quarters_and_at_two_minutes(theatre: Theatre) -> None:
    context = replace(CONTEXT, duration_s=300)
    stage = theatre.play("time_limit", lambda stage: interview(stage, limit_s=600), context=context)
    begun_s = next(now for now, message in stage.candidate.log if isinstance(message, msg.SessionReady))
    nudges = [record for record in stage.emulator.run.records.received("client_content") if "left." in str(record)]
    told_s = [record.time_s - begun_s for record in nudges]
    # Each waits for a moment in which nobody speaks: the turns of this scenario leave one every twenty seconds.
    assert len(told_s) == 2
    assert 180 <= told_s[0] < 205
    assert 225 <= told_s[1] < 250
    (cut,) = stage.emulator.run.records.sent("interrupted")
    assert cut.time_s - begun_s > 300 + 119, "nothing but the hard stop cuts anybody off"
    checks.answers_are_saved_in_order(stage)
    assert stage.candidate.of(msg.SessionEnded) == [msg.SessionEnded(ClosingReason.TIMEOUT)]


# ---- what a model may be sent


@pytest.mark.parametrize("model", LIVE_MODELS)
def test_model_is_sent_what_its_generation_takes_and_nothing_else(theatre: Theatre, model: str) -> None:
    """The emulator closes a connection that is sent more; here is what it was sent."""
    profile = LIVE_MODELS[model]

    async def scene(stage: Stage) -> None:
        candidate = await invited(stage)
        candidate.talk(_FIRST)
        await answered(stage)

    stage = theatre.play("happy", scene, model=model)
    (setup,) = stage.emulator.run.records.received("setup")
    assert (at(setup.fields["generationConfig"], "thinkingConfig") is not None) == (
        profile.thinking is Thinking.REQUIRED
    )
    assert at(setup.fields["generationConfig"], "enableAffectiveDialog") is None
    assert "proactivity" not in setup.fields
    assert setup.fields["contextWindowCompression"] is not None
    assert stage.metrics()["violations"] == 0
    assert stage.spoken_by(Role.CANDIDATE) == stage.candidate.said
    assert all(earlier.role is not later.role for earlier, later in pairwise(stage.entries()))
