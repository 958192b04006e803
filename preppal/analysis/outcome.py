"""Whether a story says what came of it, in whatever words: by what is told after the teller's last own step.

Set phrases ("as a result") find one outcome in three; people say it in words of their own. What they share is a
place: they stop saying "I did" and say how things were afterwards. How much each sign counts was learned from stories
with marked outcomes (`python -m benchmarks.learn`); how often it is right is in docs/scores.md.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from preppal.analysis.language import count_in, is_number
from preppal.analysis.locale import DEFAULT_LOCALE, Locale, load_locale
from preppal.analysis.terms import common_stems, content_stems
from preppal.analysis.tokens import Token

# An own step is itself told in a few such words ("... the foreman about the wind"); beyond so many, more say no more.
_STEP_WORDS, _ENOUGH_WORDS = 4, 12
_MAX_OTHERS, _MAX_STATES, _MAX_NUMBERS = 3, 3, 2


class OutcomeSigns(NamedTuple):
    """What is seen after the last own step. `telling_words` are beyond those that end the step itself."""

    telling_words: int
    phrases: bool
    lasting: bool
    others: int
    states: int
    numbers: int


def read_signs(tokens: Sequence[Token], *, has_phrase: bool, locale: Locale | None = None) -> OutcomeSigns:
    """The signs in `tokens`, which follow the last own step; `has_phrase`: a set phrase names a result somewhere."""
    known = locale or load_locale()
    words = len(set(content_stems(tokens, known)) - common_stems(known))
    return OutcomeSigns(
        telling_words=max(0, min(words, _ENOUGH_WORDS) - _STEP_WORDS),
        phrases=has_phrase,
        lasting=count_in(tokens, known.lasting_words) > 0,
        others=min(_MAX_OTHERS, count_in(tokens, known.other_words)),
        states=min(_MAX_STATES, count_in(tokens, known.state_words)),
        numbers=min(_MAX_NUMBERS, sum(is_number(token, known) for token in tokens)),
    )


class OutcomeWeights(NamedTuple):
    """Of a logistic model; one weight per sign, in their order."""

    bias: float
    weights: tuple[float, ...]


def outcome_likelihood(signs: OutcomeSigns, weights: OutcomeWeights | None = None) -> float:
    """0 to 1. A word more or less moves it a little."""
    model = weights or load_weights()
    return float(1 / (1 + np.exp(-model.bias - np.dot(model.weights, signs))))


@cache
def load_weights(locale: str = DEFAULT_LOCALE) -> OutcomeWeights:
    """Read once per process, at first use."""
    path = files("preppal.analysis").joinpath("locales", f"{locale}_outcome.json")
    raw = json.loads(path.read_text(encoding="utf-8"))
    return OutcomeWeights(raw["bias"], tuple(raw["weights"][name] for name in OutcomeSigns._fields))
