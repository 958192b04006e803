"""How well an answer fits its question: what it says of it beyond what any answer says.

A question of the bank has sample answers of our own, and an answer is compared with those. For any other question
they are those of its topic, and the words of the question count. Every story has colleagues, plans and weeks in it: so
what an answer that is about something else would score by chance is taken off.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

from preppal.analysis.locale import DEFAULT_LOCALE
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
from preppal.analysis.word_model import SampleAnswers, load_samples, spoken_terms
from preppal.domain.interview import InterviewType

# In deviations of what answers to other questions have in common with this one's: where an answer is as likely to be to
# the question as not, and how slowly that changes.
_EVEN, _WIDTH = 3.2, 1.2
# Answers to a new question are less like a topic's than answers to a known one are like its own.
_NEW_QUESTION = 0.3
# All words of a question, said, are worth so many deviations: of one with sample answers, and of a new one.
_QUESTION_WEIGHT, _NEW_QUESTION_WEIGHT = 2.0, 3.0
# The words listed for a topic help where the question is new; each counts by its rarity.
_WORDS_WEIGHT = 0.15
# Where nobody wrote sample answers, the question's words and those noted beside it are all there is.
_QUESTION_ALONE_WEIGHT, _QUESTION_WITH_WORDS_WEIGHT = 40.0, 20.0
_EVEN_BY_WORDS, _WIDTH_BY_WORDS = 12.0, 6.0
# Nothing is ruled out because a hundred answers did not have it.
_UNSEEN, _UNSEEN_ANSWERS = 0.3, 2
_LEAST_SHARE, _MOST_SHARE = 0.02, 0.9


@dataclass(frozen=True, slots=True)
class Topic:
    """What an answer should be about: roots of the question's words, of the topic's, of what the job speaks of.

    `name` is the topic as the locale calls it, empty when it knows none; `question_id` is the bank's, or empty.
    """

    asked: frozenset[str]
    vocabulary: frozenset[str] = frozenset()
    name: str = ""
    job: frozenset[str] = frozenset()
    question_id: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """In how many of `answers` each root stands."""

    answers: int
    roots: dict[str, int]

    def share_of_root(self, root: str) -> float:
        return (self.roots.get(root, 0) + _UNSEEN) / (self.answers + _UNSEEN_ANSWERS)


@cache
def load_usage(name: str = DEFAULT_LOCALE) -> Usage:
    """Counted in answers of our own; read once per process, at first use."""
    raw = json.loads(files("preppal.analysis").joinpath("locales", f"{name}_usage.json").read_text(encoding="utf-8"))
    return Usage(raw["answers"], raw["roots"])


def make_topic(
    question: str,
    competency: str,
    lexicon: Sequence[str] = (),
    job: frozenset[str] = frozenset(),
    question_id: str = "",
) -> Topic:
    """`lexicon`: words that good answers to this very question use."""
    vocabulary = topic_stems(competency) | frozenset(map(stem, lexicon))
    return Topic(question_stems(question), vocabulary, topic_name(competency), job, question_id)


def touches(topic: Topic, said: Counter[str]) -> bool:
    """Whether any word of the question or its topic is spoken of."""
    return any(term in said for term in topic.vocabulary) or any(spoken_of(term, said) for term in topic.asked)


def fit(topic: Topic, said: Counter[str], tokens: Sequence[Token], kind: InterviewType) -> float | None:
    """0 to 1, or None when neither question nor topic says what to look for."""
    if not topic.asked and not topic.vocabulary:
        return None
    samples = _samples(topic, kind)
    if samples is None:
        return _fit_by_words(topic, said)
    likeness = samples.likeness(spoken_terms(tokens))
    asked = _question_lift(topic.asked, said)
    if topic.question_id in samples.questions:
        own = likeness[samples.questions.index(topic.question_id)] + _QUESTION_WEIGHT * asked
    else:
        of_topic = [likeness[at] for at, name in enumerate(samples.topics) if name == topic.name]
        own = sum(of_topic) / len(of_topic) + _NEW_QUESTION + _NEW_QUESTION_WEIGHT * asked
        own += _WORDS_WEIGHT * _word_lift(topic.vocabulary, said)
    return _squeeze((float(own) - _EVEN) / _WIDTH)


def _samples(topic: Topic, kind: InterviewType) -> SampleAnswers | None:
    """Those of the interview's type, or of another that knows the question or its topic."""
    every = load_samples()
    here = [every[kind.value], *every.values()]
    known = (each for each in here if topic.question_id in each.questions or topic.name in each.topics)
    return next(known, None)


def _fit_by_words(topic: Topic, said: Counter[str]) -> float:
    asked = _question_lift(topic.asked, said)
    evidence = _QUESTION_ALONE_WEIGHT * asked
    if topic.vocabulary:
        evidence = _word_lift(topic.vocabulary, said) + _QUESTION_WITH_WORDS_WEIGHT * asked
    return _squeeze((evidence - _EVEN_BY_WORDS) / _WIDTH_BY_WORDS)


def _squeeze(evidence: float) -> float:
    return 1 / (1 + exp(-evidence))


def _word_lift(vocabulary: frozenset[str], said: Counter[str]) -> float:
    """Words of the topic that are said, rare ones more, less what any answer says of them."""
    rarity, usage = rarities(), load_usage()
    return sum(rarity.get(term, 1.0) * ((term in said) - usage.share_of_root(term)) for term in sorted(vocabulary))


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
