"""What a later stream needs to go on with a conversation the provider remembers, as opaque text for the session."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from preppal.domain.transcript import Entry, Role

_VERSION = 2
# The provider keeps a conversation for two hours after its connection has ended; less a margin for the way there.
_KEPT_MS = 115 * 60 * 1000


@dataclass(frozen=True, slots=True)
class ResumptionState:
    """A handle, and the moment (Unix ms) up to which the provider remembers with it.

    `lacks`: earlier entries by order index that the provider was only told of. The instructions they stood in are
    replaced at each resumption, so they are told each time.
    """

    handle: str
    model: str
    checkpoint_ms: int
    lacks: tuple[int, ...] = ()

    def as_text(self) -> str:
        return json.dumps({"version": _VERSION, **asdict(self)}, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "ResumptionState | None":
        """None when it is not a state of ours, or of another time."""
        try:
            raw = json.loads(text)
            if raw["version"] != _VERSION:
                return None
            lacks = tuple(int(index) for index in raw["lacks"])
            return cls(str(raw["handle"]), str(raw["model"]), int(raw["checkpoint_ms"]), lacks)
        except (ValueError, KeyError, TypeError):
            return None

    def is_usable(self, model: str, now_ms: int) -> bool:
        """A handle leads back to the same model only, and for a while only."""
        return bool(self.handle) and self.model == model and now_ms - self.checkpoint_ms < _KEPT_MS

    def unremembered(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """What the provider has to be told. It remembers an answer once a reply to it was complete."""
        return tuple(entry for entry in entries if entry.order_index in self.lacks or self._is_after(entry))

    def _is_after(self, entry: Entry) -> bool:
        said_ms = entry.ended_at_ms if entry.role is Role.CANDIDATE else entry.started_at_ms
        return said_ms > self.checkpoint_ms
