"""InterviewSession: one live interview as a state machine without I/O.

Everything that can happen is a method that takes `now` (Unix seconds); everything to be done comes out of
`actions()`, in order; `next_deadline()` says when to call `receive_deadline`. All ends go through `_end`.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto

from preppal.domain.interview import EndReason, InterviewContext, Status, closing_status
from preppal.domain.transcript import count_answers, question_text
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.candidate import CandidateTurns
from preppal.session.desk import Desk, Link, Timer
from preppal.session.interviewer import InterviewerTurns
from preppal.session.journal import Journal
from preppal.session.limits import Limits
from preppal.session.messages import ClosingReason, Phase, TurnAction

NORMAL_CLOSE, RESTARTING_CLOSE, FULL_CLOSE = 1000, 1012, 1013

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
        self._engine_name = engine_name
        self._state = SessionState.CONNECTING
        self._reason: EndReason | None = None
        self._engine_losses = 0
        self._was_nudged = False
        self._desk = Desk()
        self._journal = Journal(self._desk, context, now)
        self._candidate = CandidateTurns(self._desk, self._journal, limits, context.patience)
        self._interviewer = InterviewerTurns(self._desk, self._journal, limits, context.question_count)
        self._desk.set(Timer.GRACE, now + limits.resume_s)
        self._open_engine()

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
        self._desk.clear(Timer.GRACE)
        self._desk.set(Timer.HEARTBEAT, now + self._limits.heartbeat_s)
        self._desk.send(self._ready(now))
        self._desk.announce()
        if self._desk.link is Link.OPEN:
            self._go_on_hearing(now)

    def _go_on_hearing(self, now: float) -> None:
        self._run_clock(now)
        if self._candidate.running is not None:
            self._candidate.await_silence(now)
        elif self._desk.phase is Phase.SPEAKING and not self._interviewer.resume_voice(now):
            self._playback_over(now)

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

    def client_replaced(self, now: float) -> None:
        """Another socket takes over: tell the one that is here."""
        self._desk.send(msg.SessionEnded(ClosingReason.REPLACED))
        self._desk.do(act.CloseClient(NORMAL_CLOSE, "replaced"))
        self.client_lost(now)

    def receive_audio(self, frame: msg.AudioFrame, speech: Sequence[float], now: float) -> None:
        """A frame with P(speech) of each 32 ms window it completed. A frame that came before is ignored."""
        if self._is_over or self._journal.is_old(frame.sequence):
            return
        self._candidate.hear(frame, speech)
        self._follow_voice(now)
        self._journal.acknowledge(now)

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
                self._take_typed(message, now)
            case msg.TurnControl():
                self._control(message.action, now)
            case msg.PlaybackReport():
                if self._interviewer.report(message, now):
                    self._playback_over(now)

    def end(self, reason: EndReason, now: float) -> None:
        """End it from outside the socket."""
        self._end(reason, now)

    # ---- inputs: the engine

    def engine_opened(self, now: float) -> None:
        """The stream that OpenEngine asked for is there."""
        if self._state is SessionState.ENDED:
            self._desk.do(act.CloseEngine())
            return
        self._desk.link = Link.OPEN
        self._engine_losses = 0
        self._interviewer.owes_an_end = False
        if self._state is SessionState.CONNECTING:
            self._state = SessionState.LIVE
            self._journal.store_status(Status.IN_PROGRESS, None, now)
        self._desk.announce()
        has_turns = self._candidate.replay(now)
        if self._desk.phase is Phase.THINKING:
            if not has_turns:
                self._desk.command(act.Begin())
            self._think(now)
        if self._desk.client_is_here:
            self._go_on_hearing(now)

    def engine_lost(self, now: float, *, is_retryable: bool = True) -> None:
        """The stream could not be opened, or is gone."""
        if self._state is SessionState.ENDED:
            return
        if self._state is SessionState.ENDING:
            self._close(now)
            return
        self._desk.link = Link.LOST
        self._engine_losses += 1
        self._journal.clock.stop(now)
        self._interviewer.complete(now)
        self._desk.clear(Timer.WATCHDOG)
        if not is_retryable or self._engine_losses > self._limits.engine_attempts:
            self._give_up(now)
            return
        self._desk.send(msg.TurnState(Phase.RECONNECTING))
        self._desk.set(Timer.ENGINE, now + self._limits.engine_backoff_s * 2 ** (self._engine_losses - 1))

    def receive_engine_event(self, event: ev.EngineEvent, now: float) -> None:
        """Anything the engine says."""
        if self._state is SessionState.ENDED:
            return
        match event:
            case ev.CandidateText():
                self._candidate.take_text(event, now)
                self._close_when_all_is_said(now)
            case ev.StateChanged():
                self._journal.engine_state = event.engine_state
            case ev.GoingAway() | ev.Usage():
                pass
            case _ if not self._is_over:
                self._was_nudged = False
                self._interviewer.follow(event, now)
            case _:
                pass

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

    def _fire(self, timer: Timer, now: float) -> None:
        match timer:
            case Timer.SILENCE:
                self._end_turn(now)
            case Timer.PLAYBACK:
                self._playback_over(now)
            case Timer.WATCHDOG:
                self._engine_is_quiet(now)
            case Timer.FINAL_TEXT:
                self._candidate.store_without_final_text(now)
            case Timer.TIME:
                self._tell_time(now)
            case Timer.HEARTBEAT:
                self._journal.store(now)
                self._desk.set(Timer.HEARTBEAT, now + self._limits.heartbeat_s)
            case Timer.GRACE:
                self._end(EndReason.ABANDONED, now)
            case Timer.ENGINE:
                self._open_engine()
            case Timer.FINISH:
                self._close(now)
            case Timer.GOODBYE:
                self._end(EndReason.INTERVIEWER_ENDED, now)

    # ---- turn taking

    def _follow_voice(self, now: float) -> None:
        """Whether the newest sound begins a turn, keeps one going, or takes the floor."""
        voice = self._candidate.voice
        match self._desk.phase:
            case Phase.SPEAKING if voice.is_sustained:
                self._interviewer.interrupt(now)
                self._begin_turn(now)
            case Phase.THINKING if voice.is_sustained and self._journal.entries:
                self._begin_turn(now)
            case Phase.LISTENING | Phase.HOLDING if voice.is_voiced and self._candidate.running is None:
                self._begin_turn(now)
            case Phase.LISTENING | Phase.HOLDING if voice.is_voiced:
                self._desk.enter(Phase.LISTENING)
                self._candidate.await_silence(now)
            case _:
                pass

    def _begin_turn(self, now: float) -> None:
        heard_end_s, self._interviewer.heard_end_s = self._interviewer.heard_end_s, None
        self._candidate.begin(heard_end_s, now)
        self._candidate.await_silence(now)

    def _end_turn(self, now: float) -> None:
        if self._candidate.end(now):
            self._think(now)

    def _think(self, now: float) -> None:
        self._desk.enter(Phase.THINKING)
        self._desk.set(Timer.WATCHDOG, now + self._limits.thinking_s)

    def _playback_over(self, now: float) -> None:
        """The interviewer has been heard to the end: the candidate's turn, or the end of the interview."""
        if not self._interviewer.is_over():
            return  # more of the turn is to come; the watchdog limits the wait
        self._desk.clear(Timer.PLAYBACK)
        if self._interviewer.says_goodbye:
            self._end(EndReason.INTERVIEWER_ENDED, now)
        elif self._desk.phase is Phase.SPEAKING:
            self._interviewer.heard_end_s = now
            self._desk.enter(Phase.LISTENING)

    def _take_typed(self, message: msg.TextInput, now: float) -> None:
        if self._journal.is_old(message.sequence) or not message.text.strip():
            return
        if len(message.text) > self._limits.typed_chars:
            limit = self._limits.typed_chars
            self._desk.send(msg.ErrorResponse(413, f"Please keep a typed answer under {limit} characters."))
            return
        if self._desk.phase is Phase.SPEAKING:
            self._interviewer.interrupt(now)
        self._candidate.end(now)
        self._candidate.take_typed(message, now)
        self._think(now)

    def _control(self, action: TurnAction, now: float) -> None:
        """A button. One pressed just as the turn changed does nothing: the screen shows why."""
        match action, self._desk.phase:
            case TurnAction.DONE, Phase.HOLDING:
                self._desk.enter(Phase.LISTENING)
                self._candidate.await_silence(now)
            case TurnAction.DONE, Phase.LISTENING if self._candidate.running is None:
                self._desk.send(msg.ErrorResponse(409, "We haven't heard you yet. Speak first, or type your answer."))
            case TurnAction.DONE, Phase.LISTENING:
                self._end_turn(now)
            case TurnAction.HOLD, Phase.LISTENING:
                self._interviewer.heard_end_s = None
                self._desk.enter(Phase.HOLDING)
                self._candidate.await_silence(now)
            case TurnAction.REPEAT, Phase.LISTENING | Phase.HOLDING | Phase.SPEAKING:
                self._repeat(now)
            case TurnAction.NOT_FINISHED, Phase.THINKING if self._journal.entries:
                self._candidate.cut_offs += 1
                self._begin_turn(now)
                self._desk.clear(Timer.SILENCE)
            case TurnAction.ANSWER_NOW, Phase.SPEAKING:
                self._interviewer.interrupt(now)
            case _:
                pass

    def _repeat(self, now: float) -> None:
        self._interviewer.heard_end_s = None
        if self._candidate.running is None:
            self._interviewer.repeat(now)

    # ---- the engine stream

    def _open_engine(self) -> None:
        self._desk.link = Link.OPENING
        context = replace(
            self._context,
            transcript=self._journal.transcript,
            engine_state=self._journal.engine_state,
            elapsed_ms=round(self._journal.clock.elapsed_s * 1000),
        )
        self._desk.do(act.OpenEngine(context))

    def _engine_is_quiet(self, now: float) -> None:
        """Nothing for too long: complete a turn that stalled; nudge once; then take a new stream."""
        if self._desk.phase is Phase.SPEAKING:
            self._interviewer.complete(now)
        elif self._desk.phase is Phase.THINKING and not self._was_nudged:
            self._was_nudged = True
            self._desk.command(act.Nudge())
            self._desk.set(Timer.WATCHDOG, now + self._limits.thinking_s)
        elif self._desk.phase is Phase.THINKING:
            self._was_nudged = False
            self._desk.do(act.CloseEngine())
            self.engine_lost(now)

    def _give_up(self, now: float) -> None:
        self._desk.send(
            msg.ErrorResponse(503, "The interviewer's voice service isn't answering. It's not you: your place is kept.")
        )
        self._journal.store(now)
        self._leave(FULL_CLOSE, "engine")

    # ---- time

    def _run_clock(self, now: float) -> None:
        self._journal.clock.start(now)
        self._desk.set(Timer.TIME, now + self._limits.time_notice_s)

    def _tell_time(self, now: float) -> None:
        clock = self._journal.clock
        self._desk.send(msg.TimeNotice(clock.left_s(now)))
        if clock.remark_due(now):
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

    def _close(self, now: float) -> None:
        self._candidate.store_without_final_text(now)
        reason = self._reason or EndReason.ERROR
        status = closing_status(reason, count_answers(self._journal.entries.values()))
        self._journal.clock.stop(now)
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

    def _ready(self, now: float) -> msg.SessionReady:
        question = self._journal.open_question
        asked = question.question if question is not None else None
        return msg.SessionReady(
            resumed=bool(self._journal.entries),
            last_sequence=self._journal.received,
            seconds_left=self._journal.clock.left_s(now),
            engine=self._engine_name,
            question_count=self._context.question_count,
            question_index=asked.index if asked else 0,
            question=question_text(question) if question else "",
            next_order_index=self._journal.next_index(),
        )
