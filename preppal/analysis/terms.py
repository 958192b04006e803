"""What an answer is about, by its content words: rough, and the same for everybody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import exp, log

from preppal.analysis.locale import Locale, load_locale
from preppal.analysis.tokens import Token, tokenize

_SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "ly", "es", "s", "e", "y")
_MIN_STEM = 3
# So many well-chosen words make it plain what an answer is about; more add little.
_ENOUGH_TERMS = 9.0
_OTHER_TOPIC_COST = 0.9
_MIN_JOB_MENTIONS = 2
_MIN_AKIN = 4
# "My manager insisted" speaks of a disagreement, if less plainly than the word itself.
_ASSOCIATED = 0.8
_ENOUGH_ASSOCIATES = 3


def stem(text: str) -> str:
    """A crude root, so that decide, decided and deciding are one."""
    word = text.removesuffix("'s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            word = word.removesuffix(suffix)
            break
    return word[:-1] if len(word) > _MIN_STEM and word[-1] == word[-2] else word


def content_stems(tokens: Iterable[Token], locale: Locale | None = None) -> Counter[str]:
    """Roots of the words that carry meaning."""
    words = locale or load_locale()
    return Counter(
        stem(token.text)
        for token in tokens
        if token.text not in words.function_words
        and not words.hard_filler.fullmatch(token.text)
        and len(token.text) >= _MIN_STEM
    )


def question_stems(question: str, locale: Locale | None = None) -> frozenset[str]:
    """What the question asks about, without the words every question has; if there are only those, with them."""
    words = locale or load_locale()
    stems = frozenset(content_stems(tokenize(question), words))
    return stems - common_stems(words) or stems


def common_stems(locale: Locale) -> frozenset[str]:
    """Roots that every question and every answer is full of."""
    return frozenset(stem(word) for word in locale.question_words)


def topic_stems(competency: str, locale: Locale | None = None) -> frozenset[str]:
    """Words that answers about this competency use; for a name we do not know, what goes with its words."""
    words = locale or load_locale()
    name = competency.lower().replace("_", " ").replace("-", " ")
    for topic, terms in words.topics.items():
        if _is_named(topic.replace("-", " "), name):
            return frozenset(map(stem, terms)) - common_stems(words)
    return frozenset[str]().union(*(associates(stem(word)) for word in name.split()))


def job_stems(job_description: str) -> frozenset[str]:
    """What a job description speaks of more than once."""
    counts = content_stems(tokenize(job_description))
    return frozenset(term for term, count in counts.items() if count >= _MIN_JOB_MENTIONS)


def question_coverage(asked: frozenset[str], said: Counter[str]) -> float:
    """Share of what was asked that is spoken of; by a word that goes with it counts for less."""
    return sum(_spoken_of(term, said) for term in asked) / len(asked) if asked else 0.0


def _spoken_of(term: str, said: Counter[str]) -> float:
    if term in said or any(_is_akin(term, other) for other in said):
        return 1.0
    meant = sum(1 for other in associates(term) if other in said)
    return _ASSOCIATED * min(1.0, meant / _ENOUGH_ASSOCIATES)


def _is_akin(one: str, other: str) -> bool:
    """One root begins with the other, as deploy and deployment do."""
    return min(len(one), len(other)) >= _MIN_AKIN and (one.startswith(other) or other.startswith(one))


@cache
def associates(term: str) -> frozenset[str]:
    """Roots of words that people use when they speak of this."""
    groups = (frozenset(map(stem, group)) for group in load_locale().associations)
    return frozenset[str]().union(*(group for group in groups if term in group)) - {term}


def topic_coverage(topic: frozenset[str], said: Counter[str]) -> float:
    """0 to 1: how much of the topic's own vocabulary is used, less where another topic is spoken of more."""
    own = _weight(topic, said)
    if not own:
        return 0.0
    most = max(own, *(_weight(other, said) for other in _topics()))
    return (1 - exp(-own / _ENOUGH_TERMS)) * (1 - _OTHER_TOPIC_COST * (1 - own / most))


def _weight(topic: frozenset[str], said: Counter[str]) -> float:
    """Words that all topics share weigh little."""
    rarity = _rarities()
    return sum(rarity.get(term, 1.0) for term in topic if term in said)


@cache
def _topics() -> tuple[frozenset[str], ...]:
    locale = load_locale()
    return tuple(frozenset(map(stem, terms)) - common_stems(locale) for terms in locale.topics.values())


@cache
def _rarities() -> dict[str, float]:
    topics = _topics()
    counts = Counter(term for topic in topics for term in topic)
    return {term: log(len(topics) / count) for term, count in counts.items()}


def _is_named(topic: str, name: str) -> bool:
    parts: Sequence[str] = [stem(part) for part in name.split()]
    return stem(topic) in parts or any(stem(part) in parts for part in topic.split() if len(part) > _MIN_STEM)
