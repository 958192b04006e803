"""A provider that does not let us in: groups 13 and 14, and 31 in the middle of an interview."""

import pytest

from preppal.domain.interview import EndReason, Status
from preppal.domain.transcript import Role
from preppal.session import messages as msg
from tests.integration.gemini import checks
from tests.integration.gemini.interviewee import interview
from tests.integration.gemini.stage import CONTEXT, Stage, Theatre


def told(stage: Stage) -> str:
    (error,) = stage.candidate.of(msg.ErrorResponse)
    assert isinstance(error, msg.ErrorResponse)
    return error.message


def nothing_was_begun(stage: Stage) -> bool:
    """The interview is as it was before: it has not cost the candidate anything."""
    context = stage.backend.context
    return not stage.backend.statuses and not stage.backend.entries and context.elapsed_ms == 0


@pytest.mark.parametrize(
    ("scenario", "words", "attempts"),
    [
        ("bad_key", "refused its key", 1),
        ("http_401", "refused its key", 1),
        ("http_403", "refused its key", 1),
        ("http_404", "doesn't offer the chosen model", 1),
        ("setup_1008_model", "doesn't offer the chosen model", 1),
        ("setup_1007", "refused the conversation", 1),
        ("http_429", "taken just now", 1),
        ("setup_1011_quota", "taken just now", 1),
        ("tls_bad", "can't be trusted", 1),
        ("http_503", "isn't answering", 3),
    ],
)
def test_refusal_is_explained_and_not_tried_again_and_again(
    theatre: Theatre, scenario: str, words: str, attempts: int
) -> None:
    stage = theatre.play(scenario, interview)
    assert words in told(stage)
    assert stage.candidate.close_code == 1013
    assert nothing_was_begun(stage)
    if scenario != "tls_bad":  # nothing gets as far as an attempt there
        assert stage.metrics()["attempts"] == attempts


@pytest.mark.parametrize("scenario", ["never_upgrade", "never_setup"])
def test_provider_that_never_answers_is_not_waited_for(theatre: Theatre, scenario: str) -> None:
    stage = theatre.play(scenario, interview)
    assert "can't be reached" in told(stage)
    assert nothing_was_begun(stage)
    # Three tries of at most ten seconds each, and the pauses between them.
    assert stage.candidate.log[-1][0] < 33


def test_connection_that_begins_with_something_else_is_not_trusted(theatre: Theatre) -> None:
    stage = theatre.play("first_message_other", interview)
    checks.everything_agrees(stage)
    assert stage.unmet() == []
    assert stage.metrics()["connections"] == 2


def test_candidate_is_let_in_when_the_provider_is_back(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        stage.emulator.next_connect({"http_status": {"code": 503}}, times=2)
        await interview(stage)

    stage = theatre.play("happy", scene)
    checks.everything_agrees(stage)
    assert stage.metrics()["attempts"] == 3


def test_one_candidate_too_many_is_asked_to_wait_and_gets_in_later(theatre: Theatre) -> None:
    async def scene(stage: Stage) -> None:
        scarce = {"close": {"code": 1011, "reason": "You exceeded your current quota. RESOURCE_EXHAUSTED"}}
        stage.emulator.next_connect(scarce)
        candidate = await stage.join()
        await candidate.live(lambda: False)
        assert candidate.close_code == 1013
        await interview(stage)

    stage = theatre.play("happy", scene)
    assert "taken just now" in told(stage)
    checks.everything_agrees(stage)


def test_quota_that_ends_in_the_middle_ends_the_interview_with_what_there_is(theatre: Theatre) -> None:
    stage = theatre.play("quota_mid_session", interview)
    assert stage.unmet() == []
    assert "taken just now" in told(stage)
    assert stage.candidate.of(msg.SessionEnded)
    assert stage.candidate.close_code == 1000
    assert stage.backend.statuses[-1] is Status.ERROR
    assert stage.backend.context.end_reason is EndReason.ERROR
    assert stage.spoken_by(Role.CANDIDATE)[0] == stage.candidate.said[0]
    assert stage.metrics()["attempts"] == 1


def test_model_nobody_knows_is_refused_and_named_as_a_setting(theatre: Theatre) -> None:
    stage = theatre.play("happy", interview, model="gemini-99-live", context=CONTEXT)
    assert "doesn't offer the chosen model" in told(stage)
    assert nothing_was_begun(stage)
