"""Who may write to an interview, what a write changes, and what becomes of those that nobody came back to."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preppal.domain.interview import EndReason, Patience, Status, may_follow
from preppal.domain.transcript import Question
from preppal.errors import BackendError, Conflict, NotFound, StaleOwner
from preppal.services.interviews import InterviewService
from tests.factories import answer_entry, conversation, feedback, new_interview, question_entry
from tests.unit.services.conftest import World


@pytest.fixture
def ann(world: World) -> str:
    return world.person()


@pytest.fixture
def interview_id(world: World, ann: str) -> str:
    return world.interviews.create(ann, new_interview())[0].id


def begin(world: World, interview_id: str, ann: str) -> int:
    epoch = world.interviews.claim(interview_id, ann).epoch
    world.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    return epoch


def status_of(world: World, interview_id: str, ann: str) -> tuple[Status, EndReason | None]:
    summary = world.interviews.get(ann, interview_id).summary
    return summary.status, summary.end_reason


# ---- the lease


def test_interviewer_knows_the_role_where_there_is_no_posting(world: World, ann: str) -> None:
    made = world.interviews.create(ann, new_interview(job_title="Night nurse", job_description=""))[0]
    assert world.interviews.claim(made.id, ann).job_description == "Night nurse"


def test_first_owner_gets_a_fresh_interview(world: World, ann: str, interview_id: str) -> None:
    context = world.interviews.claim(interview_id, ann)
    assert (context.user_id, context.candidate_name, context.status) == (ann, "Ann", Status.PENDING)
    assert (context.transcript, context.is_resumed, context.engine_state) == ((), False, "")
    assert (context.duration_s, context.question_count, context.patience) == (900, 6, Patience.NORMAL)
    assert context.persona.name == "Ruth"
    assert context.persona.espeak_voice


def test_next_owner_goes_on_where_the_last_one_stored(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_turn(interview_id, epoch, conversation(2), 41, 95_000, "where I was")
    context = world.interviews.claim(interview_id, ann)
    assert context.epoch > epoch
    assert list(context.transcript) == list(conversation(2))
    assert (context.last_sequence, context.elapsed_ms, context.engine_state) == (41, 95_000, "where I was")
    assert context.status is Status.IN_PROGRESS


WRITES: dict[str, Callable[[InterviewService, str, int], None]] = {
    "status": lambda service, interview, epoch: service.store_status(
        interview, epoch, Status.COMPLETED, EndReason.USER_ENDED, 1
    ),
    "turn": lambda service, interview, epoch: service.store_turn(interview, epoch, [answer_entry(9)], 9, 9, "mine"),
    "feedback": lambda service, interview, epoch: service.store_feedback(interview, epoch, feedback()),
}


@pytest.mark.parametrize("write", WRITES)
def test_owner_that_was_passed_by_cannot_write(world: World, ann: str, interview_id: str, write: str) -> None:
    old = begin(world, interview_id, ann)
    world.interviews.claim(interview_id, ann)
    before = world.interviews.get(ann, interview_id)
    with pytest.raises(StaleOwner):
        WRITES[write](world.interviews, interview_id, old)
    assert world.interviews.get(ann, interview_id) == before


@pytest.mark.parametrize("write", WRITES)
def test_owner_learns_that_the_interview_was_ended_from_outside(
    world: World, ann: str, interview_id: str, write: str
) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.complete(ann, interview_id)
    with pytest.raises(Conflict):
        WRITES[write](world.interviews, interview_id, epoch)


@pytest.mark.parametrize("write", WRITES)
def test_owner_learns_that_the_interview_was_deleted(world: World, ann: str, interview_id: str, write: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.delete(ann, interview_id)
    with pytest.raises(BackendError) as caught:
        WRITES[write](world.interviews, interview_id, epoch)
    assert not caught.value.retryable


def test_every_owner_of_many_at_once_gets_an_epoch_of_its_own(world: World, ann: str, interview_id: str) -> None:
    together = Barrier(6)
    epochs: list[int] = []

    def claim() -> None:
        together.wait()
        epochs.append(world.interviews.claim(interview_id, ann).epoch)

    threads = [Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(epochs) == [1, 2, 3, 4, 5, 6]


def test_ended_interview_cannot_be_claimed_and_keeps_its_owner(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.INTERVIEWER_ENDED, 0)
    with pytest.raises(Conflict):
        world.interviews.claim(interview_id, ann)
    world.interviews.store_feedback(interview_id, epoch, feedback())  # last words may still come


# ---- what a write does


def test_same_turn_stored_again_changes_nothing(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    for _ in range(2):
        world.interviews.store_turn(interview_id, epoch, conversation(1), 7, 30_000, "s")
    assert list(world.interviews.get(ann, interview_id).entries) == list(conversation(1))


def test_entry_of_the_same_index_is_replaced(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_turn(interview_id, epoch, [question_entry(0), answer_entry(1)], 1, 1_000, "")
    longer = answer_entry(1, "I moved the report to a nightly job and told the team.")
    world.interviews.store_turn(interview_id, epoch, [longer], 2, 2_000, "")
    assert world.interviews.get(ann, interview_id).entries == (question_entry(0), longer)


def test_progress_never_runs_backwards(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_turn(interview_id, epoch, [], 50, 60_000, "new")
    world.interviews.store_turn(interview_id, epoch, [], 40, 50_000, "newer")
    context = world.interviews.claim(interview_id, ann)
    assert (context.last_sequence, context.elapsed_ms, context.engine_state) == (50, 60_000, "newer")


def test_number_wider_than_the_database_is_stored_as_the_widest(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_turn(interview_id, epoch, [], 2**64 - 1, 0, "")
    assert world.interviews.claim(interview_id, ann).last_sequence == 2**63 - 1


def test_questions_of_other_interviews_are_remembered_newest_first(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    asked = [replace(question_entry(n), question=Question(n, question_id=f"q{n}")) for n in range(3)]
    follow_up = replace(question_entry(3), question=Question(2, question_id="follow", is_follow_up=True))
    world.interviews.store_turn(interview_id, epoch, [*asked, follow_up], 1, 1, "")
    other = world.interviews.create(ann, new_interview())[0].id
    assert world.interviews.claim(other, ann).recent_question_ids == ("q2", "q1", "q0")
    assert world.interviews.claim(interview_id, ann).recent_question_ids == ()


def test_engine_feedback_is_a_version_and_repeating_it_is_none(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_feedback(interview_id, epoch, feedback("First."))
    world.interviews.store_feedback(interview_id, epoch, feedback("First."))
    world.interviews.store_feedback(interview_id, epoch, feedback("Second."))
    newest = world.interviews.get(ann, interview_id).feedback
    assert newest is not None
    assert (newest.version, newest.feedback.headline, newest.rating) == (2, "Second.", None)


# ---- the status


def test_status_moves_forwards_with_its_times_and_reason(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    began_at = world.clock()
    world.clock.pass_time(minutes=5)
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.TIMEOUT, 299_500)
    summary = world.interviews.get(ann, interview_id).summary
    assert (summary.started_at, summary.completed_at) == (began_at, world.clock())
    assert (summary.status, summary.end_reason, summary.duration_s) == (Status.COMPLETED, EndReason.TIMEOUT, 299)
    assert world.ended == [interview_id]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(Status), max_size=5))
def test_status_never_moves_backwards(world: World, wanted: list[Status]) -> None:
    ann = world.person()
    interview_id = world.interviews.create(ann, new_interview())[0].id
    epoch = world.interviews.claim(interview_id, ann).epoch
    stored = Status.PENDING
    for status in wanted:
        world.interviews.store_status(interview_id, epoch, status, None, 0)
        stored = status if may_follow(stored, status) else stored
        assert status_of(world, interview_id, ann)[0] is stored


def test_reason_once_given_stays(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 0)
    world.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.TIMEOUT, 0)
    assert status_of(world, interview_id, ann) == (Status.COMPLETED, EndReason.USER_ENDED)


def test_review_is_asked_for_after_the_end_is_stored(world: World, ann: str, interview_id: str) -> None:
    seen: list[Status] = []
    service = InterviewService(
        world.database,
        world.settings,
        world.tokens,
        lambda ended: seen.append(world.interviews.get(ann, ended).summary.status),
        world.clock,
    )
    epoch = begin(world, interview_id, ann)
    service.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 0)
    assert seen == [Status.COMPLETED]


def test_review_is_not_asked_for_while_the_interview_runs(world: World, ann: str, interview_id: str) -> None:
    begin(world, interview_id, ann)
    assert world.ended == []


# ---- nobody came back


def test_sweep_closes_what_was_left_alone_for_too_long(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.interviews.store_turn(interview_id, epoch, conversation(1), 1, 40_000, "")
    world.clock.pass_time(minutes=15, seconds=1)
    assert world.interviews.sweep_abandoned() == 1
    assert status_of(world, interview_id, ann) == (Status.ABANDONED, EndReason.ABANDONED)
    assert len(world.interviews.get(ann, interview_id).entries) == 2
    assert world.ended == [interview_id]
    assert world.interviews.sweep_abandoned() == 0


def test_sweep_leaves_a_silent_interview_whose_socket_is_there(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    for _ in range(20):
        world.clock.pass_time(minutes=1)
        world.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
        assert world.interviews.sweep_abandoned() == 0
    assert status_of(world, interview_id, ann) == (Status.IN_PROGRESS, None)


def test_sweep_leaves_what_somebody_just_came_back_to(world: World, ann: str, interview_id: str) -> None:
    begin(world, interview_id, ann)
    world.clock.pass_time(minutes=20)
    world.interviews.claim(interview_id, ann)
    assert world.interviews.sweep_abandoned() == 0


def test_forgotten_owner_cannot_write_after_the_sweep(world: World, ann: str, interview_id: str) -> None:
    epoch = begin(world, interview_id, ann)
    world.clock.pass_time(minutes=16)
    world.interviews.sweep_abandoned()
    with pytest.raises(Conflict):
        world.interviews.store_turn(interview_id, epoch, [answer_entry(1)], 1, 1, "")


def test_interview_nobody_began_is_given_up_after_a_day_without_a_review(
    world: World, ann: str, interview_id: str
) -> None:
    world.clock.pass_time(hours=23)
    assert world.interviews.sweep_abandoned() == 0
    world.clock.pass_time(hours=2)
    assert world.interviews.sweep_abandoned() == 1
    assert status_of(world, interview_id, ann)[0] is Status.ABANDONED
    assert world.ended == []


def test_nobody_can_claim_what_does_not_exist(world: World, ann: str) -> None:
    with pytest.raises(NotFound):
        world.interviews.claim("missing", ann)
