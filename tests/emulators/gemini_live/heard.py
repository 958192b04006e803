"""Puts coded words together again: which utterances were heard, and what of them is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.emulators.gemini_live.tones import POSITIONS, CodedWord, Speaker


@dataclass(frozen=True, slots=True)
class HeardUtterance:
    """What arrived of one utterance: positions from 0, and the last one if it was heard."""

    speaker: Speaker
    number: int
    positions: frozenset[int]
    last: int | None

    @property
    def is_complete(self) -> bool:
        return self.last is not None and self.positions >= frozenset(range(self.last + 1))

    @property
    def missing(self) -> tuple[int, ...]:
        """Positions that did not arrive, as far as one can know."""
        end = self.last if self.last is not None else max(self.positions, default=-1)
        return tuple(sorted(frozenset(range(end + 1)) - self.positions))

    def joined(self, other: "HeardUtterance") -> "HeardUtterance":
        """Both parts of the same utterance together."""
        last = self.last if self.last is not None else other.last
        return HeardUtterance(self.speaker, self.number, self.positions | other.positions, last)


@dataclass(slots=True)
class _Running:
    positions: set[int] = field(default_factory=set)
    newest: int = -1
    last: int | None = None


class Collector:
    """Follows one stretch of audio. Positions wrap on the wire and only ever grow here."""

    def __init__(self) -> None:
        self._running: dict[tuple[Speaker, int], _Running] = {}

    def add(self, words: Iterable[CodedWord]) -> list[tuple[int, int]]:
        """Returns number and position of the candidate's words among them."""
        return [
            (word.code.utterance, position)
            for word in words
            if (position := self._place(word)) >= 0 and word.code.speaker is Speaker.CANDIDATE
        ]

    def utterances(self, speaker: Speaker = Speaker.CANDIDATE) -> tuple[HeardUtterance, ...]:
        return tuple(
            HeardUtterance(whose, number, frozenset(running.positions), running.last)
            for (whose, number), running in self._running.items()
            if whose is speaker
        )

    def _place(self, word: CodedWord) -> int:
        """The position counted on beyond the wrap; -1 for a word already seen."""
        running = self._running.setdefault((word.code.speaker, word.code.utterance), _Running())
        ahead = (word.code.position - running.newest) % POSITIONS
        if running.newest >= 0 and ahead == 0:
            return -1
        running.newest = word.code.position if running.newest < 0 else running.newest + ahead
        running.positions.add(running.newest)
        if word.code.is_last:
            running.last = running.newest
        return running.newest


def collect(words: Iterable[CodedWord], speaker: Speaker = Speaker.CANDIDATE) -> tuple[HeardUtterance, ...]:
    """The utterances in a whole recording."""
    collector = Collector()
    collector.add(words)
    return collector.utterances(speaker)
