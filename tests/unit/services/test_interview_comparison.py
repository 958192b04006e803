"""Two interviews side by side: judged where they can be, and told apart where they cannot."""

from dataclasses import replace
from datetime import UTC, datetime

from preppal.domain.feedback import Dimension, Feedback, Score, WrittenBy
from preppal.domain.interview import Difficulty, InterviewType, Patience
from preppal.domain.metrics import InterviewMetrics
from preppal.services.comparison import Comparison, Direction, Row
from preppal.services.interview_comparison import cautions, compare_interviews
from preppal.services.views import FeedbackView, InterviewDetail
from tests.factories import feedback
from tests.unit.ui.pages.interview_services import interview


def held(written: Feedback | None, listener: str = "gemini", **measures: float) -> InterviewDetail:
    view = FeedbackView("f", "i", 1, datetime(2026, 11, 1, tzinfo=UTC), written, None) if written else None
    metrics = InterviewMetrics(transcript_source=listener, **measures)  # type: ignore[arg-type]  # floats
    return InterviewDetail(interview(engine=listener).summary, Patience.NORMAL, False, "", "", (), metrics, view)


def row(compared: Comparison, name: str) -> Row:
    return next(each for each in compared.rows if each.name == name)


def test_move_within_the_spread_is_no_clear_change() -> None:
    compared = compare_interviews(held(feedback(overall=6.0)), held(feedback(overall=6.5)))
    assert (compared.direction, row(compared, "Overall").change) == (Direction.SAME, "No clear change")


def test_move_beyond_the_spread_names_the_better_one_and_what_moved() -> None:
    clear = replace(feedback(overall=8.0), scores={Dimension.CLARITY: Score(9.0, 0.5)})
    compared = compare_interviews(held(feedback(overall=5.0)), held(clear))
    assert compared.headline == "The later one scores higher."
    assert compared.detail == "Better: clarity."
    assert compare_interviews(held(clear), held(feedback(overall=5.0))).headline == "The earlier one scores higher."


def test_words_of_different_listeners_are_shown_and_not_judged() -> None:
    compared = compare_interviews(
        held(feedback(), "offline", speech_rate_wpm=210.0, long_pauses_per_minute=6.0),
        held(feedback(), "gemini", speech_rate_wpm=150.0, long_pauses_per_minute=1.0),
    )
    pace = row(compared, "Pace")
    assert (pace.first, pace.direction, pace.change) == (
        "210 words/min",
        Direction.OPEN,
        "Heard by different listeners",
    )
    assert row(compared, "Long pauses").direction is Direction.BETTER, "pauses come from the sound"


def test_what_makes_two_interviews_differ_is_said() -> None:
    plain = held(feedback())
    assert cautions(plain, plain) == ()
    other_type = replace(plain, summary=replace(plain.summary, interview_type=InterviewType.TECHNICAL_VERBAL))
    assert "ask for different things" in cautions(plain, other_type)[0]
    harder = replace(plain, summary=replace(plain.summary, difficulty=Difficulty.INTENSE))
    assert "levels differ" in cautions(plain, harder)[0]
    by_model = held(replace(feedback(), written_by=WrittenBy.MODEL), "offline")
    assert len(cautions(plain, by_model)) == 2


def test_interview_without_a_report_is_not_compared() -> None:
    compared = compare_interviews(held(None), held(feedback()))
    assert (compared.headline, compared.direction) == ("There are not two scores to compare.", Direction.OPEN)
