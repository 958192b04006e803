"""The interview as a value: its type, difficulty, status, limits and the context an engine needs."""

from dataclasses import dataclass, replace
from enum import StrEnum

from preppal.domain.languages import ENGLISH, Language
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry, Question


class InterviewType(StrEnum):
    BEHAVIORAL = "behavioral"
    HR_SCREEN = "hr_screen"
    TECHNICAL_VERBAL = "technical_verbal"

    @property
    def label(self) -> str:
        return _TYPE_LABELS[self]


class Difficulty(StrEnum):
    """How the interviewer behaves: encouraging, neutral, sceptical."""

    WARMUP = "warmup"
    STANDARD = "standard"
    INTENSE = "intense"

    @property
    def label(self) -> str:
        return _DIFFICULTY_LABELS[self]


class Status(StrEnum):
    """The stored status. PENDING -> IN_PROGRESS -> COMPLETED | ABANDONED | ERROR; never backwards."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    ERROR = "error"

    @property
    def is_final(self) -> bool:
        return self in _FINAL


class EndReason(StrEnum):
    """Why an interview ended; kept on the row beside the status."""

    USER_ENDED = "user_ended"
    INTERVIEWER_ENDED = "interviewer_ended"
    TIMEOUT = "timeout"
    ABANDONED = "abandoned"
    ERROR = "error"


class Patience(StrEnum):
    """How long the interviewer waits after the candidate falls silent."""

    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"
    MANUAL = "manual"  # only "I'm done" ends an answer

    @property
    def label(self) -> str:
        return _PATIENCE_LABELS[self]


class SpeakingSpeed(StrEnum):
    """How fast the interviewer talks, beside the persona's own pace."""

    SLOWER = "slower"
    NORMAL = "normal"
    FASTER = "faster"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    def applied_to(self, words_per_minute: int) -> int:
        """A fifth either way: clearly slower or faster, and still good to follow."""
        return round(words_per_minute * _SPEED_FACTORS[self])


_SPEED_FACTORS = {SpeakingSpeed.SLOWER: 0.8, SpeakingSpeed.NORMAL: 1.0, SpeakingSpeed.FASTER: 1.2}
_TYPE_LABELS = {
    InterviewType.BEHAVIORAL: "Behavioral",
    InterviewType.HR_SCREEN: "HR screen",
    InterviewType.TECHNICAL_VERBAL: "Technical verbal",
}
_DIFFICULTY_LABELS = {
    Difficulty.WARMUP: "Warm-up",
    Difficulty.STANDARD: "Standard",
    Difficulty.INTENSE: "Intense",
}
_PATIENCE_LABELS = {
    Patience.SHORT: "Short",
    Patience.NORMAL: "Normal",
    Patience.LONG: "Long",
    Patience.MANUAL: "I press Done",
}
_FINAL = frozenset({Status.COMPLETED, Status.ABANDONED, Status.ERROR})
_NEXT = {
    Status.PENDING: frozenset({Status.IN_PROGRESS, Status.ABANDONED, Status.ERROR}),
    Status.IN_PROGRESS: frozenset({Status.COMPLETED, Status.ABANDONED, Status.ERROR}),
}

DURATION_CHOICES_MIN = (5, 10, 15, 20, 30)
DEFAULT_DURATION_MIN = 15

# Seeds: a session is 5-8 exchanges; shorter sittings ask fewer so that each answer keeps about two minutes.
_MAX_QUESTIONS = {Difficulty.WARMUP: 5, Difficulty.STANDARD: 6, Difficulty.INTENSE: 8}


def may_follow(current: Status, new: Status) -> bool:
    """Whether a stored status may change from `current` to `new`; repeating it is allowed."""
    return current is new or new in _NEXT.get(current, frozenset())


def question_count(difficulty: Difficulty, duration_min: int) -> int:
    """Core questions in an interview: at most 5, 6 or 8 by difficulty, about one per two minutes, at least 3."""
    return max(3, min(_MAX_QUESTIONS[difficulty], duration_min // 2))


def closing_status(reason: EndReason, answers: int) -> Status:
    """The final status for an end reason, given how many answers exist."""
    if reason is EndReason.ERROR:
        return Status.ERROR
    if reason is EndReason.ABANDONED or (reason is EndReason.TIMEOUT and answers == 0):
        return Status.ABANDONED
    return Status.COMPLETED


@dataclass(frozen=True, slots=True)
class Persona:
    """A fixed interviewer. `voice` names a voice per engine family; `face` selects the bar pattern of the avatar."""

    key: str
    name: str
    role: str
    manner: str
    face: int
    espeak_voice: str
    gemini_voice: str
    words_per_minute: int


PERSONAS: dict[str, Persona] = {
    persona.key: persona
    for persona in (
        Persona("ruth", "Ruth", "Hiring manager", "Warm, unhurried, asks what changed.", 0, "en-us+f3", "Kore", 160),
        Persona(
            "daniel", "Daniel", "Team lead", "Neutral, precise, wants your own part.", 1, "en-gb+m3", "Charon", 162
        ),
        Persona("imani", "Imani", "Recruiter", "Brisk, friendly, keeps to the point.", 2, "en-gb+f4", "Aoede", 165),
    )
}
DEFAULT_PERSONA = "ruth"
OWN_PERSONA = "own"
_OWN_FACE = 3


def own_persona(name: str, role: str, manner: str) -> Persona:
    """An interviewer whom the candidate describes; voice and pace are the default one's."""
    return replace(PERSONAS[DEFAULT_PERSONA], key=OWN_PERSONA, name=name, role=role, manner=manner, face=_OWN_FACE)


def shown_persona(key: str, name: str, role: str, manner: str) -> Persona:
    """As a candidate saw it once, with today's voice and pace."""
    base = PERSONAS.get(key, PERSONAS[DEFAULT_PERSONA])
    return replace(base, key=key, name=name, role=role, manner=manner, face=persona_face(key))


def persona_face(key: str) -> int:
    """The bar pattern of the avatar; also for a persona that is not offered any more."""
    return _OWN_FACE if key == OWN_PERSONA else PERSONAS.get(key, PERSONAS[DEFAULT_PERSONA]).face


@dataclass(frozen=True, slots=True)
class InterviewContext:
    """Everything a gateway needs to run, or go on with, one interview.

    `job_description` and `resume` are the snapshots taken at creation. `transcript`, `last_sequence`,
    `elapsed_ms`, `engine_state` and `usage` are what an earlier owner stored; all empty for a first start.
    `epoch` is this owner's lease: each write carries it. `retried` is the one question of an interview that is
    another take of it. `is_warm_up`: small talk for a minute, of which nothing is kept.
    """

    interview_id: str
    user_id: str
    interview_type: InterviewType
    difficulty: Difficulty
    persona: Persona
    patience: Patience
    duration_s: int
    question_count: int
    candidate_name: str = ""
    job_description: str = ""
    resume: str = ""
    status: Status = Status.PENDING
    end_reason: EndReason | None = None
    epoch: int = 0
    transcript: tuple[Entry, ...] = ()
    last_sequence: int = 0
    elapsed_ms: int = 0
    engine_state: str = ""
    usage: TokenUsage = NO_USAGE
    recent_question_ids: tuple[str, ...] = ()
    record_audio: bool = False
    retried: Question | None = None
    is_warm_up: bool = False
    speaking_speed: SpeakingSpeed = SpeakingSpeed.NORMAL
    language: Language = ENGLISH

    @property
    def is_resumed(self) -> bool:
        """True when the interviewer has spoken before: no second greeting."""
        return bool(self.transcript)
