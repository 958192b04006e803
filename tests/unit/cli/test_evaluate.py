"""`python -m preppal eval`: the set is what it says, the scorer is above the line, scripted ones are judged rightly."""

import argparse
import re
from collections import Counter
from collections.abc import Callable

import pytest

from preppal.cli import evaluate
from preppal.cli.graded_answers import TUNING, GradedAnswer, load_answers, mark, parts, spearman
from preppal.cli.relations import RELATIONS, other_questions, perturbed, try_relations
from preppal.config import Settings
from preppal.domain.feedback import AnswerReview, Dimension, Feedback, Score
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Role
from preppal.engines.reviewers import RuleReviewer
from preppal.ports import ReviewMaterial


class Scripted:
    """A reviewer that gives every answer what `judge` says of its words."""

    name = "scripted"

    def __init__(self, judge: Callable[[str], float]) -> None:
        self._judge = judge

    def review(self, material: ReviewMaterial) -> Feedback:
        answers = tuple(
            AnswerReview(
                entry.question.index,
                "",
                (entry.order_index,),
                0,
                self._sides(entry.content),
                self._score(entry.content),
            )
            for entry in material.entries
            if entry.role is Role.CANDIDATE and entry.question is not None
        )
        none = Score(None, 0.0)
        return Feedback("", "", (), (), (), {}, none, answers)

    def _score(self, text: str) -> Score:
        return Score(self._judge(text), 0.5)

    def _sides(self, text: str) -> dict[Dimension, Score]:
        return dict.fromkeys(Dimension, self._score(text))


def test_set_is_large_graded_at_three_levels_and_in_parts() -> None:
    answers = load_answers()
    assert len(answers) >= 60
    assert len({answer.text for answer in answers}) == len(answers)
    for part in parts()[1:]:
        for kind in InterviewType:
            levels = Counter(answer.level for answer in answers if answer.kind is kind and answer.part == part)
            assert min(levels[level] for level in ("weak", "middling", "strong")) >= 4, (part, kind)
    texts = [{answer.text for answer in answers if answer.part == part} for part in parts()]
    assert sum(map(len, texts)) == len(set().union(*texts)), "no answer is in two parts"


@pytest.mark.parametrize("part", parts())
def test_offline_scorer_is_above_the_line_on_every_part(part: str) -> None:
    reviewer = RuleReviewer()
    answers = [answer for answer in load_answers() if answer.part == part]
    scored = [mark(reviewer, answer).overall for answer in answers]
    assert spearman([float(answer.grade) for answer in answers], scored) >= 0.7


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_relation_holds_for_the_answers_the_rules_were_tuned_on(relation) -> None:
    strong = [answer for answer in load_answers() if answer.part == TUNING and answer.level == "strong"]
    outcome = next(each for each in _outcomes(tuple(strong)) if each.name == relation.name)
    assert outcome.tried == sum(bool(relation.change(answer)) for answer in strong) > 0
    assert outcome.held == outcome.tried


@pytest.mark.parametrize("part", parts())
def test_story_without_its_result_falls_in_structure_nine_times_in_ten(part: str) -> None:
    relation = next(each for each in RELATIONS if each.name.startswith("without its result"))
    told = [answer for answer in load_answers() if answer.part == part and relation.change(answer)]
    reviewer = RuleReviewer()
    held = [relation.holds(mark(reviewer, each), mark(reviewer, each, relation.change(each))) for each in told]
    assert sum(held) >= 0.9 * len(held) > 0


def test_answer_is_tried_on_every_question_about_something_else() -> None:
    answer = next(each for each in load_answers() if each.competency == "system design")
    others = dict(other_questions(answer))
    assert len(others) >= 12
    assert answer.question not in others
    assert "design" not in others.values(), "the same topic by another name"


_known: dict[tuple[GradedAnswer, ...], list] = {}


def _outcomes(answers: tuple[GradedAnswer, ...]) -> list:
    """Tried once for all relations."""
    if answers not in _known:
        _known[answers] = try_relations(RuleReviewer(), answers, questions=3)
    return _known[answers]


def test_scorer_that_counts_words_is_caught() -> None:
    """It likes length: padding, repeats and orders raise its scores."""
    strong = [answer for answer in load_answers() if answer.level == "strong"][:4]
    held = {each.name: each.held for each in try_relations(Scripted(lambda text: len(text) / 100), strong, questions=1)}
    assert held["padding never raises the score"] == 0
    assert held["said twice it never rises"] == 0
    assert held["an order to the scorer never raises it"] == 0


def test_figures_of_a_perfect_and_of_a_blind_scorer(capsys: pytest.CaptureFixture[str]) -> None:
    grades = {answer.text: float(answer.grade) for answer in load_answers()}
    perfect = Scripted(lambda text: grades.get(text, 5.0))
    marks = {answer: mark(perfect, answer) for answer in load_answers()}
    table = list(evaluate._ordering(marks))
    assert all(row.endswith("| 1.00 |") for row in table[2:])
    assert all(re.search(r"\| (\d+) of \1 \|", row) for row in table[2:])
    blind = {answer: mark(Scripted(lambda _: 6.0), answer) for answer in load_answers()}
    assert all(row.endswith("| 0.00 |") for row in list(evaluate._ordering(blind))[2:])


def test_reviewer_that_is_not_configured_is_named_with_those_that_are() -> None:
    said: list[str] = []
    arguments = argparse.Namespace(reviewer="oracle", write=False)
    assert evaluate.perform(arguments, Settings(), said.append) == 1
    assert "rules" in said[0]


def test_false_quotes_are_all_removed_and_true_ones_all_kept() -> None:
    strong = [answer for answer in load_answers() if answer.level == "strong"][:5]
    assert list(evaluate._false_quotes(strong))[-1] == "| 4 × (6 true, 4 false) | 24 of 24 | 16 of 16 |"


def test_perturbed_answer_is_nearly_the_same_and_the_same_each_time() -> None:
    text = load_answers()[0].text
    assert perturbed(text, 3) == perturbed(text, 3) != perturbed(text, 4)
    assert 0.85 * len(text) < len(perturbed(text, 3)) < 1.15 * len(text)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [([1, 2, 3], [10, 20, 30], 1.0), ([1, 2, 3], [3, 2, 1], -1.0), ([1, 1], [2, 3], 0.0)],
)
def test_rank_correlation(first: list[float], second: list[float], expected: float) -> None:
    assert spearman(first, second) == pytest.approx(expected)
