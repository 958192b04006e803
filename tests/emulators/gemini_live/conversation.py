"""A session while it is connected: the rules for every client message, and how the two sides' turns meet."""

from tests.emulators.gemini_live import actions as do
from tests.emulators.gemini_live import client_messages as got
from tests.emulators.gemini_live.candidate_turns import CandidateTurns
from tests.emulators.gemini_live.director import Director, Value
from tests.emulators.gemini_live.handles import Handles
from tests.emulators.gemini_live.limits import Limiter
from tests.emulators.gemini_live.memory import Item, Session, SessionStore
from tests.emulators.gemini_live.model_turns import Due, ModelTurns
from tests.emulators.gemini_live.performer import Performer
from tests.emulators.gemini_live.profiles import ClientContent
from tests.emulators.gemini_live.records import level_of
from tests.emulators.gemini_live.runs import AnswerTurn
from tests.emulators.gemini_live.setup_rules import read_tools
from tests.emulators.gemini_live.steps import Happening, Step, When
from tests.emulators.gemini_live.tool_calls import ToolCalls
from tests.emulators.gemini_live.transcriber import Transcriber
from tests.emulators.gemini_live.violations import Rule, Violation
from tests.emulators.gemini_live.wire import Wire


class Conversation:
    """Puts the parts of a connection together and hands messages to them."""

    def __init__(self, wire: Wire, session: Session, store: SessionStore) -> None:
        self._wire = wire
        self._session = session
        self._director = Director(wire.run, wire.scenario.steps, wire.index)
        self._performer = Performer(wire, self._director, store)
        self._limiter = Limiter(wire, session, self._performer.perform_all)
        self._tools = ToolCalls(wire, session.setup.tools)
        self._handles = Handles(wire, session, store, wire.now_s)
        self._transcriber = Transcriber(wire, session.setup.input_transcripts)
        self._candidate = CandidateTurns(
            wire,
            session.setup,
            self._transcriber,
            started=self._activity_started,
            ended=self._activity_ended,
            progressed=self._activity_progressed,
            echoed=self._heard_itself,
        )
        self._model = ModelTurns(
            wire,
            session,
            self._director,
            self._handles,
            self._tools,
            perform=self._performer.perform,
            perform_later=self._performer.later,
            remembered=self._limiter.measure,
        )
        self._waiting: list[Step] = []
        self._opening: tuple[tuple[Happening, Value], ...] = ()
        self._wire_up()

    def _wire_up(self) -> None:
        self._performer.handles = self._handles
        self._performer.tools = self._tools
        self._performer.speak = lambda step: self._model.begin(Due(script=step))
        self._performer.interrupt = self._interrupt_as_told
        self._performer.start_user_turn = self._candidate.start
        self._performer.end_user_turn = self._candidate.end

    def announce(self) -> None:
        """The setup has arrived and is in order; nothing has been answered yet."""
        self._performer.happened(Happening.SETUP_RECEIVED, True)

    def begin(self) -> None:
        """Setup is complete."""
        run = self._wire.run
        resumed = self._session.setup.handle is not None
        opening = (Happening.RESUMED, run.resumptions) if resumed else (Happening.FRESH, run.fresh_sessions)
        self._opening = (opening,)
        self._limiter.start()
        self._performer.happened(Happening.SETUP_DONE, True)
        self._performer.happened(*opening)
        for step in self._director.timed():
            self._performer.later(step, step.when.t or 0)
        poison_s = self._wire.scenario.resumption.poisoned_after_s
        if resumed and poison_s is not None:
            actions = (do.Sleep(poison_s), do.Close(1011, "Internal error encountered."))
            self._wire.spawn(self._performer.perform_all(actions), "poisoned handle")

    # ---- what a test says

    def control(self, label: str) -> None:
        self._performer.happened(Happening.CONTROL, label)

    async def inject(self, actions: tuple[do.Action, ...]) -> None:
        """Speaking actions make a model turn of their own."""
        step = Step(When(control="injected"), actions)
        if step.speaks:
            self._model.begin(Due(script=step))
        else:
            await self._performer.perform_all(actions)

    # ---- what the client says

    def receive(self, message: got.ClientMessage) -> None:
        """Raises Violation."""
        self._performer.happened(Happening.CLIENT_MSG, self._wire.run.client_messages)
        match message:
            case got.SetupMessage():
                self._refuse(Rule.SECOND_SETUP, "a second setup")
            case got.ContentMessage():
                self._content(message)
            case got.AudioMessage():
                self._audio(message)
            case got.MediaChunksMessage(chunks=chunks):
                if not self._session.setup.profile.media_chunks:
                    self._refuse(Rule.MEDIA_CHUNKS, "mediaChunks")
                for chunk in chunks:
                    self._audio(chunk)
            case got.TextMessage(text=text):
                self._seed_first()
                self._text(text)
            case got.ToolResponseMessage(responses=responses):
                for response in responses:
                    self._tool_response(response)
            case got.ContextUpdateMessage():
                self._context(message)
            case got.VideoMessage():
                self._seed_first()
            case _:
                self._activity(message)

    def _content(self, message: got.ContentMessage) -> None:
        setup = self._session.setup
        if any(turn.has_function_parts for turn in message.turns):
            self._refuse(Rule.FUNCTION_PARTS, "function parts in client content")
        is_seed = setup.seeds_history and not self._session.seeded
        if setup.profile.client_content is ClientContent.SEED_ONLY and not is_seed:
            self._refuse(Rule.CLIENT_CONTENT, "client content outside the initial history")
        if not is_seed:
            self._model.interrupt()
        self._session.history.extend(Item(turn.role, turn.text) for turn in message.turns)
        self._limiter.measure()
        if is_seed:
            self._session.seeded = message.turn_complete
            return
        text = " ".join(turn.text for turn in message.turns)
        self._performer.happened(Happening.TEXT_MATCHES, text)
        if message.turn_complete:
            self._due((Happening.TEXT_MATCHES, text), request=text)

    def _text(self, text: str) -> None:
        if self._session.setup.interrupts:
            self._model.interrupt()
        self._session.history.append(Item("user", text))
        self._performer.happened(Happening.TEXT_MATCHES, text)
        self._due((Happening.TEXT_MATCHES, text), request=text)

    def _audio(self, message: got.AudioMessage) -> None:
        self._seed_first()
        if len(message.pcm) % 2:
            self._wire.note("odd_audio", size_bytes=len(message.pcm))
        if not message.has_rate:
            self._wire.note("audio_without_rate", mime_type=message.mime_type)
        if self._model.is_audible:
            self._wire.run.while_speaking_ms += len(message.pcm) * 500 / message.rate_hz
        self._candidate.audio(message, level_of(message.pcm))
        self._performer.happened(Happening.AUDIO_RECEIVED, self._wire.run.audio_ms / 1000)

    def _activity(self, message: got.ClientMessage) -> None:
        self._seed_first()
        detects = self._session.setup.detects_activity
        if isinstance(message, got.AudioStreamEndMessage):
            if not detects:
                self._refuse(Rule.AUDIO_STREAM_END, "audioStreamEnd without automatic activity detection")
            self._candidate.stream_end()
            return
        if detects:
            self._refuse(Rule.ACTIVITY_MESSAGES, "activity message with automatic activity detection")
        if isinstance(message, got.ActivityStartMessage):
            self._candidate.start()
        else:
            self._candidate.end()

    def _tool_response(self, response: got.FunctionResponse) -> None:
        call = self._tools.answer(response)
        if call is None:
            if self._wire.scenario.strict_tool_ids:
                self._refuse(Rule.TOOL_RESPONSE_ID, f"unknown call {response.id!r}")
            return
        self._performer.happened(Happening.TOOL_RESPONSE, call.name)
        reason = (Happening.TOOL_RESPONSE, call.name)
        goes_on_alone = call.is_blocking or response.scheduling == "SILENT"
        if goes_on_alone and not self._director.has_script((reason,)):
            return
        if response.scheduling == "INTERRUPT":
            self._model.interrupt()
        self._due(reason, tool=call.name)

    def _context(self, message: got.ContextUpdateMessage) -> None:
        if not self._session.setup.profile.context_update:
            self._refuse(Rule.CONTEXT_UPDATE, "contextUpdate")
        if message.system_text is not None:
            self._session.system_text = message.system_text
        if message.tools is not None:
            self._tools.declare(read_tools(message.tools, self._session.setup.profile))
        self._performer.happened(Happening.CONTEXT_UPDATE, True)

    def _seed_first(self) -> None:
        if self._session.setup.seeds_history and not self._session.seeded:
            self._refuse(Rule.CLIENT_CONTENT, "realtime input before the initial history")

    def _refuse(self, rule: Rule, detail: str) -> None:
        if rule not in self._wire.scenario.relax:
            raise Violation(rule, detail)

    # ---- how turns meet

    def _due(self, reason: tuple[Happening, Value], *, request: str | None = None, tool: str | None = None) -> None:
        opening, self._opening = self._opening, ()
        self._model.begin(Due((reason, *opening), request=request, tool=tool))

    def _activity_started(self, number: int) -> None:
        if self._session.setup.interrupts:
            self._model.interrupt()
        self._performer.happened(Happening.ACTIVITY, number)
        self._waiting = self._director.within_turn(Happening.ACTIVITY, number)
        self._waiting.extend(self._director.chance(self._wire.scenario.chaos, self._wire.rng))

    def _activity_progressed(self, _number: int, seconds: float) -> None:
        ready = [step for step in self._waiting if (step.when.at_s or 0) <= seconds]
        self._waiting = [step for step in self._waiting if step not in ready]
        for step in ready:
            self._performer.later(step, 0)

    def _activity_ended(self, answer: AnswerTurn) -> None:
        self._session.history.append(Item("user", answer.text, answer.audio_ms, answer.utterances))
        self._limiter.measure()
        self._performer.happened(Happening.USER_TURN, answer.number)
        if answer.audio_ms < self._wire.scenario.vad.min_utterance_ms:
            self._wire.run.ignored_turns += 1
            self._wire.note("turn_ignored", turn=answer.number)
            return
        self._due((Happening.USER_TURN, answer.number))

    def _heard_itself(self) -> None:
        if self._model.is_audible:
            self._wire.note("echo")
            self._model.interrupt()

    def _interrupt_as_told(self, turn_complete: bool) -> None:
        """By the scenario: what is not speaking is interrupted all the same."""
        if not self._model.interrupt(turn_complete=turn_complete):
            self._wire.send({"serverContent": {"interrupted": True}})
            if turn_complete:
                self._wire.send({"serverContent": {"turnComplete": True}})
