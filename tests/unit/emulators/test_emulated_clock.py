"""Emulated time."""

import asyncio

import pytest

from tests.emulators.gemini_live.clock import Clock
from tests.integration.gemini.virtual_time import VirtualTimeLoop

pytestmark = pytest.mark.anyio


async def test_clock_runs_as_many_times_faster_as_it_is_told() -> None:
    clock = Clock(60)
    await asyncio.sleep(10)
    assert clock.now_s() == pytest.approx(600, rel=0.01)
    clock.close()


async def test_sleeper_wakes_at_its_time() -> None:
    clock = Clock(60)
    await clock.sleep(90)
    assert clock.now_s() == pytest.approx(90, abs=0.1)
    await clock.sleep_until(30)
    assert clock.now_s() == pytest.approx(90, abs=0.1)
    clock.close()


async def test_fast_clock_stands_still_while_the_loop_is_late() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    clock = Clock(100)
    await asyncio.sleep(1)
    before = clock.now_s()
    loop.jump(5)
    assert clock.now_s() - before < 2
    await clock.sleep(100)
    assert clock.now_s() - before == pytest.approx(100, abs=3)
    clock.close()


async def test_real_time_goes_on_whatever_happens() -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualTimeLoop)
    clock = Clock()
    loop.jump(5)
    assert clock.now_s() == 5


async def test_waiting_has_a_limit() -> None:
    clock = Clock(10)
    with pytest.raises(TimeoutError):
        await clock.wait_for(asyncio.Event().wait(), 30)
    assert clock.now_s() == pytest.approx(30, abs=0.2)
    assert await clock.wait_for(asyncio.sleep(1, "in time"), 30) == "in time"
    clock.close()
