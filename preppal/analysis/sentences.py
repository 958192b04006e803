"""Where sentences begin and end, also where nobody wrote full stops."""

from collections import Counter

from preppal.analysis.answers import AnswerText

_LONG_SEGMENT_WORDS = 30
_LONG_SENTENCE_WORDS = 45
_JOINED_SEGMENT_WORDS = 12
_MIN_SEGMENT_WORDS = 6
_BREATH_MS = 500
_JOINING = frozenset({"so", "then", "but", "because", "after", "first", "finally", "when", "and"})


def sentence_bounds(text: AnswerText) -> list[tuple[int, int]]:
    """Sentences; where nobody wrote full stops, pieces that begin after a breath or at a joining word."""
    punctuated = _punctuated_owners(text)
    bounds: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(text.tokens)):
        is_new_turn = text.owners[index] != text.owners[index - 1]
        has_stops = text.owners[index] in punctuated
        if is_new_turn or text.tokens[index].begins or (not has_stops and _breathes(text, first, index)):
            bounds.append((first, index))
            first = index
    return [*bounds, (first, len(text.tokens))] if text.tokens else []


def _breathes(text: AnswerText, first: int, index: int) -> bool:
    length, token, before = index - first, text.tokens[index], text.tokens[index - 1]
    is_breath = (
        None not in (token.start_ms, before.end_ms) and (token.start_ms or 0) - (before.end_ms or 0) >= _BREATH_MS
    )
    return (
        length >= _LONG_SEGMENT_WORDS
        or (length >= _JOINED_SEGMENT_WORDS and token.text in _JOINING)
        or (length >= _MIN_SEGMENT_WORDS and is_breath)
    )


def _punctuated_owners(text: AnswerText) -> frozenset[int]:
    """Turns with sentences of a length people speak; the first token of a turn always begins one."""
    words = Counter(text.owners)
    begun = Counter(owner for token, owner in zip(text.tokens, text.owners, strict=True) if token.begins)
    return frozenset(owner for owner in words if words[owner] <= begun[owner] * _LONG_SENTENCE_WORDS)
