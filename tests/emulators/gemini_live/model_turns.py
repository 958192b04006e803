"""The model's side of a connection: what it says when a turn is due, at which pace, and how it is cut short."""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum

from tests.emulators.gemini_live import actions as do
from tests.emulators.gemini_live.director import Director, Value
from tests.emulators.gemini_live.handles import Handles
from tests.emulators.gemini_live.interviewer import Interviewer, Remark
from tests.emulators.gemini_live.jsons import Json, Object
from tests.emulators.gemini_live.memory import Item, Session
from tests.emulators.gemini_live.runs import Said
from tests.emulators.gemini_live.server_messages import content, speech, usage
from tests.emulators.gemini_live.steps import Happening, Step
from tests.emulators.gemini_live.timeline import pick, pieces
from tests.emulators.gemini_live.tool_calls import ToolCalls
from tests.emulators.gemini_live.voice import fill
from tests.emulators.gemini_live.wire import Wire


class Phase(Enum):
    IDLE = "idle"
    THINKING = "thinking"
    SPEAKING = "speaking"  # generating, or sounding at the client's
    HANGING = "hanging"  # a turn that was never completed


@dataclass(frozen=True, slots=True)
class Due:
    """Why a model turn is due. `request` is the client's text; None after the candidate has spoken."""

    reasons: tuple[tuple[Happening, Value], ...] = ()
    request: str | None = None
    script: Step | None = None
    tool: str | None = None


@dataclass(slots=True)
class _Turn:
    number: int
    said: list[Said] = field(default_factory=list)
    playback_ends_s: float = 0
    is_generated: bool = False
    is_completed: bool = False
    is_hanging: bool = False
    has_sound: bool = False
    has_output: bool = False

    @property
    def text(self) -> str:
        return " ".join(said.sent_text for said in self.said if said.sent_words)

    @property
    def audio_ms(self) -> float:
        return sum(said.sent_audio_ms for said in self.said)


class ModelTurns:
    """One turn at a time; what comes due meanwhile waits."""

    def __init__(
        self,
        wire: Wire,
        session: Session,
        director: Director,
        handles: Handles,
        tools: ToolCalls,
        *,
        perform: Callable[[do.Action], Awaitable[None]],
        perform_later: Callable[[Step, float], None],
        remembered: Callable[[], None],
    ) -> None:
        self._wire = wire
        self._session = session
        self._director = director
        self._handles = handles
        self._tools = tools
        self._perform = perform
        self._perform_later = perform_later
        self._remembered = remembered
        self._interviewer = Interviewer(wire.scenario.interview)
        self._queue: deque[Due] = deque()
        self._turn: _Turn | None = None
        self._task: asyncio.Task[None] | None = None
        self.phase = Phase.IDLE

    @property
    def is_audible(self) -> bool:
        return self.phase is Phase.SPEAKING and self._turn is not None and self._turn.has_sound

    def begin(self, due: Due) -> None:
        if self.phase in (Phase.IDLE, Phase.HANGING):
            self._start(due)
        else:
            self._queue.append(due)

    def interrupt(self, *, turn_complete: bool = True) -> bool:
        """Cut the running turn short; what waited is dropped. Returns whether there was a turn to be heard.

        A turn that has not begun to speak goes without a word.
        """
        turn, self._turn = self._turn, None
        self._queue.clear()
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
        self.phase = Phase.IDLE
        if turn is None or not turn.has_output:
            return False
        for said in turn.said:
            said.interrupted = True
        self._wire.send(content(interrupted=True))
        self._remember(turn)
        if turn_complete:
            self._complete(turn, do.TurnComplete())
        self._tools.cancel_blocking()
        return True

    # ---- one turn

    def _start(self, due: Due) -> None:
        self.phase = Phase.THINKING
        self._task = self._wire.spawn(self._run(due), "model turn")

    async def _run(self, due: Due) -> None:
        await self._wire.clock.sleep(pick(self._wire.rng, self._wire.scenario.latency.ttfa_ms) / 1000)
        number = self._wire.run.model_turns + 1
        script = due.script or self._director.script((*due.reasons, (Happening.MODEL_TURN, number)))
        actions = script.do if script is not None else self._default(due)
        if any(isinstance(action, do.NoReply) for action in actions):
            self._wire.note("no_reply", turn=number)
            self._next()
            return
        self._wire.run.model_turns = number
        self._turn = turn = _Turn(number, playback_ends_s=self._wire.now_s)
        self.phase = Phase.SPEAKING
        self._handles.busy()
        for step in self._director.happened(Happening.MODEL_TURN, number):
            self._perform_later(step, 0)
        for action in actions:
            await self._act(turn, action, due)
            if self._turn is not turn:
                return
        await self._finish(turn)

    def _default(self, due: Due) -> tuple[do.Action, ...]:
        """After the result of a tool there is nothing to add; else it is the interviewer's turn."""
        return (do.Silent(),) if due.tool is not None else (do.Ask(),)

    async def _act(self, turn: _Turn, action: do.Action, due: Due) -> None:
        turn.has_output = turn.has_output or isinstance(action, do.SPEAKING)
        match action:
            case do.Say():
                await self._say(turn, action, None)
            case do.Ask():
                await self._ask(turn, due)
            case do.Silent():
                turn.is_completed = False
            case do.Fragment(text=text):
                self._wire.send({"serverContent": {"modelTurn": {"role": "model", "parts": [{"text": text}]}}})
            case do.GenerationComplete():
                self._generated(turn)
            case do.TurnComplete():
                await self._completed(turn, action)
            case do.NoTurnComplete():
                turn.is_hanging = True
            case do.ToolCall():
                await self._call(action)
            case _:
                await self._perform(action)

    async def _finish(self, turn: _Turn) -> None:
        if turn.is_hanging:
            self._remember(turn)
            self.phase = Phase.HANGING
            return
        if not turn.is_completed:
            await self._completed(turn, do.TurnComplete())
        if self._turn is turn:
            self._turn = None
            self._next()

    def _next(self) -> None:
        self.phase = Phase.IDLE
        if self._queue:
            self._start(self._queue.popleft())

    # ---- what a turn is made of

    async def _ask(self, turn: _Turn, due: Due) -> None:
        remark = self._interviewer.next_remark(self._session.system_text, self._session.history, due.request)
        await self._say(turn, do.Say(remark.text), remark)
        tool = self._wire.scenario.interview.end_tool
        if remark.ends and any(declared.name == tool for declared in self._session.setup.tools):
            await self._call(do.ToolCall(tool, {"reason": "the plan is done"}))

    async def _say(self, turn: _Turn, say: do.Say, remark: Remark | None) -> None:
        scenario = self._wire.scenario
        text = self._expanded(say.text) if say.secs is None else fill(self._expanded(say.text), say.secs)
        said = self._said(turn, text, remark)
        sound = await self._wire.mouth.speak(text, said.number, scenario.audio.style)
        timeline = pieces(
            sound, scenario.audio, scenario.transcripts, self._wire.rng, speed=say.speed, hole_s=say.hole_s
        )
        turn.is_completed = turn.is_generated = False
        turn.has_sound = turn.has_sound or say.audio
        turn.playback_ends_s = max(turn.playback_ends_s, said.started_s) + sound.duration_ms / 1000 * say.audio
        self._schedule(turn, sound.duration_ms / 1000)
        for piece in timeline:
            await self._wire.clock.sleep_until(said.started_s + piece.at_s)
            text_part = piece.text if say.transcript and self._tells_output else ""
            pcm = piece.pcm if say.audio else b""
            said.sent_words = max(said.sent_words, piece.words)
            said.sent_audio_ms = piece.audio_ms * say.audio
            if pcm or text_part:
                self._wire.send(speech(pcm, text_part))

    def _said(self, turn: _Turn, text: str, remark: Remark | None) -> Said:
        said = Said(self._wire.run.next_utterance(), text, self._wire.index, turn.number, self._wire.now_s)
        if remark is not None:
            said.move, said.question = remark.move, remark.question
        self._wire.run.said.append(said)
        turn.said.append(said)
        return said

    @property
    def _tells_output(self) -> bool:
        return self._session.setup.output_transcripts and not self._wire.scenario.transcripts.drop_output

    def _schedule(self, turn: _Turn, duration_s: float) -> None:
        """Steps that wait for a place in this turn, on the time line of its playback."""
        chance = self._director.chance(self._wire.scenario.chaos, self._wire.rng) if len(turn.said) == 1 else []
        for step in (*self._director.within_turn(Happening.MODEL_TURN, turn.number), *chance):
            share = step.when.share
            self._perform_later(step, share * duration_s if share is not None else step.when.at_s or 0)

    async def _call(self, call: do.ToolCall) -> None:
        self._handles.busy()
        answered = self._tools.call(call)
        if answered is not None and call.waits:
            await answered.wait()

    def _generated(self, turn: _Turn) -> None:
        if not turn.is_generated:
            turn.is_generated = True
            self._wire.send(content(generationComplete=True))

    async def _completed(self, turn: _Turn, complete: do.TurnComplete) -> None:
        """The service believes that playback has ended."""
        self._generated(turn)
        await self._wire.clock.sleep_until(turn.playback_ends_s + self._wire.scenario.latency.turn_complete_ms / 1000)
        self._remember(turn)
        self._complete(turn, complete)
        turn.said, turn.is_completed, turn.has_sound = [], True, False

    def _complete(self, turn: _Turn, complete: do.TurnComplete) -> None:
        fields: dict[str, Json] = {"turnComplete": True}
        status = complete.status or ("IDLE" if self._session.setup.profile.interaction_status else None)
        if status is not None:
            fields["interactionStatus"] = status
        if complete.reason is not None:
            fields["turnCompleteReason"] = complete.reason
        counts = usage(self._session, self._session.text_tokens, self._session.audio_tokens, turn.audio_ms)
        message: Object = {"serverContent": fields, "usageMetadata": counts}
        self._wire.send(message)
        self._handles.turn_over()
        self._remembered()

    def _remember(self, turn: _Turn) -> None:
        if turn.text:
            self._session.history.append(Item("model", turn.text, turn.audio_ms))

    def _expanded(self, text: str) -> str:
        """Puts earlier turns in: `{history.user[-1]}`, `{history.model[0]}`."""

        def item(match: re.Match[str]) -> str:
            texts = [item.text for item in self._session.history if item.role == match[1]]
            index = int(match[2])
            return texts[index] if -len(texts) <= index < len(texts) else ""

        return re.sub(r"\{history\.(user|model)\[(-?\d+)\]\}", item, text)
