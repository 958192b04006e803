"""Speech to text by pocketsphinx, in child processes: the decoder holds the interpreter lock while it works.

One child serves one utterance at a time and is kept for the next. Expect 20 to 35 % wrong words on clear speech:
this is a draft transcript. Word times are good to about 50 ms.
"""

import asyncio
import json
import os
from collections import OrderedDict
from dataclasses import dataclass

from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ
from preppal.domain.transcript import Word
from preppal.errors import EngineError
from preppal.ports import Hypothesis, RecognizerStream
from preppal.speech.child import Child
from preppal.speech.pipe import Kind

_CHILD_MODULE = "preppal.speech.recognizer_child"
_MEBIBYTE = 1024 * 1024

# Decoding takes a fifth to a third of a core per voice, and a child 115 MB.
_CHILDREN_PER_CORE = 3
_IDLE_CHILDREN = 2
_LEASE_LIMIT_S = 8.0
# A session replays at most five minutes of sound into a new stream. Full: newer sound is left out, its time is kept.
_UNSENT_BYTES = 300 * CANDIDATE_RATE_HZ * BYTES_PER_SAMPLE
_FINISH_LIMIT_S = 30.0
_CLOSE_LIMIT_S = 1.0
_SPEAKERS = 256


@dataclass(frozen=True, slots=True)
class _Final:
    hypothesis: Hypothesis
    cepstral_mean: str


class PocketsphinxRecognizer:
    """Leases children to utterances. Starts none before the first is needed."""

    def __init__(self, max_children: int | None = None) -> None:
        self._seats = asyncio.Semaphore(max_children or _CHILDREN_PER_CORE * (os.cpu_count() or 1))
        self._preparing = asyncio.Lock()
        self._idle: list[Child] = []
        self._leases: set[_Utterance] = set()
        self._means: OrderedDict[str, str] = OrderedDict()

    @property
    def name(self) -> str:
        return "pocketsphinx"

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Of all children, those at work first."""
        return tuple(child.process_id for child in [*(lease.child for lease in self._leases), *self._idle])

    @property
    def unsent_bytes(self) -> int:
        """Sound that the children have not taken yet: how far behind they are."""
        return sum(lease.child.unsent_bytes for lease in self._leases)

    async def prepare(self) -> None:
        """Have a child at hand, so that the first answer need not wait for one. Raises EngineError."""
        async with self._preparing:
            if not any(child.is_running for child in self._idle):
                self._idle.append(await Child.start(_CHILD_MODULE))

    async def open(self, speaker: str = "") -> RecognizerStream:
        """Begin an utterance. Raises EngineError when all children stay busy, or none can be started."""
        try:
            async with asyncio.timeout(_LEASE_LIMIT_S):
                await self._seats.acquire()
        except TimeoutError as error:
            raise EngineError("Too many people are speaking at once for this machine.") from error
        try:
            child = await self._take_child()
            utterance = _Utterance(self, child, speaker, self._means.get(speaker, ""))
        except BaseException:
            self._seats.release()
            raise
        self._leases.add(utterance)
        return utterance

    async def close(self) -> None:
        """End all children. May be called twice; the next `open` starts anew."""
        for utterance in tuple(self._leases):
            await utterance.close()
        while self._idle:
            await self._idle.pop().stop()

    async def _take_child(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if child.is_running:
                return child
            await child.stop()
        return await Child.start(_CHILD_MODULE)

    async def give_back(self, utterance: "_Utterance", final: _Final | None) -> None:
        """The utterance is over. Without a final result its child is in an unknown state and ends."""
        if utterance not in self._leases:
            return
        self._leases.discard(utterance)
        self._seats.release()
        if final is not None and utterance.speaker:
            self._remember(utterance.speaker, final.cepstral_mean)
        if final is not None and len(self._idle) < _IDLE_CHILDREN:
            self._idle.append(utterance.child)
        else:
            await utterance.child.stop()

    def _remember(self, speaker: str, cepstral_mean: str) -> None:
        """What adapts the recogniser to a voice; it holds nothing of what was said. The oldest is forgotten."""
        self._means[speaker] = cepstral_mean
        self._means.move_to_end(speaker)
        if len(self._means) > _SPEAKERS:
            self._means.popitem(last=False)


class _Utterance:
    """One utterance being recognised; implements `ports.RecognizerStream`."""

    def __init__(self, owner: PocketsphinxRecognizer, child: Child, speaker: str, cepstral_mean: str) -> None:
        self._owner = owner
        self.child = child
        self.speaker = speaker
        self._newest = ""
        self._told = ""
        self._unheard_samples = 0
        self._is_finishing = False
        child.send(Kind.OPEN, cepstral_mean.encode())
        self._listening = asyncio.create_task(self._listen())

    async def feed(self, pcm: bytes) -> Hypothesis | None:
        """Hand sound over; returns the text so far when it has changed. Never waits for the decoder."""
        if self._listening.done():
            self._listening.result()
        if self.child.unsent_bytes > _UNSENT_BYTES:
            self._unheard_samples += len(pcm) // BYTES_PER_SAMPLE
        else:
            self._tell_of_the_unheard()
            self.child.send(Kind.AUDIO, pcm)
        if self._newest == self._told:
            return None
        self._told = self._newest
        return Hypothesis(self._told)

    def _tell_of_the_unheard(self) -> None:
        if self._unheard_samples:
            self.child.send(Kind.SKIP, self._unheard_samples.to_bytes(8, "little"))
            self._unheard_samples = 0

    async def finish(self) -> Hypothesis:
        """The final text with words. Raises EngineError when the child has died or is hopelessly behind."""
        try:
            self._say_finish()
            async with asyncio.timeout(_FINISH_LIMIT_S):
                final = await asyncio.shield(self._listening)
        except TimeoutError as error:
            await self._abandon()
            raise EngineError("The recogniser is too far behind.") from error
        except EngineError:
            await self._abandon()
            raise
        await self._owner.give_back(self, final)
        return final.hypothesis

    async def close(self) -> None:
        """Let go, at once or as soon as the child is free again. Never raises."""
        try:
            self._say_finish()
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                final = await asyncio.shield(self._listening)
            await self._owner.give_back(self, final)
        except (EngineError, TimeoutError):
            await self._abandon()

    def _say_finish(self) -> None:
        if not self._is_finishing:
            self._is_finishing = True
            self.child.send(Kind.FINISH)

    async def _abandon(self) -> None:
        self._listening.cancel()
        await asyncio.wait([self._listening])
        await self._owner.give_back(self, None)

    async def _listen(self) -> _Final:
        """Take what the child says until the final result."""
        while True:
            message = await self.child.receive()
            if message.kind is Kind.FINAL:
                return _final(message.payload)
            self._newest = message.payload.decode()


def _final(payload: bytes) -> _Final:
    result = json.loads(payload)
    words = tuple(Word(text, start, end, confidence) for text, start, end, confidence in result["words"])
    return _Final(Hypothesis(result["text"], words), result["mean"])
