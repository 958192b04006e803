"""`reflex run`, for people who change the pages: the whole job works, and a changed page is seen at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import visiting
from tests.e2e.journey import end, history_shows_it, set_up, sign_in, speak_until
from tests.e2e.server import DevelopmentServer, free_port

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

_LANDING = "preppal/ui/pages/landing.py"
_STARTED = "running with the offline engine"


@pytest.fixture
def development(port: int, tmp_path: Path) -> Iterator[DevelopmentServer]:
    """`port` only says that the npm packages are there."""
    running = DevelopmentServer(tmp_path, free_port())
    running.start()
    yield running
    running.stop()


def test_spoken_interview_is_held_on_reflex_run_and_a_changed_page_is_seen(
    development: DevelopmentServer, chromium: str, answers: Path
) -> None:
    with visiting(chromium, development.url, microphone=answers) as visit:
        sign_in(visit.page)
        interview_id = set_up(visit.page)
        visit.page.get_by_role("button", name="Enter the room").click()
        visit.page.wait_for_url("**/session")
        speak_until(visit.page, development, interview_id, count=1)
        end(visit.page)
        visit.page.wait_for_url("**/feedback", timeout=30_000)
        history_shows_it(visit)
        assert visit.complaints == []
        assert development.log().count(_STARTED) == 1, "nothing that it writes starts it again"
        visit.page.goto("/")
        _write(development.tree / _LANDING, "Say it out loud before it counts.", "Say it louder.")
        expect(visit.page.get_by_role("heading", name="Say it louder.")).to_be_visible(timeout=90_000)
    assert "Traceback" not in development.log()


def _write(page: Path, old: str, new: str) -> None:
    source = page.read_text(encoding="utf-8")
    assert old in source
    page.write_text(source.replace(old, new), encoding="utf-8")
