"""The log of a run: every message in both directions, without sound, and what a test asks it."""

import asyncio
import hashlib
import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from tests.emulators.gemini_live.jsons import Json, as_list, as_text, at


@dataclass(frozen=True, slots=True)
class Record:
    """`direction` is in (from the client), out, or note (what the emulator saw); `fields` never hold audio."""

    time_s: float
    connection: int
    direction: str
    kind: str
    size_bytes: int = 0
    fields: Mapping[str, Json] = field(default_factory=dict)


class Records:
    """Grows only. Given a file, every record is also a line of it; given a parent, it is there as well."""

    def __init__(self, file: Path | None = None, parent: "Records | None" = None) -> None:
        self._records: list[Record] = []
        self._waiting: list[tuple[Callable[[Record], bool], asyncio.Future[Record]]] = []
        self._file = file
        self._parent = parent

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def add(self, record: Record) -> None:
        self._records.append(record)
        for condition, future in self._waiting:
            if not future.done() and condition(record):
                future.set_result(record)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as log:
                log.write(json.dumps(asdict(record)) + "\n")
        if self._parent is not None:
            self._parent.add(record)

    async def until(self, condition: Callable[[Record], bool], within_s: float = 10) -> Record:
        """The first record, old or new, that fits. Raises TimeoutError after real seconds."""
        for record in self._records:
            if condition(record):
                return record
        entry = (condition, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        try:
            return await asyncio.wait_for(entry[1], within_s)
        finally:
            self._waiting.remove(entry)

    def clear(self) -> None:
        self._records.clear()

    def where(self, condition: Callable[[Record], bool]) -> list[Record]:
        return [record for record in self._records if condition(record)]

    def received(self, kind: str | None = None, connection: int | None = None) -> list[Record]:
        """What the client sent, all or of one kind: setup, client_content, audio, text, activity_start, …"""
        return self._select("in", kind, connection)

    def sent(self, kind: str | None = None, connection: int | None = None) -> list[Record]:
        return self._select("out", kind, connection)

    def notes(self, kind: str | None = None, connection: int | None = None) -> list[Record]:
        return self._select("note", kind, connection)

    def texts(self) -> list[str]:
        """Every text the client sent, as content or in real time, in order."""
        return [text for record in self.received() for text in _texts(record)]

    def _select(self, direction: str, kind: str | None, connection: int | None) -> list[Record]:
        return [
            record
            for record in self._records
            if record.direction == direction and kind in (None, record.kind) and connection in (None, record.connection)
        ]


def _texts(record: Record) -> list[str]:
    if record.kind == "text":
        return [as_text(record.fields.get("text"))]
    if record.kind == "client_content":
        return [as_text(at(turn, "text")) for turn in as_list(record.fields.get("turns"))]
    return []


def audio_fields(pcm: bytes, rate_hz: int) -> dict[str, Json]:
    """What the log keeps of audio."""
    return {
        "ms": round(len(pcm) * 500 / rate_hz, 3),
        "rate_hz": rate_hz,
        "dbfs": round(level_of(pcm), 1),
        "sha": hashlib.sha256(pcm).hexdigest()[:16],
    }


def level_of(pcm: bytes) -> float:
    return level_dbfs(np.frombuffer(pcm[: len(pcm) & ~1], dtype="<i2").astype(np.float32))


def level_dbfs(samples: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    """The level of PCM16 samples; -96 for digital silence."""
    if not len(samples):
        return -96.0
    power = float(np.mean(samples * samples))
    return max(-96.0, 10 * math.log10(power / 32768**2)) if power > 0 else -96.0
