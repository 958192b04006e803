"""Gemini Live as the interviewer: opens connections and decides with which memory a conversation goes on.

The provider remembers a conversation by a handle; we remember it in the transcript. A handle is tried first, and what
was said after it was issued is told again; where it leads nowhere, a fresh conversation is told everything.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

from preppal.config import Settings
from preppal.domain import prompts
from preppal.domain.interview import InterviewContext, Patience
from preppal.domain.transcript import Question
from preppal.engines.gemini_client import OPEN_WITHIN_S, SharedClient
from preppal.engines.gemini_conversation import Conversation, Terms
from preppal.engines.gemini_errors import Fault, Trouble, engine_error, fault_of
from preppal.engines.gemini_models import live_model
from preppal.engines.gemini_plan import plan_questions
from preppal.engines.gemini_setup import live_config
from preppal.engines.gemini_state import ResumptionState
from preppal.engines.gemini_stream import GeminiStream, close_connection
from preppal.errors import EngineError
from preppal.ports import EngineStream

PROVIDER_DETECTION = "provider"
_SECOND_TRY_AFTER_S = 1.0

_log = logging.getLogger(__name__)

Plan = Callable[[InterviewContext], Sequence[Question]]


class GeminiEngine:
    """ports.Engine. `clock` is the wall clock by which transcripts are timed."""

    def __init__(
        self, settings: Settings, *, plan: Plan = plan_questions, clock: Callable[[], float] = time.time
    ) -> None:
        self._client = SharedClient(settings)
        self._model = settings.gemini_live_model
        self._own_detection = settings.gemini_turn_detection != PROVIDER_DETECTION
        self._plan = plan
        self._clock = clock

    @property
    def name(self) -> str:
        return "gemini"

    async def close(self) -> None:
        await self._client.close()

    async def open(self, context: InterviewContext) -> EngineStream:
        """Within twenty seconds, with the provider's memory or with ours. Raises EngineError."""
        terms = Terms(
            context=context,
            plan=tuple(await asyncio.to_thread(self._plan, context)),
            model_name=self._model,
            model=live_model(self._model),
            # "I press Done" cannot be told to the provider.
            own_detection=self._own_detection or context.patience is Patience.MANUAL,
            holds_patience=not self._own_detection,
            wall_ms=lambda: round(self._clock() * 1000),
        )
        state = ResumptionState.from_text(context.engine_state)
        if state is not None and state.is_usable(self._model, terms.wall_ms()):
            stream = await self._resume(terms, state)
            if stream is not None:
                return stream
        return await self._dial(replace(terms, retold=context.transcript), "")

    async def _resume(self, terms: Terms, state: ResumptionState) -> EngineStream | None:
        """None when the provider was there and would not have the handle: an invalid one once, a busy one twice."""
        terms = replace(terms, retold=state.unremembered(terms.context.transcript))
        for pause_s in (0.0, _SECOND_TRY_AFTER_S):
            await asyncio.sleep(pause_s)
            try:
                return await self._dial(terms, state.handle)
            except _Refused as refusal:
                _log.info("interview %s: handle refused (code %d)", terms.context.interview_id, refusal.fault.code)
                if refusal.fault.trouble is not Trouble.SERVICE:
                    break
        return None

    async def _dial(self, terms: Terms, handle: str) -> GeminiStream:
        """Open one connection, setup included. Raises EngineError; _Refused when a handle may be the reason."""
        fence = secrets.token_hex(4)
        instructions = prompts.interviewer_instructions(terms.context, terms.plan, fence, retold=terms.retold)
        client = await self._client.get()
        connection = AsyncExitStack()
        try:
            async with asyncio.timeout(OPEN_WITHIN_S):
                session = await connection.enter_async_context(
                    client.aio.live.connect(model=self._model, config=live_config(terms, instructions, handle))
                )
        except Exception as error:  # the SDK translates nothing here
            raise _opening_error(fault_of(error), with_handle=bool(handle)) from None
        if session.setup_complete is None:
            await close_connection(session, connection)
            raise engine_error(Fault(Trouble.SERVICE))
        return GeminiStream(session, connection, Conversation(terms, asyncio.get_running_loop().time()), terms.model)


class _Refused(EngineError):
    """The provider closed the connection at its setup, where only the handle was new to it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(engine_error(fault)))
        self.fault = fault


def _opening_error(fault: Fault, *, with_handle: bool) -> EngineError:
    may_be_the_handle = fault.was_refused and fault.trouble in (Trouble.ARGUMENT, Trouble.SERVICE)
    return _Refused(fault) if with_handle and may_be_the_handle else engine_error(fault)
