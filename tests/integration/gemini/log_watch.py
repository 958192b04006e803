"""Listens to every logger at debug level, and finds what people said, wrote or paid for in what was logged."""

import logging
from collections.abc import Iterable
from types import TracebackType

_PROVIDER = "websockets.server"  # the emulator's side of the connection, in the same process only in tests
_WORDS = 4  # so many in a row are nobody's chance


class LogWatch(logging.Handler):
    """While it is entered, the whole process logs at debug level: ours, the SDK's, websockets', asyncio's."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self._lines: list[str] = []
        self._level = logging.WARNING

    def __enter__(self) -> "LogWatch":
        root = logging.getLogger()
        self._level = root.level
        root.setLevel(logging.DEBUG)
        root.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        root = logging.getLogger()
        root.removeHandler(self)
        root.setLevel(self._level)

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != _PROVIDER:
            self._lines.append(self.format(record))

    @property
    def loggers(self) -> set[str]:
        return {line.partition(" ")[0] for line in self._lines}

    def leaks(self, secrets: Iterable[str]) -> list[str]:
        """Lines in which something of a secret stands: all of a single word, else any few words of it in a row."""
        phrases = {phrase for secret in secrets for phrase in _phrases(secret)}
        lines = {" ".join(line.lower().split()) for line in self._lines}
        return [line for line in lines if any(phrase in line for phrase in phrases)]


def _phrases(secret: str) -> list[str]:
    words = secret.lower().split()
    if len(words) <= _WORDS:
        return [" ".join(words)] if words else []
    return [" ".join(words[start : start + _WORDS]) for start in range(len(words) - _WORDS + 1)]
