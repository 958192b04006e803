"""The transcript as a list of turns: the same lines in the live room's panel, the typing view and the report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import reflex as rx

from preppal.domain.transcript import Entry, Heard, Role, Source

_NOTES = {Heard.CUT: "interrupted", Heard.UNCLEAR: "not made out"}
_UNCLEAR = "Speech that could not be made out."


@dataclass(frozen=True)
class TranscriptLine:
    """One turn as it is read. `clock` counts from the start of the interview."""

    order_index: int
    who: str
    is_candidate: bool
    clock: str
    text: str
    note: str = ""
    is_recorded: bool = False


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
    )


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
        rx.el.p(line.text, class_name="speech"),
        class_name=rx.cond(line.is_candidate, "turn me", "turn"),
        data_turn_role=rx.cond(line.is_candidate, "candidate", "interviewer"),
        key=line.order_index,
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
