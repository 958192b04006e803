"""The part of the settings where one says what reviews look at. What is left out is neither counted nor scored."""

import asyncio
from dataclasses import dataclass

import reflex as rx

from preppal.domain.bands import Measure
from preppal.errors import PreppalError
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.field import switch
from preppal.ui.components.setting import saved_note, setting_row
from preppal.ui.components.surface import card, problem, section
from preppal.ui.deps import get_services


@dataclass(frozen=True, slots=True)
class _Group:
    """Measures that people think of as one thing."""

    title: str
    note: str
    measures: tuple[Measure, ...]


GROUPS = {
    "pauses": _Group(
        "Pauses",
        "How soon you begin to answer, and how long you stop in between.",
        (Measure.RESPONSE, Measure.LONG_PAUSES, Measure.LONGEST_PAUSE),
    ),
    "fillers": _Group("Filler words", "Um, er, and words said twice.", (Measure.FILLERS, Measure.REPEATS)),
    "pace": _Group("Pace", "How many words you say in a minute.", (Measure.SPEECH_RATE,)),
    "hedges": _Group("Hedging", "Maybe, sort of, I guess.", (Measure.HEDGES,)),
}


def looked_at(skipped: tuple[str, ...]) -> dict[str, bool]:
    """By group, whether reviews look at any of it."""
    return {name: not set(group.measures) <= set(skipped) for name, group in GROUPS.items()}


class OwnMeasuresState(rx.State):
    shown: dict[str, bool] = dict.fromkeys(GROUPS, True)
    is_saved: bool = False
    problem: str = ""

    @rx.event
    async def load(self) -> None:
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is not None:
                self.shown = looked_at(await _skipped(person.id))
        except PreppalError:
            self.problem = "We couldn’t fetch what reviews look at. Try again later."

    @rx.event
    async def look_at(self, name: str, is_on: bool) -> None:
        self.is_saved, self.problem = False, ""
        if name not in GROUPS:
            return
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            kept = set(await _skipped(person.id)) - set(GROUPS[name].measures)
            left_out = kept if is_on else kept | set(GROUPS[name].measures)
            accounts = get_services().accounts
            changed = await asyncio.to_thread(accounts.update_profile, person.id, skipped_measures=sorted(left_out))
        except PreppalError:
            self.problem = "That was not saved, the server did not answer as it should. Try once more."
            return
        self.shown, self.is_saved = looked_at(changed.skipped_measures), True


async def _skipped(user_id: str) -> tuple[str, ...]:
    return (await asyncio.to_thread(get_services().accounts.profile, user_id)).skipped_measures


def own_measures() -> rx.Component:
    rows = [
        setting_row(
            group.title,
            group.note,
            switch(
                group.title,
                checked=OwnMeasuresState.shown[name],  # in the browser `get` takes False for missing
                on_change=lambda is_on, name=name: OwnMeasuresState.look_at(name, is_on),
            ),
        )
        for name, group in GROUPS.items()
    ]
    return section(
        "What reviews look at",
        rx.el.p(
            "What you turn off is neither counted nor scored, from your next interview on. "
            "What you say, and how you build it, is always looked at.",
            class_name="sub mt2",
        ),
        rx.cond(
            OwnMeasuresState.problem != "",
            rx.el.div(problem("That did not work", OwnMeasuresState.problem, tone="warn"), class_name="mt4"),
        ),
        card(*rows, class_name="pad0 mt4"),
        saved_note(OwnMeasuresState.is_saved),
        id="measures",
    )
