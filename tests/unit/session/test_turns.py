"""Where the voice is, and how long a silence may last."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.interview import Patience
from preppal.session.turns import VoiceTracker, silence_allowed_s, speech_ms


def heard(*probabilities: float) -> VoiceTracker:
    tracker = VoiceTracker()
    for probability in probabilities:
        tracker.hear(probability)
    return tracker


def test_a_single_loud_window_is_no_speech() -> None:
    assert not heard(0.0, 0.9, 0.0, 0.0).is_voiced


def test_three_windows_of_four_are_speech_from_the_first_of_them() -> None:
    tracker = heard(0.0, 0.9, 0.2, 0.9, 0.9)
    assert tracker.is_voiced
    assert tracker.onset_ms == 32


def test_gaps_under_100_ms_are_closed() -> None:
    tracker = heard(*[0.9] * 10, 0.1, *[0.9] * 10, *[0.0] * 10, *[0.9] * 5)
    assert len(tracker.spans_since(0)) == 2


def test_edges_are_corrected_by_what_the_detector_lags() -> None:
    (span,) = heard(*[0.0] * 10, *[0.9] * 20, *[0.0] * 3).spans_since(0)
    assert span.start_ms == 320 - 10
    assert span.end_ms == 960 - 50


def test_sustained_speech_needs_320_ms() -> None:
    assert not heard(*[0.9] * 8).is_sustained
    assert heard(*[0.9] * 10).is_sustained


@pytest.mark.parametrize("ending", ["and", "because", "um", "so i went to the"])
def test_an_unfinished_clause_is_given_time(ending: str) -> None:
    assert silence_allowed_s(Patience.SHORT, 10_000, f"we did it {ending}", 0) == 3.5


def test_a_closing_phrase_needs_one_second() -> None:
    assert silence_allowed_s(Patience.LONG, 10_000, "and so that's it.", 0) == 1.0


def test_each_cut_off_adds_patience_up_to_a_limit() -> None:
    allowed = [silence_allowed_s(Patience.NORMAL, 10_000, "", cut_offs) for cut_offs in (0, 1, 2, 10)]
    assert allowed == pytest.approx([2.0, 2.3, 2.6, 3.2])


@given(st.lists(st.floats(0, 1), max_size=400), st.integers(0, 5_000))
def test_spans_never_overlap_and_never_exceed_the_time_heard(probabilities: list[float], base_ms: int) -> None:
    tracker = heard(*probabilities)
    spans = tracker.spans_since(base_ms)
    assert all(left.end_ms < right.start_ms for left, right in zip(spans, spans[1:], strict=False))
    assert 0 <= speech_ms(spans) <= tracker.clock_ms


@given(st.sampled_from(list(Patience)), st.integers(0, 300_000), st.text(), st.integers(0, 20))
def test_silence_allowed_is_always_between_one_and_seven_seconds(
    patience: Patience, spoken_ms: int, text: str, cut_offs: int
) -> None:
    allowed = silence_allowed_s(patience, spoken_ms, text, cut_offs)
    assert (allowed == math.inf) == (patience is Patience.MANUAL)
    assert allowed == math.inf or 1.0 <= allowed <= 7.0
