"""Messages that make no sense, are damaged or enormous: groups 29 and 30."""

import pytest

from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import interview
from tests.integration.gemini.stage import Theatre


@pytest.mark.parametrize(
    "scenario",
    [
        "malformed_json",
        "unknown_only_key",
        "error_json",
        "bad_b64",
        "null_message",
        "empty_frame",
        "json_list",
        "huge_message_900k",
        "huge_message_1100k",
        "huge_message_5m",
    ],
)
def test_message_that_makes_no_sense_is_passed_over(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["connections"] == 1


def test_nonsense_without_end_leads_to_another_connection(theatre: Theatre) -> None:
    stage = theatre.play("garbage_storm", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
