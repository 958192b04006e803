"""What of an answer counts: nothing that was said before word for word, and no orders to whoever scores it."""

from collections.abc import Iterator

from preppal.analysis.answers import AnswerText
from preppal.analysis.language import find_phrases
from preppal.analysis.locale import Locale, Orders, load_locale
from preppal.analysis.sentences import sentence_bounds

# Nobody says so many words again by chance; fewer are an idiom or a term.
_SAID_AGAIN_WORDS = 8
# An order names what it wants soon after its verb.
_REACH_WORDS = 9


def counted(text: AnswerText, locale: Locale | None = None) -> AnswerText:
    """The answer without what adds nothing to it; the same answer when all of it counts."""
    idle = idle_tokens(text, locale)
    if not idle:
        return text
    kept = [index for index in range(len(text.tokens)) if index not in idle]
    return AnswerText(tuple(text.tokens[at] for at in kept), tuple(text.owners[at] for at in kept))


def idle_tokens(text: AnswerText, locale: Locale | None = None) -> frozenset[int]:
    """Which tokens do not count."""
    words = locale or load_locale()
    return frozenset(_said_again(text)) | frozenset(_orders(text, words))


def _said_again(text: AnswerText) -> Iterator[int]:
    """Runs of words that stood earlier in the answer; the first time counts."""
    spoken = [token.text for token in text.tokens]
    seen: set[tuple[str, ...]] = set()
    for first in range(len(spoken) - _SAID_AGAIN_WORDS + 1):
        run = tuple(spoken[first : first + _SAID_AGAIN_WORDS])
        if run in seen:
            yield from range(first, first + _SAID_AGAIN_WORDS)
        seen.add(run)


def _orders(text: AnswerText, locale: Locale) -> Iterator[int]:
    """Sentences that tell the scorer what to do: an imperative with something of the scorer's as its object."""
    for first, end in sentence_bounds(text):
        if _claims(text, first, end, locale.orders):
            yield from range(first, end)
            continue
        begin = next((at for at in range(first, end) if _is_order(text, at, end, locale.orders)), None)
        if begin is not None:
            yield from range(begin, end)


def _claims(text: AnswerText, first: int, end: int, orders: Orders) -> bool:
    return bool(find_phrases(text.tokens[first:end], orders.claims))


def _is_order(text: AnswerText, at: int, end: int, orders: Orders) -> bool:
    if text.tokens[at].text not in orders.verbs or not _is_imperative(text, at, orders):
        return False
    return bool(find_phrases(text.tokens[at + 1 : min(end, at + 1 + _REACH_WORDS)], orders.objects))


def _is_imperative(text: AnswerText, at: int, orders: Orders) -> bool:
    """ "I give points" and "told them to ignore the rating" are stories; "and give ten points" is an order."""
    return text.tokens[at].opens or text.tokens[at - 1].text in orders.after
