"""What is marked in one turn: long pauses, fillers and numbers, where they sound and where they stand in the text."""

from dataclasses import dataclass, replace

from preppal.analysis.language import find_fillers, is_number
from preppal.analysis.prosody import time_entry
from preppal.analysis.tokens import entry_tokens
from preppal.domain.transcript import Entry

# Shorter pauses are part of speaking; these are long enough to be noticed (design: 11).
SHOWN_PAUSE_MS = 2_000


@dataclass(frozen=True, slots=True)
class Mark:
    """`kind` is pause, filler or number. Times in ms from the start of the entry; `first` and `end` count characters.

    A pause stands in the text before the character `first`. A filler without a known time has `start_ms` -1.
    """

    kind: str
    label: str
    start_ms: int
    end_ms: int
    first: int
    end: int


def marks_of(entry: Entry, *, is_english: bool = True) -> tuple[Mark, ...]:
    """Pauses and fillers with a time, in order: what is drawn on a waveform. Fillers are known in English alone."""
    fillers = _fillers(entry) if is_english else []
    drawn = [mark for mark in [*fillers, *_pauses(entry)] if mark.start_ms >= 0]
    return tuple(sorted(drawn, key=lambda mark: mark.start_ms))


def text_marks(entry: Entry, *, is_english: bool = True) -> tuple[Mark, ...]:
    """All of them, in the order of the text; in another language pauses alone."""
    read = [*_fillers(entry), *_numbers(entry)] if is_english else []
    marks = [*read, *_pauses(entry)]
    return tuple(sorted(marks, key=lambda mark: (mark.first, mark.end)))


def _fillers(entry: Entry) -> list[Mark]:
    tokens = entry_tokens(entry)
    marks: list[Mark] = []
    for hit in find_fillers(tokens):
        first, last = tokens[hit.first], tokens[hit.end - 1]
        start_ms = -1 if first.start_ms is None else first.start_ms
        end_ms = last.end_ms if last.end_ms is not None else start_ms
        marks.append(
            Mark("filler", entry.content[first.start : last.end].lower(), start_ms, end_ms, first.start, last.end)
        )
    return marks


def _numbers(entry: Entry) -> list[Mark]:
    """Each number once, however many words it takes: "eleven percent", "four hundred"."""
    marks: list[Mark] = []
    last = -2
    for place, token in enumerate(entry_tokens(entry)):
        if not is_number(token):
            continue
        if place == last + 1:
            marks[-1] = replace(marks[-1], end=token.end, label=entry.content[marks[-1].first : token.end])
        else:
            start_ms = -1 if token.start_ms is None else token.start_ms
            end_ms = start_ms if token.end_ms is None else token.end_ms
            text = entry.content[token.start : token.end]
            marks.append(Mark("number", text, start_ms, end_ms, token.start, token.end))
        last = place
    return marks


def _pauses(entry: Entry) -> list[Mark]:
    timing = time_entry(entry)
    if timing is None:
        return []
    tokens = [token for token in entry_tokens(entry) if token.start_ms is not None]
    marks: list[Mark] = []
    for pause in timing.pauses:
        if pause.length_ms >= SHOWN_PAUSE_MS:
            # Word times are less exact than the voice's own: the pause stands before the next word that begins.
            after = next((t.start for t in tokens if (t.start_ms or 0) >= pause.end_ms - 300), len(entry.content))
            label = f"{pause.length_ms / 1000:.1f} s"
            marks.append(Mark("pause", label, pause.start_ms, pause.end_ms, after, after))
    return marks
