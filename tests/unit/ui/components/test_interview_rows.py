"""A line of the list says how the interview came out and leads where there is something to see."""

from datetime import UTC, datetime
from typing import Any

import pytest

from preppal.domain.interview import Status
from preppal.ui.components.interview_rows import InterviewRow, interview_row
from tests.unit.ui.pages.interview_services import interview

NOW = datetime(2026, 11, 21, 14, 10, tzinfo=UTC)
BEGUN = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def row(**changes: Any) -> InterviewRow:
    return interview_row(interview("abc", **changes).summary, NOW, "UTC")


ENDED = {"started_at": BEGUN, "is_resumable": False, "duration_s": 1140}


@pytest.mark.parametrize(
    ("changes", "outcome", "words", "href"),
    [
        ({}, "waiting", "Not started", "/interview/abc/lobby"),
        ({"is_resumable": False}, "early", "Not started", ""),
        ({"status": Status.IN_PROGRESS, "started_at": BEGUN}, "open", "Carry on", "/interview/abc/session"),
        ({**ENDED, "status": Status.COMPLETED, "answers": 3}, "preparing", "Preparing", "/interview/abc/feedback"),
        (
            {**ENDED, "status": Status.COMPLETED, "answers": 3, "has_failed_review": True},
            "failed",
            "Report failed",
            "/interview/abc/feedback",
        ),
        ({**ENDED, "status": Status.ABANDONED}, "early", "No answers", ""),
        (
            {**ENDED, "status": Status.COMPLETED, "answers": 1, "voiceprint": (0.5,) * 20},
            "unscored",
            "Too short to score",
            "/interview/abc/feedback",
        ),
        (
            {**ENDED, "status": Status.COMPLETED, "answers": 3, "overall": 7.0, "overall_spread": 0.5},
            "score",
            "",
            "/interview/abc/feedback",
        ),
    ],
)
def test_line_tells_the_outcome(changes: dict[str, Any], outcome: str, words: str, href: str) -> None:
    made = row(**changes)
    assert (made.outcome, made.outcome_words, made.href) == (outcome, words, href)


def test_scored_line_has_score_and_spread_and_a_voice() -> None:
    made = row(**ENDED, status=Status.COMPLETED, overall=6.5, overall_spread=1.0, voiceprint=(0.5,) * 20)
    assert (made.score, made.spread, made.is_quiet) == ("6.5", "1", False)
    assert made.wave.voice
    assert made.wave.rest == ""


def test_line_of_a_retry_says_so() -> None:
    assert row(take=2, job_title="Team lead").job == "Take 2 of one question. Team lead"
    assert row().job == "General practice"


def test_line_without_voiceprint_rests() -> None:
    assert row().wave.voice == ""


def test_interview_without_job_is_general_practice() -> None:
    assert row().job == "General practice"
    assert row(job_title="Team lead").job == "Team lead"


def test_interview_that_never_began_has_no_length() -> None:
    assert row().lasted == ""
    assert row(**ENDED).lasted == "19 min"
