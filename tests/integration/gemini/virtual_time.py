"""An event loop whose clock jumps: when nothing can run and nothing is on its way, it is the time of the next timer.

Half an hour of an interview takes as long as its work, comes out the same on a busy machine, and no limit is scaled.
Sockets are real. What is written to a loopback socket can be read at once, so an empty poll means that nobody has
anything to do; work in threads is waited for.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Before a long jump, bytes are waited for that the kernel has not handed over yet. Real seconds.
_SECOND_LOOK_S = 0.001
_LONG_JUMP_S = 0.25
_THREAD_WAIT_S = 0.05
_STUCK_S = 20.0


class Stuck(RuntimeError):
    """Raised when everybody waits for somebody else."""


class _JumpingSelector(selectors.DefaultSelector):
    """Looks instead of waiting, and tells the loop how much time has thereby passed."""

    loop: "VirtualTimeLoop"

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if self.loop.threads_at_work:
            return super().select(_THREAD_WAIT_S)
        is_long = timeout is None or timeout > _LONG_JUMP_S
        ready = super().select(_SECOND_LOOK_S if is_long else 0)
        if ready:
            return ready
        if timeout is None:
            ready = super().select(_STUCK_S)
            if not ready:
                raise Stuck("no timer, no socket, no thread: nothing will ever happen")
            return ready
        self.loop.jump(timeout)
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        selector = _JumpingSelector()
        selector.loop = self
        self._now = 0.0
        self.threads_at_work = 0
        super().__init__(selector)

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds

    def run_in_executor(  # type: ignore[override] # counts what it passes on, whatever that is
        self, executor: Any, func: Any, *args: Any
    ) -> "asyncio.Future[Any]":
        future = super().run_in_executor(executor, func, *args)
        self.threads_at_work += 1
        future.add_done_callback(self._thread_done)
        return future

    def _thread_done(self, _future: "asyncio.Future[Any]") -> None:
        self.threads_at_work -= 1


def run_in_virtual_time(scene: Coroutine[Any, Any, T], limit_s: float = 3 * 3600.0) -> T:
    """Like asyncio.run. `limit_s` is virtual, so a scene that hangs does not hang the suite."""

    async def play() -> T:
        async with asyncio.timeout(limit_s):
            return await scene

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(play())
