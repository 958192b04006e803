"""What a scenario can make the emulator do. The class name in snake_case is the verb of the YAML file."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.emulators.gemini_live.spelling import snake_case

# ---- speaking: these make up a model turn


@dataclass(frozen=True, slots=True)
class Say:
    """Speak. `secs` stretches the text by repeating it; `speed` is the rate over real time at which it is sent."""

    text: str = ""
    secs: float | None = None
    speed: float | None = None
    hole_s: float = 0  # a pause in sending after every second of audio
    transcript: bool = True
    audio: bool = True


@dataclass(frozen=True, slots=True)
class Silent:
    """A model turn without anything in it."""


@dataclass(frozen=True, slots=True)
class NoReply:
    """No model turn at all: the request is swallowed."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What the built-in interviewer would say now."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One message with this text as a part of the model's turn."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class GenerationComplete:
    pass


@dataclass(frozen=True, slots=True)
class TurnComplete:
    status: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class NoTurnComplete:
    """Leave the turn hanging: nothing follows."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    name: str = "end_interview"
    args: Mapping[str, object] | None = None
    id: str | None = None
    waits: bool = True  # a blocking call holds the rest of the turn back until it is answered


@dataclass(frozen=True, slots=True)
class ToolCancel:
    id: str | None = None


# ---- single server messages


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Cut the model turn short; without one, a phantom."""

    turn_complete: bool = True


@dataclass(frozen=True, slots=True)
class Transcript:
    direction: str = "input"
    text: str = ""
    finished: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Resumption:
    handle: str | None = None
    resumable: bool | None = None


@dataclass(frozen=True, slots=True)
class GoAway:
    left: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    prompt: int = 0
    response: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    pass


@dataclass(frozen=True, slots=True)
class Status:
    value: str = "IN_PROGRESS"


@dataclass(frozen=True, slots=True)
class Raw:
    """These characters as one frame, JSON or not; several times for a storm."""

    text: str = ""
    times: int = 1
    every_s: float = 0.2


@dataclass(frozen=True, slots=True)
class Message:
    """This object as one message."""

    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Big:
    """A valid message of so many bytes."""

    size_bytes: int = 1_100_000


@dataclass(frozen=True, slots=True)
class CorruptAudio:
    pass


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The last message once more."""


# ---- the link


@dataclass(frozen=True, slots=True)
class Close:
    code: int = 1000
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AbortTcp:
    pass


@dataclass(frozen=True, slots=True)
class Eof:
    """End the TCP stream without a close frame."""


@dataclass(frozen=True, slots=True)
class HalfOpen:
    """Neither read nor write any more, and keep the socket."""


@dataclass(frozen=True, slots=True)
class StopReading:
    pass


@dataclass(frozen=True, slots=True)
class StopWriting:
    """No data frames any more; pongs still go out."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Undo what stopped the link; what was held goes out."""


@dataclass(frozen=True, slots=True)
class DelayPongs:
    seconds: float = 8


@dataclass(frozen=True, slots=True)
class DropPongs:
    pass


# ---- the rest


@dataclass(frozen=True, slots=True)
class Sleep:
    seconds: float = 1


@dataclass(frozen=True, slots=True)
class StartUserTurn:
    """Scripted activity detection: the candidate is taken to speak."""


@dataclass(frozen=True, slots=True)
class EndUserTurn:
    pass


@dataclass(frozen=True, slots=True)
class DropHandles:
    """All handles of the run become unknown."""


@dataclass(frozen=True, slots=True)
class Expect:
    """Note a violation unless the client sent a matching message, or does so within the time."""

    kind: str = ""
    text_matches: str | None = None
    within_s: float = 3


SPEAKING = (Say, Silent, NoReply, Ask, Fragment, GenerationComplete, TurnComplete, NoTurnComplete, ToolCall)

Action = (
    Say
    | Silent
    | NoReply
    | Ask
    | Fragment
    | GenerationComplete
    | TurnComplete
    | NoTurnComplete
    | ToolCall
    | ToolCancel
    | Interrupted
    | Transcript
    | Resumption
    | GoAway
    | Usage
    | Waiting
    | Status
    | Raw
    | Message
    | Big
    | CorruptAudio
    | Duplicate
    | Close
    | AbortTcp
    | Eof
    | HalfOpen
    | StopReading
    | StopWriting
    | GoOn
    | DelayPongs
    | DropPongs
    | Sleep
    | StartUserTurn
    | EndUserTurn
    | DropHandles
    | Expect
)

VERBS: dict[str, type[Action]] = {snake_case(kind.__name__): kind for kind in Action.__args__}
