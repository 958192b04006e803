"""The transcript as values: entries in order, with what was heard and when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    CANDIDATE = "candidate"
    INTERVIEWER = "interviewer"


class Heard(StrEnum):
    """How much of an entry the other side heard."""

    FULL = "full"
    CUT = "cut"  # an interruption ended it; the text stops where the sound stopped
    UNCLEAR = "unclear"  # there was speech, and no words could be made out


class Source(StrEnum):
    VOICE = "voice"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in ms from the start of its entry."""

    start_ms: int
    end_ms: int

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word, timed from the start of its entry. `confidence` is 0..1, or None when unknown."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Which question an entry asks or answers. `index` counts core questions from 1; follow-ups keep it."""

    index: int
    competency: str = ""
    question_id: str = ""
    is_follow_up: bool = False
    text: str = ""  # the words of the question alone, without greeting or acknowledgement


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored turn.

    Times are Unix ms. `speech` is where the candidate's voice was (VAD, edges corrected), from the start of
    the entry. `response_ms` is the time from the end of the interviewer's voice, as heard, to the first
    speech; None when it was not measured (typed, held, or no voice before it). `distance_db` is how far the louder
    moments of the turn's sound stand over its quietest, measured as it was spoken; None when it was not.
    """

    order_index: int
    role: Role
    content: str
    started_at_ms: int
    ended_at_ms: int
    heard: Heard = Heard.FULL
    source: Source = Source.VOICE
    response_ms: int | None = None
    speech: tuple[Span, ...] = ()
    words: tuple[Word, ...] = ()
    question: Question | None = None
    distance_db: float | None = None

    @property
    def duration_ms(self) -> int:
        return max(0, self.ended_at_ms - self.started_at_ms)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of an entry, read once more after the interview. `reader` is a listener's name or `CANDIDATE`."""

    order_index: int
    revision: int
    reader: str
    content: str
    words: tuple[Word, ...] = ()


# Who reads when the candidate corrects the transcript by hand.
CANDIDATE_READER = "candidate"


def reread(entries: Iterable[Entry], readings: Iterable[Reading]) -> tuple[Entry, ...]:
    """The entries with the words of these readings; sound and times stay as they were measured.

    A reading without timed words keeps those of the interview: what is the same in both keeps its time.
    """
    by_index = {reading.order_index: reading for reading in readings}
    return tuple(_reread(entry, by_index.get(entry.order_index)) for entry in entries)


def _reread(entry: Entry, reading: Reading | None) -> Entry:
    if reading is None:
        return entry
    heard = Heard.FULL if entry.heard is Heard.UNCLEAR else entry.heard
    words = reading.words or entry.words
    if reading.reader == CANDIDATE_READER:
        # Who spoke the words has read them: no recogniser's doubt is left.
        words = tuple(replace(word, confidence=None) for word in words)
    return replace(entry, content=reading.content, words=words, heard=heard)


def count_answers(entries: Iterable[Entry]) -> int:
    """How many candidate entries hold an answer: words, or speech nobody could make out."""
    return sum(
        1
        for entry in entries
        if entry.role is Role.CANDIDATE and (entry.content.strip() or entry.heard is Heard.UNCLEAR)
    )


def question_text(entry: Entry) -> str:
    """The question an interviewer entry asks: as the engine named it, else its last sentence with a question mark."""
    if entry.question is not None and entry.question.text:
        return entry.question.text
    sentences = [part.strip() for part in entry.content.replace("?", "?|").replace(". ", ".|").split("|")]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    return asking[-1] if asking else entry.content


def last_question(entries: Iterable[Entry]) -> Entry | None:
    """The newest interviewer entry that asks something: the question that is open."""
    asked = [entry for entry in entries if entry.role is Role.INTERVIEWER and entry.question is not None]
    return asked[-1] if asked else None
