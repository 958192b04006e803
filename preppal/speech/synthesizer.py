"""Text to speech by eSpeak NG, in one child process that all interviews share. A crash costs a restart, not the app."""

import asyncio
import json
from collections.abc import AsyncIterator

from preppal.errors import EngineError
from preppal.speech.child import Child
from preppal.speech.pipe import Kind

_CHILD_MODULE = "preppal.speech.synthesizer_child"
_NUMBER_BYTES = 4
_MAX_CHARS = 1_000
_SPEAK_LIMIT_S = 5.0


class EspeakSynthesizer:
    """Speaks one text after the other: eight seconds of voice take some 30 ms. Starts its child when first needed."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._turn = asyncio.Lock()
        self._number = 0

    @property
    def process_id(self) -> int | None:
        """Of the child; None while there is none."""
        return self._child.process_id if self._child is not None else None

    async def prepare(self) -> None:
        """Have the child at hand. Raises EngineError."""
        async with self._turn:
            await self._running_child()

    async def synthesize(self, text: str, voice: str, words_per_minute: int) -> AsyncIterator[bytes]:
        """24 kHz PCM16 in pieces of at most 100 ms. Raises EngineError when no voice is at hand."""
        async with self._turn:
            pieces = await self._speak(text[:_MAX_CHARS], voice, words_per_minute)
        for piece in pieces:
            yield piece

    async def close(self) -> None:
        """End the child. May be called twice; the next text starts a new one."""
        async with self._turn:
            await self._let_go()

    async def _speak(self, text: str, voice: str, words_per_minute: int) -> list[bytes]:
        """The whole text at once; once more, in a new child, when the first one breaks."""
        try:
            return await self._try(text, voice, words_per_minute)
        except EngineError as error:
            if not error.retryable:
                raise
            return await self._try(text, voice, words_per_minute)

    async def _try(self, text: str, voice: str, words_per_minute: int) -> list[bytes]:
        child = await self._running_child()
        try:
            async with asyncio.timeout(_SPEAK_LIMIT_S):
                return await self._ask(child, text, voice, words_per_minute)
        except TimeoutError as error:
            await self._let_go()
            raise EngineError("The synthesiser did not answer in time.") from error
        except EngineError as error:
            if error.retryable:
                await self._let_go()
            raise

    async def _ask(self, child: Child, text: str, voice: str, words_per_minute: int) -> list[bytes]:
        # A caller that was cancelled leaves an answer in the pipe: the number tells whose it is.
        self._number = (self._number + 1) % 2 ** (8 * _NUMBER_BYTES)
        number = self._number
        request = {"number": number, "text": text, "voice": voice, "words_per_minute": words_per_minute}
        child.send(Kind.SPEAK, json.dumps(request).encode())
        pieces: list[bytes] = []
        while True:
            message = await child.receive()
            if int.from_bytes(message.payload[:_NUMBER_BYTES], "little") != number:
                continue
            if message.kind is Kind.FINAL:
                return pieces
            if message.kind is Kind.FAILED:
                raise EngineError("The synthesiser cannot speak this.", retryable=False)
            pieces.append(message.payload[_NUMBER_BYTES:])

    async def _running_child(self) -> Child:
        if self._child is None or not self._child.is_running:
            await self._let_go()
            self._child = await Child.start(_CHILD_MODULE)
        return self._child

    async def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.stop()
