"""The warm-up: a minute with the interviewer before the interview, of which nothing is kept.

It is no stored interview: what it needs travels in its token, and its id is never one of the store's.
"""

from dataclasses import dataclass

from preppal.domain.interview import (
    Difficulty,
    InterviewContext,
    InterviewType,
    Patience,
    Persona,
    SpeakingSpeed,
)
from preppal.domain.languages import ENGLISH, Language

WARM_UP_S = 60
WARM_UP_QUESTIONS = 3
# The answer that is under way when the minute is over may end.
WARM_UP_OVERTIME_S = 30.0
WARM_UP_PREFIX = "warm-up-"


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Who talks, with whom, how long the interviewer waits, how fast and in what they speak."""

    persona: Persona
    patience: Patience
    candidate_name: str = ""
    speaking_speed: SpeakingSpeed = SpeakingSpeed.NORMAL
    language: Language = ENGLISH


def warm_up_context(interview_id: str, user_id: str, warm_up: WarmUp) -> InterviewContext:
    """What an engine needs to hold it: no papers, no difficulty, no memory."""
    return InterviewContext(
        interview_id=interview_id,
        user_id=user_id,
        interview_type=InterviewType.HR_SCREEN,
        difficulty=Difficulty.WARMUP,
        persona=warm_up.persona,
        patience=warm_up.patience,
        duration_s=WARM_UP_S,
        question_count=WARM_UP_QUESTIONS,
        candidate_name=warm_up.candidate_name,
        is_warm_up=True,
        speaking_speed=warm_up.speaking_speed,
        language=warm_up.language,
    )
