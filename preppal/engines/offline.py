"""The offline interviewer: a question bank, a local recogniser and a local voice. Needs no network and no key.

It hears well enough to notice that, how long and roughly about what somebody spoke; what it asks next follows rules.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from preppal.domain.audio import CANDIDATE_RATE_HZ, duration_ms
from preppal.domain.interview import InterviewContext
from preppal.domain.transcript import Role, last_question, question_text
from preppal.engines.conduct import Conductor, Course, Reply
from preppal.engines.delivery import Delivery, Voice
from preppal.engines.material import Material, restored
from preppal.engines.warm_up import WarmUpConductor
from preppal.errors import EngineError, where
from preppal.ports import EngineStream, Hypothesis, RecognizerStream, SpeechToText, TextToSpeech
from preppal.session import actions as act
from preppal.session import events as ev

# A session replays five minutes of 20 ms frames at most. Full: the stream is lost, and the session opens another.
_MAX_COMMANDS = 16_384
# More than a long turn. Full: the turn waits for the session.
_MAX_EVENTS = 1_024
_CLOSE_LIMIT_S = 2.0
# An interruption this early has heard nothing of the question: it is asked again later.
_UNHEARD_WORDS = 2

_log = logging.getLogger(__name__)


class OfflineEngine:
    """Shares the recogniser's and the synthesiser's processes between interviews."""

    def __init__(self, recognizer: SpeechToText, synthesizer: TextToSpeech) -> None:
        self._recognizer = recognizer
        self._synthesizer = synthesizer

    @property
    def name(self) -> str:
        return "offline"

    async def open(self, context: InterviewContext) -> EngineStream:
        """Start, or go on where the context stands. Raises EngineError when nothing can be recognised."""
        conducts = WarmUpConductor if context.is_warm_up else Conductor
        conductor = await asyncio.to_thread(conducts, context)
        course = await asyncio.to_thread(conductor.course)
        await self._recognizer.prepare()
        try:
            await self._synthesizer.prepare()
        except EngineError:
            _log.warning("interview %s: the interviewer has no voice and goes on in text", context.interview_id)
        return OfflineStream(context, conductor, course, self._recognizer, self._synthesizer)

    async def close(self) -> None:
        await self._recognizer.close()
        await self._synthesizer.close()


@dataclass(frozen=True, slots=True)
class _Standing:
    """Everything a reply changes, so that one nobody heard can be taken back."""

    course: Course
    material: Material
    question: str = ""  # the words that were asked last
    awaits_reply: bool = False


@dataclass(slots=True)
class _Turn:
    """The candidate turn that is being recognised."""

    number: int
    recognizer: RecognizerStream
    sound_ms: float = 0.0


class _End(Enum):
    OF_EVENTS = auto()


class OfflineStream:
    """One conversation. A task takes the commands in order; a second one, at most, hands a reply over."""

    def __init__(
        self,
        context: InterviewContext,
        conductor: Conductor,
        course: Course,
        recognizer: SpeechToText,
        synthesizer: TextToSpeech,
    ) -> None:
        self._context = context
        self._conductor = conductor
        self._recognizer = recognizer
        self._voice = Voice(synthesizer, context.persona, context.speaking_speed)
        self._standing = _standing(context, course)
        self._before: _Standing | None = None
        self._delivery: Delivery | None = None
        self._turn: _Turn | None = None
        self._seconds_left = context.duration_s - context.elapsed_ms / 1000
        self._heard_at = 0.0
        self._inbox: asyncio.Queue[act.EngineCommand] = asyncio.Queue(_MAX_COMMANDS)
        self._outbox: asyncio.Queue[ev.EngineEvent | EngineError | _End] = asyncio.Queue(_MAX_EVENTS)
        self._listening = asyncio.create_task(self._listen())

    # ---- the port

    async def send(self, command: act.EngineCommand) -> None:
        """Never waits. Raises EngineError when the stream is lost."""
        if self._listening.done():
            raise EngineError("The offline interviewer has left.")
        try:
            self._inbox.put_nowait(command)
        except asyncio.QueueFull as error:
            raise EngineError("The offline interviewer is too far behind.") from error

    async def events(self) -> AsyncIterator[ev.EngineEvent]:
        while True:
            event = await self._outbox.get()
            if isinstance(event, EngineError):
                raise event
            if isinstance(event, _End):
                return
            yield event

    async def close(self) -> None:
        """Let go. Never raises; may be called twice."""
        tasks = {self._listening} | ({self._delivery.task} if self._delivery else set())
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=_CLOSE_LIMIT_S)
        await self._drop_turn()
        while self._outbox.full():
            self._outbox.get_nowait()
        self._outbox.put_nowait(_End.OF_EVENTS)

    # ---- commands, one after the other

    async def _listen(self) -> None:
        command: act.EngineCommand | None = None
        try:
            while not isinstance(command, act.Finish):
                command = await self._inbox.get()
                await self._perform(command)
            await self._outbox.put(_End.OF_EVENTS)
        except EngineError as error:
            await self._outbox.put(error)
        except Exception as error:
            _log.error("interview %s: the offline interviewer failed: %s", self._context.interview_id, where(error))
            await self._outbox.put(EngineError(f"The offline interviewer failed ({type(error).__name__})."))

    async def _perform(self, command: act.EngineCommand) -> None:
        match command:
            case act.Begin():
                self._begin()
            case act.ActivityStart():
                await self._begin_turn(command.turn)
            case act.CandidateAudio():
                await self._hear(command)
            case act.ActivityEnd():
                await self._end_turn(command.turn)
                self._reply()
            case act.ActivityCancel():
                await self._drop_turn()
                if self._standing.awaits_reply:
                    self._reply()
            case act.CandidateSaid():
                await self._stop_speaking()
                self._keep(command.text, 0, Hypothesis(command.text))
                self._reply()
            case act.Interrupt():
                await self._stop_speaking()
                await self._take_back(command.heard)
            case act.Repeat():
                self._repeat(self._conductor.repeat_lead)
            case act.Nudge():
                self._go_on()
            case act.TimeLeft():
                self._seconds_left = command.seconds_left
            case act.ChangePatience():
                pass  # it never ends a turn by itself
            case act.Finish():
                await self._stop_speaking()
                if self._turn is not None:
                    await self._end_turn(self._turn.number)

    # ---- the candidate

    async def _begin_turn(self, number: int) -> None:
        await self._stop_speaking()
        await self._drop_turn()
        self._turn = _Turn(number, await self._recognizer.open(self._context.interview_id))

    async def _hear(self, command: act.CandidateAudio) -> None:
        turn = self._turn
        if turn is None or turn.number != command.turn:
            return
        sound_ms = duration_ms(len(command.pcm), CANDIDATE_RATE_HZ)
        turn.sound_ms += sound_ms
        self._count_time(sound_ms / 1000)
        hypothesis = await turn.recognizer.feed(command.pcm)
        if hypothesis is not None:
            await self._outbox.put(ev.CandidateText(turn.number, hypothesis.text, is_final=False))

    def _count_time(self, sound_s: float) -> None:
        """Between two remarks from the clock. Sound that is replayed faster than it was spoken counted before."""
        now = asyncio.get_running_loop().time()
        self._seconds_left -= min(sound_s, now - self._heard_at)
        self._heard_at = now

    async def _end_turn(self, number: int) -> None:
        """The final words of a turn; none for one that never began here."""
        turn, final, sound_ms = self._turn, Hypothesis(""), 0.0
        if turn is not None and turn.number == number:
            final, sound_ms = await turn.recognizer.finish(), turn.sound_ms
            self._turn = None
        await self._outbox.put(ev.CandidateText(number, final.text, is_final=True, words=final.words))
        self._keep(final.text, round(sound_ms), final)

    async def _drop_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            await turn.recognizer.close()

    def _keep(self, text: str, sound_ms: int, heard: Hypothesis) -> None:
        material = self._standing.material.with_turn(text, sound_ms, heard.words)
        self._standing = replace(self._standing, material=material, awaits_reply=True)

    # ---- the interviewer

    def _begin(self) -> None:
        """Take the first turn; on a resumed interview, ask the open question again or answer what was said last."""
        newest = self._context.transcript[-1] if self._context.transcript else None
        course = self._standing.course
        if newest is None:
            self._say(self._conductor.greet(course))
        elif newest.role is Role.CANDIDATE:
            self._reply()
        elif course.is_closing:
            self._say(self._conductor.replay(course, newest.content))
        else:
            self._repeat(self._conductor.resume_lead)

    def _reply(self) -> None:
        standing = self._standing
        answer = standing.material.answer()
        self._say(self._conductor.answer(standing.course, answer, standing.question, self._seconds_left))

    def _repeat(self, lead: str) -> None:
        self._say(self._conductor.replay(self._standing.course, self._standing.question, lead))

    def _go_on(self) -> None:
        """Say something now, whatever it was that got stuck."""
        if self._delivery is not None and not self._delivery.is_over:
            return
        if self._standing.awaits_reply:
            self._reply()
        elif self._standing.course.position == 0:
            self._begin()
        else:
            self._repeat(self._conductor.repeat_lead)

    def _say(self, reply: Reply) -> None:
        if self._delivery is None or self._delivery.is_over:
            self._delivery = Delivery(reply, self._voice, self._outbox.put, self._said)

    def _said(self, delivery: Delivery) -> None:
        """All of a reply has been handed over: the interview stands where the reply takes it."""
        reply, standing = delivery.reply, self._standing
        self._seconds_left -= delivery.sound_ms / 1000
        self._before = None
        if reply.is_replay:
            return
        if reply.question and not reply.is_greeting:
            self._before = standing
        is_follow_up = reply.asks is not None and reply.asks.is_follow_up
        self._standing = _Standing(
            course=reply.course,
            material=standing.material.after_follow_up() if is_follow_up else Material(),
            question=reply.asks.text if reply.asks is not None else standing.question,
        )

    async def _stop_speaking(self) -> None:
        """At once. Nothing of an unfinished reply counts."""
        delivery = self._delivery
        if delivery is not None and await delivery.stop():
            await self._outbox.put(ev.StateChanged(self._standing.course.as_state()))
            await self._outbox.put(ev.InterviewerStopped())

    async def _take_back(self, heard: str) -> None:
        """The candidate went on speaking before the question could be heard: the answer before it goes on."""
        delivery, before = self._delivery, self._before
        if delivery is None or before is None:
            return
        self._before = None
        if len(heard.split()) <= len(delivery.reply.lead.split()) + _UNHEARD_WORDS:
            self._standing = before
            await self._outbox.put(ev.StateChanged(before.course.as_state()))


def _standing(context: InterviewContext, course: Course) -> _Standing:
    """As the context has it: what was asked last, and what has been said to it."""
    asked = last_question(context.transcript)
    newest = context.transcript[-1] if context.transcript else None
    return _Standing(
        course=course,
        material=restored(context.transcript, course.position),
        question=question_text(asked) if asked is not None else "",
        awaits_reply=newest is not None and newest.role is Role.CANDIDATE,
    )
