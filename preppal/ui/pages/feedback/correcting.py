"""Correcting the words of the transcript: what was heard live stays, and the report is written again from the rest."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from preppal.domain.transcript import Role
from preppal.errors import InvalidInput, PreppalError
from preppal.services.corrections import TurnReading
from preppal.ui.components.button import button
from preppal.ui.components.transcript_view import Piece, doubtful_piece, pieces_of
from preppal.ui.deps import get_services
from preppal.ui.pages.feedback.state import FeedbackState
from preppal.ui.pages.own_interview import interview_id_in, require_person

_FIELD = "turn-"
_FAILED = "The words could not be kept just now. They are still in the fields; try again in a moment."


@dataclass(frozen=True)
class CorrectableTurn:
    """One turn of the candidate's as it is corrected. `live` is what was heard first, where that differs."""

    name: str
    label: str
    content: str
    status: str
    live: str
    pieces: list[Piece] = field(default_factory=list)


class CorrectionState(rx.State):
    is_open: bool = False
    turns: list[CorrectableTurn] = []
    note: str = ""
    error: str = ""
    is_saving: bool = False

    @rx.event
    async def begin(self) -> None:
        """Show the candidate's turns with a field for each."""
        self.error, self.note = "", ""
        interview_id = interview_id_in(self.router.url.path)
        try:
            person = await require_person(self)
            turns = await asyncio.to_thread(get_services().corrections.turns, person.id, interview_id)
        except PreppalError as error:
            self.error = str(error)
            return
        self.turns = correctable(turns)
        self.is_open = True

    @rx.event
    def cancel(self) -> None:
        self.is_open, self.error = False, ""

    @rx.event
    async def save(self, fields: dict[str, Any]) -> Any:
        """Keep the words that differ and write the report again; the older versions stay."""
        shown = {turn.name for turn in self.turns}
        texts = {int(name.removeprefix(_FIELD)): str(text) for name, text in fields.items() if name in shown}
        self.is_saving, self.error = True, ""
        yield
        try:
            person = await require_person(self)
            version = await asyncio.to_thread(
                get_services().corrections.correct, person.id, interview_id_in(self.router.url.path), texts
            )
        except InvalidInput as error:
            self.error = " ".join([str(error), *error.fields.values()])
        except PreppalError as error:
            self.error = str(error) or _FAILED
        else:
            self.is_open = False
            self.note = "Nothing was changed." if version is None else "Your words are kept. The scores are made again."
            if version is not None:
                yield FeedbackState.load
        self.is_saving = False


def correctable(turns: tuple[TurnReading, ...]) -> list[CorrectableTurn]:
    mine = [turn for turn in turns if turn.role is Role.CANDIDATE and turn.can_correct]
    return [_correctable(turn, place) for place, turn in enumerate(mine, 1)]


def _correctable(turn: TurnReading, place: int) -> CorrectableTurn:
    return CorrectableTurn(
        name=f"{_FIELD}{turn.order_index}",
        label=f"Turn {place} of yours",
        content=turn.content,
        status=_status(turn),
        live=turn.live if turn.content != turn.live else "",
        pieces=pieces_of(turn.content, turn.doubtful),
    )


def _status(turn: TurnReading) -> str:
    if turn.corrected is not None:
        return "Corrected by you."
    if turn.heard_again is not None:
        return "Heard again from the recording after the interview."
    return ""


def corrections() -> rx.Component:
    """Under the transcript: a way in, and the form once it is open."""
    return rx.el.div(
        rx.cond(CorrectionState.is_open, _form(), _way_in()),
        rx.el.p(CorrectionState.error, class_name="t1 med badc mt2", role="alert"),
        rx.el.p(CorrectionState.note, class_name="t1 sub mt2", role="status"),
        class_name="mt6",
    )


def _way_in() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "Something was misheard? Put your words right, and everything that rests on words is scored again. "
            "Pauses and response times come from the sound and stay.",
            class_name="t1 sub grow",
        ),
        button("Correct the words", icon_name="pencil", on_click=CorrectionState.begin),
        class_name="row between wrap g4",
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h2("Correct the words", class_name="h3"),
        rx.el.p("Write what you said, “um” and all. What was heard stays on record.", class_name="t1 sub mt2"),
        rx.foreach(CorrectionState.turns, _turn),
        rx.el.div(
            button(
                "Save and score again",
                kind="solid",
                type="submit",
                is_busy=CorrectionState.is_saving,
                busy_label="Saving",
            ),
            button("Cancel", kind="quiet", on_click=CorrectionState.cancel),
            class_name="row wrap g2 mt5",
        ),
        on_submit=CorrectionState.save,
        aria_label="Correct the words",
    )


def _turn(turn: rx.Var[CorrectableTurn]) -> rx.Component:
    return rx.el.div(
        rx.el.label(turn.label, html_for=turn.name, class_name="flabel"),
        rx.cond(
            turn.pieces.length() > 0,
            rx.el.p(
                rx.el.span("The recogniser was not sure of the marked words: ", class_name="sub"),
                rx.foreach(turn.pieces, doubtful_piece),
                class_name="t1 mt2",
            ),
        ),
        rx.el.textarea(id=turn.name, name=turn.name, default_value=turn.content, rows="5", class_name="input mt2"),
        rx.el.p(turn.status, class_name="help"),
        rx.cond(
            turn.live != "",
            rx.el.details(
                rx.el.summary("As it was heard in the interview", class_name="t1"),
                rx.el.p(turn.live, class_name="t1 mt2"),
            ),
        ),
        class_name="field mt5",
        key=turn.name,
    )
