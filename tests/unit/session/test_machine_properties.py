"""Whatever happens, in whatever order: the invariants of a session, found by Hypothesis."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from preppal.domain.interview import Patience, Status
from preppal.domain.prices import TokenUsage
from preppal.domain.transcript import Question, Role
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.machine import SessionState
from tests.unit.session.driver import Driver, voice


class AnyInterview(RuleBasedStateMachine):
    """A candidate, an engine and a network that do anything at any time."""

    @initialize()
    def start(self) -> None:
        self.driver = Driver()
        self.here = False
        self.asked = 0
        self.patience = Patience.NORMAL
        self.answered_opens = 0  # of the streams asked for, those that opened or failed

    def is_open(self) -> bool:
        return self.driver.session.state is not SessionState.ENDED

    def can_speak(self) -> bool:
        return self.is_open() and self.here

    def engine_is_open(self) -> bool:
        return self.is_open() and self.driver.has_stream

    def engine_may_open(self) -> bool:
        return self.is_open() and len(self.driver.opened) > self.answered_opens

    @rule()
    def client_comes_or_goes(self) -> None:
        if self.here:
            self.driver.leave()
        else:
            self.driver.join()
        self.here = not self.here

    @precondition(engine_may_open)
    @rule(works=st.booleans(), is_retryable=st.sampled_from([True, True, True, False]))
    def engine_opens_or_not(self, works: bool, is_retryable: bool) -> None:
        self.answered_opens = len(self.driver.opened)
        if works:
            self.driver.open_engine()
        else:
            self.driver.lose_engine(is_retryable=is_retryable)

    @precondition(engine_is_open)
    @rule()
    def engine_is_lost(self) -> None:
        self.driver.lose_engine()

    @precondition(engine_is_open)
    @rule(left_ms=st.integers(0, 60_000))
    def engine_goes_away(self, left_ms: int) -> None:
        self.driver.engine(ev.GoingAway(left_ms))

    @precondition(engine_is_open)
    @rule(state=st.text(max_size=3), tokens=st.integers(0, 1_000))
    def engine_keeps_books(self, state: str, tokens: int) -> None:
        self.driver.engine(ev.StateChanged(state), ev.Usage(TokenUsage(audio_in=tokens)))

    @precondition(engine_is_open)
    @rule(turn=st.integers(1, 6))
    def engine_takes_the_turn(self, turn: int) -> None:
        self.driver.engine(ev.CandidateDone(turn))

    @precondition(can_speak)
    @rule(ms=st.integers(32, 8_000))
    def candidate_speaks(self, ms: int) -> None:
        self.driver.speak(ms)

    @precondition(can_speak)
    @rule(ms=st.integers(32, 6_000))
    def candidate_is_silent(self, ms: int) -> None:
        self.driver.stay_silent(ms)

    @precondition(can_speak)
    @rule(action=st.sampled_from(list(msg.TurnAction)))
    def candidate_presses(self, action: msg.TurnAction) -> None:
        self.driver.press(action)

    @precondition(can_speak)
    @rule(patience=st.sampled_from(list(Patience)))
    def candidate_changes_patience(self, patience: Patience) -> None:
        self.driver.client(msg.PatienceChange(patience))
        self.patience = patience

    @precondition(can_speak)
    @rule(text=st.text(max_size=30))
    def candidate_types(self, text: str) -> None:
        self.driver.sequence += 1
        self.driver.client(msg.TextInput(text, self.driver.sequence))

    @precondition(can_speak)
    @rule(played_ms=st.integers(0, 20_000), playing=st.booleans(), index=st.integers(0, 8))
    def client_reports(self, played_ms: int, playing: bool, index: int) -> None:
        self.driver.client(msg.PlaybackReport(played_ms, playing, index))

    @precondition(engine_is_open)
    @rule(ms=st.integers(0, 5_000), text=st.text(max_size=20), whole=st.booleans(), asks=st.booleans())
    def interviewer_speaks(self, ms: int, text: str, whole: bool, asks: bool) -> None:
        if asks:
            self.asked += 1
            self.driver.engine(ev.Asks(Question(self.asked)))
        self.driver.engine(ev.InterviewerText(text))
        if ms:
            self.driver.engine(ev.InterviewerAudio(voice(ms)))
        if whole:
            self.driver.engine(ev.InterviewerDone())

    @precondition(engine_is_open)
    @rule()
    def interviewer_stops(self) -> None:
        self.driver.engine(ev.InterviewerStopped())

    @precondition(engine_is_open)
    @rule(turn=st.integers(1, 6), text=st.text(max_size=20), is_final=st.booleans())
    def text_arrives(self, turn: int, text: str, is_final: bool) -> None:
        self.driver.engine(ev.CandidateText(turn, text, is_final))

    @precondition(engine_is_open)
    @rule()
    def interviewer_says_goodbye(self) -> None:
        self.driver.engine(ev.WantsToEnd())

    @rule(seconds=st.floats(0, 30))
    def time_passes(self, seconds: float) -> None:
        self.driver.wait(seconds)

    @precondition(can_speak)
    @rule()
    def candidate_ends(self) -> None:
        self.driver.client(msg.EndRequest())

    @invariant()
    def end_is_stored_once_and_said_once_to_each_socket(self) -> None:
        final = [status for status in self.driver.statuses if status.status.is_final]
        assert len(final) <= 1
        assert [status.status for status in self.driver.statuses if not status.status.is_final] in (
            [],
            [Status.IN_PROGRESS],
        )

    @invariant()
    def entries_are_numbered_without_gaps_but_those_under_way(self) -> None:
        assert all(index >= 0 for index in self.driver.saved)
        assert len(self.driver.saved) <= max(self.driver.saved, default=-1) + 1

    @invariant()
    def nothing_is_final_for_the_client_that_is_not_stored(self) -> None:
        for message in self.driver.sent:
            if isinstance(message, msg.TranscriptUpdate) and message.is_final:
                assert message.order_index in self.driver.saved
                assert self.driver.saved[message.order_index].role is message.role

    @invariant()
    def acknowledged_frames_have_come(self) -> None:
        acks = [message.sequence for message in self.driver.sent if isinstance(message, msg.AudioAck)]
        assert acks == sorted(set(acks))
        assert all(sequence <= self.driver.sequence for sequence in acks)

    @invariant()
    def a_session_that_is_open_waits_for_something(self) -> None:
        if self.is_open():
            assert self.driver.session.next_deadline() is not None

    @invariant()
    def every_stream_knows_the_newest_patience(self) -> None:
        """By its context, or by what it was told since."""
        known = None
        for action in self.driver.log:
            match action:
                case act.OpenEngine(context=context):
                    known = context.patience
                case act.Command(command=act.ChangePatience(patience=patience)):
                    known = patience
                case _:
                    pass
        if self.engine_is_open():
            assert known is self.patience

    @invariant()
    def an_answer_is_begun_before_it_is_ended(self) -> None:
        begun: set[int] = set()
        for action in self.driver.log:
            match action:
                case act.OpenEngine():
                    begun.clear()
                case act.Command(command=act.ActivityStart(turn=turn)):
                    begun.add(turn)
                case act.Command(command=act.CandidateAudio(turn=turn) | act.ActivityEnd(turn=turn)):
                    assert turn in begun
                case _:
                    pass

    @invariant()
    def every_answer_has_a_role_and_a_place(self) -> None:
        for index, entry in self.driver.saved.items():
            assert entry.order_index == index
            assert entry.role in (Role.CANDIDATE, Role.INTERVIEWER)
            assert entry.ended_at_ms >= entry.started_at_ms
            assert all(span.end_ms > span.start_ms >= 0 for span in entry.speech)

    @invariant()
    def an_ended_session_asks_for_nothing_more(self) -> None:
        if not self.is_open():
            assert self.driver.session.next_deadline() is None
            self.driver.log.clear()
            self.driver.session.receive_deadline(self.driver.now + 1)
            self.driver.engine(ev.InterviewerText("late"))
            assert not [action for action in self.driver.log if isinstance(action, act.SaveTurn | act.SaveStatus)]


TestAnyInterview = AnyInterview.TestCase
TestAnyInterview.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
