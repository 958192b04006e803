"""The real worker in Chromium, the real gateway, a bad line between them: no sample is lost or doubled."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.integration.audio.conftest import find_chromium
from tests.integration.audio.cuts import faults, hold_interview
from tests.integration.audio.house import House
from tests.integration.audio.origin import FAKE_MICROPHONE, FLAGS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium_with_microphone() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS + FAKE_MICROPHONE)
        yield browser
        browser.close()


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
