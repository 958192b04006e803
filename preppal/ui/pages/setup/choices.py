"""What can be chosen, in words. Pure data and functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from preppal.domain.interview import (
    DEFAULT_DURATION_MIN,
    DEFAULT_PERSONA,
    DURATION_CHOICES_MIN,
    OWN_PERSONA,
    PERSONAS,
    Difficulty,
    InterviewType,
    question_count,
)
from preppal.ui.when import number_words

TYPE_NOTES: Mapping[InterviewType, str] = {
    InterviewType.BEHAVIORAL: "Stories about what you did and why",
    InterviewType.HR_SCREEN: "Motivation, fit, salary, notice",
    InterviewType.TECHNICAL_VERBAL: "Explain and reason aloud, no code",
}
DIFFICULTY_NOTES: Mapping[Difficulty, str] = {
    Difficulty.WARMUP: "Easier questions, encouraging",
    Difficulty.STANDARD: "Neutral, follows up where it matters",
    Difficulty.INTENSE: "Harder questions, presses on gaps",
}
OFFERED = (*PERSONAS, OWN_PERSONA)
WARMUP_MINUTES = 5

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True)
class Choices:
    """The choices made with a press; texts stay in their fields until they are sent."""

    interview_type: InterviewType = InterviewType.BEHAVIORAL
    difficulty: Difficulty = Difficulty.STANDARD
    persona: str = DEFAULT_PERSONA
    duration_min: int = DEFAULT_DURATION_MIN


def warmup_choices() -> Choices:
    """Five minutes, three gentle questions."""
    return Choices(difficulty=Difficulty.WARMUP, duration_min=WARMUP_MINUTES)


def choices_from(last_setup: Mapping[str, Any]) -> Choices:
    """Filled in from last time; whatever is not known any more gets its default."""
    plain = Choices()
    persona, minutes = last_setup.get("persona"), last_setup.get("duration_min")
    return Choices(
        interview_type=one_of(InterviewType, last_setup.get("interview_type"), plain.interview_type),
        difficulty=one_of(Difficulty, last_setup.get("difficulty"), plain.difficulty),
        persona=persona if persona in OFFERED else plain.persona,
        duration_min=minutes if minutes in DURATION_CHOICES_MIN else plain.duration_min,
    )


def one_of(kind: type[_Choice], value: Any, otherwise: _Choice) -> _Choice:
    """The member of that value; a browser may send anything."""
    return kind(value) if value in set(kind) else otherwise


def questions_note(difficulty: Difficulty, duration_min: int) -> str:
    count = number_words(question_count(difficulty, duration_min))
    return f"{count} questions. You can pause, ask for a moment or stop at any time."


def article(words: str) -> str:
    return "An" if words[:1].lower() in "aeiou" else "A"
