"""Trends hold what was reviewed, oldest first, and guess nothing."""

from preppal.domain.interview import EndReason, Status
from preppal.domain.metrics import InterviewMetrics
from preppal.store.queries import reviews
from tests.factories import conversation, feedback, new_interview
from tests.unit.services.conftest import World


def completed(world: World, user_id: str) -> str:
    interview_id = world.interviews.create(user_id, new_interview())[0].id
    epoch = world.interviews.claim(interview_id, user_id).epoch
    world.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    world.interviews.store_turn(interview_id, epoch, conversation(2), 2, 120_000, "")
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 120_000)
    world.clock.pass_time(days=1)
    return interview_id


def reviewed(world: World, user_id: str, overall: float, measured: InterviewMetrics | None = None) -> str:
    interview_id = completed(world, user_id)
    with world.database.begin() as db:
        reviews.add_feedback(db, interview_id, 1, feedback(overall=overall), world.clock())
        if measured:
            reviews.save_metrics(db, interview_id, measured)
    return interview_id


def test_trends_run_from_the_oldest_to_the_newest(world: World) -> None:
    ann = world.person()
    ids = [reviewed(world, ann, overall) for overall in (5.0, 6.0, 7.0)]
    points = world.accounts.trends(ann)
    assert [point.interview_id for point in points] == ids
    assert [point.overall for point in points] == [5.0, 6.0, 7.0]


def test_trends_keep_the_newest_when_there_are_too_many(world: World) -> None:
    ann = world.person()
    ids = [reviewed(world, ann, 5.0) for _ in range(3)]
    assert [point.interview_id for point in world.accounts.trends(ann, limit=2)] == ids[1:]


def test_trends_carry_measures_and_say_none_for_what_was_not_measured(world: World) -> None:
    ann = world.person()
    reviewed(world, ann, 5.0)
    reviewed(world, ann, 6.0, InterviewMetrics(speech_rate_wpm=140.0, fillers_per_minute=2.5))
    without, measured = world.accounts.trends(ann)
    assert (without.speech_rate_wpm, without.fillers_per_minute) == (None, None)
    assert (measured.speech_rate_wpm, measured.fillers_per_minute) == (140.0, 2.5)
    assert measured.average_response_ms is None


def test_trends_leave_out_what_has_no_review_yet_and_what_is_not_ones_own(world: World) -> None:
    ann, ben = world.person(), world.person("ben@example.com")
    completed(world, ann)
    reviewed(world, ben, 9.0)
    assert world.accounts.trends(ann) == ()
