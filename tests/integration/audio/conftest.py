"""A page for the component's scripts alone, and the Chromium that runs it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.integration.audio.origin import FAKE_MICROPHONE, FLAGS, INSTALL_HINT, chromium_path, component_origin


@pytest.fixture(scope="session")
def component_url() -> Iterator[str]:
    """Where the folder of this test and the component's scripts are served."""
    with component_origin() as url:
        yield url


def find_chromium() -> str:
    path = chromium_path()
    if path is None:
        pytest.skip(INSTALL_HINT)
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def chromium_with_microphone() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS + FAKE_MICROPHONE)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, component_url: str) -> Iterator[Page]:
    """A page in which `bench` of worklet_bench.js runs the real worklets."""
    page = chromium.new_page()
    page.goto(f"{component_url}/tests/integration/audio/bench.html")
    page.wait_for_function("window.bench !== undefined")
    yield page
    page.close()
