"""The candidate's side of a Gemini conversation: activities and sound out, recognised words back to their turns."""

from collections.abc import Callable
from dataclasses import dataclass

from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ
from preppal.engines.gemini_messages import CloseActivity, OpenActivity, PauseSound, Sound, ToProvider
from preppal.session import events as ev

# The SDK's cost is per message: 100 ms pieces cost a fifth of 20 ms ones.
_PIECE_BYTES = CANDIDATE_RATE_HZ * BYTES_PER_SAMPLE // 10
# Words come in fragments, up to three seconds late, and nobody says which is the last.
_FINAL_AFTER_S = 2.0
_FINAL_WHEN_ENDING_S = 1.0
_LATE_S = 4.0
_GAP_S = 1.5
_AMENDABLE_S = 12.0


@dataclass(slots=True)
class _HeardTurn:
    number: int
    text: str = ""
    over_at: float | None = None
    fragment_at: float | None = None
    replied_at: float | None = None
    is_final: bool = False

    def shown(self, interim: str = "") -> str:
        return " ".join(f"{self.text} {interim}".split())

    def final_at(self, after_s: float, *, is_ending: bool) -> float | None:
        """When its words are taken to be complete; None while it runs, unanswered, or nothing was recognised.

        Without a reply nobody knows whether the link still carries anything.
        """
        is_waiting = self.over_at is not None and bool(self.text.strip()) and not self.is_final
        if not is_waiting or (self.replied_at is None and not is_ending):
            return None
        return max(self.over_at or 0.0, self.fragment_at or 0.0) + after_s


class CandidateSide:
    """`own_detection`: we say when the candidate speaks; else the provider listens to everything and decides."""

    def __init__(
        self, transmit: Callable[[ToProvider], None], tell: Callable[[ev.EngineEvent], None], *, own_detection: bool
    ) -> None:
        self._transmit = transmit
        self._tell = tell
        self._own_detection = own_detection
        self._turns: list[_HeardTurn] = []
        self._buffer = bytearray()
        self._is_ending = False
        self.activity_is_open = False

    @property
    def running(self) -> int | None:
        """The number of the turn that is going on."""
        newest = self._turns[-1] if self._turns else None
        return newest.number if newest is not None and newest.over_at is None else None

    # ---- sound

    def begin(self, number: int, now: float) -> None:
        self._turns = [turn for turn in self._turns if turn.over_at is None or now - turn.over_at < _AMENDABLE_S]
        self._turns.append(_HeardTurn(number))
        self._buffer.clear()
        self.open_activity()

    def open_activity(self) -> None:
        """A noise leaves its activity open: what is said next goes on in it, and nothing replies to the noise."""
        if self._own_detection and not self.activity_is_open:
            self.activity_is_open = True
            self._transmit(OpenActivity())

    def hear(self, pcm: bytes) -> None:
        self._buffer += pcm
        while len(self._buffer) >= _PIECE_BYTES:
            self._transmit(Sound(bytes(self._buffer[:_PIECE_BYTES])))
            del self._buffer[:_PIECE_BYTES]

    def end(self, number: int, now: float) -> None:
        """The turn is over: everything of it is on its way before the provider hears so."""
        turn = self._find(number)
        was_over = turn is None or turn.over_at is not None
        if turn is not None and turn.over_at is None:
            turn.over_at = now
        if self._buffer:
            self._transmit(Sound(bytes(self._buffer)))
            self._buffer.clear()
        if self._own_detection:
            self.close_activity()
        elif not was_over:
            self._transmit(PauseSound())

    def close_activity(self) -> None:
        if self.activity_is_open:
            self.activity_is_open = False
            self._transmit(CloseActivity())

    def cancel(self, number: int) -> None:
        self._turns = [turn for turn in self._turns if turn.number != number]
        self._buffer.clear()

    def replied(self, now: float) -> None:
        """The interviewer speaks. By the provider's own rules a turn that was still running is thereby over."""
        if not self._own_detection and self.running is not None:
            self._turns[-1].over_at = now
            self._buffer.clear()
            self._tell(ev.CandidateDone(self._turns[-1].number))
        for turn in self._turns:
            if turn.over_at is not None and turn.replied_at is None:
                turn.replied_at = now

    # ---- words

    def recognised(self, fragment: str, now: float, *, is_last: bool) -> None:
        """Give a fragment to the turn it belongs to; messages do not say which."""
        turn = self._owner(now)
        if turn is None:
            return
        turn.text += fragment
        turn.fragment_at = now
        turn.is_final = turn.is_final or (is_last and turn.over_at is not None)
        self._tell(ev.CandidateText(turn.number, turn.shown(), turn.is_final))

    def guessed(self, interim: str, now: float) -> None:
        """A quick guess at what follows; the next one replaces it."""
        turn = self._owner(now)
        if turn is not None and not turn.is_final:
            self._tell(ev.CandidateText(turn.number, turn.shown(interim), False))

    def _owner(self, now: float) -> _HeardTurn | None:
        """The newest turn, unless the one before it is still likely to have words under way."""
        if not self._turns:
            return None
        newest = self._turns[-1]
        before = self._turns[-2] if len(self._turns) > 1 else None
        if before is None or before.is_final or before.over_at is None:
            return newest
        waits_since = before.over_at if before.fragment_at is None else max(before.over_at, before.fragment_at)
        patience_s = _LATE_S if before.fragment_at is None else _GAP_S
        if newest.text or now - waits_since >= patience_s:
            return newest
        return before

    # ---- time

    def finish(self) -> None:
        """The interview ends: the last words are not waited for as long."""
        self._is_ending = True

    def next_deadline(self) -> float | None:
        times = (self._final_at(turn) for turn in self._turns)
        return min((at for at in times if at is not None), default=None)

    def receive_deadline(self, now: float) -> None:
        for turn in self._turns:
            at = self._final_at(turn)
            if at is not None and at <= now:
                turn.is_final = True
                self._tell(ev.CandidateText(turn.number, turn.shown(), True))

    def _final_at(self, turn: _HeardTurn) -> float | None:
        after_s = _FINAL_WHEN_ENDING_S if self._is_ending else _FINAL_AFTER_S
        return turn.final_at(after_s, is_ending=self._is_ending)

    def _find(self, number: int) -> _HeardTurn | None:
        return next((turn for turn in self._turns if turn.number == number), None)
