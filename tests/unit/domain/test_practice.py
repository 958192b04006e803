"""What to practise next: what recurs, with the numbers it rests on, and nothing where nothing does."""

from dataclasses import replace

from preppal.domain.feedback import AnswerReview, Feedback, Score, StarPart, StarShare
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.practice import Reviewed, advise
from preppal.domain.preparation import Aim
from tests.factories import feedback

WHOLE = (StarPart.SITUATION, StarPart.TASK, StarPart.ACTION, StarPart.RESULT)


def answer(*parts: StarPart) -> AnswerReview:
    star = tuple(StarShare(part, 9_000) for part in parts)
    return AnswerReview(1, "What changed?", (1,), 60_000, {}, Score(6.0, 1.0), star)


def report(*answers: AnswerReview, kind: InterviewType = InterviewType.BEHAVIORAL, **measures: float) -> Reviewed:
    written: Feedback = replace(feedback(), answers=answers)
    metrics = InterviewMetrics(transcript_source="gemini", **measures)  # type: ignore[arg-type]  # floats
    return Reviewed(kind, written, metrics)


def test_part_that_is_often_missing_is_what_to_practise() -> None:
    open_ended = answer(StarPart.SITUATION, StarPart.TASK, StarPart.ACTION)
    advice = advise([report(open_ended, answer(*WHOLE)), report(open_ended, answer(*WHOLE))])
    assert advice is not None
    assert advice.title == "Land the ending"
    assert advice.why == "2 of your last 4 behavioral answers had no result."


def test_part_is_named_as_its_type_names_it() -> None:
    bare = answer(StarPart.SITUATION, StarPart.ACTION, StarPart.LEARNING)
    advice = advise([report(bare, bare, kind=InterviewType.TECHNICAL_VERBAL)])
    assert advice is not None
    assert (advice.title, advice.interview_type) == ("Name what it costs", InterviewType.TECHNICAL_VERBAL)
    assert advice.why == "2 of your last 2 technical verbal answers had no trade-off."


def test_habit_that_the_goals_speak_of_goes_before_a_missing_part() -> None:
    open_ended = answer(StarPart.SITUATION, StarPart.TASK, StarPart.ACTION)
    reports = [report(open_ended, fillers_per_minute=9.0), report(open_ended, fillers_per_minute=8.0)]
    plain, aimed = advise(reports), advise(reports, (Aim.FILLERS,))
    assert plain is not None
    assert plain.title == "Land the ending"
    assert aimed is not None
    assert aimed.title == "Pause where a filler would be"
    assert aimed.why.endswith("You want to work on filler words.")


def test_without_a_habit_the_first_goal_is_what_to_practise() -> None:
    new, seen = advise([], (Aim.TECHNICAL, Aim.FILLERS)), advise([report(answer(*WHOLE))], (Aim.TECHNICAL,))
    assert new is not None
    assert (new.title, new.interview_type) == ("Reason aloud", InterviewType.TECHNICAL_VERBAL)
    assert new.why == "You want to work on technical answers; no report says yet how that goes."
    assert seen is not None
    assert "show no habit there" in seen.why


def test_once_is_no_habit() -> None:
    assert advise([report(answer(StarPart.SITUATION, StarPart.TASK, StarPart.ACTION), answer(*WHOLE))]) is None
    assert advise([]) is None


def test_answers_without_parts_are_not_counted_as_missing_them() -> None:
    assert advise([report(answer(), answer())]) is None


def test_habit_of_speaking_follows_when_the_stories_are_whole() -> None:
    fast = report(answer(*WHOLE), fillers_per_minute=9.0, speech_rate_wpm=140.0)
    advice = advise([fast, fast, report(answer(*WHOLE), fillers_per_minute=1.0)])
    assert advice is not None
    assert advice.title == "Pause where a filler would be"
    assert "9.0 per min" in advice.why
    assert "in 2 of your last 3 interviews" in advice.why


def test_habit_that_the_newest_interview_did_not_show_is_over() -> None:
    better = report(answer(*WHOLE), speech_rate_wpm=140.0)
    worse = report(answer(*WHOLE), speech_rate_wpm=210.0)
    assert advise([better, worse, worse]) is None


def test_what_another_listener_heard_is_not_counted() -> None:
    fast = report(answer(*WHOLE), speech_rate_wpm=210.0)
    assert fast.metrics is not None
    other = Reviewed(fast.interview_type, fast.feedback, replace(fast.metrics, transcript_source="offline"))
    assert advise([fast, other, other]) is None
    slow = report(answer(*WHOLE), speech_rate_wpm=90.0)
    advice = advise([slow, slow])
    assert advice is not None
    assert advice.title == "Move on a little faster"
