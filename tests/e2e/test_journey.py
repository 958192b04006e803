"""The main job, as a person does it: sign in, set up, check the sound, answer aloud, read the report."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visit, visiting
from tests.e2e.server import Server
from tests.e2e.test_oldest_client import ANSWERS
from tests.spoken import silence, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

_RATE_HZ = 48_000


@pytest.fixture(scope="module")
def microphone(say: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three answers with room for the interviewer between them, over and over."""
    sound = b"".join(say(answer, rate_hz=_RATE_HZ) + silence(17_000, _RATE_HZ) for answer in ANSWERS)
    return write_wav(tmp_path_factory.mktemp("microphone") / "answers.wav", sound, _RATE_HZ)


def sign_in(page: Page, name: str = "Maya") -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(f"{name.lower()}@example.com")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/dashboard")


def set_up(page: Page) -> str:
    """A warm-up interview with a short job text; returns its id."""
    page.goto("/interview/new")
    page.get_by_label("Job title").fill("Release engineer")
    page.get_by_label("Job description").fill(
        "You keep our releases safe: scripts, tests, and calm when something breaks. You work with four teams."
    )
    page.locator("label", has=page.get_by_role("radio", name=re.compile("Warm-up"))).click()
    page.get_by_role("button", name=re.compile("sound|continue|check", re.I)).last.click()
    page.wait_for_url("**/lobby")
    return page.url.split("/")[-2]


def answers_in_panel(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('[data-turn-role=\"candidate\"]').length"))


def test_person_speaks_an_interview_and_reads_the_report(server: Server, chromium: str, microphone: Path) -> None:
    barriers: list[str] = []
    with visiting(chromium, server.url, microphone=microphone) as visit:
        page = visit.page
        barriers += visit.serious_barriers()
        sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        barriers += visit.serious_barriers()
        interview_id = set_up(page)
        expect(page.get_by_text("We can hear you")).to_be_visible(timeout=40_000)
        barriers += visit.serious_barriers()
        page.get_by_role("button", name="Enter the room").click()
        page.wait_for_url("**/session")
        _speak_until(page, server, interview_id, answers=3)
        barriers += visit.serious_barriers()
        assert visit.heard()["peak"] > 0.05, "the interviewer is not silence"
        assert visit.heard()["soundingMs"] > 5_000
        _end(page)
        page.wait_for_url("**/feedback", timeout=30_000)
        expect(page.get_by_role("heading", name="What worked").or_(page.get_by_text("Under 40 words"))).to_be_visible(
            timeout=90_000
        )
        barriers += visit.serious_barriers()
        _history_shows_it(visit)
        barriers += visit.serious_barriers()
        assert visit.complaints == []
    assert barriers == []
    assert "Traceback" not in server.log()
    assert "deploy script" not in server.log().lower(), "what was said is in no log"


def _speak_until(page: Page, server: Server, interview_id: str, answers: int) -> None:
    """The file goes on speaking; wait until that many answers are stored and in the panel."""
    person = server.sign_in()
    for _ in range(240):
        entries = person.get(f"/api/session/{interview_id}").json()["transcript"]
        spoken = [entry for entry in entries if entry["role"] == "candidate" and entry["wordCount"] >= 8]
        if len(spoken) >= answers:
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(f"only {len(spoken)} answers were stored: {[entry['content'] for entry in entries]}")


def _end(page: Page) -> None:
    page.get_by_role("button", name="End", exact=True).first.click()
    page.get_by_role("button", name="End and get feedback").click()


def _history_shows_it(visit: Visit) -> None:
    visit.page.goto("/history")
    expect(visit.page.get_by_text("Release engineer").first).to_be_visible()
