"""The bars that stand for an interview."""

from preppal.analysis.voiceprint import BARS, voiceprint
from preppal.domain.transcript import Question, Span
from tests.unit.analysis.making import asked, spoken, typed


def test_bars_are_high_where_the_candidate_spoke() -> None:
    entries = (
        asked("Why?", Question(1), started_at_ms=0, ms=10_000),
        spoken("Because.", order_index=1, started_at_ms=10_000, speech=(Span(0, 10_000),)),
    )
    assert voiceprint(entries) == (0.0,) * 10 + (1.0,) * 10


def test_pauses_lower_a_bar() -> None:
    entry = spoken("Because.", started_at_ms=5_000, speech=(Span(0, 500), Span(1_000, 20_000)))
    bars = voiceprint((entry,))
    assert len(bars) == BARS
    assert bars[0] == 0.5
    assert max(bars) == 1


def test_typing_and_silence_leave_the_bars_at_rest() -> None:
    assert voiceprint(()) == (0.0,) * BARS
    assert voiceprint((typed("I wrote this."),)) == (0.0,) * BARS
