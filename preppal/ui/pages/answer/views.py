"""One answer as values a page can show: its text with what is marked in it, and a better version of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from preppal.domain.transcript import Entry, Role
from preppal.services.better import BetterVersion
from preppal.services.corrections import doubtful_places
from preppal.services.marks import text_marks
from preppal.services.views import InterviewDetail
from preppal.ui.components.transcript_view import clock_text, transcript_lines
from preppal.ui.pages.feedback.views import AnswerView


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `kind` is empty, filler, number, doubtful, or pause (then `text` is its length)."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class SaidLine:
    """One turn of the answer, cut where something is marked."""

    order_index: int
    who: str
    clock: str
    is_candidate: bool
    is_recorded: bool
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class BetterLineView:
    """`label` is given once for the sentences of one part."""

    label: str
    text: str
    is_gap: bool
    is_moved: bool


@dataclass(frozen=True)
class BetterView:
    """Empty where there is nothing to put in order; then `why_not` says so."""

    lines: list[BetterLineView] = field(default_factory=list)
    note: str = ""
    plain: str = ""
    why_not: str = ""


def said_lines(detail: InterviewDetail, answer: AnswerView, recorded: Collection[int]) -> list[SaidLine]:
    entries = {entry.order_index: entry for entry in detail.entries}
    heads = {line.order_index: line for line in transcript_lines(detail.entries, detail.summary.persona_name)}
    return [
        SaidLine(
            order_index=line.order_index,
            who=heads[line.order_index].who,
            clock=heads[line.order_index].clock,
            is_candidate=line.is_candidate,
            is_recorded=line.order_index in recorded,
            pieces=pieces_of(entries[line.order_index], is_english=detail.language.is_english) or [Piece(line.text)],
        )
        for line in answer.lines
    ]


def pieces_of(entry: Entry, *, is_english: bool = True) -> list[Piece]:
    """The text of a turn with its fillers, numbers, long pauses and doubtful words; the interviewer's has none."""
    is_candidate = entry.role is Role.CANDIDATE
    marks = text_marks(entry, is_english=is_english) if is_candidate else ()
    doubtful = doubtful_places(entry.content, entry.words) if is_candidate else ()
    pieces: list[Piece] = []
    position = 0
    for mark in marks:
        if mark.first < position:
            continue
        pieces += _plain(entry.content, position, mark.first, doubtful)
        if mark.kind == "pause":
            pieces.append(Piece(mark.label, "pause"))
        else:
            pieces.append(Piece(entry.content[mark.first : mark.end], mark.kind))
        position = max(position, mark.end)
    pieces += _plain(entry.content, position, len(entry.content), doubtful)
    return [piece for piece in pieces if piece.text]


def _plain(content: str, first: int, end: int, doubtful: Sequence[tuple[int, int]]) -> list[Piece]:
    """A stretch in which nothing else is marked, cut at the words that the recogniser was not sure of."""
    pieces: list[Piece] = []
    for start, stop in doubtful:
        if first <= start and stop <= end:
            pieces += [Piece(content[first:start]), Piece(content[start:stop], "doubtful")]
            first = stop
    return [*pieces, Piece(content[first:end])]


def numbers_words(lines: Sequence[SaidLine]) -> str:
    """How many numbers the candidate gave: what makes a story checkable."""
    count = sum(1 for line in lines for piece in line.pieces if piece.kind == "number")
    return "No numbers" if count == 0 else f"{count} number{'' if count == 1 else 's'}"


def better_view(better: BetterVersion | None, entries: Sequence[Entry], *, is_draft: bool) -> BetterView:
    if better is None:
        why = "The transcript is a draft, so it is not put in order for you." if is_draft else "Too little was said."
        return BetterView(why_not=why)
    labels = [line.label for line in better.lines]
    lines = [
        BetterLineView(
            "" if place and labels[place - 1] == line.label else line.label,
            line.text,
            line.order_index is None,
            line.is_moved,
        )
        for place, line in enumerate(better.lines)
    ]
    return BetterView(
        lines=lines,
        note=f"{_moved(better, entries)}About {better.seconds} seconds aloud.",
        plain=" ".join(line.text for line in lines if not line.is_gap),
    )


def _moved(better: BetterVersion, entries: Sequence[Entry]) -> str:
    """Which of it comes from a later turn, with when that was."""
    start_ms = min((entry.started_at_ms for entry in entries), default=0)
    at = {entry.order_index: clock_text((entry.started_at_ms - start_ms) / 1000) for entry in entries}
    moved = next((line for line in better.lines if line.is_moved and line.order_index is not None), None)
    if moved is None or moved.order_index is None:
        return ""
    return f"The underlined words were said later, the first of them in your turn at {at[moved.order_index]}. "
