"""One conversation with Gemini Live as a state machine without I/O: commands and messages in, events and messages out.

The first turn is asked for once per interview, never per connection. Remarks wait for a moment in which nobody speaks:
text that arrives while the model speaks would interrupt it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from preppal.domain import prompts
from preppal.domain.interview import InterviewContext
from preppal.domain.prices import TokenUsage
from preppal.domain.transcript import Entry, Heard, Question, Role, last_question, question_text
from preppal.engines.gemini_candidate import CandidateSide
from preppal.engines.gemini_interviewer import InterviewerSide
from preppal.engines.gemini_messages import FromProvider, Text, ToolAnswer, ToolCall, ToProvider
from preppal.engines.gemini_models import LiveModel
from preppal.engines.gemini_questions import QuestionTracker, is_farewell
from preppal.engines.gemini_state import ResumptionState
from preppal.session import actions as act
from preppal.session import events as ev

# Connections are dropped after about ten minutes, sometimes without a word before; some live for an hour.
_OLD_AFTER_S = 570.0
_OLD_LEFT_MS = 600_000
# The window slides at 24,000 tokens to half of that. A reminder this often is always among what is kept.
_REMIND_EVERY_TOKENS = 6_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What a conversation is held by. `wall_ms` reads the clock the transcript is timed by.

    `retold`: what was said before, and the provider does not remember itself. `holds_patience`: the connection was set
    up for the candidate's patience, and only another one can have another.
    """

    context: InterviewContext
    plan: tuple[Question, ...]
    model_name: str
    model: LiveModel
    own_detection: bool
    wall_ms: Callable[[], int]
    retold: tuple[Entry, ...] = ()
    holds_patience: bool = False


class Conversation:
    """From an open connection to its end. `now` counts seconds on any steady clock."""

    def __init__(self, terms: Terms, now: float) -> None:
        self._terms = terms
        self._context = terms.context
        self._events: list[ev.EngineEvent] = []
        self._outgoing: list[ToProvider] = []
        self._remark = ""
        self._heard_remark = ""
        self._is_time_up = False
        self._reminds = False
        self._reminded_at_tokens = _REMIND_EVERY_TOKENS
        self._answered: set[str] = set()
        self._checkpoint_ms = terms.wall_ms()
        self._old_at: float | None = now + _OLD_AFTER_S
        self._is_over = False
        self._now = now
        self._tracker = QuestionTracker(terms.plan, self._context.question_count, self._context.transcript)
        self._candidate = CandidateSide(self._outgoing.append, self._events.append, own_detection=terms.own_detection)
        self._interviewer = InterviewerSide(
            self._events.append,
            self._request,
            self._tracker,
            own_detection=terms.own_detection,
            has_status=terms.model.has_status,
        )

    # ---- outputs

    def take_events(self) -> list[ev.EngineEvent]:
        events = self._events[:]
        self._events.clear()
        return events

    def take_outgoing(self) -> list[ToProvider]:
        outgoing = self._outgoing[:]
        self._outgoing.clear()
        return outgoing

    def next_deadline(self) -> float | None:
        times = (self._candidate.next_deadline(), self._interviewer.next_deadline(), self._old_at)
        return min((at for at in times if at is not None), default=None)

    # ---- inputs

    def receive_deadline(self, now: float) -> None:
        self._now = now
        self._candidate.receive_deadline(now)
        self._interviewer.receive_deadline(now)
        if self._old_at is not None and self._old_at <= now:
            self._old_at = None
            self._events.append(ev.GoingAway(_OLD_LEFT_MS))
        self._remark_when_idle()

    def command(self, command: act.EngineCommand, now: float) -> None:
        """Anything the session wants."""
        self._now = now
        match command:
            case act.Begin():
                self._begin()
            case act.ActivityStart():
                self._start_activity(command.turn)
            case act.CandidateAudio():
                self._candidate.hear(command.pcm)
            case act.ActivityEnd():
                self._end_activity(command.turn)
            case act.ActivityCancel():
                self._candidate.cancel(command.turn)
            case act.CandidateSaid():
                self._ask(prompts.typed_answer(command.text))
            case act.Interrupt():
                self._interrupt(command.heard)
            case act.Repeat():
                self._ask(prompts.say_again_request(self._tracker.open_text), replays=True)
            case act.Nudge():
                self._ask(prompts.nudge_request())
            case act.TimeLeft():
                self._remark_time(command.seconds_left)
            case act.ChangePatience():
                if self._terms.holds_patience:
                    self._events.append(ev.GoingAway(_OLD_LEFT_MS))
            case act.Finish():
                self._is_over = True
                self._candidate.finish()

    def receive(self, message: FromProvider, now: float) -> None:
        """Everything in one message, in the order in which it makes sense."""
        self._now = now
        if message.heard_text or message.heard_is_final:
            self._candidate.recognised(message.heard_text, now, is_last=message.heard_is_final)
        elif message.interim_text:
            self._candidate.guessed(message.interim_text, now)
        if not self._is_over:
            self._follow_interviewer(message, now)
        if message.usage is not None:
            self._take_usage(message.usage)
        if message.handle:
            lacks = tuple(entry.order_index for entry in self._terms.retold)
            state = ResumptionState(message.handle, self._terms.model_name, self._checkpoint_ms, lacks)
            self._events.append(ev.StateChanged(state.as_text()))
        if message.time_left_ms is not None:
            self._old_at = None
            self._events.append(ev.GoingAway(message.time_left_ms))

    def _follow_interviewer(self, message: FromProvider, now: float) -> None:
        if message.said_text or message.sound:
            self._candidate.replied(now)
        if message.said_text:
            self._interviewer.said(message.said_text, now, with_sound=bool(message.sound))
        for piece in message.sound:
            self._interviewer.sounded(piece, now)
        for call in message.tool_calls:
            self._answer(call)
        if message.cancels_tools:
            self._interviewer.changed_its_mind()
        if message.interrupted:
            self._interviewer.interrupted()
        if message.generation_complete:
            self._interviewer.generated(now)
        if message.turn_complete and not message.in_progress:
            self._checkpoint_ms = self._terms.wall_ms()
            self._interviewer.completed(now)
        self._remark_when_idle()

    # ---- turns

    def _begin(self) -> None:
        """Greet and ask; on an interview under way: go on, and never greet."""
        entries = self._context.transcript
        newest = entries[-1] if entries else None
        if newest is None:
            self._ask(prompts.opening_request(self._context))
        elif newest.role is Role.CANDIDATE or newest.heard is Heard.CUT:
            self._ask(prompts.go_on_request(self._context))
        elif newest.question is None and is_farewell(newest.content):
            self._ask(prompts.time_remark(0), replays=True)
        else:
            self._ask(prompts.say_again_request(_open_question(entries, newest)), replays=True)

    def _start_activity(self, turn: int) -> None:
        self._interviewer.stop(for_speech=True)
        self._send_remarks()
        self._candidate.begin(turn, self._now)

    def _end_activity(self, turn: int) -> None:
        self._candidate.end(turn, self._now)
        self._interviewer.expect_reply(self._now, after_speech=True)

    def _interrupt(self, heard: str) -> None:
        """Stop speaking. The model should know what was heard, where it takes a remark without replying to it."""
        was_generating = self._interviewer.is_generating
        is_cut = " ".join(heard.split()) != self._interviewer.text
        self._interviewer.stop(for_speech=False)
        if self._candidate.activity_is_open:  # text between pieces of one answer is not for certain taken in order
            self._heard_remark = prompts.heard_remark(heard) if is_cut else ""
        elif self._terms.model.takes_text and self._terms.own_detection:
            if is_cut or was_generating:
                self._outgoing.append(Text(prompts.heard_remark(heard), asks=False))
        elif was_generating:
            self._candidate.open_activity()

    def _ask(self, text: str, *, replays: bool = False) -> None:
        """Stop whatever is being said, and ask for something else."""
        self._interviewer.stop(for_speech=False)
        self._request(text, replays=replays)

    def _request(self, text: str, *, replays: bool = False) -> None:
        """Send a text that wants a reply, with the remarks that wait."""
        self._candidate.close_activity()
        self._outgoing.append(Text(f"{self._take_remarks()}\n{text}".strip(), asks=True))
        self._interviewer.expect_reply(self._now, replays=replays)

    def _answer(self, call: ToolCall) -> None:
        """Answered at once, and once; what it means is the session's business."""
        if call.call_id in self._answered:
            return
        self._answered.add(call.call_id)
        is_known = call.name == prompts.END_TOOL
        self._outgoing.append(ToolAnswer(call.call_id, call.name, is_known))
        if is_known:
            self._interviewer.wants_to_end()

    # ---- remarks

    def _take_usage(self, usage: TokenUsage) -> None:
        """Each turn reads the whole conversation: its size tells when the beginning may soon be forgotten."""
        self._events.append(ev.Usage(replace(usage, model=self._terms.model_name)))
        tokens = usage.audio_in + usage.text_in
        if abs(tokens - self._reminded_at_tokens) >= _REMIND_EVERY_TOKENS and self._tracker.asked:
            self._reminded_at_tokens = tokens
            self._reminds = True

    def _remark_time(self, seconds_left: int) -> None:
        """The newest remark on the time replaces one that still waits."""
        self._remark = prompts.time_remark(seconds_left)
        self._is_time_up = seconds_left <= 0
        self._remark_when_idle()

    def _remark_when_idle(self) -> None:
        has_any = self._remark or self._heard_remark or self._reminds
        if not has_any or self._candidate.activity_is_open or not self._interviewer.is_idle:
            return
        if self._is_time_up:
            text, self._remark, self._is_time_up = self._remark, "", False
            self._ask(text)
        else:
            self._send_remarks()

    def _send_remarks(self) -> None:
        """Without a reply. A model that replies to every text hears them with the next one."""
        if self._terms.model.takes_text and (text := self._take_remarks()):
            self._outgoing.append(Text(text, asks=False))

    def _take_remarks(self) -> str:
        reminder = prompts.covered_remark(self._tracker.asked) if self._reminds else ""
        remarks = (reminder, self._heard_remark, self._remark)
        self._remark, self._heard_remark, self._reminds = "", "", False
        return "\n".join(filter(None, remarks))


def _open_question(entries: tuple[Entry, ...], newest: Entry) -> str:
    """The words to say again."""
    asked = last_question(entries)
    return question_text(asked if asked is not None else newest)
