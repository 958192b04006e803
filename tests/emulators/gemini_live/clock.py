"""Emulated time: the loop's clock multiplied by a factor, so that a half-hour interview passes in seconds.

A fast clock stands still while the event loop is late. On a busy machine ten lost milliseconds would otherwise be
seconds of an interview in which nobody could act, and scenarios would come out differently.
"""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")

_BEAT_S = 0.01
_TOLERANCE_S = 0.002
_ENOUGH_S = 1e-6  # less than this may be too little for the clock to move at all


class Clock:
    """Seconds since the emulator started, as the emulated service counts them."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._loop = asyncio.get_running_loop()
        self._start = self._beat_at = self._loop.time()
        self._late_s = 0.0
        self._beat_handle = self._loop.call_later(_BEAT_S, self._beat) if scale > 1 else None

    def now_s(self) -> float:
        now = self._loop.time()
        return (now - self._start - self._late_s - self._overdue(now)) * self.scale

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now_s() + seconds)

    async def sleep_until(self, at_s: float) -> None:
        """Gives other tasks a turn even when the time has passed."""
        while True:
            remaining_s = at_s - self.now_s()
            await asyncio.sleep(max(0.0, remaining_s) / self.scale)
            if remaining_s < _ENOUGH_S:
                return

    async def wait_for(self, awaitable: Awaitable[T], seconds: float) -> T:
        """Raises TimeoutError when so much emulated time has passed."""
        work = asyncio.ensure_future(awaitable)
        limit = asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({work, limit}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise TimeoutError
            return work.result()
        finally:
            limit.cancel()
            work.cancel()

    def close(self) -> None:
        if self._beat_handle is not None:
            self._beat_handle.cancel()

    def _overdue(self, now: float) -> float:
        if self._beat_handle is None:
            return 0.0
        return max(0.0, now - self._beat_at - _BEAT_S - _TOLERANCE_S)

    def _beat(self) -> None:
        now = self._loop.time()
        self._late_s += self._overdue(now)
        self._beat_at = now
        self._beat_handle = self._loop.call_later(_BEAT_S, self._beat)
