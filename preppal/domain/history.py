"""Which interviews of the history are wanted."""

from dataclasses import dataclass
from datetime import datetime

from preppal.domain.interview import Difficulty, InterviewType


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Everything that is named has to hold; the default is all of them.

    `search` looks at the job and at what was said. `since` is in, `until` is out; both are aware. A score counts when
    it is at least `min_score` and less than `below_score`; `is_unscored` wants those that have none.
    """

    search: str = ""
    interview_type: InterviewType | None = None
    difficulty: Difficulty | None = None
    since: datetime | None = None
    until: datetime | None = None
    min_score: float | None = None
    below_score: float | None = None
    is_unscored: bool = False

    @property
    def is_narrowing(self) -> bool:
        return self != HistoryFilter()
