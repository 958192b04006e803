"""One interview as the emulator sees it, over all its connections and sessions: counters, what was said and heard."""

from collections import Counter
from dataclasses import dataclass, field

from tests.emulators.gemini_live.heard import HeardUtterance
from tests.emulators.gemini_live.interviewer import Move
from tests.emulators.gemini_live.jsons import Json
from tests.emulators.gemini_live.records import Record, Records
from tests.emulators.gemini_live.scenario import Scenario
from tests.emulators.gemini_live.tones import UTTERANCES
from tests.emulators.gemini_live.violations import Violation


@dataclass(slots=True)
class Said:
    """One utterance of the model: its number in the tone code, and how much of it left the service."""

    number: int
    text: str
    connection: int
    turn: int
    started_s: float
    move: Move | None = None
    question: str = ""
    sent_words: int = 0
    sent_audio_ms: float = 0
    interrupted: bool = False

    @property
    def sent_text(self) -> str:
        return " ".join(self.text.split()[: self.sent_words])


@dataclass(frozen=True, slots=True)
class AnswerTurn:
    """One turn of the candidate as it was taken."""

    number: int
    connection: int
    text: str
    audio_ms: float
    utterances: tuple[HeardUtterance, ...]


@dataclass(slots=True)
class CallOut:
    """A function call and what became of it."""

    id: str
    name: str
    is_blocking: bool
    sent_s: float
    answered_s: float | None = None
    cancelled: bool = False
    answers: int = 0


@dataclass(slots=True)
class Run:
    """Everything about one interview. Numbers of turns begin at 1; `attempts` counts upgrades, `connections` setups."""

    id: str
    scenario: Scenario
    records: Records
    attempts: int = 0
    connections: int = 0
    model_turns: int = 0
    user_turns: int = 0
    activities: int = 0
    fresh_sessions: int = 0
    resumptions: int = 0
    client_messages: int = 0
    ignored_turns: int = 0
    audio_ms: float = 0
    discarded_ms: float = 0
    while_speaking_ms: float = 0
    echo_words: int = 0
    backpressure_s: float = 0
    open_connections: int = 0
    said: list[Said] = field(default_factory=list)
    answers: list[AnswerTurn] = field(default_factory=list)
    calls: list[CallOut] = field(default_factory=list)
    violations: list[tuple[int, Violation]] = field(default_factory=list)
    fired: Counter[str] = field(default_factory=Counter)
    session_ids: list[str] = field(default_factory=list)

    def next_utterance(self) -> int:
        return len(self.said) % UTTERANCES

    def note(self, time_s: float, connection: int, kind: str, **fields: Json) -> None:
        self.records.add(Record(time_s, connection, "note", kind, fields=fields))

    def violate(self, time_s: float, connection: int, violation: Violation) -> None:
        self.violations.append((connection, violation))
        self.note(time_s, connection, "violation", rule=violation.rule, detail=violation.detail)

    def heard(self) -> dict[int, HeardUtterance]:
        """Every coded utterance of the candidate that arrived inside a turn, put together over all turns."""
        utterances: dict[int, HeardUtterance] = {}
        for answer in self.answers:
            for part in answer.utterances:
                known = utterances.get(part.number)
                utterances[part.number] = part if known is None else known.joined(part)
        return utterances
