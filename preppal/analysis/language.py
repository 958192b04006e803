"""What the words show: fillers, hedges, repeats, vocabulary. Counts come as hits, so that each can be pointed at."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from preppal.analysis.locale import Locale, Phrase, load_locale
from preppal.analysis.tokens import Token

SOFT_FILLER_WEIGHT = 0.5
MATTR_WINDOW = 50
_LONGEST_REPEAT = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `first` up to and without `end`."""

    first: int
    end: int
    is_soft: bool = False


def find_fillers(tokens: Sequence[Token], locale: Locale | None = None) -> tuple[Hit, ...]:
    """Sounds (um, uh) always; words (like, so, you know) only where the context makes them fillers."""
    words = locale or load_locale()
    hard = [Hit(index, index + 1) for index, token in enumerate(tokens) if words.hard_filler.fullmatch(token.text)]
    soft = [Hit(hit.first, hit.end, is_soft=True) for hit in find_phrases(tokens, words.soft_fillers)]
    return tuple(sorted(hard + soft, key=lambda hit: hit.first))


def find_hedges(tokens: Sequence[Token], locale: Locale | None = None) -> tuple[Hit, ...]:
    return find_phrases(tokens, (locale or load_locale()).hedges)


def find_repeats(tokens: Sequence[Token], locale: Locale | None = None) -> tuple[Hit, ...]:
    """Words or short phrases said twice in a row, self-corrections, and words broken off."""
    words = locale or load_locale()
    cut = [Hit(index, index + 1) for index, token in enumerate(tokens) if token.is_cut_off]
    hits = [*_doubled(tokens, words), *find_phrases(tokens, words.repairs), *cut]
    return tuple(sorted(hits, key=lambda hit: hit.first))


def find_phrases(tokens: Sequence[Token], phrases: Iterable[Phrase]) -> tuple[Hit, ...]:
    """Every place where a phrase stands and its rules hold; in order."""
    by_first_word: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        by_first_word.setdefault(phrase.words[0], []).append(phrase)
    hits = [
        Hit(index, index + len(phrase.words))
        for index, token in enumerate(tokens)
        for phrase in by_first_word.get(token.text, ())
        if _stands(tokens, index, phrase)
    ]
    return tuple(hits)


def filler_weight(hits: Iterable[Hit]) -> float:
    """Sounds count one, words half: listeners mind them less."""
    return sum(SOFT_FILLER_WEIGHT if hit.is_soft else 1.0 for hit in hits)


def count_in(tokens: Iterable[Token], words: frozenset[str]) -> int:
    return sum(1 for token in tokens if token.text in words)


def is_number(token: Token, locale: Locale | None = None) -> bool:
    words = locale or load_locale()
    return token.text in words.number_words or any(character.isdigit() for character in token.text)


def mattr(texts: Sequence[str]) -> float | None:
    """Share of different words in a moving window of 50: unlike the plain ratio it does not fall with length."""
    if len(texts) < MATTR_WINDOW:
        return None
    window = Counter(texts[:MATTR_WINDOW])
    total = len(window)
    for leaving, entering in zip(texts, texts[MATTR_WINDOW:], strict=False):
        window[leaving] -= 1
        if not window[leaving]:
            del window[leaving]
        window[entering] += 1
        total += len(window)
    return total / (MATTR_WINDOW * (len(texts) - MATTR_WINDOW + 1))


def _stands(tokens: Sequence[Token], first: int, phrase: Phrase) -> bool:
    end = first + len(phrase.words)
    if tuple(token.text for token in tokens[first:end]) != phrase.words:
        return False
    if any(token.begins for token in tokens[first + 1 : end]):
        return False
    if phrase.free_at_start and first == 0:
        return False
    opens, closes = tokens[first].opens, end == len(tokens) or tokens[end].opens
    before = tokens[first - 1].text if first else ""
    if not opens and before in phrase.not_after:
        return False
    if not closes and tokens[end].text in phrase.not_before:
        return False
    return (
        "anywhere" in phrase.rules
        or ("isolated" in phrase.rules and opens and closes)
        or ("begins" in phrase.rules and tokens[first].begins)
        or ("closes" in phrase.rules and closes)
        or ("before" in phrase.rules and opens and end < len(tokens) and tokens[end].text in phrase.before)
        or ("after" in phrase.rules and before in phrase.after and not tokens[first].begins)
    )


def _doubled(tokens: Sequence[Token], locale: Locale) -> list[Hit]:
    hits: list[Hit] = []
    index = 0
    while index < len(tokens):
        size = next((n for n in range(1, _LONGEST_REPEAT + 1) if _is_doubled(tokens, index, n, locale)), 0)
        if size:
            hits.append(Hit(index, index + 2 * size))
        index += size or 1
    return hits


def _is_doubled(tokens: Sequence[Token], first: int, size: int, locale: Locale) -> bool:
    end = first + 2 * size
    if end > len(tokens) or any(token.begins for token in tokens[first + 1 : end]):
        return False
    texts = [token.text for token in tokens[first:end]]
    if texts[:size] != texts[size:]:
        return False
    # "very very" is emphasis, "had had" is grammar, "two two" is a number being read.
    is_fine = texts[0] in locale.doubles or texts[0] in locale.number_words or texts[0].isdigit()
    return size > 1 or not (is_fine or locale.hard_filler.fullmatch(texts[0]))
