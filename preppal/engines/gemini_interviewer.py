"""The interviewer's side of a Gemini conversation: fragments and sound become turns, however the provider ends them."""

from collections.abc import Callable
from dataclasses import dataclass

from preppal.domain import prompts
from preppal.domain.audio import INTERVIEWER_RATE_HZ, duration_ms
from preppal.domain.transcript import Question
from preppal.engines.gemini_questions import QuestionTracker, is_farewell
from preppal.session import events as ev

# After the last sound, words may still be under way; `turnComplete` itself waits until the sound must have been heard.
_SETTLE_S = 1.0
# A turn that was asked to go on after a fault, and does not.
_CONTINUE_S = 5.0
# A whole sentence after which nothing comes is taken for the end of a turn whose end got lost.
_LOST_END_S = 6.0
# Leftovers of a turn we stopped have come by then, or never will.
_LEFTOVERS_S = 2.0
_MAX_NUDGES = 1


@dataclass(slots=True)
class _Turn:
    text: str = ""
    sound_ms: float = 0.0
    is_replay: bool = False
    is_generated: bool = False
    is_asked: bool = False  # its question has been named
    was_cut: bool = False  # by the provider, although nobody spoke
    was_continued: bool = False

    @property
    def shown(self) -> str:
        return " ".join(self.text.split())


class InterviewerSide:
    """`ask` sends a text that wants a reply. `own_detection`: only we may interrupt."""

    def __init__(
        self,
        tell: Callable[[ev.EngineEvent], None],
        ask: Callable[[str], None],
        tracker: QuestionTracker,
        *,
        own_detection: bool,
        has_status: bool,
    ) -> None:
        self._tell = tell
        self._ask = ask
        self._tracker = tracker
        self._own_detection = own_detection
        self._has_status = has_status
        self._turn: _Turn | None = None
        self._last_text = ""
        self._owes_reply = False
        self._replays_next = False
        self._server_is_busy = False
        self._drops = False  # what comes belongs to a turn we stopped
        self._drops_until: float | None = None
        self._end_is_stale = False  # the next turnComplete may belong to a turn we stopped
        self._done_at: float | None = None
        self._nudges = 0
        self._said_goodbye = False

    @property
    def is_idle(self) -> bool:
        """Nothing is being said, and nothing is owed."""
        return self._turn is None and not self._owes_reply and not self._server_is_busy

    @property
    def text(self) -> str:
        """The words of the running turn, or of the last one."""
        return self._turn.shown if self._turn else self._last_text

    @property
    def is_generating(self) -> bool:
        return self._owes_reply or (self._turn is not None and not self._turn.is_generated)

    # ---- what we do

    def expect_reply(self, now: float, *, replays: bool = False, after_speech: bool = False) -> None:
        """A reply was asked for. After seconds of speech, leftovers of an earlier turn have come and gone."""
        self._owes_reply = True
        self._replays_next = replays
        if after_speech:
            self._drops = False
        self._drops_until = now + _LEFTOVERS_S

    def stop(self, *, for_speech: bool) -> None:
        """The candidate takes the floor, or something else is asked for: the running turn ends here."""
        self._end_is_stale = self._server_is_busy or self._owes_reply
        if self._turn is not None:
            self._drops = not self._turn.is_generated
            self._close_turn()
            self._tell(ev.InterviewerStopped())
        elif self._owes_reply and for_speech:
            self._drops = True
        self._owes_reply = False
        self._drops_until = None

    # ---- what comes

    def said(self, fragment: str, now: float, *, with_sound: bool) -> None:
        """A fragment of what the voice says."""
        is_late = self._turn is None and self._server_is_busy and not self._owes_reply and not with_sound
        if is_late or self._is_leftover(now):
            return
        turn = self._running()
        turn.text = _joined(turn.text, fragment)
        self._postpone(now)
        if not turn.is_asked and not turn.is_replay:
            self._name(turn, self._tracker.recognise(turn.shown))
        self._tell(ev.InterviewerText(turn.shown))

    def sounded(self, pcm: bytes, now: float) -> None:
        if self._is_leftover(now):
            return
        turn = self._running()
        turn.sound_ms += duration_ms(len(pcm), INTERVIEWER_RATE_HZ)
        self._postpone(now)
        self._tell(ev.InterviewerAudio(pcm))

    def generated(self, now: float) -> None:
        """No more sound of this turn will come."""
        if self._turn is not None and not self._has_status:
            self._turn.is_generated = True
            self._done_at = now + _SETTLE_S

    def interrupted(self) -> None:
        """The provider stopped speaking: because we asked, because it heard somebody, or for no reason."""
        if self._drops:
            self._drops = False
            self._end_is_stale = True
        elif not self._own_detection or (self._turn is not None and self._end_is_stale):
            self._owes_reply = self._own_detection
            self._close_turn()
            self._tell(ev.InterviewerStopped())
            self._end_is_stale = True
        elif self._turn is not None and not self._turn.is_generated:
            self._turn.was_cut = True

    def completed(self, now: float) -> None:
        """The provider takes its turn to be over and heard."""
        self._server_is_busy = False
        if self._drops:
            self._drops = self._end_is_stale = False
        elif self._turn is None and self._end_is_stale:
            self._end_is_stale = False
        elif self._turn is None:
            self._fill_empty_turn()
        elif self._turn.was_cut and not self._turn.is_generated and not self._turn.was_continued:
            self._turn.was_continued, self._turn.was_cut = True, False
            self._done_at = now + _CONTINUE_S
            self._ask(prompts.finish_sentence_request(self._turn.shown))
        else:
            self._end_is_stale = False
            self._finish()

    def wants_to_end(self) -> None:
        if not self._said_goodbye:
            self._said_goodbye = True
            self._tell(ev.WantsToEnd())

    def changed_its_mind(self) -> None:
        """The call that ends the interview was withdrawn."""
        self._said_goodbye = False

    # ---- time

    def next_deadline(self) -> float | None:
        return self._done_at

    def receive_deadline(self, now: float) -> None:
        if self._done_at is None or self._done_at > now:
            return
        self._done_at = None
        turn = self._turn
        if turn is not None and (turn.is_generated or turn.was_continued or self._ends_a_sentence(turn)):
            self._finish()

    def _ends_a_sentence(self, turn: _Turn) -> bool:
        return not self._has_status and turn.shown.endswith((".", "?", "!"))

    # ---- parts

    def _is_leftover(self, now: float) -> bool:
        if self._drops and self._drops_until is not None and now >= self._drops_until:
            self._drops = False
        return self._drops

    def _running(self) -> _Turn:
        self._server_is_busy = True
        if self._turn is None:
            self._turn = _Turn(is_replay=self._replays_next)
            if self._replays_next:
                self._tell(ev.Replays())
        self._owes_reply = self._replays_next = False
        return self._turn

    def _postpone(self, now: float) -> None:
        """While something comes the turn is not over."""
        is_generated = self._turn is not None and self._turn.is_generated
        self._done_at = now + (_SETTLE_S if is_generated else _LOST_END_S)

    def _name(self, turn: _Turn, question: Question | None) -> None:
        if question is not None:
            turn.is_asked = True
            self._tracker.note(question, question.text)
            self._tell(ev.Asks(question))

    def _finish(self) -> None:
        turn = self._turn
        if turn is None:
            return
        if not turn.is_asked and not turn.is_replay:
            self._name(turn, self._tracker.judge(turn.shown))
        if is_farewell(turn.shown):
            self.wants_to_end()
        self._close_turn()
        self._nudges = 0
        self._tell(ev.InterviewerDone())

    def _close_turn(self) -> None:
        if self._turn is not None:
            self._last_text = self._turn.shown
        self._turn = None
        self._done_at = None

    def _fill_empty_turn(self) -> None:
        """A turn without a word, where one was owed: ask once more at once. A second one is the session's to judge."""
        if self._owes_reply and self._nudges < _MAX_NUDGES:
            self._nudges += 1
            self._ask(prompts.nudge_request())


def _joined(text: str, fragment: str) -> str:
    """Fragments bring their own spaces, except where speech goes on after a pause."""
    is_new_sentence = text.endswith((".", "?", "!")) and fragment[:1].isupper()
    return f"{text} {fragment}" if is_new_sentence else text + fragment
