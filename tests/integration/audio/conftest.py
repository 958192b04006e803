"""A page for the component's scripts alone: a local server with a strict policy, and the Chromium that runs them."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).parents[3]
INSTALL_HINT = "Chromium is not installed: apt-get install chromium"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class ComponentHandler(SimpleHTTPRequestHandler):
    """Serves the scripts as they lie in the repository, under a policy that allows files of this origin only."""

    # Playwright's wait_for_function needs eval; the component does not.
    policy = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'"
    extensions_map = {".js": "text/javascript", ".html": "text/html"}

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def component_url() -> Iterator[str]:
    """Where the folder of this test and the component's scripts are served."""
    handler = partial(ComponentHandler, directory=str(REPOSITORY))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def find_chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip(INSTALL_HINT)
    return path


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
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
