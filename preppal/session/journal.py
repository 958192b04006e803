"""What is stored: the entries, the engine's own state, the sequence a crash cannot lose, the running time."""

from preppal.domain.interview import EndReason, InterviewContext, Status
from preppal.domain.transcript import Entry, Role, last_question, question_text
from preppal.session import actions as act
from preppal.session import messages as msg
from preppal.session.clock import InterviewClock
from preppal.session.desk import Desk
from preppal.session.events import Usage

_ACK_EVERY_S = 1.0


class Journal:
    """Turns go to the database through here, before the client hears that they are final."""

    def __init__(self, desk: Desk, context: InterviewContext, now: float) -> None:
        self._desk = desk
        self.clock = InterviewClock(context.duration_s, context.elapsed_ms / 1000)
        self.entries = {entry.order_index: entry for entry in context.transcript}
        self.engine_state = context.engine_state
        self._usage = self._stored_usage = context.usage
        self.open_question = last_question(context.transcript)
        self.received = context.last_sequence
        self._acked = context.last_sequence
        self._acked_at = now
        self._reserved: dict[int, int] = {}  # order index of an unstored turn -> its first frame

    def ready(self, engine_name: str, question_count: int, now: float) -> msg.SessionReady:
        """Where a client begins, or goes on."""
        question = self.open_question
        asked = question.question if question is not None else None
        return msg.SessionReady(
            resumed=bool(self.entries),
            last_sequence=self.received,
            seconds_left=self.clock.left_s(now),
            engine=engine_name,
            question_count=question_count,
            question_index=asked.index if asked else 0,
            question=question_text(question) if question else "",
            next_order_index=self.next_index(),
        )

    @property
    def transcript(self) -> tuple[Entry, ...]:
        return tuple(entry for _, entry in sorted(self.entries.items()))

    @property
    def newest(self) -> Entry | None:
        return self.entries[max(self.entries)] if self.entries else None

    def is_old(self, sequence: int) -> bool:
        """Whether a numbered frame or typed answer has come before."""
        return sequence != 0 and sequence <= self.received

    def next_index(self) -> int:
        return max([*self.entries, *self._reserved], default=-1) + 1

    def reserve(self, first_sequence: int = 0) -> int:
        """An order index for a turn that is not stored yet; its frames stay unacknowledged."""
        index = self.next_index()
        self._reserved[index] = first_sequence
        return index

    def release(self, order_index: int) -> None:
        """The turn came to nothing."""
        self._reserved.pop(order_index, None)

    def keep(self, entry: Entry, now: float) -> None:
        """Store an entry, or store it again as it now stands."""
        self.release(entry.order_index)
        self.entries[entry.order_index] = entry
        self.store(now, (entry,))

    def store(self, now: float, entries: tuple[Entry, ...] = ()) -> None:
        elapsed_ms = self.clock.elapsed_ms(now)
        self._desk.do(act.SaveTurn(entries, self._safe_sequence(), elapsed_ms, self.engine_state, self._usage))
        self._stored_usage = self._usage

    def add_usage(self, usage: Usage) -> None:
        """Stored with the next entry, or with the end."""
        self._usage += usage.tokens

    def store_rest(self, now: float) -> None:
        """What came after the last entry."""
        if self._usage != self._stored_usage:
            self.store(now)

    def store_status(self, status: Status, reason: EndReason | None, now: float) -> None:
        self._desk.do(act.SaveStatus(status, reason, self.clock.elapsed_ms(now)))

    def announce_final(self, entry: Entry) -> None:
        self._desk.send(msg.TranscriptUpdate(entry.role, entry.content, True, True, entry.order_index))

    def announce_partial(self, role: Role, text: str, order_index: int) -> None:
        self._desk.send(msg.TranscriptUpdate(role, text, False, False, order_index))

    def acknowledge(self, now: float, *, at_once: bool = False) -> None:
        """Tell the client what it may forget, at most once a second unless a turn has just been stored."""
        sequence = self._safe_sequence()
        if sequence > self._acked and (at_once or now - self._acked_at >= _ACK_EVERY_S):
            self._acked = sequence
            self._acked_at = now
            self._desk.send(msg.AudioAck(sequence))

    def _safe_sequence(self) -> int:
        """The newest frame that a crash cannot lose: those of unstored turns can be lost."""
        firsts = [first - 1 for first in self._reserved.values() if first > 0]
        return max(0, min([self.received, *firsts]))
