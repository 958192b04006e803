"""Retrying one question: a short interview of its own, linked to the first take."""

from dataclasses import replace

import pytest

from preppal.domain.interview import EndReason, Status
from preppal.errors import LimitReached, NotFound
from preppal.services.takes import TakeService
from preppal.store.queries import reviews
from tests.factories import answer_entry, conversation, feedback, new_interview, question_entry
from tests.unit.services.conftest import World

QUESTION = "What changed because of you?"


def _takes(world: World) -> TakeService:
    return TakeService(world.database, world.settings, world.clock)


def _finished(world: World, user_id: str) -> str:
    interview_id = world.interviews.create(user_id, new_interview(job_title="Analyst"))[0].id
    _hold(world, user_id, interview_id, answers=3)
    return interview_id


def _hold(world: World, user_id: str, interview_id: str, answers: int = 1) -> None:
    epoch = world.interviews.claim(interview_id, user_id).epoch
    world.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    world.interviews.store_turn(interview_id, epoch, conversation(answers), 2 * answers, 60_000, "")
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 60_000)


def test_retry_is_an_interview_of_that_question_alone(world: World) -> None:
    ann = world.person()
    first = _finished(world, ann)
    retry = _takes(world).retry(ann, first, 2)
    assert (retry.take, retry.retry_of_id, retry.retry_of_question) == (2, first, 2)
    assert (retry.question_count, retry.job_title, retry.status) == (1, "Analyst", Status.PENDING)
    context = world.interviews.claim(retry.id, ann)
    assert context.retried is not None
    assert (context.retried.text, context.retried.index, context.retried.question_id) == (QUESTION, 1, "beh-2")


def test_retry_that_waits_is_not_made_twice(world: World) -> None:
    ann = world.person()
    first = _finished(world, ann)
    assert _takes(world).retry(ann, first, 1).id == _takes(world).retry(ann, first, 1).id
    assert _takes(world).retry(ann, first, 2).id != _takes(world).retry(ann, first, 1).id


def test_takes_are_counted_from_the_first_interview(world: World) -> None:
    ann = world.person()
    first = _finished(world, ann)
    second = _takes(world).retry(ann, first, 2)
    _hold(world, ann, second.id)
    third = _takes(world).retry(ann, second.id, 1)
    assert (third.take, third.retry_of_id, third.retry_of_question) == (3, first, 2)
    assert [take.number for take in _takes(world).of_question(ann, first, 2)] == [1, 2]
    assert [take.number for take in _takes(world).of_question(ann, second.id, 1)] == [1, 2]
    _hold(world, ann, third.id)
    assert [take.summary.id for take in _takes(world).of_question(ann, third.id, 1)] == [first, second.id, third.id]


def test_take_carries_its_answer_and_its_review(world: World) -> None:
    ann = world.person()
    first = _finished(world, ann)
    with world.database.begin() as db:
        reviews.add_feedback(db, first, 1, feedback(), world.clock())
    (take,) = _takes(world).of_question(ann, first, 1)
    assert (take.question, [entry.order_index for entry in take.entries]) == (QUESTION, [1, 3, 5])
    assert take.review is None, "this feedback says nothing on single answers"


def test_retry_outlives_the_interview_it_came_from(world: World) -> None:
    ann = world.person()
    first = _finished(world, ann)
    retry = _takes(world).retry(ann, first, 2)
    world.interviews.delete(ann, first)
    context = world.interviews.claim(retry.id, ann)
    assert context.retried is not None
    assert context.retried.text == QUESTION
    _hold(world, ann, retry.id)
    assert [take.number for take in _takes(world).of_question(ann, retry.id, 1)] == [1]


@pytest.mark.parametrize("question_index", [0, 9])
def test_question_that_was_not_asked_cannot_be_retried(world: World, question_index: int) -> None:
    ann = world.person()
    with pytest.raises(NotFound):
        _takes(world).retry(ann, _finished(world, ann), question_index)


def test_nobody_retries_or_sees_somebody_elses_question(world: World) -> None:
    ann, ben = world.person(), world.person("ben@example.com")
    first = _finished(world, ann)
    with pytest.raises(NotFound):
        _takes(world).retry(ben, first, 1)
    with pytest.raises(NotFound):
        _takes(world).of_question(ben, first, 1)


def test_retry_counts_towards_the_allowance(world: World) -> None:
    ann = world.person()
    first = _finished(world, ann)
    world.settings = replace(world.settings, sessions_per_day=1)
    with pytest.raises(LimitReached):
        _takes(world).retry(ann, first, 1)


def test_question_of_an_engine_that_names_none_can_be_retried(world: World) -> None:
    ann = world.person()
    interview_id = world.interviews.create(ann, new_interview())[0].id
    epoch = world.interviews.claim(interview_id, ann).epoch
    entries = [replace(question_entry(0), question=None), replace(answer_entry(1), question=None)]
    world.interviews.store_turn(interview_id, epoch, entries, 2, 1_000, "")
    assert _takes(world).retry(ann, interview_id, 1).take == 2
