"""What an engine tells the session.

An interviewer turn is: [Asks] InterviewerText* InterviewerAudio* (in any mixture) InterviewerDone.
`text` is always the whole text of the turn so far, never a fragment. Adapters fold fragments.
"""

from dataclasses import dataclass

from preppal.domain.prices import TokenUsage
from preppal.domain.transcript import Question, Word


@dataclass(frozen=True, slots=True)
class Asks:
    """The interviewer turn that follows, or is running, asks this question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Replays:
    """What follows until InterviewerDone voices the newest interviewer entry again: no new entry."""


@dataclass(frozen=True, slots=True)
class InterviewerText:
    """The whole text of the running interviewer turn so far."""

    text: str


@dataclass(frozen=True, slots=True)
class InterviewerAudio:
    """24 kHz PCM16 LE mono, faster than real time."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class InterviewerDone:
    """All text and sound of the running interviewer turn has been handed over."""


@dataclass(frozen=True, slots=True)
class InterviewerStopped:
    """The running turn is cut short, by our interruption or the provider's own; nothing more of it will come.

    An engine that was told to stop in the middle of a turn says this once, before anything of the next turn.
    """


@dataclass(frozen=True, slots=True)
class CandidateText:
    """What candidate turn `turn` said so far; `words` come with the final one where the engine times them."""

    turn: int
    text: str
    is_final: bool
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateDone:
    """An engine that takes turns by its own rules: candidate turn `turn` is over, and will be answered."""

    turn: int


@dataclass(frozen=True, slots=True)
class WantsToEnd:
    """The interviewer has said, or is saying, goodbye."""


@dataclass(frozen=True, slots=True)
class StateChanged:
    """Opaque text that lets the engine go on in another process; stored with the next entry."""

    engine_state: str


@dataclass(frozen=True, slots=True)
class GoingAway:
    """The provider will drop this stream in about `time_left_ms`."""

    time_left_ms: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one provider turn, and what used them."""

    tokens: TokenUsage


EngineEvent = (
    Asks
    | Replays
    | InterviewerText
    | InterviewerAudio
    | InterviewerDone
    | InterviewerStopped
    | CandidateText
    | CandidateDone
    | WantsToEnd
    | StateChanged
    | GoingAway
    | Usage
)
