"""What an answer is about, by its content words: rough, and the same for everybody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import log

from preppal.analysis.locale import Locale, load_locale
from preppal.analysis.tokens import Token, tokenize

_SUFFIXES = ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "ly", "es", "s", "e", "y")
_MIN_STEM = 3
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


def topic_name(competency: str, locale: Locale | None = None) -> str:
    """What we call this competency; empty for one we do not know."""
    words = locale or load_locale()
    name = competency.lower().replace("_", " ").replace("-", " ")
    named = (topic for topic in words.topics if _is_named(topic.replace("-", " "), name))
    also = (topic for topic, names in words.topic_names.items() if names.intersection(name.split()))
    return next(named, None) or next(also, "")


def topic_stems(competency: str, locale: Locale | None = None) -> frozenset[str]:
    """Words that answers about this competency use; for a name we do not know, what goes with its words."""
    words = locale or load_locale()
    if topic := topic_name(competency, words):
        return frozenset(map(stem, words.topics[topic])) - common_stems(words)
    return frozenset[str]().union(*(associates(stem(word)) for word in competency.lower().replace("_", " ").split()))


def job_stems(job_description: str) -> frozenset[str]:
    """What a job description speaks of more than once."""
    counts = content_stems(tokenize(job_description))
    return frozenset(term for term, count in counts.items() if count >= _MIN_JOB_MENTIONS)


def spoken_of(term: str, said: Counter[str]) -> float:
    """1 for the word itself, less for words that go with it."""
    if term in said or any(is_akin(term, other) for other in said):
        return 1.0
    return associated(sum(1 for other in associates(term) if other in said))


def associated(count: float) -> float:
    """What so many words that go with a term are worth."""
    return _ASSOCIATED * min(1.0, count / _ENOUGH_ASSOCIATES)


def is_akin(one: str, other: str) -> bool:
    """One root begins with the other, as deploy and deployment do."""
    return min(len(one), len(other)) >= _MIN_AKIN and (one.startswith(other) or other.startswith(one))


@cache
def associates(term: str) -> frozenset[str]:
    """Roots of words that people use when they speak of this."""
    groups = (frozenset(map(stem, group)) for group in load_locale().associations)
    return frozenset[str]().union(*(group for group in groups if term in group)) - {term}


@cache
def _topics() -> tuple[frozenset[str], ...]:
    locale = load_locale()
    return tuple(frozenset(map(stem, terms)) - common_stems(locale) for terms in locale.topics.values())


@cache
def rarities() -> dict[str, float]:
    """Words that all topics share weigh little."""
    topics = _topics()
    counts = Counter(term for topic in topics for term in topic)
    return {term: log(len(topics) / count) for term, count in counts.items()}


def _is_named(topic: str, name: str) -> bool:
    parts: Sequence[str] = [stem(part) for part in name.split()]
    return stem(topic) in parts or any(stem(part) in parts for part in topic.split() if len(part) > _MIN_STEM)
