"""The interview's own clock: it runs only while the candidate is there and the interviewer can answer."""

from dataclasses import dataclass

_NUDGE_SHARES = (0.75,)
_NUDGE_LEFT_S = (120, 0)


@dataclass(slots=True)
class InterviewClock:
    """Elapsed time against a duration; `now` is always an argument."""

    duration_s: float
    elapsed_s: float = 0.0
    _running_since_s: float | None = None
    _remarks_made: int = 0

    def start(self, now: float) -> None:
        if self._running_since_s is None:
            self._running_since_s = now

    def stop(self, now: float) -> None:
        self.elapsed_s = self.elapsed(now)
        self._running_since_s = None

    def elapsed(self, now: float) -> float:
        running = 0.0 if self._running_since_s is None else max(0.0, now - self._running_since_s)
        return self.elapsed_s + running

    def elapsed_ms(self, now: float) -> int:
        return round(self.elapsed(now) * 1000)

    def left_s(self, now: float) -> int:
        """Whole seconds left, never negative."""
        return max(0, round(self.duration_s - self.elapsed(now)))

    def overtime_s(self, now: float) -> float:
        return max(0.0, self.elapsed(now) - self.duration_s)

    def remark_due(self, now: float) -> bool:
        """True once each at 75 %, at two minutes left and at zero: the engine should hear of the time."""
        marks = sorted(
            {share * self.duration_s for share in _NUDGE_SHARES}
            | {self.duration_s - left for left in _NUDGE_LEFT_S if left < self.duration_s}
        )
        passed = sum(1 for mark in marks if self.elapsed(now) >= mark)
        if passed > self._remarks_made:
            self._remarks_made = passed
            return True
        return False
