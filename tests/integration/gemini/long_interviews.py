"""Half an hour with a provider in which everything happens; shared by the suite and the long runs."""

from dataclasses import replace

from preppal.session.messages import Phase
from tests.emulators.gemini_live.scenario import Scenario
from tests.emulators.gemini_live.scenario_files import load_scenario
from tests.emulators.gemini_live.violations import Rule
from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import Interviewee
from tests.integration.gemini.stage import CONTEXT, Stage

HALF_AN_HOUR = replace(CONTEXT, duration_s=1_800, question_count=8)
_CRASH_AFTER_ANSWERS = 22


def storm(seed: int) -> Scenario:
    """A shorter list of questions, so that a schedule takes minutes and not half an hour."""
    scenario = load_scenario("fault_storm")
    return replace(
        scenario, seed=seed, interview=replace(scenario.interview, questions=scenario.interview.questions[:6])
    )


async def half_an_hour(stage: Stage) -> None:
    """One barge-in per five turns, one crash of our process, and swaps as the scenario has them."""
    candidate = await stage.join()
    Interviewee(stage.candidate, interrupts=range(5, 60, 5), thinking_s=52)
    await candidate.live(lambda: len(candidate.said) >= _CRASH_AFTER_ANSWERS and candidate.phase is Phase.LISTENING)
    await stage.crash()
    await candidate.wait(2)
    await stage.join()
    await candidate.live(lambda: candidate.has_ended)


async def slow_and_stormy(stage: Stage) -> None:
    """With as long a thought before each answer as fills half an hour."""
    await stormy(stage, thinking_s=52)


async def stormy(stage: Stage, thinking_s: float = 1.0) -> None:
    """Whatever happens; a candidate whom the gateway asks to come back in a moment does."""
    candidate = await stage.join()
    Interviewee(stage.candidate, thinking_s=thinking_s)
    while not candidate.has_ended:
        await candidate.live(lambda: candidate.has_ended)
        if not candidate.has_ended:
            assert candidate.close_code in (1012, 1013)
            candidate.drop()
            await candidate.wait(3)
            await stage.join()


def agrees_after_a_storm(stage: Stage) -> None:
    checks.everything_agrees(stage)
    assert stage.backend.statuses[-1].is_final
    # A handle that the provider has dropped is found out by using it.
    assert [violation for _, violation in stage.emulator.run.violations if violation.rule is not Rule.HANDLE] == []
