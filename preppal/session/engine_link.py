"""The engine stream as a session sees it: when to open, swap or let go of one, when to try again, when to stop."""

from collections import deque
from dataclasses import replace
from enum import Enum, auto

from preppal.domain.interview import InterviewContext, Patience
from preppal.session import actions as act
from preppal.session.desk import Desk, Link, Timer
from preppal.session.journal import Journal
from preppal.session.limits import Limits


class Verdict(Enum):
    """What comes of a loss."""

    TRY_AGAIN = auto()
    GIVE_UP = auto()


class EngineLink:
    """Opens streams and judges losses. It knows no turns: whether a moment is quiet is the session's to say."""

    def __init__(self, desk: Desk, journal: Journal, limits: Limits, context: InterviewContext) -> None:
        self._desk = desk
        self._journal = journal
        self._limits = limits
        self._context = context
        self._told_patience = context.patience
        self._failures = 0  # in a row, without a word from the interviewer between them
        self._mute_streams = 0  # of these, streams that were open
        self._losses_at_s: deque[float] = deque()
        self._was_open = False
        self._has_spoken = False
        self._swap_by_s: float | None = None
        self._quiet_since_s: float | None = None
        self._state_is_fresh = False

    # ---- opening

    def open(self) -> None:
        """Ask for a stream for the interview as it stands."""
        self._desk.link = Link.OPENING
        self._told_patience = self._context.patience
        self._forget_swap()
        self._desk.do(
            act.OpenEngine(
                replace(
                    self._context,
                    transcript=self._journal.transcript,
                    engine_state=self._journal.engine_state,
                    elapsed_ms=round(self._journal.clock.elapsed_s * 1000),
                )
            )
        )

    def change_patience(self, patience: Patience) -> None:
        """Every stream that is asked for from now on knows it; the one that is there is told."""
        self._context = replace(self._context, patience=patience)
        self._tell_patience()

    def _tell_patience(self) -> None:
        patience = self._context.patience
        if self._desk.link is Link.OPEN and patience is not self._told_patience:
            self._told_patience = patience
            self._desk.command(act.ChangePatience(patience))

    def opened(self) -> None:
        self._desk.link = Link.OPEN
        self._desk.is_swapping = False
        self._desk.clear(Timer.SWAP_IS_SLOW)
        self._was_open = True
        self._has_spoken = False
        self._state_is_fresh = False
        self._tell_patience()  # it may have changed while the stream was being opened

    def spoke(self) -> None:
        """The interviewer says something: the stream and its state are good, but the state is no longer the newest."""
        self._failures = self._mute_streams = 0
        self._has_spoken = True
        self._state_is_fresh = False

    # ---- losing

    def lost(self, now: float, *, is_retryable: bool) -> Verdict:
        """A stream could not be opened, or is gone. A state from which two went mute is not used again."""
        self._mute_streams += self._desk.link is Link.OPEN and not self._has_spoken
        self._desk.link = Link.LOST
        self._desk.is_swapping = False
        self._desk.clear(Timer.SWAP_IS_SLOW)
        self._forget_swap()
        self._failures += 1
        self._losses_at_s.append(now)
        while now - self._losses_at_s[0] > self._limits.loss_window_s:
            self._losses_at_s.popleft()
        if not is_retryable or self._failures > self._attempts or len(self._losses_at_s) > self._limits.losses_most:
            return Verdict.GIVE_UP
        if self._mute_streams >= self._limits.state_attempts:
            self._journal.engine_state = ""
        self._desk.set(Timer.ENGINE, now + self._backoff_s())
        return Verdict.TRY_AGAIN

    @property
    def _attempts(self) -> int:
        return self._limits.engine_attempts if self._was_open else self._limits.first_attempts

    def _backoff_s(self) -> float:
        """Doubled per failure in a row; an engine that is lost again and again is left alone for a while."""
        backoff_s = self._limits.engine_backoff_s * 2.0 ** (self._failures - 1)
        if len(self._losses_at_s) > self._limits.losses_often:
            return max(backoff_s, self._limits.engine_rest_s)
        return backoff_s

    # ---- sleeping

    def sleep(self) -> None:
        """Nobody is there: let the stream go, without a loss."""
        self._desk.clear(Timer.ENGINE, Timer.WATCHDOG, Timer.FINAL_TEXT, Timer.SWAP_IS_SLOW)
        self._forget_swap()
        self._desk.is_swapping = False
        self._desk.link = Link.ASLEEP
        self._desk.do(act.CloseEngine())

    def wake(self, now: float) -> None:
        """Somebody is there again."""
        if self._desk.link is Link.ASLEEP:
            self.swap(now)

    # ---- swapping

    def going_away(self, time_left_ms: int, now: float) -> None:
        """The stream will be dropped: swap it in the next quiet moment, at the latest shortly before that."""
        left_s = time_left_ms / 1000
        by_s = now + max(left_s / 2, left_s - self._limits.swap_margin_s)
        self._swap_by_s = by_s if self._swap_by_s is None else min(self._swap_by_s, by_s)
        self._desk.set(Timer.SWAP, self._swap_by_s)

    def state_changed(self, engine_state: str) -> None:
        self._journal.engine_state = engine_state
        self._state_is_fresh = True

    def is_swap_due(self, now: float, *, is_quiet: bool) -> bool:
        """True when it is quiet and nothing would have to be retold, or when there is no time left to wait for that."""
        if self._swap_by_s is None or self._desk.link is not Link.OPEN:
            return False
        if not is_quiet:
            self._quiet_since_s = None
            due_s = self._swap_by_s
        else:
            self._quiet_since_s = now if self._quiet_since_s is None else self._quiet_since_s
            wait_s = 0.0 if self._state_is_fresh else self._limits.stale_state_s
            due_s = min(self._swap_by_s, self._quiet_since_s + wait_s)
        if now < due_s:
            self._desk.set(Timer.SWAP, due_s)
        return now >= due_s

    def swap(self, now: float) -> None:
        """Let the stream go and open another. Nobody needs to know, unless it takes long."""
        self._desk.is_swapping = True
        self._desk.set(Timer.SWAP_IS_SLOW, now + self._limits.unnoticed_s)
        self.open()

    def _forget_swap(self) -> None:
        self._swap_by_s = None
        self._quiet_since_s = None
        self._desk.clear(Timer.SWAP)
