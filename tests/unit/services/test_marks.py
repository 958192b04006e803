"""Pauses and fillers of a turn, in the text and in the sound."""

from dataclasses import replace

from preppal.domain.transcript import Span, Word
from preppal.services.marks import marks_of, text_marks
from tests.factories import answer_entry

TEXT = "We moved it, um, and then it ran."


def _timed(gap_ms: int = 2_600) -> tuple[Word, ...]:
    """The second half of the words comes after a silence."""
    words, at = [], 0
    for place, text in enumerate(TEXT.replace(",", "").replace(".", "").split()):
        at += gap_ms if place == 4 else 0
        words.append(Word(text, at, at + 300))
        at += 350
    return tuple(words)


def test_filler_and_long_pause_are_marked_where_they_are_heard_and_read() -> None:
    words = _timed()
    spans = (Span(0, words[3].end_ms), Span(words[4].start_ms, words[-1].end_ms))
    entry = replace(answer_entry(1, TEXT), words=words, speech=spans)
    filler, pause = text_marks(entry)
    assert (filler.kind, TEXT[filler.first : filler.end], filler.start_ms) == ("filler", "um", words[3].start_ms)
    assert (pause.kind, pause.label) == ("pause", "2.6 s")
    assert TEXT[pause.first :] == "and then it ran."
    assert [mark.kind for mark in marks_of(entry)] == ["filler", "pause"]


def test_short_pauses_are_part_of_speaking() -> None:
    words = _timed(gap_ms=900)
    spans = (Span(0, words[3].end_ms), Span(words[4].start_ms, words[-1].end_ms))
    assert [mark.kind for mark in marks_of(replace(answer_entry(1, TEXT), words=words, speech=spans))] == ["filler"]


def test_filler_without_a_time_is_marked_in_the_text_alone() -> None:
    entry = replace(answer_entry(1, TEXT), words=(), speech=())
    assert [mark.kind for mark in text_marks(entry)] == ["filler"]
    assert marks_of(entry) == ()
