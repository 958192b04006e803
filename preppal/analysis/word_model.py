"""What words are evidence of: weights learned from texts of our own, with `python -m benchmarks.learn --write`.

It looks at roots of words and pairs of neighbours, each weighed by how rare it is. Its numbers are data beside the
word lists.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preppal.analysis.locale import DEFAULT_LOCALE, load_locale
from preppal.analysis.terms import content_stems
from preppal.analysis.tokens import Token

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that are known and how much each counts.

    `floor` is the length of a short text's vector: a text with less than that is less than full evidence.
    """

    places: Mapping[str, int]
    rarity: Floats
    floor: float

    def vector(self, terms: Iterable[str]) -> tuple[NDArray[np.intp], Floats]:
        """The places of those terms that are known, and their weights: of length one, or less for a short text."""
        known = np.array(sorted(self.places[term] for term in terms if term in self.places), dtype=np.intp)
        weights = self.rarity[known]
        return known, weights / max(self.floor, float(np.sqrt(np.sum(weights**2))))


@dataclass(frozen=True, slots=True)
class SampleAnswers:
    """What answers to each question sound like. `weights` is terms x questions, the mean of its sample answers.

    `middles` and `deviations` say how much answers to questions about something else sound like them.
    """

    terms: Terms
    questions: tuple[str, ...]
    topics: tuple[str, ...]
    weights: Floats
    middles: Floats
    deviations: Floats

    def likeness(self, said: Iterable[str]) -> Floats:
        """For each question, by how many deviations this is more like its answers than other answers are.

        Of a short text that is told with less certainty: fewer deviations, to either side.
        """
        known, weights = self.terms.vector(said)
        certainty = float(np.sqrt(np.sum(weights**2)))
        if not certainty:
            return np.zeros(len(self.questions))
        scaled: Floats = certainty * (weights @ self.weights[known] / certainty - self.middles) / self.deviations
        return scaled


@cache
def load_samples(locale: str = DEFAULT_LOCALE) -> dict[str, SampleAnswers]:
    """By type of interview; read once per process, at first use."""
    return {kind: _read_samples(raw) for kind, raw in _load(f"{locale}_samples.json").items()}


def spoken_terms(tokens: Sequence[Token]) -> frozenset[str]:
    """Roots of the words that carry meaning, and pairs of neighbours as they were said, fillers apart."""
    filler = load_locale().hard_filler
    words = [token.text for token in tokens if not filler.fullmatch(token.text)]
    return frozenset(content_stems(tokens)) | pairs(words)


def pairs(words: Sequence[str]) -> frozenset[str]:
    """Neighbours, with an underscore between."""
    return frozenset(f"{one}_{other}" for one, other in zip(words, words[1:], strict=False))


def _load(name: str) -> dict[str, Any]:  # Any: a JSON object
    raw: dict[str, Any] = json.loads(files("preppal.analysis").joinpath("locales", name).read_text(encoding="utf-8"))
    return raw


def _terms(names: Iterable[str], rarity: Floats, floor: float) -> Terms:
    return Terms({term: place for place, term in enumerate(names)}, rarity, floor)


def _read_samples(raw: Mapping[str, Any]) -> SampleAnswers:
    terms = _terms(raw["terms"], np.array(list(raw["terms"].values()), dtype=np.float64), raw["floor"])
    questions = raw["questions"]
    weights = np.zeros((len(terms.places), len(questions)))
    for column, question in enumerate(questions):
        weights[question["places"], column] = question["weights"]
    return SampleAnswers(
        terms,
        tuple(question["id"] for question in questions),
        tuple(question["topic"] for question in questions),
        weights,
        np.array([question["middle"] for question in questions]),
        np.array([question["deviation"] for question in questions]),
    )
