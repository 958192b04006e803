"""Who has the floor: the rules by which turns begin, end, are taken back and taken over."""

from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.candidate import CandidateTurns
from preppal.session.desk import Desk, Link, Timer
from preppal.session.interviewer import InterviewerTurns
from preppal.session.journal import Journal
from preppal.session.limits import Limits
from preppal.session.messages import Phase, TurnAction


class Floor:
    """Both sides of the conversation and the rules between them. Ends and streams are the session's."""

    def __init__(
        self, desk: Desk, journal: Journal, limits: Limits, candidate: CandidateTurns, interviewer: InterviewerTurns
    ) -> None:
        self._desk = desk
        self._journal = journal
        self._limits = limits
        self._candidate = candidate
        self._interviewer = interviewer
        self.was_nudged = False
        self._reply_is_off = False  # the candidate went on before the engine had answered

    @property
    def is_quiet(self) -> bool:
        """Nobody speaks, nothing is awaited from the engine, and the candidate has the floor."""
        return (
            self._desk.phase in (Phase.LISTENING, Phase.HOLDING)
            and self._candidate.running is None
            and not self._candidate.awaits_text
            and self._interviewer.is_over()
        )

    # ---- the candidate speaks

    def follow_voice(self, now: float) -> None:
        """Whether the newest sound begins a turn, keeps one going, or takes the floor."""
        voice = self._candidate.voice
        match self._desk.phase:
            case Phase.SPEAKING if voice.is_sustained:
                self._interviewer.interrupt(now)
                self.begin_turn(now)
            case Phase.THINKING if voice.is_sustained and self._journal.entries:
                self.begin_turn(now)
            case Phase.LISTENING | Phase.HOLDING if voice.is_voiced and self._candidate.running is None:
                self.begin_turn(now)
            case Phase.LISTENING | Phase.HOLDING if voice.is_voiced:
                self._desk.enter(Phase.LISTENING)
                self._candidate.await_silence(now)
            case _:
                pass

    def begin_turn(self, now: float) -> None:
        heard_end_s, self._interviewer.heard_end_s = self._interviewer.heard_end_s, None
        self._interviewer.owes_the_rest = False
        self._reply_is_off = self._desk.phase is Phase.THINKING
        self._candidate.begin(heard_end_s, now)
        self._candidate.await_silence(now)

    def end_turn(self, now: float) -> None:
        if self._candidate.end(now):
            self.think(now)

    def think(self, now: float) -> None:
        self.was_nudged = False
        self._desk.enter(Phase.THINKING)
        self._desk.set(Timer.WATCHDOG, now + self._limits.thinking_s)

    def take_typed(self, message: msg.TextInput, now: float) -> None:
        """A typed answer takes the floor as a spoken one does."""
        if self._journal.is_old(message.sequence) or not message.text.strip():
            return
        if len(message.text) > self._limits.typed_chars:
            limit = self._limits.typed_chars
            self._desk.send(msg.ErrorResponse(413, f"Please keep a typed answer under {limit} characters."))
            return
        if self._desk.phase is Phase.SPEAKING:
            self._interviewer.interrupt(now)
        self._interviewer.owes_the_rest = False
        self._candidate.end(now)
        self._candidate.take_typed(message, now)
        self.think(now)

    def control(self, action: TurnAction, now: float) -> None:
        """A button. One pressed just as the turn changed does nothing: the screen shows why."""
        match action, self._desk.phase:
            case TurnAction.DONE, Phase.HOLDING:
                self._desk.enter(Phase.LISTENING)
                self._candidate.await_silence(now)
            case TurnAction.DONE, Phase.LISTENING if self._candidate.running is None:
                self._desk.send(msg.ErrorResponse(409, "We haven't heard you yet. Speak first, or type your answer."))
            case TurnAction.DONE, Phase.LISTENING:
                self.end_turn(now)
            case TurnAction.HOLD, Phase.LISTENING:
                self._interviewer.heard_end_s = None
                self._desk.enter(Phase.HOLDING)
                self._candidate.await_silence(now)
            case TurnAction.REPEAT, Phase.LISTENING | Phase.HOLDING | Phase.SPEAKING:
                self._repeat(now)
            case TurnAction.NOT_FINISHED, Phase.THINKING if self._journal.entries:
                self._candidate.cut_offs += 1
                self.begin_turn(now)
                self._desk.clear(Timer.SILENCE)
            case TurnAction.ANSWER_NOW, Phase.SPEAKING:
                self._interviewer.interrupt(now)
            case _:
                pass

    def _repeat(self, now: float) -> None:
        self._interviewer.heard_end_s = None
        if self._candidate.running is None:
            self._interviewer.repeat(now)

    # ---- the interviewer speaks

    def take_engine_event(self, event: ev.EngineEvent, now: float) -> None:
        """Pass it to the side it is about. A reply that crossed a candidate who went on speaking is dropped."""
        if isinstance(event, ev.CandidateDone):
            if self._candidate.running is not None and self._candidate.running.number == event.turn:
                self.end_turn(now)
            return
        if self._reply_is_off and self._candidate.running is not None and not isinstance(event, ev.WantsToEnd):
            if isinstance(event, ev.InterviewerDone):
                self._desk.command(act.Interrupt(""))  # the engine takes it for said, and nobody heard a word
            self._reply_is_off = not isinstance(event, ev.InterviewerDone | ev.InterviewerStopped)
            return
        self.was_nudged = False
        self._interviewer.follow(event, now)

    def playback_over(self, now: float) -> bool:
        """The interviewer has been heard to the end; True when that was the farewell."""
        if not self._interviewer.is_over():
            return False  # more of the turn is to come; the watchdog limits the wait
        self._desk.clear(Timer.PLAYBACK)
        self._interviewer.show_heard()
        if self._interviewer.says_goodbye:
            return True
        if self._desk.phase is Phase.SPEAKING and self._interviewer.owes_the_rest:
            self.think(now)
        elif self._desk.phase is Phase.SPEAKING:
            self._interviewer.heard_end_s = now
            self._desk.enter(Phase.LISTENING)
        return False

    def go_on_hearing(self, now: float) -> bool:
        """The candidate is there again: go on where they were; True when the farewell has been heard."""
        if self._candidate.running is not None:
            self._candidate.await_silence(now)
        elif self._desk.phase is Phase.SPEAKING and not self._interviewer.resume_voice(now):
            return self.playback_over(now)
        return False

    # ---- a stream comes and stalls

    def stream_opened(self, now: float) -> None:
        """Hand over the turns under way, or ask for the interviewer's turn where that is due."""
        self._interviewer.owes_an_end = False
        has_turns = self._candidate.replay(now)
        is_owed = self._desk.phase is Phase.THINKING or self._interviewer.owes_the_rest
        if is_owed and not has_turns:
            self._desk.command(act.Begin())
        if self._desk.phase is Phase.THINKING:
            self.think(now)
        elif is_owed:
            self._desk.set(Timer.WATCHDOG, now + self._limits.thinking_s)

    def final_text_is_late(self, now: float) -> None:
        """Words have not come by now. While the reply is owed too, the link may be dead: the sound is kept."""
        if self._desk.phase is Phase.THINKING:
            self._candidate.store_words_so_far(now)
            self._desk.set(Timer.FINAL_TEXT, now + self._limits.final_text_s)
        else:
            self._candidate.store_without_final_text(now)

    def engine_is_quiet(self, now: float) -> bool:
        """Nothing for too long: complete a turn that stalled; nudge once; True when the stream must go."""
        if self._desk.link is not Link.OPEN:
            return False
        is_owed = self._desk.phase is Phase.THINKING or self._interviewer.owes_the_rest
        if is_owed and not self.was_nudged:
            self.was_nudged = True
            self._desk.command(act.Nudge())
            self._desk.send(msg.TurnState(Phase.RECONNECTING))
            self._desk.set(Timer.WATCHDOG, now + self._limits.thinking_s)
        elif is_owed or self._interviewer.is_in_mid_sentence:
            return True
        elif self._desk.phase is Phase.SPEAKING:
            self._interviewer.complete(now)
        return False
