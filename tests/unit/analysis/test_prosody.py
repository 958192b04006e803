"""Timing from voice spans."""

from hypothesis import given
from hypothesis import strategies as st

from preppal.analysis.prosody import LONG_PAUSE_MS, PAUSE_MS, interviewer_ms, join, tidy, time_entry
from preppal.domain.transcript import Question, Span
from tests.unit.analysis.making import asked, spoken, typed

SPANS = st.lists(
    st.builds(lambda start, length: Span(start, start + length), st.integers(0, 200_000), st.integers(0, 20_000)),
    max_size=20,
)


def test_pauses_of_a_quarter_second_count_and_shorter_ones_do_not() -> None:
    timing = time_entry(
        spoken("x", speech=(Span(0, 1_000), Span(1_249, 2_000), Span(2_250, 3_000), Span(4_000, 5_000)))
    )
    assert timing is not None
    assert [pause.length_ms for pause in timing.pauses] == [250, 1_000]
    assert (timing.long_pauses, timing.longest_pause_ms) == (1, 1_000)
    assert (timing.speech_ms, timing.span_ms) == (1_000 + 751 + 750 + 1_000, 5_000)


def test_a_pause_measured_just_short_of_a_second_is_long() -> None:
    timing = time_entry(spoken("x", speech=(Span(0, 500), Span(500 + LONG_PAUSE_MS, 2_000))))
    assert timing is not None
    assert timing.long_pauses == 1


def test_silence_before_and_after_speech_is_no_pause() -> None:
    timing = time_entry(spoken("x", speech=(Span(5_000, 6_000),)))
    assert timing is not None
    assert (timing.pauses, timing.span_ms, timing.longest_pause_ms) == ((), 1_000, 0)


def test_stops_inside_words_and_clicks_are_nothing() -> None:
    assert tidy((Span(0, 500), Span(590, 1_000), Span(3_000, 3_050))) == (Span(0, 1_000),)


def test_typed_and_silent_turns_are_not_timed() -> None:
    assert time_entry(typed("I wrote this.")) is None
    assert time_entry(spoken("x", speech=())) is None


def test_time_between_two_turns_of_an_answer_is_nobodys_pause() -> None:
    first = time_entry(spoken("x", speech=(Span(0, 1_000),)))
    second = time_entry(spoken("x", speech=(Span(9_000, 10_000),)))
    assert first is not None
    assert second is not None
    timing = join([first, second])
    assert timing is not None
    assert (timing.pauses, timing.span_ms) == ((), 2_000)


def test_interviewer_time_before_a_typed_answer_is_left_out() -> None:
    question = Question(1)
    entries = (
        asked("First?", question, order_index=0, ms=4_000),
        spoken("Yes.", order_index=1),
        asked("Second?", question, order_index=2, ms=6_000),
        typed("No.", order_index=3),
    )
    assert interviewer_ms(entries) == 4_000


@given(SPANS)
def test_tidy_spans_are_in_order_apart_and_inside_what_was_given(spans: list[Span]) -> None:
    kept = tidy(spans)
    assert tidy(kept) == kept
    for left, right in zip(kept, kept[1:], strict=False):
        assert right.start_ms - left.end_ms >= 100
    if kept:
        assert min(span.start_ms for span in spans) <= kept[0].start_ms
        assert kept[-1].end_ms <= max(span.end_ms for span in spans)


@given(SPANS)
def test_speech_and_long_pauses_never_exceed_the_span(spans: list[Span]) -> None:
    timing = time_entry(spoken("x", speech=tuple(spans)))
    if timing is not None:
        assert 0 < timing.speech_ms <= timing.span_ms
        assert timing.speech_ms + sum(pause.length_ms for pause in timing.pauses) <= timing.span_ms
        assert all(pause.length_ms >= PAUSE_MS for pause in timing.pauses)
