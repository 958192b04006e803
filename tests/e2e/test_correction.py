"""A misheard word is put right on the report: only the numbers that rest on words change."""

import asyncio
import uuid
from collections.abc import Callable
from types import ModuleType

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import visiting
from tests.e2e.journey import ANSWERS, sign_in
from tests.e2e.server import Server
from tests.e2e.test_oldest_client import _hold_interview, design

__all__ = ["design"]  # a fixture of the other module

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

_FROM_SOUND = ("totalPauses", "longestPauseMs", "averageResponseMs", "talkRatio", "cutOffs")
_FROM_WORDS = ("totalWordCount", "speechRateWpm")
_ADDED = " In the end late deliveries fell from eleven percent to four percent, and I learned to ask earlier."


def _held(server: Server, person: httpx.Client, design: ModuleType, sounds: list[bytes]) -> str:
    body = {"interviewType": "behavioral", "difficulty": "warmup", "idempotencyKey": str(uuid.uuid4())}
    interview_id: str = person.post("/api/session/create", json=body).raise_for_status().json()["id"]
    token = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()["token"]
    asyncio.run(_hold_interview(f"{server.ws_url}/interview/{interview_id}?token={token}", design, sounds))
    return interview_id


def test_corrected_words_change_only_the_numbers_that_rest_on_words(
    server: Server, chromium: str, say: Callable[..., bytes], design: ModuleType
) -> None:
    person = server.sign_in()
    interview_id = _held(server, person, design, [say(answer) for answer in ANSWERS])
    with visiting(chromium, server.url) as visit:
        page = visit.page
        sign_in(page)
        page.goto(f"/interview/{interview_id}/feedback")
        expect(page.get_by_role("tab", name="Overview")).to_be_visible(timeout=90_000)
        before = person.get(f"/api/session/{interview_id}").json()

        page.get_by_role("tab", name="Transcript").click()
        page.get_by_role("button", name="Correct the words").click()
        form = page.get_by_role("form", name="Correct the words")
        field = form.get_by_label("Turn 1 of yours")
        expect(field).to_be_visible()
        heard = field.input_value()
        assert visit.serious_barriers() == []
        field.fill(heard + _ADDED)
        form.get_by_role("button", name="Save and score again").click()
        expect(page.get_by_role("heading", name="Versions of this report")).to_be_visible(timeout=90_000)
        expect(page.get_by_text("Version 2").first).to_be_attached(timeout=90_000)

        after = person.get(f"/api/session/{interview_id}").json()
        assert after["feedback"]["version"] == 2
        assert {name: before["metrics"][name] for name in _FROM_SOUND} == {
            name: after["metrics"][name] for name in _FROM_SOUND
        }
        assert all(before["metrics"][name] != after["metrics"][name] for name in _FROM_WORDS)
        words = person.get(f"/api/session/{interview_id}/transcript").json()["turns"]
        corrected = next(turn for turn in words if turn["corrected"])
        assert (corrected["live"], corrected["content"]) == (heard, " ".join((heard + _ADDED).split()))
        assert (
            server.sign_in("ben@example.com", "Ben").get(f"/api/session/{interview_id}/transcript").status_code == 404
        )
        assert visit.complaints == []
