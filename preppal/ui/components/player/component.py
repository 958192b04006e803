"""The Python face of the player. It plays in the browser: nothing of it passes through Reflex.

An element with `data_play_entry` plays that entry of the transcript when it is pressed, from `data_play_from` ms into
it (a second before is heard) to `data_play_to`. J and K move between such elements; Space and arrows are the player's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import reflex as rx

from preppal.domain.addresses import audio_url
from preppal.domain.transcript import Entry
from preppal.services.marks import Mark, marks_of
from preppal.services.recordings import RecordedTurn

# Vite follows the imports from the shell, so every script must be linked beside it.
_SHELL = rx.asset("player.jsx", shared=True)
for _script in sorted(Path(__file__).parent.glob("*.js")):
    rx.asset(_script.name, shared=True)


@dataclass(frozen=True)
class ClipMark:
    """A pause or a filler, in ms from the start of the clip."""

    kind: str
    start_ms: int
    end_ms: int
    label: str


@dataclass(frozen=True)
class Clip:
    """The recording of one entry; `levels` are 0 to 100, ten a second."""

    order_index: int
    url: str
    duration_ms: int
    levels: list[int] = field(default_factory=list)
    marks: list[ClipMark] = field(default_factory=list)


class RecordingPlayer(rx.NoSSRComponent):
    library = _SHELL.importable_path
    tag = "RecordingPlayer"

    # In the order in which they are played.
    clips: rx.Var[list[Clip]]
    # A card with all of them, or a bar that appears when something on the page is played.
    kind: rx.Var[Literal["card", "bar"]]


def player(clips: Any, *, kind: Literal["card", "bar"]) -> rx.Component:
    return cast(rx.Component, RecordingPlayer.create(clips=clips, kind=kind))


def clips_of(
    interview_id: str, entries: Sequence[Entry], turns: Sequence[RecordedTurn], *, is_english: bool = True
) -> list[Clip]:
    """Recorded turns as clips, in order, with what is marked in them."""
    by_index = {entry.order_index: entry for entry in entries}
    return [
        Clip(
            order_index=turn.order_index,
            url=audio_url(interview_id, turn.order_index),
            duration_ms=turn.duration_ms,
            levels=list(turn.levels),
            marks=[_mark(mark) for mark in marks_of(by_index[turn.order_index], is_english=is_english)],
        )
        for turn in turns
        if turn.order_index in by_index
    ]


def _mark(mark: Mark) -> ClipMark:
    return ClipMark(mark.kind, mark.start_ms, mark.end_ms, mark.label)


def heard_button(entry: Any, from_ms: Any, to_ms: Any, name: Any, label: Any, **props: Any) -> rx.Component:
    """A round button that plays a passage of an entry; it shows a pause sign while it does."""
    return rx.el.button(
        rx.icon("play", size=16, class_name="when-still", aria_hidden="true"),
        rx.icon("pause", size=16, class_name="when-playing", aria_hidden="true"),
        type="button",
        class_name="play line",
        aria_label=label,
        data_play_entry=entry,
        data_play_from=from_ms,
        data_play_to=to_ms,
        data_play_name=name,
        **props,
    )
