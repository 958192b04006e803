"""The least an application must do to get through an interview: what shows that a scenario can be survived."""

import ssl
from collections.abc import Awaitable, Callable
from enum import Enum

from google.genai import errors, types
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.unit.emulators.sdk_client import Line, config, line, sdk

ANSWERS = {
    number: f"Answer number {number} is about the {word} of it" for number, word in enumerate("abcdefghijklmnop")
}

BeforeAnswer = Callable[[Line, int], Awaitable[None]]
Refusal = errors.APIError | InvalidStatus | OSError | TimeoutError | ssl.SSLError


class _Lost(Exception):
    """The connection is of no more use."""


class Awaits(Enum):
    """What the interviewer owes."""

    NOTHING = "nothing"
    QUESTION = "question"
    REPLY = "reply"


class MiniEngine:
    """Greets once, answers with coded speech, resumes or seeds a fresh session, answers the tool, hangs up.

    `stall_s` is emulated time without what it waits for, `setup_s` real time for a setup.
    """

    def __init__(
        self,
        emulator: GeminiLiveEmulator,
        *,
        settings: types.LiveConnectConfig | None = None,
        answers: int = 4,
        stall_s: float = 60.0,
        before_answer: BeforeAnswer | None = None,
        attempts: int = 7,
        setup_s: float = 5.0,
    ) -> None:
        self._client = sdk(emulator)
        self._clock = emulator.clock
        self._settings = settings or config()
        self._wanted = answers
        self._stall_s = stall_s
        self._before_answer = before_answer
        self._attempts = attempts
        self._setup_s = setup_s
        self._handle: str | None = None
        self._handle_failures = 0
        self._greeted = False
        self._given = 0
        self._known = 0  # so many answers are behind the handle
        self._awaits = Awaits.NOTHING
        self._is_done = False
        self.lines: list[Line] = []
        self.refusals: list[Refusal] = []

    async def interview(self) -> "MiniEngine":
        for _ in range(self._attempts):
            if not self._is_done and self._may_retry():
                await self._connection()
        return self

    def _may_retry(self) -> bool:
        final = (1007, 1008)
        newest = self.refusals[-1] if self.refusals else None
        if isinstance(newest, InvalidStatus):
            return newest.response.status_code >= 429 and len(self.refusals) < 3
        if isinstance(newest, errors.APIError) and newest.code in final and not self.lines:
            return False
        return len(self.refusals) < 3

    async def _connection(self) -> None:
        resumption = types.SessionResumptionConfig(handle=self._handle)
        settings = self._settings.model_copy(update={"session_resumption": resumption})
        try:
            async with line(self._client, settings, setup_s=self._setup_s) as opened:
                if opened.session.setup_complete is None:
                    raise _Lost
                self.lines.append(opened)
                await self._converse(opened)
                self._is_done = True
        except (errors.APIError, InvalidStatus, ssl.SSLError, OSError) as refusal:
            self.refusals.append(refusal)
            self._drop_handle(at_once=getattr(refusal, "code", 0) == 1007)
        except (_Lost, ConnectionClosed):
            self._drop_handle(at_once=False)

    def _drop_handle(self, *, at_once: bool) -> None:
        """After a refusal, or twice without a finished turn, the handle is not to be trusted."""
        newest = self.lines[-1].handle if self.lines else None
        if newest is not None and newest != self._handle:
            complete = self._given - (self._awaits is Awaits.REPLY)
            self._known = complete if self.lines[-1].handle_is_newest else complete - 1
            self._handle, self._handle_failures = newest, 0
            return
        self._handle_failures += 1
        if at_once or self._handle_failures >= 2:
            self._handle, self._handle_failures, self._known = None, 0, 0

    # ---- one connection

    async def _converse(self, opened: Line) -> None:
        await self._open(opened)
        while True:
            if self._awaits is not Awaits.NOTHING:
                await self._wait(opened, lambda: opened.turns > 0 or opened.calls)
            if opened.calls:
                await self._end(opened)
                return
            self._awaits = Awaits.NOTHING
            if self._given == self._wanted:
                return
            if opened.go_aways:
                raise _Lost
            if self._before_answer is not None:
                await self._before_answer(opened, self._given)
                if opened.ended or opened.go_aways:
                    raise _Lost
            self._given += 1
            await self._answer(opened)

    async def _open(self, opened: Line) -> None:
        """The first words of a connection: a greeting is asked for once in an interview."""
        if not self._greeted:
            self._greeted = True
            await self._ask(opened, "Begin: greet the candidate and ask your first question.")
        elif self._awaits is Awaits.REPLY:
            await self._retell(opened, self._given - 1)
            await self._answer(opened)
        elif self._awaits is Awaits.QUESTION:
            await self._retell(opened, self._given)
            await self._ask(opened, "Please repeat the open question.")
        else:
            await self._retell(opened, self._given)

    async def _retell(self, opened: Line, answers: int) -> None:
        """What the session cannot know: everything without a handle, else what came after the handle's checkpoint."""
        if self._handle is not None and self._known >= answers:
            return
        heard = " ".join(text for opened in self.lines for text in [opened.heard_text] if text)
        told = " ".join(f"Candidate: {ANSWERS[number]}." for number in range(max(0, self._known), answers))
        await opened.ask(f"So far the interviewer said: {heard} {told}", turn_complete=False)

    async def _ask(self, opened: Line, text: str) -> None:
        self._awaits = Awaits.QUESTION
        opened.forget_turns()
        await opened.ask(text)

    async def _answer(self, opened: Line) -> None:
        self._awaits = Awaits.REPLY
        opened.forget_turns()
        await opened.answer(self._given - 1, ANSWERS[self._given - 1])

    async def _end(self, opened: Line) -> None:
        for call in opened.calls:
            response = types.FunctionResponse(id=call.id, name=call.name, response={"status": "ok"})
            await opened.session.send_tool_response(function_responses=response)
        await self._wait(opened, lambda: opened.turns > 0)

    async def _wait(self, opened: Line, condition: Callable[[], object]) -> None:
        """Also done when the link ends, or when nothing comes for too long."""
        try:
            await self._within(opened.until(lambda: condition() or opened.ended or opened.go_aways))
        except TimeoutError:
            raise _Lost from None
        if not condition() and opened.go_aways and opened.ended is None:
            await self._wait_out(opened, condition)
        if not condition():
            raise _Lost

    async def _within(self, waiting: Awaitable[None]) -> None:
        await self._clock.wait_for(waiting, self._stall_s)

    async def _wait_out(self, opened: Line, condition: Callable[[], object]) -> None:
        """After a goAway the running turn may still be heard to its end."""
        try:
            await self._within(opened.until(lambda: condition() or opened.ended))
        except TimeoutError:
            raise _Lost from None
