"""Finds quotes in the transcript. What cannot be found there is never shown to anybody.

A quote is compared word by word, without case and punctuation. A passage that is only nearly the quote counts when
the two are at least `FUZZY_THRESHOLD` alike and every number and every "not" of the quote is in the passage.
What is returned are always the words of the transcript, never those of the quote.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from preppal.analysis.locale import load_locale
from preppal.analysis.tokens import Token, entry_tokens, tokenize
from preppal.domain.feedback import Evidence, Finding
from preppal.domain.transcript import Entry, Role

FUZZY_THRESHOLD = 0.85
# Two words in a row prove nothing, and a nearly right passage must be long enough to be recognised.
MIN_QUOTE_WORDS = 3
MIN_FUZZY_WORDS = 5
MAX_QUOTE_WORDS = 80

_NEGATIONS = frozenset({"not", "no", "never", "none", "nobody", "nothing", "cannot", "without"})


@dataclass(frozen=True, slots=True)
class _Passage:
    """Tokens `first` up to and without `end` of an entry."""

    first: int
    end: int


def find_quote(quote: str, entries: Sequence[Entry]) -> Evidence | None:
    """The first passage of the candidate's that is the quote; exact ones go before nearly exact ones."""
    wanted = [token.text for token in tokenize(quote)]
    if not wanted or len(wanted) > MAX_QUOTE_WORDS:
        return None
    spoken = [(entry, entry_tokens(entry)) for entry in entries if entry.role is Role.CANDIDATE]
    started_at_ms = start_of(entries)
    for search in (_find_exact, _find_alike):
        for entry, tokens in spoken:
            passage = search(wanted, [token.text for token in tokens])
            if passage is not None:
                return evidence_at(entry, tokens, passage.first, passage.end, started_at_ms)
    return None


def verify(findings: Iterable[Finding], entries: Sequence[Entry]) -> tuple[tuple[Finding, ...], int]:
    """Findings with the quotes that were found, and how many findings had none and were dropped."""
    kept: list[Finding] = []
    dropped = 0
    for finding in findings:
        found = verify_quotes(finding.evidence, entries)
        if found:
            kept.append(replace(finding, evidence=found))
        else:
            dropped += 1
    return tuple(kept), dropped


def verify_quotes(evidence: Iterable[Evidence], entries: Sequence[Entry]) -> tuple[Evidence, ...]:
    """The quotes that are in the transcript, where they are; the entry they name is looked at first."""
    found = (_find_named(item, entries) for item in evidence)
    return tuple(dict.fromkeys(item for item in found if item is not None))


def evidence_at(entry: Entry, tokens: Sequence[Token], first: int, end: int, started_at_ms: int) -> Evidence:
    """Tokens `first` up to and without `end` as they stand in the entry, with their times where words are timed."""
    offset = entry.started_at_ms - started_at_ms
    begin_ms, stop_ms = tokens[first].start_ms, tokens[end - 1].end_ms
    return Evidence(
        order_index=entry.order_index,
        quote=entry.content[tokens[first].start : tokens[end - 1].end],
        start_ms=None if begin_ms is None else offset + begin_ms,
        end_ms=None if stop_ms is None else offset + stop_ms,
    )


def _find_named(wanted: Evidence, entries: Sequence[Entry]) -> Evidence | None:
    """Two answers may hold the same words: the entry that was named goes first."""
    ordered = sorted(entries, key=lambda entry: (entry.order_index != wanted.order_index, entry.order_index))
    return find_quote(wanted.quote, ordered)


def start_of(entries: Iterable[Entry]) -> int:
    """When the interview's first turn began: evidence is timed from there."""
    return min((entry.started_at_ms for entry in entries), default=0)


def _find_exact(wanted: Sequence[str], texts: Sequence[str]) -> _Passage | None:
    size = len(wanted)
    if size < MIN_QUOTE_WORDS and size < len(texts):
        return None
    for first in range(len(texts) - size + 1):
        if texts[first] == wanted[0] and texts[first : first + size] == wanted:
            return _Passage(first, first + size)
    return None


def _find_alike(wanted: Sequence[str], texts: Sequence[str]) -> _Passage | None:
    if len(wanted) < MIN_FUZZY_WORDS:
        return None
    best, best_score = None, FUZZY_THRESHOLD
    for passage in _windows(wanted, texts):
        candidate = texts[passage.first : passage.end]
        score = _alikeness(wanted, candidate, best_score)
        if score >= best_score and (best is None or score > best_score) and _keeps_facts(wanted, candidate):
            best, best_score = passage, score
    return best


def _windows(wanted: Sequence[str], texts: Sequence[str]) -> Iterator[_Passage]:
    """Passages of about the quote's length that begin and end with words of it and share half of them or more."""
    slack = max(1, round(len(wanted) * (1 - FUZZY_THRESHOLD)))
    words = Counter(wanted)
    for size in range(max(1, len(wanted) - slack), len(wanted) + slack + 1):
        for first in range(len(texts) - size + 1):
            if texts[first] not in words or texts[first + size - 1] not in words:
                continue
            shared = (words & Counter(texts[first : first + size])).total()
            if shared * 2 >= len(wanted):
                yield _Passage(first, first + size)


def _alikeness(wanted: Sequence[str], candidate: Sequence[str], at_least: float) -> float:
    matcher = SequenceMatcher(None, " ".join(wanted), " ".join(candidate), autojunk=False)
    if matcher.real_quick_ratio() < at_least or matcher.quick_ratio() < at_least:
        return 0.0
    return matcher.ratio()


def _keeps_facts(wanted: Sequence[str], candidate: Sequence[str]) -> bool:
    """A wrong number or a lost "not" turns a quote into its opposite, however alike the letters are."""
    return Counter(filter(_is_fact, wanted)) == Counter(filter(_is_fact, candidate))


def _is_fact(text: str) -> bool:
    if text in load_locale().number_words:
        return True
    return text in _NEGATIONS or text.endswith("n't") or any(character.isdigit() for character in text)
