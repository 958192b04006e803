"""What goals, role and time make of practice; words nobody knows, and no words, make nothing of it."""

from datetime import date

import pytest

from preppal.domain.interview import Difficulty, InterviewType
from preppal.domain.preparation import Aim, Preparation, suggest

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("goals", "aims"),
    [
        ("Fewer ums, and ending my answers", (Aim.FILLERS, Aim.ENDINGS)),
        ("I talk too fast and I ramble", (Aim.PACE, Aim.STRUCTURE)),
        ("Explaining trade-offs in technical rounds", (Aim.TECHNICAL,)),
        ("Tell me about yourself, salary", (Aim.SCREENING,)),
        ("I get nervous and freeze", (Aim.NERVES, Aim.PAUSES)),
        ("Handling tough follow-ups", (Aim.PRESSURE,)),
        ("Summers umpiring; a starter's costume", ()),
        ("", ()),
    ],
)
def test_goals_are_understood_by_their_words_in_their_order(goals: str, aims: tuple[Aim, ...]) -> None:
    assert Preparation(goals=goals).aims == aims


@pytest.mark.parametrize(
    ("preparation", "sentence"),
    [
        (Preparation("Nurse", interview_on=TODAY), "Your interview as Nurse is today."),
        (Preparation(interview_on=date(2026, 11, 29)), "Your interview is tomorrow."),
        (Preparation("Nurse", "2_4_weeks", interview_on=date(2026, 12, 3)), "Your interview as Nurse is in 5 days."),
        (Preparation("Nurse", "this_week"), "Your interview as Nurse is this week."),
        (Preparation("", "2_4_weeks"), "Your interview is in two to four weeks."),
        (Preparation("Nurse", "exploring"), "You practise for a job as Nurse."),
        (Preparation(), ""),
    ],
)
def test_standing_says_how_far_away_the_interview_is(preparation: Preparation, sentence: str) -> None:
    assert preparation.standing(TODAY) == sentence


def test_date_that_has_passed_asks_for_the_next_one_and_steers_nothing() -> None:
    past = Preparation("Nurse", "this_week", interview_on=date(2026, 11, 1))
    assert "has passed" in past.standing(TODAY)
    assert not past.is_close(TODAY)
    assert not past.is_rehearsal(TODAY)
    assert suggest(past, TODAY).difficulty is None


@pytest.mark.parametrize(("days", "is_close", "is_rehearsal"), [(0, 1, 1), (3, 1, 1), (4, 1, 0), (7, 1, 0), (8, 0, 0)])
def test_days_left_say_what_is_near(days: int, is_close: bool, is_rehearsal: bool) -> None:
    preparing = Preparation(interview_on=date.fromordinal(TODAY.toordinal() + days))
    assert (preparing.is_close(TODAY), preparing.is_rehearsal(TODAY)) == (bool(is_close), bool(is_rehearsal))


@pytest.mark.parametrize(
    ("preparation", "is_first", "kind", "level"),
    [
        (Preparation(goals="system design"), False, InterviewType.TECHNICAL_VERBAL, None),
        (Preparation(goals="recruiter screening"), False, InterviewType.HR_SCREEN, None),
        (Preparation(goals="ending my answers"), False, InterviewType.BEHAVIORAL, None),
        (Preparation(goals="fillers"), False, None, None),
        (Preparation(goals="nerves", timeline="this_week"), False, None, Difficulty.WARMUP),
        (Preparation(goals="hard questions"), False, None, Difficulty.INTENSE),
        (Preparation(timeline="this_week"), False, None, Difficulty.INTENSE),
        (Preparation(timeline="this_week"), True, None, None),
        (Preparation(timeline="exploring"), True, None, Difficulty.WARMUP),
        (Preparation(timeline="exploring"), False, None, None),
        (Preparation(timeline="2_4_weeks"), False, None, None),
    ],
)
def test_new_interview_begins_as_goals_and_time_say(
    preparation: Preparation, is_first: bool, kind: InterviewType | None, level: Difficulty | None
) -> None:
    made = suggest(preparation, TODAY, is_first=is_first)
    assert (made.interview_type, made.difficulty) == (kind, level)
    assert bool(made.why) == (kind is not None or level is not None), "a reason for each, and none for nothing"


def test_reason_is_one_sentence() -> None:
    made = suggest(Preparation(goals="technical answers under pressure"), TODAY)
    assert made.why == "You want to work on technical answers and hard questions are what you want to be ready for."
