"""What the doctor finds of one part."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from preppal.errors import PreppalError


class Health(StrEnum):
    WELL = "ok"
    NOTE = "note"  # worth knowing, or not to be looked at now
    ILL = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """`cure` is a sentence that says what to do; empty when there is nothing to do."""

    part: str
    health: Health
    says: str
    cure: str = ""

    def as_json(self) -> dict[str, str]:
        return {"part": self.part, "status": self.health.value, "says": self.says, "cure": self.cure}


def look(part: str, check: Callable[[], str], cure: str) -> Finding:
    """Well with what `check` says, or ill with the error it raises; the error may name the cure itself."""
    try:
        return Finding(part, Health.WELL, check())
    except PreppalError as error:
        return Finding(part, Health.ILL, str(error), cure)
