"""Home: each block for itself, honest when empty, and one press to a first question."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from preppal.domain.interview import Difficulty, InterviewType, Status
from preppal.domain.practice import Advice, Guidance
from preppal.services.views import Stats, TrendPoint, WeekDay
from preppal.ui.pages.dashboard import views
from preppal.ui.pages.dashboard.state import DashboardState
from tests.factories import JOB_TEXT, new_interview
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform, redirects
from tests.unit.ui.pages.interview_services import interview

MONDAY = date(2026, 11, 16)


def opened(product: Product, visitor: Visitor) -> DashboardState:
    state = visitor.open(DashboardState, "/dashboard")
    for handler in (state.load, state.load_recent, state.load_practice, state.load_week, state.load_tiles):
        perform(handler())
    return state


def stats(minutes: tuple[int, ...] = (0,) * 7, streak: int = 0) -> Stats:
    week = tuple(WeekDay(MONDAY + timedelta(days=index), length) for index, length in enumerate(minutes))
    return Stats(0, streak, streak, None, week, sum(minutes))


def point(overall: float | None = 6.0, spread: float = 1.0, **measures: float) -> TrendPoint:
    plain = TrendPoint("x", datetime(2026, 11, 1, tzinfo=UTC), overall, spread, None, None, None)
    return replace(plain, **measures)  # type: ignore[arg-type]  # each test passes the field's own type


# ---- what the State does


def test_newcomer_sees_an_honest_empty_home(product: Product) -> None:
    state = opened(product, product.sign_in())
    assert state.is_new_here
    assert state.recent == []
    assert [tile.words for tile in state.tiles] == ["After 1 interview"] * 4
    assert state.sub == "Nothing here yet, which is the best time to begin."
    assert state.greeting.endswith(", Maya")


def test_home_shows_the_newest_interviews_and_the_last_advice(product: Product) -> None:
    maya = product.sign_in()
    product.reviewed(maya.user_id, overall=6.5, job_title="Team lead")
    state = opened(product, maya)
    assert not state.is_new_here
    assert (state.recent[0].job, state.recent[0].score, state.recent[0].spread) == ("Team lead", "6.5", "0.5")
    assert state.practice.reason == "From your last report"
    assert state.practice.title == "Say what came of it"
    assert state.tiles[1].value == "150"


def test_home_never_shows_other_peoples_interviews(product: Product) -> None:
    ben = product.sign_in("ben@example.org", "Ben")
    product.reviewed(ben.user_id)
    state = opened(product, product.sign_in())
    assert state.is_new_here


def test_visitor_without_sign_in_is_shown_nothing(product: Product) -> None:
    product.reviewed(product.sign_in().user_id)
    state = opened(product, NOBODY)
    assert (state.recent, state.tiles, state.greeting) == ([], [], "")


def test_block_that_fails_says_so_and_the_rest_stays(product: Product) -> None:
    maya = product.sign_in()
    product.reviewed(maya.user_id)
    state = opened(product, maya)
    product.fail("accounts", "stats")
    perform(state.load_week())
    perform(state.load_recent())
    assert (state.week_state, state.recent_state) == ("failed", "ready")


def test_unreachable_server_leaves_a_page_that_can_be_tried_again(product: Product) -> None:
    maya = product.sign_in()
    product.lose_database()
    state = opened(product, maya)
    states = (state.recent_state, state.practice_state, state.week_state, state.tiles_state)
    assert states == ("failed",) * 4
    assert state.sub == "The server did not answer as it should. Nothing is lost."
    perform(state.start(True))
    assert "Nothing is lost" in state.problem


def test_warm_up_starts_with_one_press_and_pressing_twice_makes_one(product: Product) -> None:
    maya = product.sign_in()
    state = opened(product, maya)
    first = redirects(perform(state.start(True)))
    second = redirects(perform(state.start(True)))
    made = product.interviews.history(maya.user_id).items
    assert first == second == [f"/interview/{made[0].id}/lobby"]
    assert len(made) == 1
    assert (made[0].difficulty, made[0].duration_min, made[0].question_count) == (Difficulty.WARMUP, 5, 3)


def test_next_practice_is_ten_minutes_of_the_last_kind(product: Product) -> None:
    maya = product.sign_in()
    texts = {"job_title": "Team lead", "job_description": JOB_TEXT, "resume": "Ten years of teams."}
    product.reviewed(maya.user_id, difficulty=Difficulty.INTENSE, persona="imani", **texts)
    perform(opened(product, maya).start(False))
    made = product.interviews.history(maya.user_id).items[0]
    assert (made.difficulty, made.persona_key, made.duration_min) == (Difficulty.INTENSE, "imani", 10)
    detail = product.interviews.get(maya.user_id, made.id)
    assert (made.job_title, detail.job_description, detail.resume) == tuple(texts.values())


def test_start_over_the_daily_limit_is_explained(product: Product) -> None:
    product.settings = replace(product.settings, sessions_per_day=1)
    product.start()
    maya = product.sign_in()
    product.interviews.create(maya.user_id, new_interview())
    state = opened(product, maya)
    assert redirects(perform(state.start(True))) == []
    assert "allowance" in state.problem
    assert not state.is_starting


# ---- what the views say


def test_open_interview_goes_before_advice() -> None:
    running = interview("abc", status=Status.IN_PROGRESS, answers=2).summary
    practice = views.next_practice(running, None)
    assert practice is not None
    assert (practice.action, practice.href) == ("Carry on", "/interview/abc/session")
    assert "answered 2 of 6" in practice.body


def test_recurring_habit_goes_before_the_last_report() -> None:
    advice = Advice("Land the ending", "3 of your last 4 answers had no result.", InterviewType.BEHAVIORAL)
    practice = views.next_practice(None, None, Guidance(advice))
    assert practice is not None
    assert (practice.title, practice.kind, practice.href) == ("Land the ending", "behavioral", "")
    assert practice.body.startswith("3 of your last 4 answers had no result. Ten minutes on that one habit")


def test_how_far_away_the_interview_is_comes_first() -> None:
    advice = Advice("Land the ending", "3 of your last 4 answers had no result.", InterviewType.BEHAVIORAL)
    practice = views.next_practice(None, None, Guidance(advice, "Your interview as Nurse is in 9 days."))
    assert practice is not None
    assert practice.body.startswith("Your interview as Nurse is in 9 days. 3 of your last 4")
    assert practice.minutes == 10


def test_days_before_the_interview_one_whole_run_is_what_to_practise() -> None:
    advice = Advice("Land the ending", "3 of your last 4 answers had no result.", InterviewType.BEHAVIORAL)
    near = Guidance(advice, "Your interview is tomorrow.", is_rehearsal=True)
    practice = views.next_practice(None, None, near)
    assert practice is not None
    assert (practice.title, practice.minutes, practice.action) == ("One whole run", 20, "Start, 20 min")
    assert practice.body.startswith("Your interview is tomorrow. So close to the day")


def test_goals_of_the_settings_reach_home_and_make_the_interview(product: Product) -> None:
    maya = product.sign_in()
    product.accounts.update_profile(
        maya.user_id, target_role="Engineer", goals="Technical answers", timeline="this_week"
    )
    product.interviews.create(maya.user_id, new_interview())
    product.interviews.delete(maya.user_id, product.interviews.history(maya.user_id).items[0].id)
    state = opened(product, maya)
    assert state.practice.title == "Reason aloud"
    assert state.practice.body.startswith(
        "Your interview as Engineer is this week. You want to work on technical answers;"
    )
    perform(state.start(False))
    made = product.interviews.history(maya.user_id).items[0]
    assert (made.interview_type, made.difficulty) == (InterviewType.TECHNICAL_VERBAL, Difficulty.INTENSE)


def test_interview_that_waits_leads_to_its_sound_check() -> None:
    practice = views.next_practice(interview("abc").summary, None)
    assert practice is not None
    assert practice.href == "/interview/abc/lobby"


def test_week_bars_are_minutes_and_days_off_are_rests() -> None:
    week = views.week_view(stats((30, 0, 15, 0, 0, 0, 0), streak=3), MONDAY + timedelta(days=2))
    assert [day.height for day in week.days] == ["44px", "8px", "22px", "8px", "8px", "8px", "8px"]
    assert [day.is_rest for day in week.days] == [False, True, False, True, True, True, True]
    assert [day.is_today for day in week.days].index(True) == 2
    assert week.minutes == "45 min"
    assert week.label == "Practice this week: Monday 30 minutes, Wednesday 15 minutes"


@pytest.mark.parametrize(
    ("days", "words"), [(0, ""), (1, "One day so far."), (3, "Three days in a row."), (13, "13 days in a row.")]
)
def test_streak_is_counted_in_words(days: int, words: str) -> None:
    assert views.week_view(stats(streak=days), MONDAY).streak == words


def test_overall_before_three_scores_says_what_the_score_means() -> None:
    tile = views.tiles([point(5.0), point(7.0)])[0]
    assert tile.words == "Convincing on most answers, a result or reflection sometimes missing"


@pytest.mark.parametrize(
    ("scores", "words", "tone"),
    [
        ((5.0, 6.0, 7.0), "Up from 5", "up"),
        ((7.0, 6.0, 5.5), "Down from 7", "down"),
        ((6.0, 8.0, 7.0), "No real change", "steady"),
    ],
)
def test_move_within_the_spread_is_no_move(scores: tuple[float, ...], words: str, tone: str) -> None:
    tile = views.tiles([point(score) for score in scores])[0]
    assert (tile.words, tile.tone) == (words, tone)


def test_measure_outside_its_band_warns_in_words() -> None:
    pace = views.tiles([point(speech_rate_wpm=175.0)])[1]
    assert (pace.value, pace.unit, pace.words, pace.tone) == ("175", "words/min", "A little quick", "warn")


def test_measure_that_was_not_taken_is_not_guessed() -> None:
    fillers = views.tiles([point()])[2]
    assert (fillers.value, fillers.words) == ("", "Not measured yet")


def test_interview_without_score_leaves_the_overall_tile_empty() -> None:
    tile = views.tiles([point(None)])[0]
    assert (tile.value, tile.words) == ("", "Not scored yet")


def test_tiles_never_draw_two_listeners_as_one_line() -> None:
    heard_offline = point(3.0, engine="offline", speech_rate_wpm=210.0)  # type: ignore[arg-type]  # a name
    here = [point(value, engine="gemini", speech_rate_wpm=150.0) for value in (6.0, 6.5, 6.5)]  # type: ignore[arg-type]
    overall, pace, *_ = views.tiles([heard_offline, *here])
    assert overall.words == "No real change"
    assert pace.line == views.tiles(here)[1].line
