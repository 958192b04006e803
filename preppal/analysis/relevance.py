"""How well an answer fits its question: what it says of the question and its topic beyond what any answer says.

Every story has colleagues, plans and weeks in it. So a word or phrase that belongs to a topic counts by how rare it
is in answers at large, and what an answer that is about nothing of the kind would score by chance is taken off.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

from preppal.analysis.locale import DEFAULT_LOCALE, load_locale
from preppal.analysis.terms import (
    associated,
    associates,
    is_akin,
    question_stems,
    rarities,
    spoken_of,
    stem,
    topic_name,
    topic_stems,
)
from preppal.analysis.tokens import Token

# A phrase says more about what a story is about than one of its words.
_PHRASE_WEIGHT = 1.5
# All words of a question, said, are worth as much as a strong answer's use of its topic.
_QUESTION_WEIGHT = 20.0
# Where no topic is known, the question's words have to carry it alone.
_QUESTION_ALONE_WEIGHT = 40.0
# Where an answer is as likely to be to the question as not, and how slowly that changes.
_EVEN, _WIDTH = 12.0, 6.0
# Nothing is ruled out because a hundred answers did not have it.
_UNSEEN, _UNSEEN_ANSWERS = 0.3, 2
_LEAST_SHARE, _MOST_SHARE = 0.02, 0.9


@dataclass(frozen=True, slots=True)
class Topic:
    """What an answer should be about: roots of the question's words, of the topic's, of what the job speaks of.

    `name` is the topic as the locale calls it, for its phrases; empty when it knows none.
    """

    asked: frozenset[str]
    vocabulary: frozenset[str] = frozenset()
    name: str = ""
    job: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Usage:
    """In how many of `answers` each root and each phrase of a topic stands."""

    answers: int
    roots: dict[str, int]
    phrases: dict[str, tuple[int, ...]]

    def share_of_root(self, root: str) -> float:
        return (self.roots.get(root, 0) + _UNSEEN) / (self.answers + _UNSEEN_ANSWERS)

    def shares_of_phrases(self, name: str) -> list[float]:
        return [(count + _UNSEEN) / (self.answers + _UNSEEN_ANSWERS) for count in self.phrases.get(name, ())]


@cache
def load_usage(name: str = DEFAULT_LOCALE) -> Usage:
    """Counted in answers of our own; read once per process, at first use."""
    raw = json.loads(files("preppal.analysis").joinpath("locales", f"{name}_usage.json").read_text(encoding="utf-8"))
    return Usage(raw["answers"], raw["roots"], {topic: tuple(counts) for topic, counts in raw["phrases"].items()})


def make_topic(question: str, competency: str, lexicon: Sequence[str] = (), job: frozenset[str] = frozenset()) -> Topic:
    """`lexicon`: words that good answers to this very question use."""
    vocabulary = topic_stems(competency) | frozenset(map(stem, lexicon))
    return Topic(question_stems(question), vocabulary, topic_name(competency), job)


def touches(topic: Topic, said: Counter[str]) -> bool:
    """Whether any word of the question or its topic is spoken of."""
    return any(term in said for term in topic.vocabulary) or any(spoken_of(term, said) for term in topic.asked)


def fit(topic: Topic, said: Counter[str], tokens: Sequence[Token]) -> float | None:
    """0 to 1, or None when neither question nor topic says what to look for."""
    if not topic.asked and not topic.vocabulary:
        return None
    asked = _question_lift(topic.asked, said)
    if not topic.vocabulary:
        return _squeeze(_QUESTION_ALONE_WEIGHT * asked)
    text = " ".join(token.text for token in tokens)
    phrases = _PHRASE_WEIGHT * _phrase_lift(topic.name, text)
    return _squeeze(_word_lift(topic.vocabulary, said) + phrases + _QUESTION_WEIGHT * asked)


def _squeeze(evidence: float) -> float:
    return 1 / (1 + exp((_EVEN - evidence) / _WIDTH))


def _word_lift(vocabulary: frozenset[str], said: Counter[str]) -> float:
    """Words of the topic that are said, rare ones more, less what any answer says of them."""
    rarity, usage = rarities(), load_usage()
    return sum(rarity.get(term, 1.0) * ((term in said) - usage.share_of_root(term)) for term in sorted(vocabulary))


def _phrase_lift(name: str, text: str) -> float:
    """The same for phrases: "my fault", "nobody had asked"."""
    shares = load_usage().shares_of_phrases(name)
    patterns = load_locale().topic_phrases.get(name, ())
    return sum(
        -log(min(_MOST_SHARE, share)) * (bool(pattern.search(text)) - share)
        for pattern, share in zip(patterns, shares, strict=True)
    )


def _question_lift(asked: frozenset[str], said: Counter[str]) -> float:
    """-1 to 1: share of what was asked that is spoken of, rare words more, less what any answer speaks of."""
    expected = {term: _expected(term) for term in sorted(asked)}
    weights = {term: -log(max(_LEAST_SHARE, min(_MOST_SHARE, share))) for term, share in expected.items()}
    total = sum(weights.values())
    return sum(weights[term] * (spoken_of(term, said) - expected[term]) for term in expected) / total if total else 0.0


@cache
def _expected(term: str) -> float:
    """How much an answer that has nothing to do with it speaks of a term."""
    usage = load_usage()
    nobody = 1.0 - usage.share_of_root(term)
    for other in usage.roots:
        nobody *= 1.0 - usage.share_of_root(other) if other != term and is_akin(term, other) else 1.0
    said = 1.0 - nobody
    return said + nobody * associated(sum(usage.share_of_root(other) for other in associates(term)))


def phrase_counts(texts: Sequence[str]) -> dict[str, list[int]]:
    """For each topic's phrases, in how many of these texts they stand: what `Usage` is made of."""
    return {
        name: [sum(bool(pattern.search(text)) for text in texts) for pattern in patterns]
        for name, patterns in load_locale().topic_phrases.items()
    }
