"""The provider's own turn detection, as a setting: group 34 in both ways."""

from dataclasses import replace

from preppal.domain.interview import Patience
from preppal.domain.transcript import Role
from preppal.session import messages as msg
from tests.emulators.gemini_live.jsons import at
from tests.integration.gemini import checks
from tests.integration.gemini.candidate import Candidate
from tests.integration.gemini.interviewee import Interviewee, interview
from tests.integration.gemini.stage import CONTEXT, Stage, Theatre


def says_with_a_pause(candidate: Candidate) -> None:
    candidate.talk("First there was a long outage of our own billing service that night")
    candidate.pause(1.5)
    candidate.talk("and then we found the reason in the very last place we looked")


def test_pause_in_an_answer_does_not_end_it_when_turn_taking_is_ours(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        interviewee = Interviewee(stage.candidate)
        interviewee.is_silent = True
        await candidate.live(lambda: len(stage.entries()) == 1 and not candidate.is_hearing and candidate.is_listening)
        says_with_a_pause(candidate)
        await candidate.live(lambda: len(checks.whole_turns(stage)) == 2, 60)

    stage = theatre.play("pause_cut", scene)
    assert stage.spoken_by(Role.CANDIDATE) == [" ".join(stage.candidate.said)]
    assert stage.metrics()["user_turns"] == 1


def test_provider_that_detects_turns_holds_a_whole_interview(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview, gemini_turn_detection="provider")
    checks.answers_are_saved_in_order(stage)
    checks.there_was_one_greeting(stage)
    checks.there_was_at_most_one_end(stage)
    assert stage.metrics()["violations"] == 0
    (setup,) = stage.emulator.run.records.received("setup")
    assert at(setup.fields["realtimeInputConfig"], "automaticActivityDetection", "disabled") is not True
    assert stage.emulator.run.records.received("activity_start") == []


def test_provider_that_detects_turns_is_set_up_anew_when_patience_changes(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        await candidate.live(lambda: candidate.is_listening and not candidate.is_hearing and bool(stage.entries()), 60)
        candidate.send(msg.PatienceChange(Patience.LONG))
        await candidate.live(lambda: stage.metrics()["connections"] == 2, 30)
        candidate.send(msg.PatienceChange(Patience.MANUAL))
        await candidate.live(lambda: stage.metrics()["connections"] == 3, 30)
        assert candidate.is_listening

    stage = theatre.play("happy", scene, gemini_turn_detection="provider")
    normal, long, manual = (
        at(setup.fields["realtimeInputConfig"], "automaticActivityDetection")
        for setup in stage.emulator.run.records.received("setup")
    )
    assert at(normal, "silenceDurationMs") < at(long, "silenceDurationMs")
    assert at(manual, "disabled") is True
    assert stage.metrics()["violations"] == 0


def test_provider_cannot_be_told_of_the_done_button_so_turns_stay_ours(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        candidate = await stage.join()
        await candidate.live(lambda: candidate.is_listening, 60)

    context = replace(CONTEXT, patience=Patience.MANUAL)
    stage = theatre.play("happy", scene, context=context, gemini_turn_detection="provider")
    (setup,) = stage.emulator.run.records.received("setup")
    assert at(setup.fields["realtimeInputConfig"], "automaticActivityDetection", "disabled") is True
