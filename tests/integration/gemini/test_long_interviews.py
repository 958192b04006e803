"""The half-hour interview with everything in it, and random schedules of faults. `make soak` plays two hundred."""

import os

import pytest

from tests.integration.gemini import checks
from tests.integration.gemini.long_interviews import (
    HALF_AN_HOUR,
    agrees_after_a_storm,
    half_an_hour,
    slow_and_stormy,
    storm,
    stormy,
)
from tests.integration.gemini.stage import Theatre

_SEEDS = range(int(os.environ.get("PREPPAL_FAULT_SCHEDULES", "20")))


def test_half_an_hour_with_swaps_a_crash_and_interruptions_loses_nothing(theatre: Theatre) -> None:
    stage = theatre.play("thirty_minutes", half_an_hour, context=HALF_AN_HOUR)
    checks.everything_agrees(stage)
    metrics = stage.metrics()
    assert metrics["greetings"] == 1
    assert float(str(metrics["connections"])) >= 5
    assert stage.crashes == 1
    assert metrics["violations"] == 0
    assert len(stage.candidate.said) >= 20
    assert stage.backend.statuses[-1].is_final


def test_half_an_hour_in_which_little_goes_wrong_is_held_on_several_connections(theatre: Theatre) -> None:
    stage = theatre.play("soak", slow_and_stormy, context=HALF_AN_HOUR)
    agrees_after_a_storm(stage)
    assert float(str(stage.metrics()["connections"])) >= 3


@pytest.mark.parametrize("seed", _SEEDS)
def test_random_faults_lose_no_answer_and_no_order(theatre: Theatre, seed: int) -> None:
    stage = theatre.play(storm(seed), stormy)
    agrees_after_a_storm(stage)
