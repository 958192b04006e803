"""Input transcripts: late, in fragments, in no fixed order with the model's own messages."""

import asyncio
from collections import deque

from tests.emulators.gemini_live.jsons import Object
from tests.emulators.gemini_live.server_messages import content
from tests.emulators.gemini_live.wire import Wire

_FOREIGN = "すみません"


class Transcriber:
    """Of one connection. Sends what was recognised when its time has come."""

    def __init__(self, wire: Wire, is_wanted: bool) -> None:
        self._wire = wire
        self._rules = wire.scenario.transcripts
        self._is_wanted = is_wanted and not self._rules.drop_input
        self._due: deque[tuple[float, str, bool]] = deque()
        self._more = asyncio.Event()
        self._group: list[str] = []
        self._group_size = 0
        self._skipped = 0
        if self._is_wanted:
            wire.spawn(self._send(), "input transcripts")

    def word(self, text: str) -> None:
        """One more word of the running turn."""
        if self._skipped < self._rules.head_missing_words:
            self._skipped += 1
            return
        self._group.append(_FOREIGN if self._rules.garbled else text)
        size = self._group_size or self._wire.rng.randint(1, 3)
        self._group_size = size
        if len(self._group) >= size and self._rules.input_fragment != "whole":
            self._release()

    def turn_over(self) -> None:
        self._release()
        self._skipped = 0
        if self._rules.finished:
            self._queue("", True)

    def _release(self) -> None:
        if not self._group:
            return
        text = " " + " ".join(self._group)
        self._group, self._group_size = [], 0
        for part in text if self._rules.input_fragment == "letters" else (text,):
            self._queue(part, False)

    def _queue(self, text: str, finished: bool) -> None:
        self._due.append((self._wire.now_s + self._rules.input_lag_ms / 1000, text, finished))
        self._more.set()

    async def _send(self) -> None:
        while True:
            if not self._due:
                self._more.clear()
                await self._more.wait()
            at_s, text, finished = self._due.popleft()
            await self._wire.clock.sleep_until(at_s)
            transcription: Object = {"text": text}
            if finished:
                transcription["finished"] = True
            if self._rules.language:
                transcription["languageCode"] = self._rules.language
            self._wire.send(content(inputTranscription=transcription))
