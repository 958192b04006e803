"""What the shell must do, in order: commands for the engine and actions on the outside world."""

from dataclasses import dataclass

from preppal.domain.interview import EndReason, InterviewContext, Patience, Status
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry
from preppal.session.messages import ServerMessage

# ---- commands for the engine


@dataclass(frozen=True, slots=True)
class Begin:
    """Take the first turn: greet and ask. On a resumed interview: go on, and never greet."""


@dataclass(frozen=True, slots=True)
class ActivityStart:
    """Candidate turn `turn` begins. An engine that speaks or thinks stops at once.

    A turn that starts before the engine has answered the last one continues the same answer.
    """

    turn: int


@dataclass(frozen=True, slots=True)
class CandidateAudio:
    """16 kHz PCM16 LE mono of turn `turn`, pre-roll and pauses included."""

    turn: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class ActivityEnd:
    """Candidate turn `turn` is over: transcribe it to the end and answer."""

    turn: int


@dataclass(frozen=True, slots=True)
class ActivityCancel:
    """Candidate turn `turn` was a noise: forget it and do not answer."""

    turn: int


@dataclass(frozen=True, slots=True)
class CandidateSaid:
    """A typed answer, whole."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Interrupt:
    """Stop speaking; `heard` is the text the candidate really heard of the running turn."""

    heard: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """Say the open question again."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Nothing came for too long: answer now."""


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A remark from the clock, for the plan; not to be read aloud."""

    seconds_left: int


@dataclass(frozen=True, slots=True)
class ChangePatience:
    """The session waits longer or shorter from now on; of use to an engine that ends turns by itself."""

    patience: Patience


@dataclass(frozen=True, slots=True)
class Finish:
    """No more replies. Hand over the final transcript of an open candidate turn."""


EngineCommand = (
    Begin
    | ActivityStart
    | CandidateAudio
    | ActivityEnd
    | ActivityCancel
    | CandidateSaid
    | Interrupt
    | Repeat
    | Nudge
    | TimeLeft
    | ChangePatience
    | Finish
)

# ---- actions for the shell


@dataclass(frozen=True, slots=True)
class Send:
    """To the client, if one is there."""

    message: ServerMessage


@dataclass(frozen=True, slots=True)
class Command:
    """To the engine, if one is open."""

    command: EngineCommand


@dataclass(frozen=True, slots=True)
class OpenEngine:
    """Let go of an old stream, open one for `context` (as it stands now), report `engine_opened` or `engine_lost`."""

    context: InterviewContext


@dataclass(frozen=True, slots=True)
class CloseEngine:
    pass


@dataclass(frozen=True, slots=True)
class SaveTurn:
    """Store before any later action is performed."""

    entries: tuple[Entry, ...]
    last_sequence: int
    elapsed_ms: int
    engine_state: str
    usage: TokenUsage = NO_USAGE


@dataclass(frozen=True, slots=True)
class KeepSound:
    """The sound of a stored candidate turn, 16 kHz PCM16 by reference, for a candidate who asked for it to be kept.

    `lost_ms` is missing before the first piece: very long turns keep their end. Nothing waits for it.
    """

    order_index: int
    pieces: tuple[bytes, ...]
    lost_ms: int = 0


@dataclass(frozen=True, slots=True)
class SaveStatus:
    status: Status
    end_reason: EndReason | None
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class CloseClient:
    code: int
    reason: str


Action = Send | Command | OpenEngine | CloseEngine | SaveTurn | KeepSound | SaveStatus | CloseClient
