"""What every part of a session shares: the actions to be done, the timers, whose turn it is, who is there."""

from enum import Enum, auto

from preppal.session import actions as act
from preppal.session import messages as msg
from preppal.session.messages import Phase


class Link(Enum):
    """The engine stream: being opened, open, lost and due again, or let go while nobody is there."""

    OPENING = auto()
    OPEN = auto()
    LOST = auto()
    ASLEEP = auto()


class Timer(Enum):
    """Everything a session waits for. Of timers due at once, the earlier declared fires first."""

    SILENCE = auto()  # the candidate's turn is over
    PLAYBACK = auto()  # the interviewer has been heard to the end
    WATCHDOG = auto()  # the engine should have said something
    FINAL_TEXT = auto()  # a final transcript should be here
    TIME = auto()
    HEARTBEAT = auto()
    GRACE = auto()  # nobody has come back
    ENGINE = auto()  # try to open a stream again
    SWAP = auto()  # a stream that goes away should be replaced
    SWAP_IS_SLOW = auto()  # the candidate notices
    SLEEP = auto()  # nobody is there: let the stream go
    FINISH = auto()  # the last words should be here
    GOODBYE = auto()  # a farewell has been waited for long enough


class Desk:
    """Collects actions and deadlines. Messages go out only while a client is there, commands while a stream is."""

    def __init__(self) -> None:
        self.phase = Phase.THINKING
        self.link = Link.OPENING
        self.is_swapping = False  # one stream replaces another, and nobody needs to know
        self.has_met_engine = False
        self.client_is_here = False
        self._actions: list[act.Action] = []
        self._timers: dict[Timer, float] = {}

    def take_actions(self) -> list[act.Action]:
        todo, self._actions = self._actions, []
        return todo

    def next_deadline(self) -> float | None:
        return min(self._timers.values(), default=None)

    def take_due(self, now: float) -> Timer | None:
        """The earliest timer that is due, cleared; None when none is."""
        due = [(at, timer.value, timer) for timer, at in self._timers.items() if at <= now]
        if not due:
            return None
        timer = min(due)[2]
        self.clear(timer)
        return timer

    def set(self, timer: Timer, at: float) -> None:
        self._timers[timer] = at

    def waits_for(self, timer: Timer) -> bool:
        return timer in self._timers

    def clear(self, *timers: Timer) -> None:
        for timer in timers:
            self._timers.pop(timer, None)

    def clear_all(self) -> None:
        self._timers.clear()

    def do(self, action: act.Action) -> None:
        self._actions.append(action)

    def send(self, message: msg.ServerMessage) -> None:
        if self.client_is_here:
            self.do(act.Send(message))

    def command(self, command: act.EngineCommand) -> None:
        if self.link is Link.OPEN:
            self.do(act.Command(command))

    def enter(self, phase: Phase) -> None:
        """Change whose turn it is, and say so."""
        if phase is not self.phase:
            self.phase = phase
            self.announce()

    def announce(self) -> None:
        """Say whose turn it is. Before the first stream is open the interviewer is thinking of its first words."""
        is_first = self.link is Link.OPENING and not self.has_met_engine
        is_there = self.link is Link.OPEN or self.is_swapping or is_first
        self.send(msg.TurnState(self.phase if is_there else Phase.RECONNECTING))
