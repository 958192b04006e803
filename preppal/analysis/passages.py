"""Passages of an answer as evidence: a piece of the transcript, exactly as it stands there."""

from dataclasses import dataclass

from preppal.analysis.evidence import evidence_at
from preppal.analysis.scoring import ScoredAnswer
from preppal.analysis.star import Segment
from preppal.domain.feedback import Evidence, StarPart

# About two lines; longer ones are cut at a word.
_MAX_WORDS = 28


@dataclass(frozen=True, slots=True)
class Passages:
    """Quotes from the answers of one interview, timed from its start."""

    started_at_ms: int

    def quote(self, scored: ScoredAnswer, segment: Segment, *, from_end: bool = False) -> Evidence:
        """The segment, or its first or last two lines."""
        first, end = segment.first, segment.end
        if end - first > _MAX_WORDS:
            first, end = (end - _MAX_WORDS, end) if from_end else (first, first + _MAX_WORDS)
        return self.between(scored, first, end)

    def between(self, scored: ScoredAnswer, first: int, end: int) -> Evidence:
        """Tokens `first` up to and without `end` of the answer; what belongs to a later turn is left out."""
        owner = scored.text.owners[first]
        mine = [index for index, of in enumerate(scored.text.owners) if of == owner]
        entry_tokens = [scored.text.tokens[index] for index in mine]
        offset = mine[0]
        return evidence_at(
            scored.answer.entries[owner],
            entry_tokens,
            first - offset,
            min(end, mine[-1] + 1) - offset,
            self.started_at_ms,
        )


def last_of(scored: ScoredAnswer, part: StarPart) -> Segment | None:
    return next((segment for segment in reversed(scored.segments) if segment.part is part), None)


def first_cued(scored: ScoredAnswer, part: StarPart) -> Segment | None:
    """The first segment that holds a cue for the part."""
    starts = [cue.first for cue in scored.cues if cue.part is part]
    return next(
        (segment for segment in scored.segments if any(segment.first <= start < segment.end for start in starts)), None
    )


def with_most(scored: ScoredAnswer, starts: list[int]) -> Segment | None:
    """The segment in which most of these tokens stand."""
    if not starts:
        return None
    return max(scored.segments, key=lambda segment: sum(segment.first <= start < segment.end for start in starts))
