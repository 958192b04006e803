"""Energy-based activity detection on audio time, as the service does it when the client leaves it to it."""

from enum import Enum

import numpy as np

from tests.emulators.gemini_live.records import level_dbfs

_FRAME_MS = 20


class Edge(Enum):
    STARTED = "started"
    ENDED = "ended"


class EnergyDetector:
    """Speech begins after `prefix_ms` above the threshold and ends after `silence_ms` below it."""

    def __init__(self, *, threshold_dbfs: float, prefix_ms: int, silence_ms: int) -> None:
        self._threshold = threshold_dbfs
        self._prefix_ms = prefix_ms
        self._silence_ms = silence_ms
        self._pending = np.zeros(0, dtype=np.float32)
        self._loud_ms = 0
        self._quiet_ms = 0
        self.is_active = False

    def feed(self, pcm: bytes, rate_hz: int) -> list[Edge]:
        frame = rate_hz * _FRAME_MS // 1000
        samples = np.frombuffer(pcm[: len(pcm) & ~1], dtype="<i2").astype(np.float32)
        self._pending = np.concatenate((self._pending, samples))
        edges = []
        while len(self._pending) >= frame:
            edge = self._step(level_dbfs(self._pending[:frame]) > self._threshold)
            self._pending = self._pending[frame:]
            if edge is not None:
                edges.append(edge)
        return edges

    def flush(self) -> list[Edge]:
        """The stream has paused: what was being said is over."""
        self._loud_ms = self._quiet_ms = 0
        if not self.is_active:
            return []
        self.is_active = False
        return [Edge.ENDED]

    def _step(self, is_loud: bool) -> Edge | None:
        self._loud_ms = self._loud_ms + _FRAME_MS if is_loud else 0
        self._quiet_ms = 0 if is_loud else self._quiet_ms + _FRAME_MS
        if not self.is_active and is_loud and self._loud_ms >= self._prefix_ms:
            self.is_active = True
            return Edge.STARTED
        if self.is_active and not is_loud and self._quiet_ms >= self._silence_ms:
            self.is_active = False
            return Edge.ENDED
        return None
