"""InterviewSession: one live interview as a state machine without I/O.

Everything that can happen is a method that takes `now` (Unix seconds); everything to be done comes out of
`actions()`, in order; `next_deadline()` says when to call `receive_deadline`. All ends go through `_end`.
"""

from collections.abc import Sequence
from enum import Enum, auto

from preppal.domain.interview import EndReason, InterviewContext, Patience, Status, closing_status
from preppal.domain.transcript import count_answers
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.candidate import CandidateTurns
from preppal.session.desk import Desk, Link, Timer
from preppal.session.engine_link import EngineLink, Verdict
from preppal.session.floor import Floor
from preppal.session.interviewer import InterviewerTurns
from preppal.session.journal import Journal
from preppal.session.limits import Limits
from preppal.session.messages import ClosingReason, Phase

NORMAL_CLOSE, RESTARTING_CLOSE, FULL_CLOSE = 1000, 1012, 1013
_UNAVAILABLE = 503
_NO_VOICE = "The interviewer's voice service isn't answering. It's not you: your place is kept."

_ECHO = "Your microphone hears the interviewer. Please use headphones, or turn the loudspeaker down."

_CLOSING = {
    EndReason.USER_ENDED: ClosingReason.USER_ENDED,
    EndReason.INTERVIEWER_ENDED: ClosingReason.INTERVIEWER_ENDED,
    EndReason.TIMEOUT: ClosingReason.TIMEOUT,
    EndReason.ABANDONED: ClosingReason.TIMEOUT,
    EndReason.ERROR: ClosingReason.ERROR,
}


class SessionState(Enum):
    CONNECTING = auto()
    LIVE = auto()
    ENDING = auto()
    ENDED = auto()


class InterviewSession:
    """One interview, from the first socket to its end. Single-threaded: its shell calls it from one task."""

    def __init__(self, context: InterviewContext, limits: Limits, engine_name: str, now: float) -> None:
        self._context = context
        self._limits = limits
        self._patience = context.patience
        self._engine_name = engine_name
        self._state = SessionState.CONNECTING
        self._has_begun = False
        self._reason: EndReason | None = None
        self._echo_ms = 0.0
        self._echo_said_at: float | None = None
        self._desk = Desk()
        self._journal = Journal(self._desk, context, now)
        self._candidate = CandidateTurns(
            self._desk, self._journal, limits, context.patience, is_recorded=context.record_audio
        )
        self._interviewer = InterviewerTurns(self._desk, self._journal, limits, context.question_count)
        self._floor = Floor(self._desk, self._journal, limits, self._candidate, self._interviewer)
        self._link = EngineLink(self._desk, self._journal, limits, context)
        self._desk.set(Timer.GRACE, now + limits.resume_s)
        self._link.open()

    # ---- outputs

    def actions(self) -> list[act.Action]:
        """Hand over what is to be done, in order, and forget it."""
        return self._desk.take_actions()

    def next_deadline(self) -> float | None:
        return self._desk.next_deadline()

    @property
    def state(self) -> SessionState:
        return self._state

    @property
    def phase(self) -> Phase:
        return self._desk.phase

    @property
    def _is_over(self) -> bool:
        return self._state in (SessionState.ENDING, SessionState.ENDED)

    # ---- inputs: the client

    def client_returned(self, now: float) -> None:
        """A socket for this interview is open, the first or a later one."""
        self._desk.client_is_here = True
        if self._state is SessionState.ENDED:
            self._say_ended()
            return
        if self._is_over:
            return
        self._desk.clear(Timer.GRACE, Timer.SLEEP)
        self._desk.set(Timer.HEARTBEAT, now + self._limits.heartbeat_s)
        self._link.wake(now)
        self._desk.send(self._journal.ready(self._engine_name, self._context.question_count, now))
        self._desk.announce()
        if self._desk.link is Link.OPEN:
            self._run_clock(now)
        if self._floor.go_on_hearing(now):
            self._end(EndReason.INTERVIEWER_ENDED, now)

    def client_lost(self, now: float) -> None:
        """The socket is gone; the interview stays resumable."""
        if not self._desk.client_is_here:
            return
        self._desk.client_is_here = False
        if self._is_over:
            return
        self._journal.clock.stop(now)
        self._desk.clear(Timer.SILENCE, Timer.PLAYBACK, Timer.TIME, Timer.HEARTBEAT)
        self._interviewer.pause(now)
        self._desk.set(Timer.GRACE, now + self._limits.resume_s)
        self._desk.set(Timer.SLEEP, now + self._limits.asleep_s)

    def client_replaced(self, now: float) -> None:
        """Another socket takes over: tell the one that is here."""
        self._desk.send(msg.SessionEnded(ClosingReason.REPLACED))
        self._desk.do(act.CloseClient(NORMAL_CLOSE, "replaced"))
        self.client_lost(now)

    def has_heard(self, frame: msg.AudioFrame) -> bool:
        """Whether it came before: one that is sent again after an outage is for no ear a second time."""
        return self._journal.is_old(frame.sequence)

    def receive_audio(self, frame: msg.AudioFrame, speech: Sequence[float], now: float) -> None:
        """A frame with P(speech) of each 32 ms window it completed. A frame that came before is ignored."""
        if self._is_over or self.has_heard(frame):
            return
        self._candidate.hear(frame, speech)
        self._floor.follow_voice(now)
        self._journal.acknowledge(now)

    def echo_heard(self, ms: float, now: float) -> None:
        """The microphone heard that much more of the interviewer: no speech of the candidate's, but worth a word."""
        self._echo_ms += ms
        if self._is_over or self._echo_ms < self._limits.echo_ms:
            return
        if self._echo_said_at is None or now - self._echo_said_at >= self._limits.echo_notice_s:
            self._echo_said_at = now
            self._echo_ms = 0.0
            self._desk.send(msg.ErrorResponse(msg.ECHO_CODE, _ECHO))

    def receive_message(self, message: msg.ClientMessage, now: float) -> None:
        """Anything a client says."""
        if self._is_over:
            return
        match message:
            case msg.AudioFrame():
                self.receive_audio(message, (), now)
            case msg.EndRequest():
                self._end(EndReason.USER_ENDED, now)
            case msg.TextInput():
                self._floor.take_typed(message, now)
            case msg.TurnControl():
                self._floor.control(message.action, now)
            case msg.PlaybackReport():
                if self._interviewer.report(message, now):
                    self._playback_over(now)
            case msg.PatienceChange():
                self._change_patience(message.patience, now)
        self._swap_if_due(now)

    def _change_patience(self, patience: Patience, now: float) -> None:
        """Clients say it again after each reconnection; only another one is news."""
        if patience is not self._patience:
            self._patience = patience
            self._candidate.change_patience(patience, now)
            self._link.change_patience(patience)

    def end(self, reason: EndReason, now: float) -> None:
        """End it from outside the socket."""
        self._end(reason, now)

    # ---- inputs: the engine

    def engine_opened(self, now: float) -> None:
        """The stream that OpenEngine asked for is there."""
        if self._state is SessionState.ENDED:
            self._desk.do(act.CloseEngine())
            return
        self._link.opened()
        self._desk.has_met_engine = True
        if self._state is SessionState.CONNECTING:
            self._state = SessionState.LIVE
            self._note_begun(now)
        self._desk.announce()
        self._floor.stream_opened(now)
        if self._desk.client_is_here:
            self._run_clock(now)
            self._candidate.await_silence(now)
        elif not self._is_over:
            self._desk.set(Timer.SLEEP, now + self._limits.asleep_s)

    def engine_lost(self, now: float, *, is_retryable: bool = True, why: str = "") -> None:
        """The stream could not be opened, or is gone. `why` is for the candidate, when nothing else helps."""
        if self._state is SessionState.ENDED:
            return
        if self._state is SessionState.ENDING:
            self._close(now)
            return
        verdict = self._link.lost(now, is_retryable=is_retryable)
        self._journal.clock.stop(now)
        self._candidate.forget_untold()
        self._interviewer.break_off(now)
        self._desk.clear(Timer.WATCHDOG, Timer.FINAL_TEXT)
        if verdict is Verdict.TRY_AGAIN:
            self._desk.send(msg.TurnState(Phase.RECONNECTING))
        elif not is_retryable and count_answers(self._journal.entries.values()):
            self._desk.send(msg.ErrorResponse(_UNAVAILABLE, why or _NO_VOICE))
            self._end(EndReason.ERROR, now)
        else:
            self._give_up(why or _NO_VOICE, now)

    def receive_engine_event(self, event: ev.EngineEvent, now: float) -> None:
        """Anything the engine says."""
        if self._state is SessionState.ENDED:
            return
        match event:
            case ev.CandidateText():
                self._candidate.take_text(event, now)
                self._close_when_all_is_said(now)
            case ev.StateChanged():
                self._link.state_changed(event.engine_state)
            case ev.GoingAway():
                self._link.going_away(event.time_left_ms, now)
            case ev.Usage():
                self._journal.add_usage(event)
            case _ if not self._is_over:
                self._link.spoke()
                self._floor.take_engine_event(event, now)
            case _:
                pass
        self._swap_if_due(now)

    def _swap_if_due(self, now: float) -> None:
        if self._state is SessionState.LIVE and self._link.is_swap_due(now, is_quiet=self._floor.is_quiet):
            self._interviewer.break_off(now)
            self._desk.clear(Timer.WATCHDOG, Timer.FINAL_TEXT)
            self._link.swap(now)

    # ---- inputs: the backend and the clock

    def owner_lost(self, *, has_ended: bool = False) -> None:
        """Another gateway owns the interview now, or it was ended elsewhere: nothing more may be written."""
        if self._state is not SessionState.ENDED:
            reason = ClosingReason.USER_ENDED if has_ended else ClosingReason.REPLACED
            self._desk.send(msg.SessionEnded(reason))
            self._leave(NORMAL_CLOSE, "ended" if has_ended else "replaced")

    def backend_failed(self) -> None:
        """A turn could not be stored: the client comes back and sends again what was not acknowledged."""
        if self._state is not SessionState.ENDED:
            self._desk.send(msg.ErrorResponse(503, "Your answers can't be stored just now. Trying again in a moment."))
            self._leave(RESTARTING_CLOSE, "storage")

    def shutting_down(self) -> None:
        """The server restarts; everything that counts is stored."""
        if self._state is not SessionState.ENDED:
            self._leave(RESTARTING_CLOSE, "restarting")

    def receive_deadline(self, now: float) -> None:
        """Some time has passed: fire every timer that is due, earliest first."""
        while (timer := self._desk.take_due(now)) is not None:
            self._fire(timer, now)
        self._swap_if_due(now)

    def _fire(self, timer: Timer, now: float) -> None:
        match timer:
            case Timer.SILENCE:
                self._floor.end_turn(now)
            case Timer.PLAYBACK:
                self._playback_over(now)
            case Timer.WATCHDOG:
                if self._floor.engine_is_quiet(now):
                    self._desk.do(act.CloseEngine())
                    self.engine_lost(now)
            case Timer.FINAL_TEXT:
                self._floor.final_text_is_late(now)
            case Timer.TIME:
                self._tell_time(now)
            case Timer.HEARTBEAT:
                self._journal.store(now)
                self._desk.set(Timer.HEARTBEAT, now + self._limits.heartbeat_s)
            case Timer.GRACE:
                self._end(EndReason.ABANDONED, now)
            case Timer.ENGINE:
                self._link.open()
            case Timer.SWAP:
                self._swap_if_due(now)
            case Timer.SWAP_IS_SLOW:
                self._desk.is_swapping = False
                self._journal.clock.stop(now)
                self._desk.announce()
            case Timer.SLEEP:
                self._let_engine_sleep(now)
            case Timer.FINISH:
                self._close(now)
            case Timer.GOODBYE:
                self._end(EndReason.INTERVIEWER_ENDED, now)

    def _playback_over(self, now: float) -> None:
        if self._floor.playback_over(now):
            self._end(EndReason.INTERVIEWER_ENDED, now)

    def _let_engine_sleep(self, now: float) -> None:
        """Nobody is there: a turn under way is taken to its end first, then the stream is let go."""
        if self._desk.client_is_here or self._is_over:
            return
        if self._interviewer.is_over():
            self._link.sleep()
        else:
            self._desk.set(Timer.SLEEP, now + self._limits.asleep_s)

    def _give_up(self, why: str, now: float) -> None:
        self._desk.send(msg.ErrorResponse(_UNAVAILABLE, why))
        self._journal.store(now)
        self._leave(FULL_CLOSE, "engine")

    # ---- time

    def _run_clock(self, now: float) -> None:
        """The time is told at once: a client that has heard it knows a dead line by its silence."""
        self._journal.clock.start(now)
        self._desk.send(msg.TimeNotice(self._journal.clock.left_s(now)))
        self._desk.set(Timer.TIME, now + self._limits.time_notice_s)

    def _tell_time(self, now: float) -> None:
        clock = self._journal.clock
        self._desk.send(msg.TimeNotice(clock.left_s(now)))
        if self._desk.link is Link.OPEN and clock.remark_due(now):
            self._desk.command(act.TimeLeft(clock.left_s(now)))
        if clock.overtime_s(now) >= self._limits.overtime_s:
            self._end(EndReason.TIMEOUT, now)
        else:
            self._desk.set(Timer.TIME, now + self._limits.time_notice_s)

    # ---- the end

    def _end(self, reason: EndReason, now: float) -> None:
        """The one way an interview ends. Last words are waited for, briefly."""
        if self._is_over:
            return
        if self._desk.phase is Phase.SPEAKING and reason is not EndReason.INTERVIEWER_ENDED:
            self._interviewer.interrupt(now)
        self._interviewer.show_heard()
        self._candidate.end(now)
        self._state = SessionState.ENDING
        self._reason = reason
        self._desk.clear_all()
        if self._candidate.awaits_text and self._desk.link is Link.OPEN:
            self._desk.command(act.Finish())
            self._desk.set(Timer.FINISH, now + self._limits.finish_s)
        else:
            self._close(now)

    def _close_when_all_is_said(self, now: float) -> None:
        if self._state is SessionState.ENDING and not self._candidate.awaits_text:
            self._close(now)

    def _note_begun(self, now: float) -> None:
        """No status follows PENDING but this one; an interview ended at once has begun all the same."""
        if not self._has_begun:
            self._has_begun = True
            self._journal.store_status(Status.IN_PROGRESS, None, now)

    def _close(self, now: float) -> None:
        self._note_begun(now)
        self._candidate.store_without_final_text(now)
        reason = self._reason or EndReason.ERROR
        status = closing_status(reason, count_answers(self._journal.entries.values()))
        self._journal.clock.stop(now)
        self._journal.store_rest(now)
        self._journal.store_status(status, reason, now)
        self._desk.send(msg.SessionEnded(_CLOSING[reason]))
        self._leave(NORMAL_CLOSE, "ended")

    def _say_ended(self) -> None:
        self._desk.send(msg.SessionEnded(_CLOSING[self._reason] if self._reason else ClosingReason.UNKNOWN))
        self._desk.do(act.CloseClient(NORMAL_CLOSE, "ended"))

    def _leave(self, code: int, why: str) -> None:
        self._desk.do(act.CloseClient(code, why))
        self._desk.do(act.CloseEngine())
        self._desk.clear_all()
        self._state = SessionState.ENDED
