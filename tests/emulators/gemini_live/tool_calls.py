"""Function calls of a connection: sent, answered, cancelled, and what an answer asks for."""

import asyncio
from collections.abc import Mapping
from typing import cast

from tests.emulators.gemini_live.actions import ToolCall
from tests.emulators.gemini_live.client_messages import FunctionResponse
from tests.emulators.gemini_live.jsons import Json, Object
from tests.emulators.gemini_live.runs import CallOut
from tests.emulators.gemini_live.setup_rules import Tool
from tests.emulators.gemini_live.violations import Rule, Violation
from tests.emulators.gemini_live.wire import Wire


class ToolCalls:
    """A blocking call freezes generation until it is answered or cancelled."""

    def __init__(self, wire: Wire, tools: tuple[Tool, ...]) -> None:
        self._wire = wire
        self._tools = {tool.name: tool for tool in tools}
        self._open: dict[str, tuple[CallOut, asyncio.Event]] = {}

    def declare(self, tools: tuple[Tool, ...]) -> None:
        self._tools = {tool.name: tool for tool in tools}

    def call(self, action: ToolCall) -> asyncio.Event | None:
        """Sends the call; returns what to wait for when it blocks."""
        run = self._wire.run
        tool = self._tools.get(action.name)
        call = CallOut(
            action.id or f"call_{len(run.calls) + 1}", action.name, bool(tool and tool.is_blocking), self._wire.now_s
        )
        run.calls.append(call)
        answered = asyncio.Event()
        self._open[call.id] = (call, answered)
        function: Object = {"id": call.id, "name": call.name, "args": dict(_json(action.args or {}))}
        self._wire.send({"toolCall": {"functionCalls": [function]}})
        return answered if call.is_blocking else None

    def answer(self, response: FunctionResponse) -> CallOut | None:
        """The call this answers; None when it is unknown, cancelled or already answered."""
        known = next((call for call in reversed(self._wire.run.calls) if call.id == response.id), None)
        if known is not None:
            known.answers += 1
        entry = self._open.pop(response.id, None)
        if entry is None and known is not None and known.cancelled and known.answers == 1:
            self._wire.note("answer_to_cancelled_call", id=response.id)
            return None
        if entry is None:
            detail = "answered twice" if known is not None else "unknown call id"
            self._wire.run.violate(
                self._wire.now_s, self._wire.index, Violation(Rule.TOOL_RESPONSE_ID, f"{response.id!r}: {detail}")
            )
            return None
        call, answered = entry
        call.answered_s = self._wire.now_s
        answered.set()
        return call

    def cancel_blocking(self) -> None:
        self.cancel([call.id for call, _ in self._open.values() if call.is_blocking])

    def cancel(self, ids: list[str]) -> None:
        """Cancels these, or with an unknown id only says so."""
        if not ids:
            return
        for call_id in ids:
            entry = self._open.pop(call_id, None)
            if entry is not None:
                entry[0].cancelled = True
        self._wire.send({"toolCallCancellation": {"ids": list(ids)}})

    def newest(self) -> str | None:
        return next(reversed(self._open), None)


def _json(args: Mapping[str, object]) -> Mapping[str, Json]:
    """YAML holds nothing that JSON does not, but its reader cannot say so."""
    return cast(Mapping[str, Json], args)
