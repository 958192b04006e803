"""Owns every task of the emulator: nothing runs on after its end, and no failure stays unseen."""

import asyncio
from collections.abc import Coroutine


class TaskCrew:
    """Tasks that fail are kept for `close`, which raises what they raised."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self.failures: list[Exception] = []

    def spawn(self, work: Coroutine[object, object, None], name: str) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and isinstance(failure := task.exception(), Exception):
            failure.add_note(f"in {task.get_name()}")
            self.failures.append(failure)
