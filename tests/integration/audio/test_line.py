"""The real worker in Chromium, the real gateway, a bad line between them: no sample is lost or doubled."""

import pytest
from playwright.sync_api import Browser

from tests.integration.audio.cuts import faults, hold_interview
from tests.integration.audio.house import House

pytestmark = pytest.mark.browser


def test_everything_captured_arrives_once_and_in_order_over_a_good_line(chromium_with_microphone: Browser) -> None:
    with House() as house:
        outcome = hold_interview(chromium_with_microphone, house, [])
    assert len(outcome.captured) >= 50 * 640
    assert outcome.arrived == outcome.captured
    assert outcome.sockets == 1


def test_ten_faults_of_the_line_change_no_sample(chromium_with_microphone: Browser) -> None:
    with House() as house:
        outcome = hold_interview(chromium_with_microphone, house, [faults(house, seed=4)] * 10)
    assert outcome.arrived == outcome.captured
    assert outcome.sockets >= 6, "the line was cut"
