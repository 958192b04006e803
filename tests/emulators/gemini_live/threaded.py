"""The emulator on an event loop of its own, beside code that blocks the thread it runs in: reviewers, browsers."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.scenario import Scenario


@contextmanager
def emulated(scenario: str | Mapping[str, object] | Scenario, cert_dir: Path) -> Iterator[GeminiLiveEmulator]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    emulator = asyncio.run_coroutine_threadsafe(_started(scenario, cert_dir), loop).result(20)
    try:
        yield emulator
    finally:
        asyncio.run_coroutine_threadsafe(_stopped(emulator), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


async def _started(scenario: str | Mapping[str, object] | Scenario, cert_dir: Path) -> GeminiLiveEmulator:
    emulator = GeminiLiveEmulator(scenario, cert_dir=cert_dir)
    await emulator.start()
    return emulator


async def _stopped(emulator: GeminiLiveEmulator) -> None:
    """And whatever still serves a client that keeps its connection open."""
    await emulator.stop()
    serving = asyncio.all_tasks() - {asyncio.current_task()}
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)
