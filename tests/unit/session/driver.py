"""Drives an InterviewSession by hand: time is a number, sound is probabilities, actions are sorted into lists."""

from dataclasses import replace

from preppal.domain.interview import PERSONAS, Difficulty, InterviewContext, InterviewType, Patience
from preppal.domain.transcript import Entry, Question
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.limits import Limits
from preppal.session.machine import InterviewSession

FRAME_MS = 32  # one VAD window per frame keeps the arithmetic plain
FRAME = bytes(2 * 16 * FRAME_MS)
START = 1_000_000.0

CONTEXT = InterviewContext(
    interview_id="i",
    user_id="u",
    interview_type=InterviewType.BEHAVIORAL,
    difficulty=Difficulty.STANDARD,
    persona=PERSONAS["ruth"],
    patience=Patience.NORMAL,
    duration_s=900,
    question_count=6,
    epoch=1,
)
FIRST = Question(1, "ownership", "q1", text="What went wrong?")


def voice(ms: int) -> bytes:
    """That much interviewer sound."""
    return bytes(2 * 24 * ms)


class Driver:
    """A session with a client, an engine and a database that do what they are told."""

    def __init__(self, context: InterviewContext = CONTEXT, limits: Limits | None = None) -> None:
        self.now = START
        self.session = InterviewSession(context, limits or Limits(), "test", self.now)
        self.sent: list[msg.ServerMessage] = []
        self.commands: list[act.EngineCommand] = []
        self.saved: dict[int, Entry] = {entry.order_index: entry for entry in context.transcript}
        self.statuses: list[act.SaveStatus] = []
        self.opened: list[InterviewContext] = []
        self.has_stream = False
        self.closed: list[int] = []
        self.log: list[act.Action] = []
        self.pcm = FRAME  # what every frame holds
        self.sequence = context.last_sequence
        self.safe_sequence = context.last_sequence
        self.collect()

    def collect(self) -> None:
        for action in self.session.actions():
            self.log.append(action)
            match action:
                case act.Send():
                    self.sent.append(action.message)
                case act.Command():
                    assert self.has_stream, "a command for a stream that is not there"
                    self.commands.append(action.command)
                case act.SaveTurn():
                    self.saved |= {entry.order_index: entry for entry in action.entries}
                    self.safe_sequence = action.last_sequence
                case act.SaveStatus():
                    self.statuses.append(action)
                case act.OpenEngine():
                    self.opened.append(action.context)
                    self.has_stream = False
                case act.CloseClient():
                    self.closed.append(action.code)
                case act.CloseEngine():
                    self.has_stream = False

    # ---- inputs

    def join(self) -> "Driver":
        self.session.client_returned(self.now)
        self.collect()
        return self

    def leave(self) -> None:
        self.session.client_lost(self.now)
        self.collect()

    def open_engine(self) -> "Driver":
        self.has_stream = True
        self.session.engine_opened(self.now)
        self.collect()
        return self

    def lose_engine(self, *, is_retryable: bool = True, why: str = "") -> None:
        self.has_stream = False
        self.session.engine_lost(self.now, is_retryable=is_retryable, why=why)
        self.collect()

    def engine(self, *events: ev.EngineEvent) -> None:
        for event in events:
            self.session.receive_engine_event(event, self.now)
            self.collect()

    def client(self, message: msg.ClientMessage) -> None:
        self.session.receive_message(message, self.now)
        self.collect()

    def press(self, action: msg.TurnAction) -> None:
        self.client(msg.TurnControl(action))

    def wait(self, seconds: float) -> None:
        """Let time pass, deadline by deadline."""
        until = self.now + seconds
        while (deadline := self.session.next_deadline()) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            self.session.receive_deadline(self.now)
            self.collect()
        self.now = until

    def frame(self, probability: float, *, sequence: int | None = None) -> None:
        self.sequence += 1
        self.wait(FRAME_MS / 1000)
        frame = msg.AudioFrame(self.pcm, 0, self.sequence if sequence is None else sequence)
        self.session.receive_audio(frame, (probability,), self.now)
        self.collect()

    def speak(self, ms: int, probability: float = 0.95) -> None:
        for _ in range(ms // FRAME_MS):
            self.frame(probability)

    def stay_silent(self, ms: int) -> None:
        self.speak(ms, 0.02)

    # ---- scenes

    def ask(self, text: str = "Hello. What went wrong?", ms: int = 2_000, question: Question | None = FIRST) -> None:
        """The interviewer says something, whole."""
        if question is not None:
            self.engine(ev.Asks(question))
        self.engine(ev.InterviewerText(text), ev.InterviewerAudio(voice(ms)), ev.InterviewerDone())

    def listen_to_question(self) -> None:
        self.ask()
        self.wait(2.1)

    def answer(self, text: str, speech_ms: int = 6_000) -> None:
        """A spoken answer, ended by silence and transcribed."""
        self.speak(speech_ms)
        self.stay_silent(4_000)
        turn = next(c.turn for c in reversed(self.commands) if isinstance(c, act.ActivityEnd))
        self.engine(ev.CandidateText(turn, text, True))

    # ---- what happened

    def of(self, kind: type[msg.ServerMessage]) -> list[msg.ServerMessage]:
        return [message for message in self.sent if isinstance(message, kind)]

    def phases(self) -> list[msg.Phase]:
        return [message.phase for message in self.sent if isinstance(message, msg.TurnState)]

    def told(self, kind: type[act.EngineCommand]) -> list[act.EngineCommand]:
        return [command for command in self.commands if isinstance(command, kind)]

    def transcript(self) -> list[str]:
        return [entry.content for _, entry in sorted(self.saved.items())]


def live(**changes: object) -> Driver:
    """An interview whose first question has been asked and heard."""
    driver = Driver(replace(CONTEXT, **changes)).join().open_engine()  # type: ignore[arg-type]
    driver.listen_to_question()
    return driver
