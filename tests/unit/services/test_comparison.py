"""Two takes compared: what is within the doubt is called no clear change, and nothing is hidden."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.feedback import AnswerReview, Score, StarPart, StarShare
from preppal.domain.metrics import AnswerMetrics
from preppal.services.comparison import NO_CHANGE, Comparison, Direction, Row, compare, listeners_caution
from preppal.services.takes import Take
from tests.unit.ui.pages.interview_services import interview

_PARTS = (StarShare(StarPart.SITUATION, 12_000), StarShare(StarPart.ACTION, 30_000))


def _take(number: int, value: float | None = 6.0, spread: float = 1.0, **metrics: object) -> Take:
    measured = AnswerMetrics(
        1, (1,), 100, speech_ms=60_000, filler_count=3, speech_rate_wpm=150.0, longest_pause_ms=1_500
    )
    return Take(
        number=number,
        summary=replace(interview().summary, completed_at=datetime(2026, 11, 18, tzinfo=UTC)),
        question_index=1,
        question="What changed?",
        entries=(),
        review=AnswerReview(1, "What changed?", (1,), 60_000, {}, Score(value, spread), _PARTS),
        metrics=replace(measured, **metrics),  # type: ignore[arg-type]  # the test passes the field's own type
    )


def _row(found: Comparison, name: str) -> Row:
    return next(row for row in found.rows if row.name == name)


@given(st.floats(1, 9), st.floats(-3, 3), st.floats(0, 2), st.floats(0, 2))
def test_score_that_moves_within_its_spread_is_no_clear_change(
    value: float, moved: float, one: float, two: float
) -> None:
    row = compare(_take(1, value, one), _take(2, value + moved, two)).rows[0]
    is_within = abs((value + moved) - value) <= max(one, two)
    assert (row.change == NO_CHANGE) is is_within
    assert (row.direction is Direction.SAME) is is_within


@pytest.mark.parametrize(("second", "words"), [(8.5, "do not overlap"), (7.5, "still overlap")])
def test_better_take_says_whether_the_ranges_overlap(second: float, words: str) -> None:
    found = compare(_take(1, 6.0), _take(2, second))
    assert found.direction is Direction.BETTER
    assert words in found.rows[0].change
    assert found.headline == "Take 2 is better than take 1."


def test_weaker_take_is_called_weaker() -> None:
    found = compare(_take(1, 8.0), _take(3, 5.0))
    assert (found.direction, found.headline) == (Direction.WORSE, "Take 3 is weaker than take 1.")


def test_take_without_a_score_is_not_compared() -> None:
    row = compare(_take(1, None), _take(2, 7.0)).rows[0]
    assert (row.first, row.second, row.change) == ("No score", "7", "Not scored twice")


def test_part_that_came_or_went_is_said() -> None:
    second = _take(2)
    assert second.review is not None
    parts = (StarShare(StarPart.ACTION, 31_000), StarShare(StarPart.RESULT, 9_000))
    found = compare(_take(1), replace(second, review=replace(second.review, star=parts)))
    assert _row(found, "Result").change == "Now there"
    assert _row(found, "Situation").change == "Now missing"
    assert _row(found, "Action").change == NO_CHANGE, "a second of thirty is under a tenth"


@pytest.mark.parametrize(
    ("pace", "direction"), [(155.0, Direction.SAME), (200.0, Direction.WORSE), (125.0, Direction.OPEN)]
)
def test_measure_is_judged_against_its_band(pace: float, direction: Direction) -> None:
    assert _row(compare(_take(1), _take(2, speech_rate_wpm=pace)), "Pace").direction is direction


def test_fillers_are_compared_per_minute_of_voice() -> None:
    found = compare(_take(1, filler_count=12), _take(2, filler_count=2))
    row = _row(found, "Fillers")
    assert (row.first.split()[0], row.second.split()[0], row.direction) == ("12.0", "2.0", Direction.BETTER)


def test_what_was_not_measured_twice_is_not_judged() -> None:
    row = _row(compare(_take(1), _take(2, longest_pause_ms=None)), "Longest pause")
    assert (row.second, row.direction) == ("Not measured", Direction.OPEN)


def test_what_different_listeners_heard_is_shown_and_not_judged() -> None:
    first, second = _take(1, speech_rate_wpm=210.0), _take(2, speech_rate_wpm=150.0)
    assert listeners_caution(first, second) == ""
    second = replace(second, summary=replace(second.summary, engine="offline"))
    first = replace(first, summary=replace(first.summary, engine="gemini"))
    assert listeners_caution(first, second).startswith(
        "Take 1 was heard by Gemini Live, take 2 was heard by Offline interviewer."
    )
    pace = _row(compare(first, second), "Pace")
    assert (pace.first, pace.second, pace.direction) == ("210 words/min", "150 words/min", Direction.OPEN)
