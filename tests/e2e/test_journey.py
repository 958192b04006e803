"""The main job, as a person does it: sign in, set up, check the sound, answer aloud, read the report."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import visiting
from tests.e2e.journey import end, history_shows_it, set_up, sign_in, speak_until
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]


def test_person_speaks_an_interview_and_reads_the_report(server: Server, chromium: str, answers: Path) -> None:
    barriers: list[str] = []
    with visiting(chromium, server.url, microphone=answers) as visit:
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
        speak_until(page, server, interview_id, count=3)
        barriers += visit.serious_barriers()
        assert visit.heard()["peak"] > 0.05, "the interviewer is not silence"
        assert visit.heard()["soundingMs"] > 5_000
        end(page)
        page.wait_for_url("**/feedback", timeout=30_000)
        expect(page.get_by_role("heading", name="What worked").or_(page.get_by_text("Under 40 words"))).to_be_visible(
            timeout=90_000
        )
        barriers += visit.serious_barriers()
        history_shows_it(visit)
        barriers += visit.serious_barriers()
        assert visit.complaints == []
    assert barriers == []
    assert "Traceback" not in server.log()
    assert "deploy script" not in server.log().lower(), "what was said is in no log"
