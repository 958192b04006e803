"""What the browser and the gateway say to each other, as values. `wire/live.py` turns them into bytes."""

from dataclasses import dataclass
from enum import Enum, StrEnum

from preppal.domain.interview import Patience
from preppal.domain.transcript import Role, Span, Word

# ---- from the browser


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """16 kHz PCM16 LE mono, 10 to 200 ms. `sequence` 0: the client does not number."""

    pcm: bytes
    captured_ms: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class EndRequest:
    """The candidate ends the interview."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a text was spoken, when it was recognised before it came here. Times from the start of the answer."""

    duration_ms: int
    words: tuple[Word, ...] = ()
    speech: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class TextInput:
    """An answer as text. Frames and typed answers share one sequence."""

    text: str
    sequence: int = 0
    spoken: Spoken | None = None


class TurnAction(Enum):
    DONE = 1
    HOLD = 2
    REPEAT = 3
    NOT_FINISHED = 4
    ANSWER_NOW = 5


@dataclass(frozen=True, slots=True)
class TurnControl:
    action: TurnAction


@dataclass(frozen=True, slots=True)
class PlaybackReport:
    """How much of interviewer turn `order_index` the loudspeaker has sounded."""

    played_ms: int
    playing: bool
    order_index: int


@dataclass(frozen=True, slots=True)
class PatienceChange:
    """How long a silence may last from now on."""

    patience: Patience


ClientMessage = AudioFrame | EndRequest | TextInput | TurnControl | PlaybackReport | PatienceChange

# ---- to the browser


@dataclass(frozen=True, slots=True)
class TranscriptUpdate:
    """The whole text of entry `order_index` so far. `is_final`: it is stored."""

    role: Role
    text: str
    is_final: bool
    turn_complete: bool
    order_index: int


@dataclass(frozen=True, slots=True)
class AudioResponse:
    """24 kHz PCM16 LE mono."""

    pcm: bytes
    order_index: int


ECHO_CODE = 460  # no HTTP status: the microphone hears the interviewer


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """A sentence for the candidate; the interview goes on. `code`: an HTTP status where one fits, or ECHO_CODE."""

    code: int
    message: str


class ClosingReason(StrEnum):
    """Why the session ended, as the client hears it."""

    UNKNOWN = "unknown"
    USER_ENDED = "user_ended"
    ERROR = "error"
    TIMEOUT = "timeout"
    INTERVIEWER_ENDED = "interviewer_ended"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    reason: ClosingReason


@dataclass(frozen=True, slots=True)
class SessionReady:
    resumed: bool
    last_sequence: int
    seconds_left: int
    engine: str
    question_count: int
    question_index: int
    question: str
    next_order_index: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    order_index: int


class Phase(StrEnum):
    """Whose turn it is, as the candidate sees it."""

    LISTENING = "listening"
    HOLDING = "holding"
    THINKING = "thinking"
    SPEAKING = "speaking"
    RECONNECTING = "reconnecting"


@dataclass(frozen=True, slots=True)
class TurnState:
    phase: Phase


@dataclass(frozen=True, slots=True)
class AudioAck:
    sequence: int


@dataclass(frozen=True, slots=True)
class TimeNotice:
    seconds_left: int


@dataclass(frozen=True, slots=True)
class QuestionNotice:
    index: int
    count: int
    competency: str
    text: str
    is_follow_up: bool


@dataclass(frozen=True, slots=True)
class SpeakText:
    """No server voice at hand: the browser's own voice says it."""

    text: str
    order_index: int


ServerMessage = (
    TranscriptUpdate
    | AudioResponse
    | ErrorResponse
    | SessionEnded
    | SessionReady
    | Interrupted
    | TurnState
    | AudioAck
    | TimeNotice
    | QuestionNotice
    | SpeakText
)
