"""What the service remembers: sessions with their history, checkpoints and the handles that lead back to them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tests.emulators.gemini_live.heard import HeardUtterance
from tests.emulators.gemini_live.scenario import ResumptionRules
from tests.emulators.gemini_live.setup_rules import Compression, Setup
from tests.emulators.gemini_live.violations import Rule, Violation

AUDIO_TOKENS_PER_S = 25
_LETTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One turn of the history, as the model knows it."""

    role: str  # user | model
    text: str
    audio_ms: float = 0
    utterances: tuple[HeardUtterance, ...] = ()

    @property
    def audio_tokens(self) -> int:
        return round(self.audio_ms / 1000 * AUDIO_TOKENS_PER_S)

    @property
    def tokens(self) -> int:
        return self.audio_tokens if self.audio_ms else text_tokens(self.text)


def text_tokens(text: str) -> int:
    return -(-len(text) // _LETTERS_PER_TOKEN)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    history: tuple[Item, ...]
    made_s: float


class Connection(Protocol):
    """What a session knows of the link that uses it."""

    @property
    def is_open(self) -> bool: ...


@dataclass(slots=True)
class Session:
    """Outlives its connections."""

    id: str
    run_id: str
    key: str
    setup: Setup
    history: list[Item] = field(default_factory=list)
    checkpoints: dict[str, Checkpoint] = field(default_factory=dict)
    connection: Connection | None = None
    left_s: float = 0
    connected_s: float = 0
    system_text: str = ""
    seeded: bool = False

    @property
    def is_connected(self) -> bool:
        return self.connection is not None and self.connection.is_open

    @property
    def text_tokens(self) -> int:
        return text_tokens(self.system_text) + sum(item.tokens for item in self.history if not item.audio_ms)

    @property
    def audio_tokens(self) -> int:
        return sum(item.audio_tokens for item in self.history)

    @property
    def tokens(self) -> int:
        return self.text_tokens + self.audio_tokens

    def compress(self, compression: Compression) -> bool:
        """Over the trigger the oldest turns go until the target is met; the system instruction stays."""
        if self.tokens <= compression.trigger_tokens:
            return False
        while self.history and self.tokens > compression.target_tokens:
            del self.history[0]
        return True

    def checkpoint(self, now_s: float) -> str:
        """Returns the handle of the session as it stands."""
        handle = f"h_{self.id}_{len(self.checkpoints) + 1}"
        self.checkpoints[handle] = Checkpoint(tuple(self.history), now_s)
        return handle


class SessionStore:
    """All sessions of the service."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._handles: dict[str, Session] = {}

    def sessions(self) -> Iterable[Session]:
        return self._sessions.values()

    def alive(self, key: str) -> int:
        """How many sessions of this API key have a connection."""
        return sum(session.is_connected and session.key == key for session in self._sessions.values())

    def open(self, setup: Setup, run_id: str, key: str) -> Session:
        session = Session(f"{len(self._sessions) + 1:x}", run_id, key, setup, system_text=setup.system_text)
        self._sessions[session.id] = session
        return session

    def find(self, handle: str) -> Session | None:
        return self._handles.get(handle)

    def checkpoint(self, session: Session, now_s: float) -> str:
        handle = session.checkpoint(now_s)
        self._handles[handle] = session
        return handle

    def forget(self, run_id: str) -> None:
        """Every handle of the run becomes unknown."""
        self._handles = {handle: session for handle, session in self._handles.items() if session.run_id != run_id}

    def resume(self, setup: Setup, rules: ResumptionRules, ttl_s: float, now_s: float) -> Session:
        """The session at the handle's checkpoint. Raises Violation."""
        session = self._handles.get(setup.handle or "")
        if session is None:
            raise Violation(Rule.HANDLE, "unknown handle", rules.unknown.code, rules.unknown.reason)
        if session.is_connected:
            raise Violation(Rule.HANDLE_BUSY, "the session is still connected", 1011, "Internal error encountered.")
        if now_s - session.left_s >= ttl_s:
            raise Violation(Rule.HANDLE, "expired handle", rules.unknown.code, rules.unknown.reason)
        if session.setup.model != setup.model:
            raise Violation(Rule.HANDLE_MODEL, f"session of {session.setup.model}, not {setup.model}")
        session.history = list(session.checkpoints[setup.handle or ""].history)
        session.setup = setup
        session.system_text = setup.system_text or session.system_text
        return session
