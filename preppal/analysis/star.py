"""The parts of an answer: situation, task, action, result and learning, or what takes their place elsewhere.

Each part lasts from what marks it to what marks the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from preppal.analysis.answers import Answer, AnswerText
from preppal.analysis.cues import Cue
from preppal.analysis.prosody import time_entry
from preppal.analysis.sentences import sentence_bounds
from preppal.analysis.tokens import Token
from preppal.domain.feedback import StarPart, StarShare
from preppal.domain.interview import InterviewType
from preppal.domain.rubric import PART_LABELS
from preppal.domain.transcript import Entry, Source

# Typed text has no sound; it is shown at the pace of a calm reader, 150 words a minute.
READING_MS_PER_WORD = 400
# A lead-in of so many words before the first cue is context, whatever its words are.
LEAD_IN_WORDS = 6


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or what stands for one, at tokens `first` up to and without `end`, and the part it belongs to."""

    first: int
    end: int
    part: StarPart


def find_segments(text: AnswerText, cues: Sequence[Cue], interview_type: InterviewType) -> tuple[Segment, ...]:
    """The whole answer cut into segments; one without a cue goes with the one before it."""
    segments: list[Segment] = []
    part = StarPart.SITUATION
    for first, end in sentence_bounds(text):
        found = {cue.part for cue in cues if first <= cue.first < end}
        part = _strongest(found, cues, first, end, interview_type) or part
        segments.append(Segment(first, end, part))
    return tuple(segments)


def shares(answer: Answer, text: AnswerText, cues: Sequence[Cue], kind: InterviewType) -> tuple[StarShare, ...]:
    """How long each part took, from the words' own times or by their share of the text.

    A part lasts from its cue to the next one; a part that was cued at all is never shown as missing.
    """
    lengths = _token_lengths(answer, text)
    totals = dict.fromkeys(PART_LABELS[kind], 0.0)
    for part, length in zip(_token_parts(text, cues), lengths, strict=True):
        totals[part] += length
    for cue in cues:
        totals[cue.part] = totals[cue.part] or sum(lengths[cue.first : cue.end])
    return tuple(StarShare(part, round(length)) for part, length in totals.items())


def _token_parts(text: AnswerText, cues: Sequence[Cue]) -> list[StarPart]:
    parts: list[StarPart] = []
    part = StarPart.SITUATION
    for first, end in sentence_bounds(text):
        mine = [cue for cue in cues if first <= cue.first < end]
        # A few words before a cue belong to it; a longer lead-in goes on with what came before.
        starts = {cue.first: cue.part for cue in mine}
        if mine and mine[0].first - first < LEAD_IN_WORDS:
            starts[first] = mine[0].part
        for index in range(first, end):
            part = starts.get(index, part)
            parts.append(part)
    return parts


def _strongest(
    found: set[StarPart], cues: Sequence[Cue], first: int, end: int, interview_type: InterviewType
) -> StarPart | None:
    """Endings win over what leads to them; else the cue that comes first."""
    if interview_type is InterviewType.BEHAVIORAL:
        for part in (StarPart.LEARNING, StarPart.RESULT):
            if part in found:
                return part
    return next((cue.part for cue in cues if first <= cue.first < end), None)


def _token_lengths(answer: Answer, text: AnswerText) -> list[float]:
    lengths: list[float] = []
    for owner, entry in enumerate(answer.entries):
        tokens = [token for token, of in zip(text.tokens, text.owners, strict=True) if of == owner]
        lengths.extend(_entry_lengths(entry, tokens))
    return lengths


def _entry_lengths(entry: Entry, tokens: Sequence[Token]) -> list[float]:
    """ms per token: up to the next word where words are timed, else the voice shared out by letters."""
    total = _voice_ms(entry, tokens)
    if tokens and all(token.start_ms is not None for token in tokens):
        starts = [token.start_ms or 0 for token in tokens]
        ends = [*starts[1:], max(starts[-1], tokens[-1].end_ms or 0)]
        return [max(0, end - start) for start, end in zip(starts, ends, strict=True)]
    letters = sum(len(token.text) for token in tokens)
    return [total * len(token.text) / letters for token in tokens]


def _voice_ms(entry: Entry, tokens: Sequence[Token]) -> int:
    if entry.source is Source.TYPED:
        return READING_MS_PER_WORD * len(tokens)
    timing = time_entry(entry)
    return timing.span_ms if timing is not None else entry.duration_ms or READING_MS_PER_WORD * len(tokens)
