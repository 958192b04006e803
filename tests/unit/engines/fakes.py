"""A recogniser that hears what the test says, and a voice that only takes time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from preppal.domain.audio import BYTES_PER_SAMPLE, INTERVIEWER_RATE_HZ
from preppal.domain.transcript import Word
from preppal.errors import EngineError
from preppal.ports import Hypothesis, RecognizerStream

PIECE = bytes(INTERVIEWER_RATE_HZ * BYTES_PER_SAMPLE // 10)  # 100 ms
_PIECES_PER_WORD = 4


@dataclass
class FakeUtterance:
    owner: "FakeRecognizer"
    words: list[str]
    fed: int = 0
    is_open: bool = True

    async def feed(self, pcm: bytes) -> Hypothesis | None:
        """Each frame is one more word."""
        if self.owner.breaks:
            raise EngineError("The recogniser has died.")
        self.fed += 1
        return Hypothesis(" ".join(self.words[: self.fed])) if self.fed <= len(self.words) else None

    async def finish(self) -> Hypothesis:
        await self.owner.may_finish.wait()
        if self.owner.breaks:
            raise EngineError("The recogniser has died.")
        self.is_open = False
        words = tuple(
            Word(text, place * 300, place * 300 + 250, self.owner.confidence) for place, text in enumerate(self.words)
        )
        return Hypothesis(" ".join(self.words), words)

    async def close(self) -> None:
        self.is_open = False


@dataclass
class FakeRecognizer:
    """Hears `script` turn by turn; then nothing."""

    script: list[str] = field(default_factory=list)
    confidence: float = 0.9
    breaks: bool = False
    utterances: list[FakeUtterance] = field(default_factory=list)
    may_finish: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_finish.set()

    @property
    def name(self) -> str:
        return "fake"

    async def prepare(self) -> None:
        pass

    async def open(self, speaker: str = "") -> RecognizerStream:
        words = self.script.pop(0).split() if self.script else []
        self.utterances.append(FakeUtterance(self, words))
        return self.utterances[-1]

    async def close(self) -> None:
        pass


@dataclass
class FakeSynthesizer:
    """Four tenths of a second per word. `is_broken`: no voice at hand."""

    is_broken: bool = False
    said: list[str] = field(default_factory=list)
    paces: list[int] = field(default_factory=list)
    may_speak: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_speak.set()

    async def prepare(self) -> None:
        if self.is_broken:
            raise EngineError("no voice")

    async def synthesize(self, text: str, voice: str, words_per_minute: int) -> AsyncIterator[bytes]:
        await self.may_speak.wait()
        if self.is_broken:
            raise EngineError("no voice")
        self.said.append(text)
        self.paces.append(words_per_minute)
        for _ in range(_PIECES_PER_WORD * len(text.split())):
            yield PIECE

    async def close(self) -> None:
        pass
