"""One connection's way to its client: sends messages, logs them, and owns the tasks that belong to the connection."""

import asyncio
import json
import random
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tests.emulators.gemini_live.clock import Clock
from tests.emulators.gemini_live.jsons import Json
from tests.emulators.gemini_live.link import Link
from tests.emulators.gemini_live.mouth import Mouth
from tests.emulators.gemini_live.records import Record
from tests.emulators.gemini_live.runs import Run
from tests.emulators.gemini_live.scenario import Scenario
from tests.emulators.gemini_live.server_messages import describe


class Crew(Protocol):
    """Who owns tasks, and hears when one fails."""

    def spawn(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None]: ...


@dataclass(slots=True)
class Wire:
    link: Link
    clock: Clock
    run: Run
    scenario: Scenario
    index: int
    rng: random.Random
    crew: Crew
    answers: Mapping[int, str]
    mouth: Mouth
    last_frame: bytes = b""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def now_s(self) -> float:
        return self.clock.now_s()

    def send(self, message: Mapping[str, Json]) -> None:
        text = json.dumps(message, indent=2 if self.scenario.pretty else None, ensure_ascii=False)
        kind, fields = describe(message)
        self.send_frame((text + "\n").encode(), kind, fields)

    def send_frame(self, data: bytes, kind: str, fields: Mapping[str, Json] | None = None) -> None:
        if not self.link.is_open:
            return
        self.last_frame = data
        self.run.records.add(Record(self.now_s, self.index, "out", kind, len(data), fields or {}))
        self.link.send(data, as_text=self.scenario.text_frames)

    def received(self, kind: str, size_bytes: int, fields: Mapping[str, Json]) -> None:
        self.run.records.add(Record(self.now_s, self.index, "in", kind, size_bytes, fields))

    def note(self, kind: str, **fields: Json) -> None:
        self.run.note(self.now_s, self.index, kind, **fields)

    def spawn(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        task = self.crew.spawn(work, f"{name} of connection {self.index}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def close(self) -> None:
        """The client is gone; nothing that was to happen on this connection happens any more."""
        for task in self._tasks:
            task.cancel()
