"""How often one may ask: token buckets in this process, one per key. Several processes count each for itself."""

import math
import threading
import time
from collections.abc import Callable

from preppal.errors import LimitReached

_MAX_KEYS = 20_000


class RateLimiter:
    """Thread-safe. Each key may do `burst` things at once and `per_minute` in the long run; 0 is no limit."""

    def __init__(
        self,
        per_minute: float,
        burst: int,
        message: str = "That was a lot at once. Please wait a moment.",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_s = per_minute / 60.0
        self._burst = burst
        self._message = message
        self._now = now
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}  # key -> tokens left, when that was true

    def take(self, key: str) -> None:
        """Count one. Raises LimitReached with the time until the next is free."""
        if not self._per_s:
            return
        now = self._now()
        with self._lock:
            left, at = self._buckets.get(key, (float(self._burst), now))
            left = min(float(self._burst), left + (now - at) * self._per_s)
            if left < 1.0:
                raise LimitReached(self._message, math.ceil((1.0 - left) / self._per_s))
            if len(self._buckets) >= _MAX_KEYS and key not in self._buckets:
                self._forget_the_full(now)
            self._buckets[key] = (left - 1.0, now)

    def _forget_the_full(self, now: float) -> None:
        """A bucket that has filled up again says no more than none. When all are in use, the oldest goes."""
        self._buckets = {
            key: (left, at)
            for key, (left, at) in self._buckets.items()
            if left + (now - at) * self._per_s < self._burst
        }
        if len(self._buckets) >= _MAX_KEYS:
            del self._buckets[min(self._buckets, key=lambda key: self._buckets[key][1])]
