"""A child process that does speech work, and the app's end of its pipes.

A process of its own because the recogniser holds the interpreter lock while it decodes, and because the synthesiser
is GPL code that must not take the app down. Started as a fresh interpreter, never forked: it knows nothing of the
server, and works the same under granian, pytest or a script.
"""

import asyncio
import sys
from pathlib import Path

from preppal.errors import EngineError
from preppal.speech.pipe import HEADER, Kind, Message, decode_header, encode

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_START_LIMIT_S = 15.0
_STOP_LIMIT_S = 0.5


class Child:
    """One running child. Its owner starts it, speaks with it and stops it."""

    def __init__(
        self, process: asyncio.subprocess.Process, to_child: asyncio.StreamWriter, from_child: asyncio.StreamReader
    ) -> None:
        self._process = process
        self._to_child = to_child
        self._from_child = from_child

    @classmethod
    async def start(cls, module: str) -> "Child":
        """Start `python -m module` and wait until it is ready. Raises EngineError."""
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                module,
                cwd=_PACKAGE_PARENT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                # Decoders print what they hear; that belongs in no log.
                stderr=asyncio.subprocess.DEVNULL,
            )
        except OSError as error:
            raise EngineError(f"A speech process could not be started ({type(error).__name__}).") from error
        if process.stdin is None or process.stdout is None:
            raise EngineError("A speech process came without pipes.", retryable=False)
        child = cls(process, process.stdin, process.stdout)
        try:
            async with asyncio.timeout(_START_LIMIT_S):
                await child.receive()
        except TimeoutError as error:
            await child.stop()
            raise EngineError("A speech process did not get ready in time.") from error
        except BaseException:
            await child.stop()
            raise
        return child

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.returncode is None and not self._to_child.is_closing()

    @property
    def unsent_bytes(self) -> int:
        """How much the child has not taken from us yet."""
        return self._to_child.transport.get_write_buffer_size()

    def send(self, kind: Kind, payload: bytes = b"") -> None:
        """Hand a message over without waiting; who sends much looks at `unsent_bytes` first. Raises EngineError."""
        if not self.is_running:
            raise EngineError("A speech process has ended.")
        self._to_child.write(encode(Message(kind, payload)))

    async def receive(self) -> Message:
        """The next message from the child. Raises EngineError once it has ended."""
        try:
            kind, length = decode_header(await self._from_child.readexactly(HEADER.size))
            return Message(kind, await self._from_child.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
            raise EngineError("A speech process has ended.") from error

    async def stop(self) -> None:
        """End it: it leaves by itself when its input closes, and is killed when it does not. Never raises."""
        self._to_child.close()
        try:
            async with asyncio.timeout(_STOP_LIMIT_S):
                await self._process.wait()
        except TimeoutError:
            self._kill()
            await self._process.wait()
        except asyncio.CancelledError:
            self._kill()
            raise

    def _kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
