"""The interviewer's side of a session: its running turn, what of it has been heard, interruptions, repeats."""

from dataclasses import replace

from preppal.domain.transcript import Heard, Question, Role, question_text
from preppal.session import actions as act
from preppal.session import events as ev
from preppal.session import messages as msg
from preppal.session.desk import Desk, Timer
from preppal.session.journal import Journal
from preppal.session.limits import Limits
from preppal.session.messages import Phase
from preppal.session.speeches import InterviewerSpeech

_HEARD_SLACK_MS = 100
_REPORT_SLACK_S = 1.0
_SENTENCE_ENDS = (".", "?", "!", '"', ")")


class InterviewerTurns:
    """Passes the interviewer's text and sound on, stores the turn, and knows what the candidate heard of it."""

    def __init__(self, desk: Desk, journal: Journal, limits: Limits, question_count: int) -> None:
        self._desk = desk
        self._journal = journal
        self._limits = limits
        self._question_count = question_count
        self.speech: InterviewerSpeech | None = None
        self._earlier: InterviewerSpeech | None = None  # whole, and still sounding when the next one began
        self.owes_an_end = False  # an interrupted turn whose end the engine has not said yet
        self.owes_the_rest = False  # the stream was lost in the middle of the newest turn
        self.says_goodbye = False
        self.heard_end_s: float | None = None
        self._asked: Question | None = None

    # ---- what the engine says

    def follow(self, event: ev.EngineEvent, now: float) -> None:
        """Take one event of an interviewer turn; leftovers of an interrupted one are dropped."""
        if self.owes_an_end:
            self.owes_an_end = not isinstance(event, ev.InterviewerDone | ev.InterviewerStopped)
            return
        self._desk.set(Timer.WATCHDOG, now + self._limits.thinking_s)
        match event:
            case ev.Asks():
                self._take_question(event.question)
            case ev.Replays():
                self._revoice_newest()
            case ev.InterviewerText():
                self._take_text(event.text, now)
            case ev.InterviewerAudio():
                self._take_audio(event.pcm, now)
            case ev.InterviewerDone():
                self.complete(now)
            case ev.InterviewerStopped():
                self._stopped_by_itself(now)
            case ev.WantsToEnd():
                self._take_goodbye(now)
            case _:
                pass

    def _running(self, now: float) -> InterviewerSpeech:
        """The turn that is running; begins one."""
        if self.speech is None or self.speech.is_complete:
            starts_after_s = self._settle_previous(now)
            self.speech = InterviewerSpeech(self._journal.reserve(), now, self._asked, starts_after_s=starts_after_s)
            self._asked = None
        return self.speech

    def _settle_previous(self, now: float) -> float:
        """A broken turn makes way for the one that replaces it; a whole one is heard out first. Returns until when."""
        self._show(self._earlier)
        previous, self._earlier = self.speech, None
        if previous is None or self._desk.phase is not Phase.SPEAKING or self._is_heard(previous, now):
            self._show(previous)
            self.owes_the_rest = False
            return 0.0
        if self.owes_the_rest:
            self.owes_the_rest = False
            self._desk.send(msg.Interrupted(previous.order_index))
            self._cut_short(previous, now)
            return 0.0
        self._earlier = previous
        return previous.ends_at(now)

    def _take_question(self, question: Question) -> None:
        """An engine that hears itself speak may know its question late."""
        speech = self.speech
        if speech is None or speech.is_complete or speech.question is not None:
            self._asked = question
            return
        speech.question = question
        if self._desk.phase is Phase.SPEAKING:
            self._show_question(speech)

    def _revoice_newest(self) -> None:
        """A new stream voices the stored open question again: no new entry."""
        newest = self._journal.newest
        self.owes_the_rest = False
        if newest is not None and newest.role is Role.INTERVIEWER:
            if self._desk.phase is Phase.SPEAKING:
                self._desk.send(msg.Interrupted(newest.order_index))
            self.speech = InterviewerSpeech(
                newest.order_index, newest.started_at_ms / 1000, newest.question, newest.content, is_stored=True
            )
            self._asked = None

    def _take_text(self, text: str, now: float) -> None:
        speech = self._running(now)
        if not speech.is_stored:
            speech.text = text
            self._journal.announce_partial(Role.INTERVIEWER, text, speech.order_index)

    def _take_audio(self, pcm: bytes, now: float) -> None:
        speech = self._running(now)
        if self._desk.phase is not Phase.SPEAKING:
            self._desk.enter(Phase.SPEAKING)
        if not speech.pieces:
            self._show_question(speech)
        speech.add(pcm, now)
        if self._desk.client_is_here:
            self._desk.send(msg.AudioResponse(pcm, speech.order_index))
            self._desk.set(Timer.PLAYBACK, speech.ends_at(now))
        else:
            speech.pause(now)

    def _take_goodbye(self, now: float) -> None:
        """The farewell may be over, under way or still to come; it is heard before the end, within limits."""
        self.says_goodbye = True
        is_heard = self._desk.phase is Phase.LISTENING and self.is_over()
        was_farewell = is_heard and self.speech is not None and self.speech.question is None
        wait_s = self._limits.parting_s if was_farewell else self._limits.farewell_s
        self._desk.set(Timer.GOODBYE, now + (wait_s if is_heard else self._limits.goodbye_s))

    def complete(self, now: float) -> None:
        """All of the turn is here: store it, say that it is stored, wait until it has been heard."""
        speech = self.speech
        if speech is None or speech.is_complete:
            return
        speech.is_complete = True
        self._desk.clear(Timer.WATCHDOG)
        if not speech.text.strip() and not speech.pieces:
            self._journal.release(speech.order_index)
            self.speech = None
            self._desk.enter(Phase.LISTENING)
            return
        self._store(speech, now)
        if not speech.pieces:
            self._say_in_browser(speech, now)
        if self._desk.client_is_here:
            self._desk.set(Timer.PLAYBACK, speech.ends_at(now))

    def break_off(self, now: float) -> None:
        """The stream is gone: a turn that was under way keeps what came of it, and is owed again."""
        speech = self.speech
        if speech is None or speech.is_complete:
            return
        speech.is_complete = True
        speech.is_broken = True
        self.owes_the_rest = True
        self._desk.clear(Timer.WATCHDOG)
        if speech.pieces:
            self._store(speech, now)
        else:
            self._journal.release(speech.order_index)
            self.speech = None
            self._asked = speech.question or self._asked

    def _store(self, speech: InterviewerSpeech, now: float) -> None:
        """The client is told when it has heard the turn: a transcript never runs ahead of the voice."""
        entry = self._journal.entries.get(speech.order_index) if speech.is_stored else None
        if entry is None:
            entry = speech.entry(now)
            self._journal.keep(entry, now)
            speech.is_stored = True
        if speech.question is not None:
            self._journal.open_question = entry

    def show_heard(self) -> None:
        """What has been said has been heard: tell the final words."""
        self._show(self._earlier)
        self._show(self.speech)

    def _show(self, speech: InterviewerSpeech | None) -> None:
        if speech is not None and speech.is_complete and speech.is_stored and not speech.is_shown:
            speech.is_shown = True
            self._journal.announce_final(self._journal.entries[speech.order_index])

    def _show_question(self, speech: InterviewerSpeech) -> None:
        asked = speech.question
        if asked is not None:
            text = question_text(speech.entry(speech.started_at_s))
            self._desk.send(
                msg.QuestionNotice(asked.index, self._question_count, asked.competency, text, asked.is_follow_up)
            )

    def _stopped_by_itself(self, now: float) -> None:
        if self.speech is not None and (not self.speech.is_complete or self._desk.phase is Phase.SPEAKING):
            self.interrupt(now)
            self.owes_an_end = False

    # ---- what the candidate hears

    def report(self, report: msg.PlaybackReport, now: float) -> bool:
        """Take what the loudspeaker has sounded; True when the turn has been heard to its end."""
        speech = self.speech
        if self._earlier is not None and report.order_index == self._earlier.order_index:
            self._earlier.report(report.played_ms, now)
            return False
        if speech is None or (report.order_index and report.order_index != speech.order_index):
            return False
        self._show(self._earlier)
        speech.report(report.played_ms, now)
        if self._desk.phase is not Phase.SPEAKING:
            return False
        if speech.is_complete and not report.playing and self._is_heard(speech, now):
            return True
        self._desk.set(Timer.PLAYBACK, speech.ends_at(now) + _REPORT_SLACK_S)
        return False

    def is_over(self) -> bool:
        """Whether nothing more of the running turn is to come from the engine."""
        return self.speech is None or self.speech.is_complete

    @property
    def is_in_mid_sentence(self) -> bool:
        """Whether what has come of the running turn cannot be all of it."""
        speech = self.speech
        text = speech.text.rstrip() if speech is not None and not speech.is_complete else ""
        return bool(text) and not text.endswith(_SENTENCE_ENDS)

    def pause(self, now: float) -> None:
        """Nobody is there to hear."""
        if self.speech is not None:
            self.speech.pause(now)

    def interrupt(self, now: float) -> None:
        """The candidate takes the floor: what was not heard is not in the transcript."""
        speech = self.speech
        self._desk.clear(Timer.PLAYBACK, Timer.WATCHDOG, Timer.GOODBYE)
        self.says_goodbye = False
        self.owes_the_rest = False
        self.heard_end_s = None
        self._desk.enter(Phase.LISTENING)
        if speech is None:
            return
        self._desk.send(msg.Interrupted(speech.order_index))
        self.owes_an_end = not speech.is_complete
        self._desk.command(act.Interrupt(speech.heard_text(now)))
        if self._earlier is not None and not self._is_heard(self._earlier, now):
            self._cut_short(self._earlier, now)
        if not self._is_heard(speech, now):
            self._cut_short(speech, now)
        self.show_heard()
        self._earlier = None
        speech.is_complete = True

    def _cut_short(self, speech: InterviewerSpeech, now: float) -> None:
        """Keep the words that were heard; a stored turn keeps at least its first."""
        if speech.question is not None:
            self._journal.open_question = speech.entry(now)
        entry = speech.entry(now, Heard.CUT)
        if not entry.content and not speech.is_stored:
            self._journal.release(speech.order_index)
            return
        entry = replace(entry, content=entry.content or speech.text.partition(" ")[0])
        self._journal.keep(entry, now)
        speech.is_stored = speech.is_shown = True
        self._journal.announce_final(entry)

    def repeat(self, now: float) -> None:
        """Say the newest turn again, from memory where its sound is at hand."""
        speech = self.speech
        if speech is None:
            self._desk.command(act.Repeat())
        elif speech.is_complete:
            if self._desk.phase is Phase.SPEAKING:
                self._desk.send(msg.Interrupted(speech.order_index))
            speech.rewind()
            self._restore(speech, now)
            self.resume_voice(now)

    def _restore(self, speech: InterviewerSpeech, now: float) -> None:
        """A turn that was cut short is now said in full."""
        stored = self._journal.entries.get(speech.order_index)
        if stored is not None and stored.heard is Heard.CUT:
            self._journal.keep(speech.entry(now), now)
            speech.is_shown = False

    def resume_voice(self, now: float) -> bool:
        """Send the part of the newest turn that nobody has heard; False when all of it was heard."""
        speech = self.speech
        if speech is None or self._is_heard(speech, now):
            return False
        self._desk.enter(Phase.SPEAKING)
        if speech.pieces:
            speech.sounding_since_s = now
            for piece in speech.unheard():
                self._desk.send(msg.AudioResponse(piece, speech.order_index))
        elif speech.is_complete:
            self._say_in_browser(speech, now)
        self._desk.set(Timer.PLAYBACK, speech.ends_at(now))
        return True

    def _say_in_browser(self, speech: InterviewerSpeech, now: float) -> None:
        self._desk.enter(Phase.SPEAKING)
        self._show_question(speech)
        speech.speak_silently(now)
        if not self._desk.client_is_here:
            speech.pause(now)
        self._desk.send(msg.SpeakText(speech.text, speech.order_index))

    def _is_heard(self, speech: InterviewerSpeech, now: float) -> bool:
        return speech.is_complete and speech.heard_until(now) >= speech.total_ms - _HEARD_SLACK_MS
