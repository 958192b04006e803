"""The catalogue of scenarios, and what a scenario file may say."""

import pytest

from tests.emulators.gemini_live.actions import Close, GoAway, Say
from tests.emulators.gemini_live.building import ScenarioError
from tests.emulators.gemini_live.scenario_files import load_scenario, read_scenario, scenario_names
from tests.emulators.gemini_live.steps import Happening


@pytest.mark.parametrize("name", scenario_names())
def test_scenario_of_the_catalogue_is_sound(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.name == name
    assert scenario.summary.endswith(".")


def test_catalogue_covers_all_groups() -> None:
    assert {load_scenario(name).group for name in scenario_names()} == set(range(1, 42))


def test_steps_are_read() -> None:
    scenario = read_scenario(
        {
            "steps": [
                {"when": {"model_turn": 2, "at": "50%", "conn": 0}, "do": [{"go_away": "5s"}, {"close": 1000}]},
                {"when": {"user_turn": "any"}, "do": {"say": {"text": "Hm.", "speed": 3}}, "times": 0},
            ]
        }
    )
    first, second = scenario.steps
    assert (first.when.happening, first.when.value, first.when.share) == (Happening.MODEL_TURN, 2, 0.5)
    assert first.do == (GoAway("5s"), Close(1000))
    assert (second.when.value, second.do, second.speaks) == ("any", (Say("Hm.", speed=3.0),), True)


def test_connections_say_only_what_is_different() -> None:
    scenario = read_scenario(
        {"limits": {"connection_s": 300, "setup_s": 5}, "connections": [{"limits": {"connection_s": None}}]}
    )
    assert scenario.for_connection(0).limits.connection_s is None
    assert scenario.for_connection(0).limits.setup_s == 5
    assert scenario.for_connection(1).limits.connection_s == 300


@pytest.mark.parametrize(
    "wrong",
    [
        {"nmae": "typo"},
        {"limits": {"connection": 3}},
        {"limits": {"connection_s": "long"}},
        {"relax": ["everything"]},
        {"steps": [{"when": {"model_turn": 1}}]},
        {"steps": [{"when": {"model_turn": 1, "user_turn": 2}, "do": "close"}]},
        {"steps": [{"when": {"model_turn": 1, "at": "half"}, "do": "close"}]},
        {"steps": [{"when": {"model_turn": 1}, "do": "explode"}]},
        {"steps": [{"when": {"model_turn": 1}, "do": {"close": {"kode": 1}}}]},
        {"connections": {}},
        [],
    ],
)
def test_scenario_with_a_mistake_is_refused(wrong: object) -> None:
    with pytest.raises(ScenarioError):
        read_scenario(wrong)


def test_unknown_scenario_is_refused() -> None:
    with pytest.raises(ScenarioError, match="no scenario"):
        load_scenario("nothing_like_it")
