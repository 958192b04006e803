"""An entry's text as tokens: what was said, where it stands in the text, when it sounded, where breath was taken.

Works on written punctuation and, where a recogniser gives none, on the gaps between timed words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from preppal.domain.transcript import Entry, Word

# Without punctuation a gap this long stands for a comma (research: speech.md 2.2).
COMMA_GAP_MS = 150

_TOKEN = re.compile(r"\w+(?:['’.\-]\w+)*[+#]*%?")
_SENTENCE_END = re.compile(r"[.!?…;\n]")
_COMMA = re.compile(r"[,:()\"“”–—]|\s-+\s")
# Recognisers number their pronunciations: "the(2)".
_VARIANT = re.compile(r"\(\d+\)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `start` and `end` count characters of the text, the times are ms from the start of the entry.

    `opens`: a comma, a longer mark or a gap stands before it. `begins`: it begins a sentence.
    `is_cut_off`: it breaks off with a hyphen.
    """

    text: str
    start: int
    end: int
    opens: bool
    begins: bool
    is_cut_off: bool = False
    start_ms: int | None = None
    end_ms: int | None = None


def tokenize(text: str, words: Sequence[Word] = ()) -> tuple[Token, ...]:
    """Split into tokens; timed `words` lend their times, and their gaps where the text has no punctuation."""
    tokens = tuple(_read(text))
    if not words:
        return tokens
    timed = _with_times(tokens, words)
    return timed if _is_punctuated(text) else _with_gaps(timed)


def entry_tokens(entry: Entry) -> tuple[Token, ...]:
    return tokenize(entry.content, entry.words)


def count_words(text: str) -> int:
    """The product's one definition of a word count."""
    return sum(1 for _ in _TOKEN.finditer(text))


def normalize(text: str) -> str:
    """How words are compared: lower case, straight apostrophes."""
    return text.lower().replace("’", "'")


def _read(text: str) -> Iterator[Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        begins = end == 0 or _SENTENCE_END.search(between) is not None
        opens = begins or _COMMA.search(between) is not None
        end = match.end()
        is_cut_off = re.match(r"-(?:\s|$|,)", text[end : end + 2]) is not None
        yield Token(normalize(match.group()), match.start(), end, opens, begins, is_cut_off)


def _is_punctuated(text: str) -> bool:
    inside = text.strip()[:-1]
    return _SENTENCE_END.search(inside) is not None or "," in inside


def _with_times(tokens: Sequence[Token], words: Sequence[Word]) -> tuple[Token, ...]:
    spoken = [(token, word) for word in words for token in _spoken(word)]
    if [text for text, _ in spoken] == [token.text for token in tokens]:
        pairs = dict(enumerate(word for _, word in spoken))
    else:
        pairs = _aligned([token.text for token in tokens], spoken)
    return tuple(_timed(token, pairs.get(index)) for index, token in enumerate(tokens))


def _spoken(word: Word) -> list[str]:
    return [normalize(match.group()) for match in _TOKEN.finditer(_VARIANT.sub("", word.text))]


def _aligned(texts: Sequence[str], spoken: Sequence[tuple[str, Word]]) -> dict[int, Word]:
    matcher = SequenceMatcher(None, texts, [text for text, _ in spoken], autojunk=False)
    return {
        block.a + offset: spoken[block.b + offset][1]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }


def _timed(token: Token, word: Word | None) -> Token:
    return token if word is None else replace(token, start_ms=word.start_ms, end_ms=word.end_ms)


def _with_gaps(tokens: Sequence[Token]) -> tuple[Token, ...]:
    opened = list(tokens)
    for index in range(1, len(tokens)):
        before, here = tokens[index - 1].end_ms, tokens[index].start_ms
        if before is not None and here is not None and here - before >= COMMA_GAP_MS:
            opened[index] = replace(tokens[index], opens=True)
    return tuple(opened)
