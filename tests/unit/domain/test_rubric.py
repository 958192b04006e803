"""The bands, the anchors and what they say."""

import pytest

from preppal.domain.bands import MEASURES, Level, Measure, verdict
from preppal.domain.feedback import Dimension
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.rubric import EXPECTED_PARTS, OVERALL_ANCHORS, PART_LABELS, dimension_anchor, overall_anchor


@pytest.mark.parametrize(
    ("measure", "value", "level"),
    [
        (Measure.RESPONSE, 3_000, Level.OK),
        (Measure.RESPONSE, 6_000, Level.WARN),
        (Measure.RESPONSE, 8_001, Level.POOR),
        (Measure.LONG_PAUSES, 3, Level.OK),
        (Measure.LONG_PAUSES, 6.1, Level.POOR),
        (Measure.LONGEST_PAUSE, 2_999, Level.OK),
        (Measure.LONGEST_PAUSE, 3_000, Level.WARN),
        (Measure.LONGEST_PAUSE, 5_001, Level.POOR),
        (Measure.TALK_RATIO, 0.65, Level.OK),
        (Measure.TALK_RATIO, 0.5, Level.WARN),
        (Measure.TALK_RATIO, 0.95, Level.WARN),
        (Measure.TALK_RATIO, 0.49, Level.POOR),
        (Measure.SPEECH_RATE, 120, Level.OK),
        (Measure.SPEECH_RATE, 165, Level.OK),
        (Measure.SPEECH_RATE, 119, Level.WARN),
        (Measure.SPEECH_RATE, 186, Level.POOR),
        (Measure.FILLERS, 0, Level.OK),
        (Measure.FILLERS, 8.1, Level.POOR),
        (Measure.HEDGES, 2.1, Level.WARN),
        (Measure.REPEATS, 3.1, Level.POOR),
        (Measure.VOCABULARY, 0.70, Level.OK),
        (Measure.VOCABULARY, 0.54, Level.POOR),
    ],
)
def test_value_is_judged_by_its_band(measure: Measure, value: float, level: Level) -> None:
    assert verdict(measure, value).level is level


@pytest.mark.parametrize("measure", Measure)
def test_every_measure_is_a_field_and_has_words_for_every_verdict(measure: Measure) -> None:
    band = MEASURES[measure]
    assert hasattr(InterviewMetrics(), measure)
    for value in (band.axis.low, band.axis.high, band.ok.low, band.ok.high, band.tolerable.low, band.tolerable.high):
        if value != float("inf"):
            assert verdict(measure, value).words


@pytest.mark.parametrize(
    ("measure", "value", "shown"),
    [
        (Measure.SPEECH_RATE, 143.2, "145"),
        (Measure.RESPONSE, 1_649, "1.6"),
        (Measure.LONGEST_PAUSE, 2_960, "3.0"),
        (Measure.TALK_RATIO, 0.714, "71"),
        (Measure.FILLERS, 4.24, "4.2"),
        (Measure.VOCABULARY, 0.713, "71"),
    ],
)
def test_value_is_shown_no_finer_than_it_was_measured(measure: Measure, value: float, shown: str) -> None:
    assert MEASURES[measure].shown(value) == shown


def test_a_half_counts_as_the_step_below() -> None:
    assert overall_anchor(7.5) == OVERALL_ANCHORS[7]
    assert overall_anchor(1) == "no answer"


@pytest.mark.parametrize("dimension", Dimension)
@pytest.mark.parametrize("kind", InterviewType)
def test_every_score_has_an_anchor(dimension: Dimension, kind: InterviewType) -> None:
    assert all(dimension_anchor(dimension, score / 2, kind) for score in range(2, 21))


def test_structure_of_a_technical_answer_has_anchors_of_its_own() -> None:
    assert "trade-off" in dimension_anchor(Dimension.STRUCTURE, 7, InterviewType.TECHNICAL_VERBAL)
    assert "context" in dimension_anchor(Dimension.STRUCTURE, 7, InterviewType.BEHAVIORAL)


@pytest.mark.parametrize("kind", InterviewType)
def test_expected_parts_have_labels(kind: InterviewType) -> None:
    assert set(EXPECTED_PARTS[kind]) <= set(PART_LABELS[kind])


@pytest.mark.parametrize("dimension", list(Dimension))
@pytest.mark.parametrize("score", [1, 3, 5, 7, 10])
def test_anchor_says_nothing_of_what_was_left_out(dimension: Dimension, score: float) -> None:
    whole = dimension_anchor(dimension, score, InterviewType.BEHAVIORAL)
    left_out = {Measure.FILLERS, Measure.LONG_PAUSES, Measure.SPEECH_RATE, Measure.HEDGES, Measure.REPEATS}
    shorter = dimension_anchor(dimension, score, InterviewType.BEHAVIORAL, left_out)
    assert shorter
    assert not any(word in shorter for word in ("filler", "stall", "pace,", "hedge", "restart"))
    assert dimension_anchor(dimension, score, InterviewType.BEHAVIORAL, {Measure.VOCABULARY}) == whole
