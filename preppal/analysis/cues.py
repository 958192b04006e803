"""Set phrases that mark the parts of an answer.

They are looked for in the bare words, so that missing punctuation changes little. It reads words, not sense.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from preppal.analysis.answers import AnswerText
from preppal.analysis.language import find_phrases
from preppal.analysis.locale import Locale, load_locale
from preppal.domain.feedback import StarPart
from preppal.domain.interview import InterviewType

# What comes of an action comes after it: the same words earlier are part of the story. Where nobody did anything, an
# ending is looked for in the second half.
_ENDINGS = frozenset({StarPart.RESULT, StarPart.LEARNING})
_ENDINGS_FROM = 0.5
_I = frozenset({"i", "i'd", "i'll", "i've"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that mark a part, at tokens `first` up to and without `end`; `is_inferred`: by where they stand."""

    part: StarPart
    first: int
    end: int
    is_inferred: bool = False

    @property
    def place(self) -> tuple[int, int]:
        return self.first, self.end


def phrase_cues(text: AnswerText, interview_type: InterviewType, locale: Locale | None = None) -> tuple[Cue, ...]:
    """What set phrases mark, in order; endings only where endings can be."""
    known = locale or load_locale()
    cues = sorted(_matches(text, known.cues[interview_type.value], known), key=lambda cue: cue.place)
    if interview_type is not InterviewType.BEHAVIORAL:
        return tuple(cues)
    earliest = _earliest_ending(cues, len(text.tokens))
    return tuple(cue for cue in cues if cue.part not in _ENDINGS or cue.first > earliest)


def own_steps(text: AnswerText, cues: Sequence[Cue]) -> list[Cue]:
    """The actions that the speaker took."""
    return [
        cue
        for cue in cues
        if cue.part is StarPart.ACTION and any(token.text in _I for token in text.tokens[cue.first : cue.end])
    ]


def _earliest_ending(cues: Sequence[Cue], size: int) -> float:
    actions = (cue.first for cue in cues if cue.part is StarPart.ACTION)
    return next(actions, _ENDINGS_FROM * size)


def _matches(text: AnswerText, patterns: Mapping[str, re.Pattern[str]], locale: Locale) -> Iterator[Cue]:
    joined, starts = _join(text)
    padding = find_phrases(text.tokens, locale.padding)
    for name, pattern in patterns.items():
        for match in pattern.finditer(joined):
            first = bisect_right(starts, match.start()) - 1
            end = bisect_right(starts, max(match.start(), match.end() - 1))
            # "As I said" is nothing that the speaker did.
            if not any(hit.first <= first and end <= hit.end for hit in padding):
                yield Cue(StarPart(name), first, end)


def _join(text: AnswerText) -> tuple[str, list[int]]:
    """All tokens with spaces between, a bar between turns, and where each token starts."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for index, token in enumerate(text.tokens):
        if index and text.owners[index] != text.owners[index - 1]:
            pieces.append("|")
            length += 2
        starts.append(length)
        pieces.append(token.text)
        length += len(token.text) + 1
    return " ".join(pieces), starts
