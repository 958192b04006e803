"""The transcript as a list of turns: the same lines in the live room's panel, the typing view and the report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import reflex as rx

from preppal.domain.transcript import Entry, Heard, Role, Source
from preppal.services.corrections import doubtful_places

_NOTES = {Heard.CUT: "interrupted", Heard.UNCLEAR: "not made out"}
_NOT_SURE = "The recogniser was not sure of this"
_UNCLEAR = "Speech that could not be made out."


@dataclass(frozen=True)
class Piece:
    """A stretch of a turn; doubtful ones are where the recogniser was not sure."""

    text: str
    is_doubtful: bool = False


@dataclass(frozen=True)
class TranscriptLine:
    """One turn as it is read. `clock` counts from the start of the interview; `pieces` is empty without a doubt."""

    order_index: int
    who: str
    is_candidate: bool
    clock: str
    text: str
    note: str = ""
    is_recorded: bool = False
    pieces: list[Piece] = field(default_factory=list)


def clock_text(seconds: float) -> str:
    """Minutes and seconds: 05:02."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes:02d}:{rest:02d}"


def transcript_lines(
    entries: Sequence[Entry], interviewer: str, recorded: Collection[int] = ()
) -> list[TranscriptLine]:
    """Stored entries in order; the first one starts the clock. `recorded` are those that can be heard."""
    ordered = sorted(entries, key=lambda entry: entry.order_index)
    start_ms = ordered[0].started_at_ms if ordered else 0
    lines = [_line(entry, interviewer, start_ms) for entry in ordered]
    return [replace(line, is_recorded=line.order_index in recorded) for line in lines]


def _line(entry: Entry, interviewer: str, start_ms: int) -> TranscriptLine:
    is_candidate = entry.role is Role.CANDIDATE
    note = "typed" if entry.source is Source.TYPED and is_candidate else _NOTES.get(entry.heard, "")
    return TranscriptLine(
        order_index=entry.order_index,
        who="You" if is_candidate else interviewer,
        is_candidate=is_candidate,
        clock=clock_text((entry.started_at_ms - start_ms) / 1000),
        text=entry.content.strip() or (_UNCLEAR if entry.heard is Heard.UNCLEAR else ""),
        note=note,
        pieces=pieces_of(entry.content, doubtful_places(entry.content, entry.words)) if is_candidate else [],
    )


def pieces_of(content: str, doubtful: tuple[tuple[int, int], ...]) -> list[Piece]:
    """The text cut at the doubtful places; empty where there are none."""
    pieces: list[Piece] = []
    position = 0
    for first, end in doubtful:
        if first > position:
            pieces.append(Piece(content[position:first]))
        pieces.append(Piece(content[first:end], is_doubtful=True))
        position = end
    if pieces and position < len(content):
        pieces.append(Piece(content[position:]))
    return pieces


def put_line(lines: Sequence[TranscriptLine], new: TranscriptLine) -> list[TranscriptLine]:
    """The lines with `new` in its place; a line with the same index is replaced."""
    others = [line for line in lines if line.order_index != new.order_index]
    return sorted([*others, new], key=lambda line: line.order_index)


def transcript_list(lines: rx.Var[list[TranscriptLine]], **props: object) -> rx.Component:
    """The turns as an ordered list; not a live region, because the room's captions are."""
    return rx.el.ol(rx.foreach(lines, _turn), aria_live="off", **props)


def _turn(line: rx.Var[TranscriptLine]) -> rx.Component:
    return rx.el.li(
        rx.el.div(turn_label(line), rx.cond(line.is_recorded, _hear(line)), class_name="lbl"),
        rx.cond(
            line.pieces.length() > 0,
            rx.el.p(rx.foreach(line.pieces, doubtful_piece), class_name="speech"),
            rx.el.p(line.text, class_name="speech"),
        ),
        class_name=rx.cond(line.is_candidate, "turn me", "turn"),
        data_turn_role=rx.cond(line.is_candidate, "candidate", "interviewer"),
        key=line.order_index,
    )


def doubtful_piece(piece: rx.Var[Piece]) -> rx.Component:
    return rx.cond(piece.is_doubtful, doubtful_words(piece.text), rx.el.span(piece.text))


def doubtful_words(text: rx.Var[str]) -> rx.Component:
    """They have a dotted line to the eye and a question to the ear."""
    return rx.el.span(text, rx.el.span(" (not sure)", class_name="sr"), title=_NOT_SURE, class_name="doubtful")


def doubt_legend() -> rx.Component:
    """What the dotted line means; the style shows it in a card whose turns have one."""
    return rx.el.p(
        "Words with a ",
        rx.el.span("dotted line", class_name="doubtful"),
        ": the recogniser was not sure of them.",
        class_name="t1 sub doubt-legend",
    )


def _hear(line: rx.Var[TranscriptLine]) -> rx.Component:
    """Plays the turn from its beginning, in the player of the page."""
    return rx.el.button(
        rx.icon("volume-2", size=15, aria_hidden="true"),
        "Hear it",
        type="button",
        class_name="hear-turn",
        aria_label="Hear what you said at " + line.clock,
        data_play_entry=line.order_index,
        data_play_name="Transcript, " + line.clock,
    )


def turn_label(line: rx.Var[TranscriptLine]) -> rx.Component:
    """Who, when, and what is special about it."""
    return rx.fragment(
        line.who,
        rx.cond(line.note != "", ", " + line.note, ""),
        " ",
        rx.el.span(line.clock, class_name="num"),
    )
