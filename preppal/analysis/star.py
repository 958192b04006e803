"""The parts of an answer: situation, task, action, result and learning, or what takes their place elsewhere.

Cues are looked for in the bare words, so that missing punctuation changes little. It reads words, not sense.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from preppal.analysis.answers import Answer, AnswerText
from preppal.analysis.language import find_phrases
from preppal.analysis.locale import Locale, load_locale
from preppal.analysis.outcome import OutcomeSigns, outcome_likelihood, read_signs
from preppal.analysis.prosody import time_entry
from preppal.analysis.sentences import sentence_bounds
from preppal.analysis.tokens import Token
from preppal.domain.feedback import StarPart, StarShare
from preppal.domain.interview import InterviewType
from preppal.domain.rubric import PART_LABELS
from preppal.domain.transcript import Entry, Source

# What comes of an action comes after it: the same words earlier are part of the story. Where nobody did anything, an
# ending is looked for in the second half.
_ENDINGS = frozenset({StarPart.RESULT, StarPart.LEARNING})
_ENDINGS_FROM = 0.5
# Typed text has no sound; it is shown at the pace of a calm reader, 150 words a minute.
READING_MS_PER_WORD = 400
# A lead-in of so many words before the first cue is context, whatever its words are.
LEAD_IN_WORDS = 6
# Nobody should be told that an outcome is missing that they told: at 0.4 that happens to one in six, at 0.5 to one in
# five, and of stories without one a third and not three tenths pass (`python -m benchmarks.learn`).
_LIKELY = 0.4
_I = frozenset({"i", "i'd", "i'll", "i've"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that mark a part, at tokens `first` up to and without `end`; `is_inferred`: by where they stand."""

    part: StarPart
    first: int
    end: int
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or what stands for one, at tokens `first` up to and without `end`, and the part it belongs to."""

    first: int
    end: int
    part: StarPart


def find_cues(text: AnswerText, interview_type: InterviewType, locale: Locale | None = None) -> tuple[Cue, ...]:
    """All cues in order; of a story also an outcome that is told in no set phrase."""
    cues = phrase_cues(text, interview_type, locale)
    has_result = any(cue.part is StarPart.RESULT for cue in cues)
    if has_result or judge_outcome(text, cues, interview_type) < _LIKELY:
        return cues
    return tuple(sorted([*cues, _outcome_cue(text, cues)], key=_place))


def phrase_cues(text: AnswerText, interview_type: InterviewType, locale: Locale | None = None) -> tuple[Cue, ...]:
    """What set phrases mark, in order; endings only where endings can be."""
    known = locale or load_locale()
    cues = sorted(_matches(text, known.cues[interview_type.value], known), key=_place)
    if interview_type is not InterviewType.BEHAVIORAL:
        return tuple(cues)
    earliest = _earliest_ending(cues, len(text.tokens))
    return tuple(cue for cue in cues if cue.part not in _ENDINGS or cue.first > earliest)


def judge_outcome(text: AnswerText, cues: Sequence[Cue], interview_type: InterviewType) -> float:
    """How likely it is that the answer says what came of it, 0 to 1."""
    if interview_type is not InterviewType.BEHAVIORAL or not own_steps(text, cues):
        return float(_names_result(cues))
    return outcome_likelihood(outcome_signs(text, cues))


def outcome_signs(text: AnswerText, cues: Sequence[Cue]) -> OutcomeSigns:
    """What follows the last own step, apart from sentences of padding and "that's it"."""
    last = _last_step(text, cues)
    locale = load_locale()
    idle = find_phrases(text.tokens, (*locale.padding, *locale.closers))
    rest = [
        token
        for first, end in sentence_bounds(text)
        if not any(first <= hit.first < end for hit in idle)
        for token in text.tokens[max(first, last) : end]
    ]
    return read_signs(rest, has_phrase=_names_result(cues))


def own_steps(text: AnswerText, cues: Sequence[Cue]) -> list[Cue]:
    """The actions that the speaker took."""
    return [
        cue
        for cue in cues
        if cue.part is StarPart.ACTION and any(token.text in _I for token in text.tokens[cue.first : cue.end])
    ]


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


def _names_result(cues: Sequence[Cue]) -> bool:
    return any(cue.part is StarPart.RESULT and not cue.is_inferred for cue in cues)


def _last_step(text: AnswerText, cues: Sequence[Cue]) -> int:
    """Where the last own step ends that is told for itself, which "where I put it" is not."""
    words = load_locale().clause_words
    steps = own_steps(text, cues)
    told = [cue.end for cue in steps if not (cue.first and text.tokens[cue.first - 1].text in words)]
    return max(told or [cue.end for cue in steps], default=len(text.tokens))


def _outcome_cue(text: AnswerText, cues: Sequence[Cue]) -> Cue:
    """The first sentence after the last own step; what is left of the step's own sentence where none follows."""
    last = _last_step(text, cues)
    first, end = next((bound for bound in sentence_bounds(text) if bound[0] >= last), (last, len(text.tokens)))
    return Cue(StarPart.RESULT, first, end, is_inferred=True)


def _place(cue: Cue) -> tuple[int, int]:
    return cue.first, cue.end


def _earliest_ending(cues: Sequence[Cue], size: int) -> float:
    actions = (cue.first for cue in cues if cue.part is StarPart.ACTION)
    return next(actions, _ENDINGS_FROM * size)


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
