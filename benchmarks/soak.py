"""Five minutes of an interview in Chromium under a page that is busy half of the time: nothing lost, nothing late.

Fake microphone, the component's own worklets and worker, a socket to a server that speaks in bursts. In every second
half minute the main thread is blocked for 500 ms of every 1.5 s. Frame latency is from the worklet's post to the
server's read of the socket, in steps of a millisecond.
"""

import os
import platform
import sys
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.line_server import LineServer
from benchmarks.table import Missed, Row, print_table
from tests.integration.audio.origin import FAKE_MICROPHONE, FLAGS, INSTALL_HINT, chromium_path, component_origin

SECONDS = 300
HALF_MS = 30_000
BUSY_MS, EVERY_MS = 500, 1_500
MOST_LATE_MS = 8.0
LIVE = {"mode": "live", "connectUrl": "/connect", "reconnectUrl": "/reconnect", "sounds": False}
GESTURE_FREE = ["--autoplay-policy=no-user-gesture-required"]


@dataclass(frozen=True, slots=True)
class Latency:
    """Of frames, in ms."""

    count: int
    median: float
    p99: float
    longest: float

    def __str__(self) -> str:
        return (
            f"median {self.median:.1f} ms, p99 {self.p99:.1f} ms, longest {self.longest:.1f} ms ({self.count} frames)"
        )


def latency(delays_ms: list[float]) -> Latency:
    values = np.asarray(delays_ms or [np.nan])
    return Latency(len(delays_ms), float(np.median(values)), float(np.percentile(values, 99)), float(values.max()))


def open_room(page: Page, url: str, rate_hz: int = 0) -> None:
    """The page with the watched worklets, in the interview."""
    page.goto(f"{url}/benchmarks/audio_page/soak.html?rate={rate_hz}")
    page.wait_for_function("window.soak && window.soak.ready")
    page.evaluate("props => soak.join(props)", LIVE)


def run(seconds: int = SECONDS) -> None:
    executable = chromium_path()
    if executable is None:
        print(INSTALL_HINT)
        return
    with LineServer() as server, component_origin(server.handler) as url, sync_playwright() as playwright:
        flags = FLAGS + FAKE_MICROPHONE + GESTURE_FREE
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        page = browser.new_page()
        open_room(page, url)
        busy = _live_through(page, seconds)
        kept: dict[str, Any] = page.evaluate("soak.kept")
        page.wait_for_timeout(500)  # what was stamped is on its way
        version = browser.version
        browser.close()
    _judge(server, kept, busy, seconds, version)


def _live_through(page: Page, seconds: int) -> list[tuple[float, float]]:
    """Returns when the main thread was being blocked, in Unix ms."""
    busy, left_ms, is_busy = [], seconds * 1000, False
    while left_ms > 0:
        part_ms = min(HALF_MS, left_ms)
        began: float = page.evaluate("Date.now()")
        page.evaluate("([busy, every]) => soak.block(busy, every)", [BUSY_MS if is_busy else 0, EVERY_MS])
        page.wait_for_timeout(part_ms)
        page.evaluate("soak.block(0)")
        if is_busy:
            busy.append((began, page.evaluate("Date.now()")))
        left_ms, is_busy = left_ms - part_ms, not is_busy
    return busy


def delays(server: LineServer, kept: dict[str, Any]) -> list[tuple[float, float]]:
    """(when it was sent, how long it took) of each frame, in ms."""
    stamps = dict(zip(kept["stamps"][0::2], kept["stamps"][1::2], strict=True))
    return [
        (stamps[frame.first_sample], frame.at_ms - stamps[frame.first_sample])
        for frame in server.arrived
        if frame.first_sample in stamps
    ]


def _judge(server: LineServer, kept: dict[str, Any], busy: list[tuple[float, float]], seconds: int, of: str) -> None:
    numbers = [frame.sequence for frame in server.arrived]
    gaps = sum(1 for before, after in zip(numbers, numbers[1:], strict=False) if after != before + 1)
    measured = delays(server, kept)
    all_of_it = latency([ms for _, ms in measured])
    blocked = latency([ms for at, ms in measured if any(start <= at <= end for start, end in busy)])
    watched = kept["watched"] or {"holes": -1, "underruns": -1, "longestMs": -1}
    span_s = (server.arrived[-1].first_sample - server.arrived[0].first_sample) / 16_000
    print_table(
        [
            Row("Chromium, context rate", f"{of}, {kept['rate']:.0f} Hz"),
            Row("machine", f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[1]:.1f} at the end"),
            Row("length", f"{seconds} s, main thread blocked {BUSY_MS} ms of {EVERY_MS} ms in half of it"),
            Row("frames at the server", f"{len(numbers)} ({span_s:.1f} s of sound)"),
            Row("gaps in their sequence", str(gaps)),
            Row("starved quanta, pool misses", f"{kept['starved']}, {kept['poolMisses']}"),
            Row("interviewer's turns", str(server.turns)),
            Row("holes in playback", f"{watched['holes']} (longest {watched['longestMs']:.0f} ms)"),
            Row("underruns counted by the player", str(watched["underruns"])),
            Row("frame latency, all", str(all_of_it)),
            Row("frame latency, main thread blocked", str(blocked)),
        ]
    )
    if gaps or watched["holes"] or watched["underruns"]:
        raise Missed("Sound was lost, or had holes.")
    if all_of_it.p99 >= MOST_LATE_MS:
        raise Missed(f"The 99th percentile of frame latency is not below {MOST_LATE_MS:.0f} ms.")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
