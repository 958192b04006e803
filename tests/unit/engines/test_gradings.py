"""What is made of several gradings of one answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.feedback import Dimension
from preppal.domain.interview import InterviewType
from preppal.engines.gradings import combine
from preppal.engines.review_schema import JudgedScores, Judgement

_SCORES = st.builds(JudgedScores, **{d.value: st.floats(1, 10) for d in Dimension})


def grading(note: str, **scores: float) -> Judgement:
    return Judgement(
        evidence=[], missing=[], strengths=[], improvements=[], note=note, scores=JudgedScores.model_validate(scores)
    )


def even(note: str, score: float) -> Judgement:
    return grading(note, **{dimension.value: score for dimension in Dimension})


def test_median_counts_and_half_the_range_is_doubt() -> None:
    graded = combine([even("high", 9), even("low", 3), even("middle", 6)], InterviewType.BEHAVIORAL)
    assert set(graded.scores.values()) == {6}
    assert set(graded.spreads.values()) == {3}
    assert graded.judgement.note == "middle"


def test_of_two_gradings_the_stricter_one_speaks() -> None:
    graded = combine([even("kind", 8), even("strict", 5)], InterviewType.BEHAVIORAL)
    assert graded.judgement.note == "strict"
    assert set(graded.scores.values()) == {6.5}


def test_one_grading_stands_alone_without_doubt_of_its_own() -> None:
    graded = combine([even("only", 7)], InterviewType.HR_SCREEN)
    assert (graded.judgement.note, set(graded.scores.values()), set(graded.spreads.values())) == ("only", {7}, {0})


@given(st.lists(_SCORES, min_size=1, max_size=5), st.sampled_from(list(InterviewType)))
def test_median_lies_among_the_gradings(scores: list[JudgedScores], kind: InterviewType) -> None:
    gradings = [
        Judgement(evidence=[], missing=[], strengths=[], improvements=[], note=str(place), scores=each)
        for place, each in enumerate(scores)
    ]
    graded = combine(gradings, kind)
    assert graded.judgement in gradings
    for dimension in Dimension:
        given_scores = [getattr(each, dimension) for each in scores]
        assert min(given_scores) <= graded.scores[dimension] <= max(given_scores)
        assert graded.spreads[dimension] == pytest.approx((max(given_scores) - min(given_scores)) / 2)
