"""Emulated time: the loop's clock multiplied by a factor, so that a half-hour interview passes in seconds."""

import asyncio


class Clock:
    """Seconds since the emulator started, as the emulated service counts them."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()

    def now_s(self) -> float:
        return (self._loop.time() - self._start) * self.scale

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self.scale)

    async def sleep_until(self, at_s: float) -> None:
        await self.sleep(at_s - self.now_s())
