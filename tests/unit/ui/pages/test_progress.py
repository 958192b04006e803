"""Progress: drawn from three interviews on, engines apart, doubt always beside the score."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.bands import Measure
from preppal.domain.interview import InterviewType
from preppal.services.views import TrendPoint
from preppal.ui.pages.progress import ProgressState
from preppal.ui.pages.progress.charts import Chart, measure_chart, score_chart
from preppal.ui.pages.progress.state import minutes_bars
from tests.unit.ui.conftest import NOBODY, Product, perform

_START = datetime(2026, 10, 1, 10, tzinfo=UTC)


def _point(day: int, overall: float | None = 6.0, **changes: object) -> TrendPoint:
    made = TrendPoint(f"i{day}", _START + timedelta(days=day), overall, 1.0, 150.0, 4.0, 1_500, 2.0, "gemini")
    return replace(made, **changes)  # type: ignore[arg-type]  # the test passes the field's own type


def _pace(points: list[TrendPoint]) -> Chart:
    return measure_chart(Measure.SPEECH_RATE, points, lambda point: point.speech_rate_wpm, "UTC")


@pytest.mark.parametrize(("count", "missing"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_trends_begin_with_the_third_interview(product: Product, count: int, missing: int) -> None:
    maya = product.sign_in()
    for number in range(count):
        product.reviewed(maya.user_id, overall=5.0 + number)
    state = maya.open(ProgressState, "/progress")
    perform(state.load())
    assert (state.loading, state.count, state.missing) == ("ready", count, missing)
    assert len(state.score.dots) == count


def test_nobody_sees_somebody_elses_progress(product: Product) -> None:
    product.reviewed(product.sign_in().user_id)
    sam = product.sign_in("sam@example.org", "Sam").open(ProgressState, "/progress")
    perform(sam.load())
    assert sam.count == 0
    signed_out = NOBODY.open(ProgressState, "/progress")
    perform(signed_out.load())
    assert signed_out.loading == "loading"


def test_page_says_so_when_the_database_is_away(product: Product) -> None:
    maya = product.sign_in()
    product.fail("accounts", "trends")
    state = maya.open(ProgressState, "/progress")
    perform(state.load())
    assert state.loading == "failed"


def test_type_and_weeks_choose_what_is_drawn(product: Product) -> None:
    maya = product.sign_in()
    for _ in range(3):
        product.reviewed(maya.user_id)
    product.reviewed(maya.user_id, interview_type=InterviewType.HR_SCREEN)
    state = maya.open(ProgressState, "/progress")
    perform(state.load())
    assert state.count == 4
    state.choose_kind("hr_screen")
    assert state.count == 1
    state.choose_kind("nonsense")
    state.choose_period("nonsense")
    assert (state.kind, state.period) == ("hr_screen", "12")


def test_score_is_drawn_with_its_doubt_and_a_small_move_is_called_none() -> None:
    chart = score_chart([_point(0, 6.0), _point(7, 6.5), _point(14, 6.5)], "UTC")
    assert (chart.value, chart.spread) == ("6.5", "1")
    assert chart.words.startswith("No clear change since 1 Oct.")
    assert chart.series[0].area.endswith("Z")


def test_real_move_says_how_far_and_since_when() -> None:
    assert score_chart([_point(0, 5.0), _point(7, 6.0), _point(14, 7.5)], "UTC").words.startswith(
        "Up about 2 points since 1 Oct."
    )


def test_engines_are_never_one_line() -> None:
    points = [_point(0), _point(1, engine="offline"), _point(2), _point(3, engine="offline")]
    chart = _pace(points)
    assert [(series.name, series.shape) for series in chart.series] == [
        ("Gemini Live", "full"),
        ("Offline interviewer", "hollow"),
    ]
    assert [dot.shape for dot in chart.dots] == ["full", "hollow", "full", "hollow"]
    assert [row.engine for row in chart.rows] == ["Offline interviewer", "Gemini Live"] * 2


def test_change_of_score_is_told_among_interviews_of_one_engine() -> None:
    chart = score_chart([_point(0, 3.0, engine="offline"), _point(5, 7.0), _point(9, 7.0)], "UTC")
    assert chart.words.startswith("No clear change since 6 Oct.")


def test_measure_has_its_band_and_its_verdict() -> None:
    chart = _pace([_point(0), _point(7, speech_rate_wpm=210.0)])
    assert (chart.value, chart.unit, chart.is_good) == ("210", "words/min", False)
    assert float(chart.band_height.rstrip("%")) > 0
    assert chart.rows[0].value == "210 words/min"


def test_last_three_of_one_listener_are_told_in_a_row() -> None:
    paces = [_point(day, speech_rate_wpm=pace) for day, pace in enumerate((210.0, 190.0, 170.0, 150.0))]
    heard_elsewhere = _point(9, speech_rate_wpm=90.0, engine="offline")
    assert _pace(paces).steps == "190 → 170 → 150"
    assert _pace([*paces, heard_elsewhere]).steps == "", "one of another listener is no series"
    assert _pace(paces[:2]).steps == ""


def test_what_was_never_measured_is_said() -> None:
    assert _pace([_point(0, speech_rate_wpm=None)]).is_empty
    assert score_chart([_point(0, None)], "UTC").is_empty


def test_two_hundred_interviews_are_a_line_and_one_dot() -> None:
    chart = _pace([_point(day) for day in range(200)])
    assert len(chart.dots) == 1
    assert len(chart.rows) == 200


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0, 400), st.floats(1, 10)), min_size=1, max_size=30))
def test_everything_is_drawn_inside_its_box(drawn: list[tuple[int, float, float]]) -> None:
    points = [_point(day, overall, speech_rate_wpm=pace) for day, pace, overall in sorted(drawn)]
    for chart in (_pace(points), score_chart(points, "UTC")):
        places = [float(at.rstrip("%")) for dot in chart.dots for at in (dot.left, dot.top)]
        assert all(0 <= place <= 100 for place in places)


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 4_000)), max_size=60))
def test_minutes_are_all_in_the_bars_and_few_enough_to_read(practised: list[tuple[int, int]]) -> None:
    bars = minutes_bars([_point(day, duration_s=seconds) for day, seconds in sorted(practised)], "UTC")
    assert len(bars) <= 28
    assert bool(bars) is bool(practised)
    assert all(bar.is_rest or bar.height.endswith("px") for bar in bars)
