"""What the live room shows, as values: built once when the page loads."""

from collections.abc import Sequence
from dataclasses import dataclass

from preppal.domain.interview import persona_face
from preppal.domain.transcript import Entry, Role, count_answers
from preppal.services.views import InterviewDetail
from preppal.ui.pages.own_interview import interview_title


@dataclass(frozen=True)
class Room:
    """The parts of an interview that stay the same while it runs."""

    interview_id: str = ""
    title: str = ""
    job_title: str = ""
    interviewer: str = ""
    role: str = ""
    face: int = 0
    question_count: int = 0
    duration_s: int = 0
    is_recorded: bool = False
    connect_url: str = ""
    reconnect_url: str = ""


def room_of(detail: InterviewDetail) -> Room:
    summary = detail.summary
    return Room(
        interview_id=summary.id,
        title=interview_title(summary.interview_type),
        job_title=summary.job_title,
        interviewer=summary.persona_name,
        role=summary.persona_role,
        face=persona_face(summary.persona_key),
        question_count=summary.question_count,
        duration_s=summary.duration_min * 60,
        is_recorded=detail.record_audio,
        connect_url=f"/api/session/{summary.id}/worker-token",
        reconnect_url=f"/api/session/{summary.id}/ws-token",
    )


def questions_answered(entries: Sequence[Entry]) -> int:
    """How many questions have an answer, follow-ups not counted apart."""
    return len(
        {
            entry.question.index
            for entry in entries
            if entry.role is Role.CANDIDATE and entry.question is not None and count_answers((entry,))
        }
    )
