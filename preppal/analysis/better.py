"""A better version of an answer in the candidate's own words: their sentences in a better order, and gaps named.

Nothing is added. Fillers and words said twice are left out, background is cut to two sentences, endings come last, and
where a part is missing the gap says what belongs there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from preppal.analysis.answers import AnswerText, group_answers, read_answer
from preppal.analysis.language import find_fillers, find_repeats
from preppal.analysis.star import READING_MS_PER_WORD, Segment, find_segments
from preppal.analysis.story import find_cues
from preppal.domain.feedback import StarPart
from preppal.domain.interview import InterviewType
from preppal.domain.rubric import EXPECTED_PARTS, PART_LABELS
from preppal.domain.transcript import Entry

# Sentences kept of each part: background is what listeners need least of.
_KEPT = {StarPart.SITUATION: 2, StarPart.TASK: 2, StarPart.ACTION: 5, StarPart.RESULT: 3, StarPart.LEARNING: 2}
_MIN_WORDS = 4
_MIN_SENTENCES = 2
_GAPS: dict[InterviewType, dict[StarPart, str]] = {
    InterviewType.BEHAVIORAL: {
        StarPart.SITUATION: "Say where this was, in one sentence.",
        StarPart.TASK: "Say what you had to do: “I had to…”",
        StarPart.ACTION: "Say what you did yourself: “I…”",
        StarPart.RESULT: "Say what came of it, with a number if you have one.",
        StarPart.LEARNING: "Say what you would do differently.",
    },
    InterviewType.HR_SCREEN: {
        StarPart.SITUATION: "Say what you claim, in one sentence.",
        StarPart.TASK: "Say why: “because…”",
        StarPart.ACTION: "Give one case: “For example, last…”",
        StarPart.RESULT: "Link it to the role.",
        StarPart.LEARNING: "Say what you took from it.",
    },
    InterviewType.TECHNICAL_VERBAL: {
        StarPart.SITUATION: "Say what you assume is given.",
        StarPart.TASK: "Say what has to be solved.",
        StarPart.ACTION: "Say how you would build it.",
        StarPart.RESULT: "Name what the choice costs.",
        StarPart.LEARNING: "Say how you would check it.",
    },
}


@dataclass(frozen=True, slots=True)
class BetterLine:
    """One sentence, as it was said in entry `order_index`; a gap has no entry, and says what is missing.

    `is_moved`: it was said in a later turn, or after what now follows it.
    """

    part: StarPart
    label: str
    text: str
    order_index: int | None
    is_moved: bool = False


@dataclass(frozen=True, slots=True)
class BetterVersion:
    lines: tuple[BetterLine, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    segment: Segment
    owner: int
    text: str
    words: int


def better_version(
    entries: Sequence[Entry], question_index: int, kind: InterviewType, *, is_draft: bool = False
) -> BetterVersion | None:
    """None where too little was said to put in order, or the transcript is a draft nobody should learn by heart."""
    answer = next((each for each in group_answers(entries) if each.question_index == question_index), None)
    if answer is None or is_draft:
        return None
    text = read_answer(answer)
    cues = find_cues(text, kind)
    segments = find_segments(text, cues, kind)
    sentences = [sentence for segment in segments if (sentence := _sentence(answer.entries, text, segment))]
    if len(sentences) < _MIN_SENTENCES:
        return None
    chosen = [sentence for part in PART_LABELS[kind] for sentence in _best(sentences, part)]
    lines = [
        _line(sentence, answer.entries, kind, is_moved=_is_moved(sentence, chosen[:place]))
        for place, sentence in enumerate(chosen)
    ]
    words = sum(sentence.words for sentence in chosen)
    return BetterVersion(
        tuple(_with_gaps(lines, {cue.part for cue in cues}, kind)), round(words * READING_MS_PER_WORD / 1000)
    )


def _sentence(entries: Sequence[Entry], text: AnswerText, segment: Segment) -> _Sentence | None:
    """The words of a segment as they stand in the transcript, without fillers and false starts."""
    owner = text.owners[segment.first]
    tokens = text.tokens[segment.first : segment.end]
    left_out = {index for hit in find_fillers(tokens) for index in range(hit.first, hit.end)}
    for hit in find_repeats(tokens):
        left_out |= set(range(hit.first, hit.first + max(1, (hit.end - hit.first) // 2)))
    kept = [token for index, token in enumerate(tokens) if index not in left_out]
    if len(kept) < _MIN_WORDS:
        return None
    content = entries[owner].content
    words = [content[token.start : token.end] for token in kept]
    # A comma between two words that stay side by side stays as well.
    pieces = [words[0]]
    for before, here, word in zip(kept, kept[1:], words[1:], strict=False):
        between = content[before.end : here.start] if tokens.index(here) == tokens.index(before) + 1 else " "
        pieces.append((between if between.strip() in {",", ";", ":", "–", "—"} else " ") + word)
    joined = "".join(pieces)
    return _Sentence(segment, owner, f"{joined[:1].upper()}{joined[1:]}.", len(kept))


def _best(sentences: Sequence[_Sentence], part: StarPart) -> list[_Sentence]:
    """In the order they were said; of too many, those with a figure go first, then the earliest."""
    mine = [sentence for sentence in sentences if sentence.segment.part is part]
    ranked = sorted(mine, key=lambda each: (not any(sign.isdigit() for sign in each.text), each.segment.first))
    kept = ranked[: _KEPT[part]]
    return [sentence for sentence in mine if sentence in kept]


def _is_moved(sentence: _Sentence, before: Sequence[_Sentence]) -> bool:
    return any(other.segment.first > sentence.segment.first for other in before)


def _line(sentence: _Sentence, entries: Sequence[Entry], kind: InterviewType, *, is_moved: bool) -> BetterLine:
    part = sentence.segment.part
    return BetterLine(
        part,
        PART_LABELS[kind][part],
        sentence.text,
        entries[sentence.owner].order_index,
        is_moved or sentence.owner > 0,
    )


def _with_gaps(lines: Sequence[BetterLine], cued: Collection[StarPart], kind: InterviewType) -> list[BetterLine]:
    """The lines, with a gap where an expected part has none.

    A part may be said in half a sentence that went with another one: "I like it, because…" has its reason.
    """
    said = {*cued, *(line.part for line in lines)}
    filled: list[BetterLine] = []
    for part, label in PART_LABELS[kind].items():
        filled += [line for line in lines if line.part is part]
        if part not in said and part in EXPECTED_PARTS[kind]:
            filled.append(BetterLine(part, label, _GAPS[kind][part], None))
    return filled
