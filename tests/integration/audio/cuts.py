"""Plays random faults on the line of one interview in Chromium, and compares what was captured with what arrived."""

import base64
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.integration.audio.house import House
from tests.integration.audio.origin import component_origin

_LIVE = {"mode": "live", "connectUrl": "/connect", "reconnectUrl": "/reconnect", "sounds": False}
_LEAST_FRAMES, _MOST_FRAMES = 5, 45  # between two faults: 0.1 to 0.9 s of sound arrives
_AFTER_FRAMES = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """`arrived` is what the gateway heard, `captured` what the worklet handed out from the same frame on."""

    captured: bytes
    arrived: bytes
    sockets: int


def faults(house: House, seed: int) -> Callable[[], str]:
    """Does one of the quick faults at random and says which."""
    dice = random.Random(seed)

    def strike() -> str:
        name = dice.choice(("reset", "close", "half-open, then reset", "hold", "hold, then reset"))
        match name:
            case "reset":
                house.call(house.line.reset)
            case "close":
                house.call(house.line.close)
            case "half-open, then reset":
                house.call(house.line.half_open_then_reset, dice.uniform(0.1, 1.0))
            case "hold":
                house.call(house.line.hold, dice.uniform(0.1, 0.8))
            case _:
                house.call(house.line.hold, dice.uniform(0.2, 0.6))
                house.call(house.line.reset)
        return name

    return strike


def hold_interview(browser: Browser, house: House, strikes: Sequence[Callable[[], str]], seed: int = 0) -> Outcome:
    """One interview in which the line has these faults, one after the other."""
    dice = random.Random(seed)
    with component_origin(house.handler) as url:
        page = browser.new_page()
        page.goto(f"{url}/tests/integration/audio/line.html")
        page.wait_for_function("window.line !== undefined")
        page.mouse.click(5, 5)
        page.evaluate("props => line.join(props, { tap: true })", _LIVE)
        house.detector.wait_for_frames(_AFTER_FRAMES)
        for strike in strikes:
            strike()
            house.detector.wait_for_frames(house.detector.frames + dice.randint(_LEAST_FRAMES, _MOST_FRAMES))
        outcome = _compare(page, house)
        page.close()
        return outcome


def _compare(page: Page, house: House) -> Outcome:
    """Everything captured until now has to be there in the end."""
    captured = base64.b64decode(page.evaluate("line.captured()"))
    assert house.first_captured_ms is not None
    wanted = captured[house.first_captured_ms // 20 * 640 :]
    house.detector.wait_for_frames(len(wanted) // 640)
    return Outcome(wanted, bytes(house.detector.sound)[: len(wanted)], house.sockets)
