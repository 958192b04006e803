"""Takes the sound of stored turns and leaves it in the archive, behind the interviews' backs."""

import asyncio
import logging
from dataclasses import dataclass

from preppal.errors import PreppalError, where
from preppal.ports import SoundArchive
from preppal.session.actions import KeepSound

# Turns of all interviews together, by reference. Full: the newest is not kept; its transcript is.
_WAITING_TURNS = 64
_KEEP_LIMIT_S = 60.0
_CLOSE_LIMIT_S = 10.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    interview_id: str
    epoch: int
    sound: KeepSound


class Recorder:
    """One for a gateway. Its only task begins with the first sound."""

    def __init__(self, archive: SoundArchive) -> None:
        self._archive = archive
        self._waiting: asyncio.Queue[_Waiting] = asyncio.Queue(_WAITING_TURNS)
        self._keeping: asyncio.Task[None] | None = None

    def keep(self, interview_id: str, epoch: int, sound: KeepSound) -> None:
        """Never waits and never raises: a recording that fails costs the candidate nothing else."""
        try:
            self._waiting.put_nowait(_Waiting(interview_id, epoch, sound))
        except asyncio.QueueFull:
            _log.warning("interview %s: turn %d is not recorded, too many wait", interview_id, sound.order_index)
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep_all())

    async def close(self) -> None:
        """Keep what waits, within a limit, and let go."""
        if self._keeping is None:
            return
        try:
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                await self._waiting.join()
        except TimeoutError:
            _log.warning("%d turns could not be recorded any more", self._waiting.qsize())
        self._keeping.cancel()
        await asyncio.wait({self._keeping})

    async def _keep_all(self) -> None:
        while True:
            item = await self._waiting.get()
            try:
                await self._keep(item)
            finally:
                self._waiting.task_done()

    async def _keep(self, item: _Waiting) -> None:
        sound = item.sound
        try:
            async with asyncio.timeout(_KEEP_LIMIT_S):
                await self._archive.keep(item.interview_id, item.epoch, sound.order_index, sound.pieces, sound.lost_ms)
        except (PreppalError, TimeoutError) as error:
            name = type(error).__name__
            _log.warning("interview %s: turn %d is not recorded (%s)", item.interview_id, sound.order_index, name)
        except Exception as error:
            place = where(error)
            _log.error("interview %s: turn %d is not recorded: %s", item.interview_id, sound.order_index, place)
