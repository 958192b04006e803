"""Steps of a scenario: when something happens, do something."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from tests.emulators.gemini_live.actions import SPEAKING, VERBS, Action, Message
from tests.emulators.gemini_live.building import ScenarioError, build

_PLACES = frozenset({"at", "at_s", "conn"})


class Happening(StrEnum):
    """What steps can wait for."""

    SETUP_RECEIVED = "setup_received"
    SETUP_DONE = "setup_done"
    FRESH = "fresh"  # the n-th session that was not resumed, counted from 1
    RESUMED = "resumed"
    AGE = "t"  # seconds since the connection was set up
    AUDIO_RECEIVED = "audio_received_s"
    ACTIVITY = "activity"  # the candidate's n-th activity began
    USER_TURN = "user_turn"  # … and was taken to be over
    MODEL_TURN = "model_turn"
    TEXT_MATCHES = "text_matches"
    CLIENT_MSG = "client_msg"
    TOOL_RESPONSE = "tool_response"
    CONTEXT_UPDATE = "context_update"
    GOAWAY_SENT = "goaway_sent"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class When:
    """One happening, narrowed by `conn` (which connection), `at` or `at_s` (where in a turn)."""

    setup_received: bool | None = None
    setup_done: bool | None = None
    fresh: int | str | None = None
    resumed: int | str | None = None
    t: float | None = None
    audio_received_s: float | None = None
    activity: int | str | None = None
    user_turn: int | str | None = None
    model_turn: int | str | None = None
    text_matches: str | None = None
    client_msg: int | None = None
    tool_response: str | None = None
    context_update: bool | None = None
    goaway_sent: bool | None = None
    control: str | None = None
    at: str | None = None
    at_s: float | None = None
    conn: int | None = None

    @property
    def happening(self) -> Happening:
        return Happening(next(name for name in self._given() if name not in _PLACES))

    @property
    def value(self) -> int | float | str | bool:
        value: int | float | str | bool = getattr(self, self.happening)
        return value

    @property
    def share(self) -> float | None:
        """Where in a turn, as a share of its duration; None when the step is about the turn as a whole."""
        if self.at is None:
            return None
        return {"start": 0.0, "end": 1.0}.get(self.at) if self.at in ("start", "end") else float(self.at[:-1]) / 100

    def check(self, where: str) -> None:
        triggers = [name for name in self._given() if name not in _PLACES]
        if len(triggers) != 1:
            raise ScenarioError(f"{where}: exactly one trigger, not {triggers}")
        if self.at is not None and not re.fullmatch(r"start|end|\d+(\.\d+)?%", self.at):
            raise ScenarioError(f"{where}.at: {self.at!r} is neither start, end nor a percentage")

    def _given(self) -> list[str]:
        return [field.name for field in fields(self) if getattr(self, field.name) is not None]


@dataclass(frozen=True, slots=True)
class Step:
    """`times` 0 means always."""

    when: When
    do: tuple[Action, ...]
    times: int = 1

    @property
    def speaks(self) -> bool:
        return any(isinstance(action, SPEAKING) for action in self.do)


def read_step(value: object, where: str) -> Step:
    """Raises ScenarioError."""
    if not isinstance(value, Mapping) or not {"when", "do"} <= value.keys() <= {"when", "do", "times"}:
        raise ScenarioError(f"{where}: a step is when, do and times")
    when = build(When, value["when"], f"{where}.when")
    when.check(f"{where}.when")
    return Step(when, read_actions(value["do"], f"{where}.do"), build(int, value.get("times", 1), f"{where}.times"))


def read_actions(value: object, where: str) -> tuple[Action, ...]:
    """A mapping with one verb, a bare verb, or a list of these."""
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(_action(item, f"{where}[{index}]") for index, item in enumerate(items))


def _action(value: object, where: str) -> Action:
    if isinstance(value, str):
        value = {value: None}
    if not isinstance(value, Mapping) or len(value) != 1:
        raise ScenarioError(f"{where}: an action is one verb")
    verb, arguments = next(iter(value.items()))
    if verb not in VERBS:
        raise ScenarioError(f"{where}: unknown verb {verb!r}")
    if VERBS[verb] is Message:
        arguments = {"body": arguments}
    action: Action = build(VERBS[verb], arguments, f"{where}.{verb}")
    return action
