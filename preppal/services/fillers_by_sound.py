"""Counts "um" and "uh" by their sound in what was recorded, where the words come from a listener that writes none."""

from collections.abc import Sequence

from preppal.analysis.filled_pauses import find_filled_pauses
from preppal.domain.transcript import Entry, Role, Source
from preppal.errors import NotFound
from preppal.services.recordings import RecordingService


class FillersBySound:
    """Thread-safe; blocks while it reads and listens."""

    def __init__(self, recordings: RecordingService) -> None:
        self._recordings = recordings

    def count(self, user_id: str, interview_id: str, entries: Sequence[Entry]) -> dict[int, int]:
        """By order index of each recorded spoken answer. Raises BackendError."""
        recorded = {turn.order_index for turn in self._recordings.of_interview(user_id, interview_id)}
        spoken = [each for each in entries if each.role is Role.CANDIDATE and each.source is Source.VOICE]
        counts: dict[int, int] = {}
        for entry in spoken:
            if entry.order_index not in recorded or not entry.speech:
                continue
            try:
                sound = self._recordings.pcm(user_id, interview_id, entry.order_index)
            except NotFound:  # deleted meanwhile
                continue
            counts[entry.order_index] = len(find_filled_pauses(sound, entry.speech))
        return counts
