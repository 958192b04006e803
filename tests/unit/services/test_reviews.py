"""What pages learn about a review, and whose it is. The workflow itself: tests/integration/test_review_workflow.py."""

from collections.abc import Callable

import pytest

from preppal.domain.review import ReviewStatus, ReviewStep
from preppal.engines.reviewers import RuleReviewer
from preppal.errors import InvalidInput, NotFound
from preppal.services.reviews import SLOW_AFTER_S, ReviewService
from preppal.store.models import Interview
from preppal.store.queries import reviews as queries
from tests.factories import feedback, new_interview
from tests.unit.services.conftest import World


class Ended:
    """A world with an interview that is over."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = world.person()
        self.interview = world.interviews.create(self.person, new_interview())[0].id
        self.service = ReviewService(world.database, world.settings, [RuleReviewer()], now=world.clock)
        with world.database.begin() as db:
            row = db.get_one(Interview, self.interview)
            row.status, row.started_at, row.completed_at = "completed", world.clock(), world.clock()
            db.add(row)

    def set_run(self, step: ReviewStep | None, status: ReviewStatus = ReviewStatus.RUNNING, attempts: int = 1) -> None:
        with self.world.database.begin() as db:
            run = queries.latest_run(db, self.interview)
            assert run is not None
            run.step, run.status, run.attempts = step and step.value, status.value, attempts
            run.updated_at = self.world.clock()
            db.add(run)

    def add_feedback(self) -> str:
        with self.world.database.begin() as db:
            version = queries.next_version(db, self.interview)
            return queries.add_feedback(db, self.interview, version, feedback(), self.world.clock()).id


@pytest.fixture
def ended(world: World) -> Ended:
    return Ended(world)


def test_progress_before_a_review_began_says_nothing(ended: Ended) -> None:
    progress = ended.service.progress(ended.person, ended.interview)
    assert (progress.step, progress.done, progress.is_ready, progress.has_failed) == (None, (), False, False)


def test_progress_names_the_step_and_those_before_it(ended: Ended) -> None:
    ended.service.start(ended.interview)
    ended.set_run(ReviewStep.SCORES)
    ended.world.clock.pass_time(seconds=12)
    progress = ended.service.progress(ended.person, ended.interview)
    assert progress.step is ReviewStep.SCORES
    assert progress.done == (ReviewStep.TRANSCRIPT, ReviewStep.MEASURES)
    assert (progress.waiting_s, progress.message) == (12, "")


def test_progress_says_so_when_a_review_takes_long(ended: Ended) -> None:
    ended.service.start(ended.interview)
    ended.world.clock.pass_time(seconds=SLOW_AFTER_S + 1)
    assert ended.service.progress(ended.person, ended.interview).message.startswith("Taking longer than usual.")


def test_a_failed_review_says_what_is_safe_and_can_be_begun_again(ended: Ended) -> None:
    ended.service.start(ended.interview)
    ended.set_run(ReviewStep.SCORES, ReviewStatus.FAILED)
    failed = ended.service.progress(ended.person, ended.interview)
    assert failed.has_failed
    assert "Your transcript is safe" in failed.message
    ended.service.retry(ended.person, ended.interview)
    again = ended.service.progress(ended.person, ended.interview)
    assert (again.has_failed, again.step, again.message) == (False, None, "")


def test_list_says_which_reviews_failed_until_there_is_feedback(ended: Ended) -> None:
    ended.service.start(ended.interview)
    ended.set_run(ReviewStep.SCORES, ReviewStatus.FAILED)

    def has_failed() -> bool:
        return ended.world.interviews.history(ended.person).items[0].has_failed_review

    assert has_failed()
    ended.add_feedback()
    assert not has_failed()


def test_waiting_for_a_second_try_is_not_counted_from_the_first(ended: Ended) -> None:
    ended.service.start(ended.interview)
    ended.world.clock.pass_time(hours=2)
    ended.set_run(ReviewStep.TRANSCRIPT, attempts=2)
    ended.world.clock.pass_time(seconds=3)
    assert ended.service.progress(ended.person, ended.interview).waiting_s == 3


def test_feedback_that_an_engine_wrote_needs_no_waiting(ended: Ended) -> None:
    ended.add_feedback()
    assert ended.service.progress(ended.person, ended.interview).is_ready


def test_generating_again_while_a_version_is_written_begins_no_other(ended: Ended) -> None:
    ended.service.start(ended.interview)
    assert ended.service.regenerate(ended.person, ended.interview) == 1


def test_generating_again_takes_the_next_version(ended: Ended) -> None:
    ended.add_feedback()
    assert ended.service.regenerate(ended.person, ended.interview) == 2


def test_a_later_rating_replaces_an_earlier_one(ended: Ended) -> None:
    feedback_id = ended.add_feedback()
    for rating in (2, 5):
        ended.service.rate(ended.person, feedback_id, rating)
    latest = ended.service.latest(ended.person, ended.interview)
    assert latest is not None
    assert latest.rating == 5


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_rating_must_be_one_to_five(ended: Ended, rating: int) -> None:
    with pytest.raises(InvalidInput):
        ended.service.rate(ended.person, ended.add_feedback(), rating)


@pytest.mark.parametrize(
    "ask",
    [
        lambda service, person, interview: service.progress(person, interview),
        lambda service, person, interview: service.latest(person, interview),
        lambda service, person, interview: service.versions(person, interview),
        lambda service, person, interview: service.regenerate(person, interview),
        lambda service, person, interview: service.retry(person, interview),
    ],
    ids=["progress", "latest", "versions", "regenerate", "retry"],
)
def test_somebody_elses_review_is_not_found(ended: Ended, ask: Callable[[ReviewService, str, str], object]) -> None:
    stranger = ended.world.person("bob@example.com")
    with pytest.raises(NotFound):
        ask(ended.service, stranger, ended.interview)


def test_somebody_elses_feedback_cannot_be_rated(ended: Ended) -> None:
    feedback_id = ended.add_feedback()
    with pytest.raises(NotFound):
        ended.service.rate(ended.world.person("bob@example.com"), feedback_id, 1)


def test_starting_an_unknown_interview_does_nothing(ended: Ended) -> None:
    ended.service.start("00000000-0000-0000-0000-000000000000")
