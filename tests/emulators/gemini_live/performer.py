"""Performs the actions of a scenario that are not part of a model turn: single messages, and faults of the link."""

import json
import re
from collections.abc import Callable
from typing import cast

from tests.emulators.gemini_live import actions as do
from tests.emulators.gemini_live.director import Director
from tests.emulators.gemini_live.handles import Handles
from tests.emulators.gemini_live.jsons import Json, Object
from tests.emulators.gemini_live.memory import SessionStore
from tests.emulators.gemini_live.records import Record
from tests.emulators.gemini_live.server_messages import OUTPUT_RATE_HZ, content
from tests.emulators.gemini_live.steps import Happening, Step
from tests.emulators.gemini_live.tool_calls import ToolCalls
from tests.emulators.gemini_live.violations import Rule, Violation
from tests.emulators.gemini_live.wire import Wire

_NEVER_S = 3600.0  # real seconds; the emulated ones of the expectation count


class Performer:
    """Of one connection. Speaking actions go to `speak`, activity and interruption to their owners."""

    def __init__(self, wire: Wire, director: Director, store: SessionStore) -> None:
        self._wire = wire
        self._director = director
        self._store = store
        self.handles: Handles | None = None
        self.tools: ToolCalls | None = None
        self.speak: Callable[[Step], None] = lambda step: None
        self.interrupt: Callable[[bool], None] = lambda turn_complete: None
        self.start_user_turn: Callable[[], None] = lambda: None
        self.end_user_turn: Callable[[], None] = lambda: None

    def later(self, step: Step, delay_s: float) -> None:
        self._wire.spawn(self._run(step, delay_s), "step")

    def happened(self, happening: Happening, value: int | float | str | bool) -> None:
        for step in self._director.happened(happening, value):
            self.later(step, 0)

    async def perform_all(self, actions: tuple[do.Action, ...]) -> None:
        for action in actions:
            await self.perform(action)

    async def perform(self, action: do.Action) -> None:
        match action:
            case do.Sleep(seconds=seconds):
                await self._wire.clock.sleep(seconds)
            case do.Raw():
                await self._raw(action)
            case do.Expect():
                await self._expect(action)
            case do.Interrupted(turn_complete=turn_complete):
                self.interrupt(turn_complete)
            case do.StartUserTurn():
                self.start_user_turn()
            case do.EndUserTurn():
                self.end_user_turn()
            case do.DropHandles():
                self._store.forget(self._wire.run.id)
            case do.Resumption(handle=handle, resumable=resumable) if self.handles is not None:
                self.handles.send(handle, resumable)
            case do.ToolCancel(id=call_id) if self.tools is not None:
                self.tools.cancel([call_id or self.tools.newest() or "call_0"])
            case _:
                self._message(action)

    def _message(self, action: do.Action) -> None:
        send = self._wire.send
        match action:
            case do.GoAway(left=left):
                send({"goAway": {"timeLeft": left} if left is not None else {}})
                self.happened(Happening.GOAWAY_SENT, True)
            case do.Transcript():
                send(_transcript(action))
            case do.Usage(prompt=prompt, response=response):
                counts = {"promptTokenCount": prompt, "responseTokenCount": response}
                send({"usageMetadata": {**counts, "totalTokenCount": prompt + response}})
            case do.Waiting():
                send(content(waitingForInput=True))
            case do.Status(value=value):
                send(content(interactionStatus=value))
            case do.Message(body=body):
                send(cast(Object, body or {}))
            case do.CorruptAudio():
                data: Json = {"mimeType": f"audio/pcm;rate={OUTPUT_RATE_HZ}", "data": "*** this is no base64 ***"}
                send(content(modelTurn={"role": "model", "parts": [{"inlineData": data}]}))
            case do.Big(size_bytes=size):
                frame = json.dumps(content(outputTranscription={"text": ""})).encode()
                self._wire.send_frame(frame.ljust(size), "big")
            case do.Duplicate():
                self._wire.send_frame(self._wire.last_frame, "duplicate")
            case _:
                self._link(action)

    def _link(self, action: do.Action) -> None:
        link = self._wire.link
        self._wire.note("fault", action=type(action).__name__)
        match action:
            case do.Close(code=code, reason=reason):
                link.close(code, reason)
            case do.AbortTcp():
                link.abort()
            case do.Eof():
                link.eof()
            case do.HalfOpen():
                link.die()
            case do.StopReading():
                link.stop_reading()
            case do.StopWriting():
                link.stop_writing()
            case do.GoOn():
                link.go_on()
            case do.DelayPongs(seconds=seconds):
                link.delay_pongs(seconds)
            case do.DropPongs():
                link.delay_pongs(None)
            case _:
                raise AssertionError(f"{action} cannot be performed here")

    async def _run(self, step: Step, delay_s: float) -> None:
        await self._wire.clock.sleep(delay_s)
        if step.speaks:
            self.speak(step)
        else:
            await self.perform_all(step.do)

    async def _raw(self, raw: do.Raw) -> None:
        for index in range(raw.times):
            await self._wire.clock.sleep(raw.every_s if index else 0)
            self._wire.send_frame(raw.text.encode(), "raw")

    async def _expect(self, expected: do.Expect) -> None:
        def fits(record: Record) -> bool:
            text = json.dumps(dict(record.fields), ensure_ascii=False)
            return (
                record.direction == "in"
                and record.connection == self._wire.index
                and record.kind == expected.kind
                and (expected.text_matches is None or re.search(expected.text_matches, text) is not None)
            )

        try:
            await self._wire.clock.wait_for(self._wire.run.records.until(fits, _NEVER_S), expected.within_s)
        except TimeoutError:
            missing = Violation(Rule.EXPECTED, f"no {expected.kind} within {expected.within_s:g} s")
            self._wire.run.violate(self._wire.now_s, self._wire.index, missing)


def _transcript(action: do.Transcript) -> Object:
    transcription: Object = {"text": action.text}
    if action.finished is not None:
        transcription["finished"] = action.finished
    if action.language is not None:
        transcription["languageCode"] = action.language
    key = {"input": "inputTranscription", "output": "outputTranscription", "interim": "interimInputTranscription"}
    return {"serverContent": {key[action.direction]: transcription}}
