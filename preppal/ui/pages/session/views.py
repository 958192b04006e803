"""What the live room shows, as values: built once when the page loads."""

from collections.abc import Sequence
from dataclasses import dataclass

from preppal.domain.interview import Patience, persona_face
from preppal.domain.transcript import Entry, Role, count_answers
from preppal.services.views import InterviewDetail
from preppal.ui.pages.own_interview import interview_title

# What the candidate reads while it is their turn; the seconds are those of session/turns.py.
_LISTENING = {
    Patience.SHORT: "Pause briefly. {name} waits about a second before moving on.",
    Patience.NORMAL: "Pause freely. {name} waits two seconds before moving on.",
    Patience.LONG: "Pause freely. {name} waits four seconds before moving on.",
    Patience.MANUAL: "Press I'm done when you finish.",
}


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


def status_texts(detail: InterviewDetail) -> dict[str, list[str]]:
    """The lines that depend on this interview; the component has the others."""
    return {
        "connecting": ["Connecting", "{name} will be with you in a moment."],
        "speaking": ["{name} is speaking", f"{detail.summary.persona_role}, AI interviewer"],
        "listening": ["Listening", _LISTENING[detail.patience]],
        "thinking": ["{name} is thinking", "Got all of it."],
        "holding": ["Take your time", "Nothing is being counted. Speak, or press I'm ready."],
    }


def questions_answered(entries: Sequence[Entry]) -> int:
    """How many questions have an answer, follow-ups not counted apart."""
    return len(
        {
            entry.question.index
            for entry in entries
            if entry.role is Role.CANDIDATE and entry.question is not None and count_answers((entry,))
        }
    )
