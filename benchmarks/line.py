"""A hundred faults on the line of one interview in Chromium: every sample arrives once, in order.

The real component captures, the real gateway listens; between them connections are reset, closed, held up, or go dead
for a moment before they break. Four go dead for good, which the client must find out by itself.
"""

import random
import time
from collections import Counter
from collections.abc import Callable

from playwright.sync_api import sync_playwright

from benchmarks.table import Missed, Row, print_table
from tests.integration.audio.cuts import Outcome, faults, hold_interview
from tests.integration.audio.house import House
from tests.integration.audio.origin import FAKE_MICROPHONE, FLAGS, INSTALL_HINT, chromium_path

FAULTS = 100
DEAD_LINES = 4
SEED = 20_26


def run() -> None:
    executable = chromium_path()
    if executable is None:
        print(INSTALL_HINT)
        return
    struck: Counter[str] = Counter()
    started = time.monotonic()
    with House() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS + FAKE_MICROPHONE)
        outcome = hold_interview(browser, house, _strikes(house, struck), SEED)
        browser.close()
    _print(outcome, struck, time.monotonic() - started)
    if outcome.arrived != outcome.captured:
        raise Missed("What the gateway heard is not what the microphone gave.")


def _strikes(house: House, struck: Counter[str]) -> list[Callable[[], str]]:
    quick = faults(house, SEED)

    def strike() -> str:
        name = quick()
        struck[name] += 1
        return name

    def die() -> str:
        house.call(house.line.half_open)
        struck["half-open for good"] += 1
        return "half-open for good"

    strikes = [strike] * (FAULTS - DEAD_LINES) + [die] * DEAD_LINES
    random.Random(SEED).shuffle(strikes)
    return strikes


def _print(outcome: Outcome, struck: Counter[str], took_s: float) -> None:
    print_table(
        [
            *(Row(name, str(count)) for name, count in sorted(struck.items())),
            Row("faults in all", str(sum(struck.values()))),
            Row("sockets opened", str(outcome.sockets)),
            Row("samples captured", str(len(outcome.captured) // 2)),
            Row("samples at the gateway", str(len(outcome.arrived) // 2)),
            Row("identical", "yes" if outcome.arrived == outcome.captured else "NO"),
            Row("took", f"{took_s:.0f} s"),
        ]
    )
