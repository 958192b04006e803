"""What the sound check says about the interview to come, as values."""

from dataclasses import dataclass

from preppal.domain.interview import Difficulty, Status
from preppal.services.views import InterviewDetail, Person
from preppal.ui.pages.own_interview import count_words, interview_title

_MANNERS = {
    Difficulty.WARMUP: "Encouraging, and easy on follow-ups.",
    Difficulty.STANDARD: "Neutral. Follows up where something is missing.",
    Difficulty.INTENSE: "Sceptical. Follows up hard and asks for proof.",
}
# Who listens, what that is good for, and what it is not.
_LISTENERS = {
    "offline": (
        "Offline interviewer",
        "Everything stays on this server. Good for answering aloud against the clock, for pace, pauses and structure. "
        "It is a draft listener: it mishears words, so read its transcript and scores as a draft.",
    ),
    "gemini": (
        "Gemini Live",
        "Your speech goes to Google's Gemini while you talk. Good for real follow-up questions and a close transcript. "
        "What Google may keep is set by this server's account with them.",
    ),
    "pipeline": (
        "Speech pipeline",
        "Your speech goes to the speech and language services this server is set up with. "
        "Good for real follow-up questions; answers come a little later than in a phone call.",
    ),
}


@dataclass(frozen=True)
class Expectation:
    """One line of what to expect."""

    name: str
    words: str
    is_long: bool = False


@dataclass(frozen=True)
class Briefing:
    """The interview to come, in sentences."""

    interview_id: str = ""
    sentence: str = ""
    interviewer: str = ""
    role: str = ""
    first_name: str = ""
    is_running: bool = False
    expectations: tuple[Expectation, ...] = ()


def briefing_of(detail: InterviewDetail, person: Person) -> Briefing:
    summary = detail.summary
    title = interview_title(summary.interview_type)
    questions = count_words(summary.question_count, "question")
    return Briefing(
        interview_id=summary.id,
        sentence=(
            f"{title} with {summary.persona_name}. {summary.difficulty.label}, about {summary.duration_min} minutes, "
            f"{questions}."
        ),
        interviewer=summary.persona_name,
        role=summary.persona_role,
        first_name=first_name(person),
        is_running=summary.status is Status.IN_PROGRESS,
        expectations=_expectations(detail),
    )


def first_name(person: Person) -> str:
    """How the person would introduce themselves; empty when only an address is known."""
    return person.name.split()[0] if person.name.strip() else ""


def _expectations(detail: InterviewDetail) -> tuple[Expectation, ...]:
    summary = detail.summary
    questions = count_words(summary.question_count, "question").capitalize()
    expectations = [
        Expectation("Questions", f"{questions}, with follow-ups between them."),
        Expectation("Time", f"About {summary.duration_min} minutes. When it runs out you finish your answer."),
        Expectation(summary.difficulty.label, _MANNERS[summary.difficulty]),
    ]
    expectations.append(
        Expectation("Transcript", "Kept until you delete it. Sound only if you choose so on this page.")
    )
    listener = _LISTENERS.get(summary.engine)
    if listener is not None:
        expectations.append(Expectation(*listener, is_long=True))
    return tuple(expectations)


def recording_help(kept_days: int) -> str:
    """What a recording is for, how long it stays, and whose voice is not on it."""
    kept = f"Deleted after {kept_days} days, or when you say so." if kept_days else "Kept until you delete it."
    return f"Hear your own words behind each finding. Your voice only, never the interviewer's. {kept}"
