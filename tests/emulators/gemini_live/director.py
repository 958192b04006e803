"""Finds the scenario's steps that fit what happens."""

import random
import re
from collections.abc import Iterable

from tests.emulators.gemini_live.runs import Run
from tests.emulators.gemini_live.scenario import Chaos
from tests.emulators.gemini_live.steps import Happening, Step, When

# A speaking step on one of these is the script of the model turn that is due; on any other it is a turn of its own.
REPLIES = (
    Happening.USER_TURN,
    Happening.TEXT_MATCHES,
    Happening.TOOL_RESPONSE,
    Happening.FRESH,
    Happening.RESUMED,
    Happening.MODEL_TURN,
)

_CHANCE_WITHIN_S = 4.0

Value = int | float | str | bool


class Director:
    """Of one connection. What has been used up is kept in the run, over all connections."""

    def __init__(self, run: Run, steps: Iterable[Step], connection: int) -> None:
        self._run = run
        self._steps = [
            (f"{index} {step!r}", step)
            for index, step in enumerate(steps)
            if step.when.conn is None or step.when.conn == connection
        ]

    def happened(self, happening: Happening, value: Value) -> list[Step]:
        """Takes the steps to be performed now, beside any turn."""
        return [
            step
            for key, step in self._fitting(happening, value)
            if not (_is_within_turn(step) or _is_script(step)) and self._take(key)
        ]

    def script(self, reasons: Iterable[tuple[Happening, Value]]) -> Step | None:
        """Takes the script of a model turn that is due for these reasons, the most specific first."""
        for happening, value in reasons:
            for key, step in self._fitting(happening, value):
                if _is_script(step) and self._take(key):
                    return step
        return None

    def has_script(self, reasons: Iterable[tuple[Happening, Value]]) -> bool:
        return any(_is_script(step) for reason in reasons for _, step in self._fitting(*reason))

    def within_turn(self, happening: Happening, number: int) -> list[Step]:
        """Takes the steps that wait for a place in this turn or activity."""
        return [step for key, step in self._fitting(happening, number) if _is_within_turn(step) and self._take(key)]

    def chance(self, chaos: Chaos, rng: random.Random) -> list[Step]:
        """A fault that this turn happens to meet, at some point of its first seconds."""
        if not chaos.faults or rng.random() >= chaos.share:
            return []
        return [Step(When(activity="any", at_s=rng.uniform(0, _CHANCE_WITHIN_S)), rng.choice(chaos.faults).do)]

    def timed(self) -> list[Step]:
        """Takes the steps that wait for an age of the connection."""
        return [step for key, step in self._steps if step.when.happening is Happening.AGE and self._take(key)]

    def _fitting(self, happening: Happening, value: Value) -> list[tuple[str, Step]]:
        return [
            (key, step)
            for key, step in self._steps
            if step.when.happening is happening
            and _fits(step, value)
            and (step.times == 0 or self._run.fired[key] < step.times)
        ]

    def _take(self, key: str) -> bool:
        self._run.fired[key] += 1
        return True


def _is_within_turn(step: Step) -> bool:
    return step.when.share is not None or step.when.at_s is not None


def _is_script(step: Step) -> bool:
    return step.speaks and step.when.happening in REPLIES and not _is_within_turn(step)


def _fits(step: Step, value: Value) -> bool:
    wanted = step.when.value
    if wanted == "any":
        return True
    if step.when.happening is Happening.TEXT_MATCHES:
        return re.search(str(wanted), str(value), re.I) is not None
    if step.when.happening is Happening.AUDIO_RECEIVED:
        return float(value) >= float(wanted)
    return value == wanted
