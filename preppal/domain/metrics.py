"""Measures of an answer and of an interview. None means not measured, never a guess."""

from dataclasses import dataclass, field
from enum import StrEnum


class Measured(StrEnum):
    """Why a number is there or not; `BY_SOUND`: fillers that no listener wrote down, counted in the recording."""

    OK = "ok"
    BY_SOUND = "by_sound"
    TOO_SHORT = "too_short"
    TOO_NOISY = "too_noisy"
    NOT_MEASURED = "not_measured"
    OPTED_OUT = "opted_out"
    OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True, slots=True)
class AnswerMetrics:
    """One answer: all candidate entries to one question, follow-ups included.

    Pauses come from sound (VAD spans), words and fillers from text. `source` of the words is the engine.
    """

    question_index: int
    order_indexes: tuple[int, ...]
    word_count: int
    speech_ms: int | None = None
    span_ms: int | None = None
    pause_count: int | None = None
    long_pause_count: int | None = None
    longest_pause_ms: int | None = None
    response_ms: int | None = None
    filler_count: int | None = None
    hedge_count: int | None = None
    repeat_count: int | None = None
    speech_rate_wpm: float | None = None
    articulation_rate_wpm: float | None = None
    vocabulary_mattr: float | None = None


@dataclass(frozen=True, slots=True)
class InterviewMetrics:
    """The whole interview, as in the public contract; scores live beside it in `Feedback`."""

    total_word_count: int = 0
    questions_answered: int = 0
    total_filler_words: int | None = None
    fillers_per_minute: float | None = None
    total_pauses: int | None = None
    long_pauses_per_minute: float | None = None
    longest_pause_ms: int | None = None
    average_response_ms: int | None = None
    speech_rate_wpm: float | None = None
    articulation_rate_wpm: float | None = None
    talk_ratio: float | None = None
    talk_time_ms: int | None = None
    hedges_per_100_words: float | None = None
    repeats_per_100_words: float | None = None
    vocabulary_mattr: float | None = None
    cut_offs: int = 0
    transcript_source: str = ""
    answers: tuple[AnswerMetrics, ...] = ()
    notes: dict[str, Measured] = field(default_factory=dict)
