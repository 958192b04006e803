"""Learn what answers to each question sound like, and how stories say what came of it, from texts of our own.

They lie in `benchmarks/spoken_answers`, written for this by language models that saw neither the scorer nor the graded
answers. With `--write` what is learned goes to `preppal/analysis/locales`; without, it is tried on texts left out.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize

from benchmarks.table import Row, print_table
from preppal.analysis.answers import AnswerText
from preppal.analysis.cues import phrase_cues
from preppal.analysis.outcome import OutcomeSigns, OutcomeWeights, outcome_likelihood
from preppal.analysis.story import outcome_signs
from preppal.analysis.terms import topic_name
from preppal.analysis.tokens import tokenize
from preppal.analysis.word_model import Floats, SampleAnswers, Terms, spoken_terms
from preppal.domain.interview import InterviewType
from preppal.engines.question_bank import load_questions

_ANSWERS = Path(__file__).parent / "spoken_answers"
_LOCALES = Path(__file__).parents[1] / "preppal" / "analysis" / "locales"
# A term said in one text only is chance.
_LEAST_TEXTS = 2
# A text whose vector is shorter than those of so many of a hundred is less than full evidence.
_FLOOR_PERCENTILE = 25
_FOLDS = 4
# What came of a story, as its author marked it.
_MARKED = re.compile(r"\[\[.*?\]\]", re.S)


@dataclass(frozen=True, slots=True)
class Answer:
    """`question` is its name in the bank, or its text."""

    kind: str
    topic: str
    question: str
    terms: frozenset[str]


def read_answers() -> list[Answer]:
    names = {question.text: question.id for question in load_questions()}
    return [
        Answer(
            item["kind"],
            topic_name(item["competency"]),
            names.get(item["question"], item["question"]),
            spoken_terms(tokenize(text)),
        )
        for item in _read("answers_*.yaml")
        for text in item["answers"]
    ]


def _read(pattern: str) -> list[Any]:  # Any: what YAML holds
    return [item for path in sorted(_ANSWERS.glob(pattern)) for item in yaml.safe_load(path.read_text("utf-8"))]


def _count_terms(texts: Sequence[frozenset[str]]) -> Terms:
    counts = Counter(term for text in texts for term in text)
    places = {term: at for at, term in enumerate(sorted(t for t, n in counts.items() if n >= _LEAST_TEXTS))}
    rarity = np.array([np.log((1 + len(texts)) / (1 + counts[term])) + 1 for term in places])
    lengths = [np.sqrt(sum(rarity[places[term]] ** 2 for term in text if term in places)) for text in texts]
    return Terms(places, rarity, float(np.percentile(lengths, _FLOOR_PERCENTILE)))


def _matrix(terms: Terms, texts: Sequence[frozenset[str]]) -> Floats:
    matrix = np.zeros((len(texts), len(terms.places)))
    for row, text in enumerate(texts):
        known, weights = terms.vector(text)
        matrix[row, known] = weights
    return matrix


def learn_samples(answers: Sequence[Answer]) -> SampleAnswers:
    """The mean answer to each question, and how like it answers to questions about something else are."""
    texts = [answer.terms for answer in answers]
    terms = _count_terms(texts)
    matrix = _matrix(terms, texts)
    topics = {answer.question: answer.topic for answer in answers}
    questions = sorted(topics)
    of = np.array([questions.index(answer.question) for answer in answers])
    weights = np.stack([matrix[of == at].mean(0) for at in range(len(questions))], axis=1)
    alike = matrix @ weights
    elsewhere = [np.array([answer.topic != topics[question] for answer in answers]) for question in questions]
    return SampleAnswers(
        terms,
        tuple(questions),
        tuple(topics[question] for question in questions),
        weights,
        np.array([alike[others, at].mean() for at, others in enumerate(elsewhere)]),
        np.array([alike[others, at].std() for at, others in enumerate(elsewhere)]),
    )


def read_stories() -> list[tuple[OutcomeSigns, OutcomeSigns]]:
    """Of each story with an outcome, what is seen with it and without it."""
    stories = [story for story in _read("stories.yaml") if _MARKED.search(story)]
    return [(_signs(re.sub(r"\[\[|\]\]", "", story)), _signs(_MARKED.sub("", story))) for story in stories]


def _signs(story: str) -> OutcomeSigns:
    tokens = tuple(tokenize(story))
    text = AnswerText(tokens, (0,) * len(tokens))
    return outcome_signs(text, phrase_cues(text, InterviewType.BEHAVIORAL))


def learn_outcome(stories: Sequence[tuple[OutcomeSigns, OutcomeSigns]]) -> OutcomeWeights:
    """Bias and weights of a logistic regression, drawn a little to nothing."""
    signs = np.array([pair[is_without] for is_without in (0, 1) for pair in stories], dtype=np.float64)
    told = np.repeat([1.0, 0.0], len(stories))
    middle, deviation = signs.mean(0), signs.std(0)
    scaled = np.column_stack([np.ones(len(signs)), (signs - middle) / deviation])

    def cost(weights: Floats) -> float:
        logits = scaled @ weights
        return float((np.logaddexp(0, logits) - told * logits).sum() + weights[1:] @ weights[1:] / 2)

    weights: Floats = minimize(cost, np.zeros(scaled.shape[1])).x
    return OutcomeWeights(
        float(weights[0] - (weights[1:] * middle / deviation).sum()), tuple((weights[1:] / deviation).tolist())
    )


def run() -> None:
    """How well texts left out are told apart by what was learned from the others."""
    answers = read_answers()
    kinds = sorted({answer.kind for answer in answers})
    rows = [Row(kind, _try_samples([each for each in answers if each.kind == kind])) for kind in kinds]
    print_table([*rows, Row("outcome of a story", _try_outcome(read_stories()))])


def _try_samples(answers: Sequence[Answer]) -> str:
    """Every fold leaves some answers to each question out."""
    held = tried = first = 0
    for fold in range(_FOLDS):
        model = learn_samples([answer for at, answer in enumerate(answers) if at % _FOLDS != fold])
        for answer in answers[fold::_FOLDS]:
            likeness = model.likeness(answer.terms)
            own = likeness[model.questions.index(answer.question)]
            others = likeness[[topic != answer.topic for topic in model.topics]]
            held, tried, first = (
                held + int((own > others).sum()),
                tried + len(others),
                first + int((own > others).all()),
            )
    return (
        f"its own question before {held / tried:.1%} of others, before all of them: {first} of {len(answers)} answers"
    )


def _try_outcome(stories: Sequence[tuple[OutcomeSigns, OutcomeSigns]]) -> str:
    """Every fold leaves some stories out."""
    told = untold = falls = 0
    for fold in range(_FOLDS):
        weights = learn_outcome([story for at, story in enumerate(stories) if at % _FOLDS != fold])
        for story in stories[fold::_FOLDS]:
            with_it, without = (outcome_likelihood(signs, weights) for signs in story)
            told, untold, falls = told + (with_it >= 0.5), untold + (without < 0.5), falls + (with_it > without)
    return f"seen in {told}, not seen without it in {untold}, likelier with it in {falls} of {len(stories)} stories"


def write() -> None:
    answers = read_answers()
    samples = {
        kind: _samples_json(learn_samples([answer for answer in answers if answer.kind == kind]))
        for kind in sorted({answer.kind for answer in answers})
    }
    (_LOCALES / "en_samples.json").write_text(json.dumps(samples, separators=(",", ":")) + "\n", encoding="utf-8")
    bias, weights = learn_outcome(read_stories())
    outcome = {
        "bias": round(bias, 4),
        "weights": dict(zip(OutcomeSigns._fields, (round(weight, 4) for weight in weights), strict=True)),
    }
    (_LOCALES / "en_outcome.json").write_text(json.dumps(outcome, indent=2) + "\n", encoding="utf-8")
    (_LOCALES / "en_usage.json").write_text(json.dumps(_usage_json(answers)) + "\n", encoding="utf-8")


def _samples_json(model: SampleAnswers) -> dict[str, Any]:
    questions = []
    for at, name in enumerate(model.questions):
        places = np.flatnonzero(np.round(model.weights[:, at], 3))
        questions.append(
            {
                "id": name,
                "topic": model.topics[at],
                "middle": round(float(model.middles[at]), 5),
                "deviation": round(float(model.deviations[at]), 5),
                "places": places.tolist(),
                "weights": [round(float(weight), 3) for weight in model.weights[places, at]],
            }
        )
    return {"floor": round(model.terms.floor, 3), "terms": _rarities(model.terms), "questions": questions}


def _usage_json(answers: Sequence[Answer]) -> dict[str, Any]:
    """In how many answers each root stands, if it stands in several."""
    counts = Counter(term for answer in answers for term in answer.terms if "_" not in term)
    return {"answers": len(answers), "roots": {term: n for term, n in sorted(counts.items()) if n >= _LEAST_TEXTS}}


def _rarities(terms: Terms) -> dict[str, float]:
    return {term: round(float(terms.rarity[at]), 2) for term, at in terms.places.items()}


if __name__ == "__main__":
    write() if "--write" in sys.argv else run()
