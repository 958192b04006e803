"""Reads scenarios from YAML; the files beside this module are the catalogue of the research notes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import yaml

from tests.emulators.gemini_live.actions import Action
from tests.emulators.gemini_live.building import Reader, ScenarioError, build
from tests.emulators.gemini_live.scenario import Scenario
from tests.emulators.gemini_live.steps import Step, read_actions, read_step

FOLDER = Path(__file__).parent / "scenarios"
_READERS: Mapping[object, Reader] = {tuple[Action, ...]: read_actions, Step: read_step}


@cache
def load_scenario(name: str) -> Scenario:
    """A scenario of the catalogue by name, or a file by path. Raises ScenarioError."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else FOLDER / f"{name}.yaml"
    if not path.is_file():
        raise ScenarioError(f"no scenario {name!r}")
    return read_scenario(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)


def scenario_names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def read_scenario(value: object, where: str = "scenario") -> Scenario:
    """A scenario from what a YAML file holds. Raises ScenarioError."""
    if not isinstance(value, Mapping):
        raise ScenarioError(f"{where}: a scenario is a mapping")
    base = {str(key): item for key, item in value.items()}
    overrides = base.pop("connections", [])
    if not isinstance(overrides, list):
        raise ScenarioError(f"{where}.connections: a list")
    connections = tuple(
        build(Scenario, _merged(base, override or {}), f"{where}.connections[{index}]", _READERS)
        for index, override in enumerate(overrides)
    )
    return replace(build(Scenario, base, where, _READERS), connections=connections)


def _merged(base: object, override: object) -> object:
    """The base with the override's keys over it, at every level."""
    if not isinstance(base, Mapping) or not isinstance(override, Mapping):
        return override
    return {**base, **{key: _merged(base.get(key), item) for key, item in override.items()}}
