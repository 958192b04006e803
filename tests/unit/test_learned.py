"""What was learned from our own texts is what the product reads."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.learn import learn_outcome, learn_samples, read_answers, read_stories
from preppal.analysis.outcome import load_weights
from preppal.analysis.word_model import load_samples
from preppal.cli.graded_answers import load_answers
from preppal.engines.question_bank import load_questions

_LOCALES = Path(__file__).parents[2] / "preppal" / "analysis" / "locales"


def test_every_question_of_the_bank_has_sample_answers() -> None:
    known = {question for samples in load_samples().values() for question in samples.questions}
    assert {question.id for question in load_questions()} <= known


def test_weights_are_those_that_our_own_texts_give() -> None:
    answers = read_answers()
    for kind, shipped in load_samples().items():
        made = learn_samples([answer for answer in answers if answer.kind == kind])
        assert made.questions == shipped.questions
        np.testing.assert_allclose(made.weights, shipped.weights, atol=0.002)
        np.testing.assert_allclose(made.middles, shipped.middles, atol=0.001)


def test_signs_of_an_outcome_weigh_what_our_own_stories_give() -> None:
    made, shipped = learn_outcome(read_stories()), load_weights()
    assert shipped.bias == pytest.approx(made.bias, abs=0.01)
    assert shipped.weights == pytest.approx(made.weights, abs=0.01)


def test_words_at_large_are_counted_in_all_sample_answers() -> None:
    usage = json.loads((_LOCALES / "en_usage.json").read_text(encoding="utf-8"))
    assert usage["answers"] == len(read_answers())


def test_no_graded_answer_is_among_the_texts_that_were_learned_from() -> None:
    folder = Path(__file__).parents[2] / "benchmarks" / "spoken_answers"
    learned = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in folder.glob("*.yaml"))
    assert not [answer.text[:60] for answer in load_answers() if answer.text[:60] in learned]


@pytest.mark.parametrize("said", [frozenset[str](), frozenset({"zymurgy"})])
def test_nothing_known_is_like_no_question(said: frozenset[str]) -> None:
    assert not any(load_samples()["behavioral"].likeness(said))
