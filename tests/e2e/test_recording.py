"""A recorded interview: a finding is heard where it was said; without consent there is nothing to press."""

import asyncio
import uuid
from collections.abc import Callable
from types import ModuleType

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import NOTE_WHERE_SOUND_BEGINS, visiting
from tests.e2e.journey import ANSWERS, sign_in
from tests.e2e.server import Server
from tests.e2e.test_oldest_client import _hold_interview, design

__all__ = ["design"]  # a fixture of the other module

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

_LEAD_MS = 1_000
_NEAR_MS = 250


def _held(server: Server, person: httpx.Client, design: ModuleType, sounds: list[bytes], *, is_recorded: bool) -> str:
    """An interview that was spoken over the socket, with its report written; its id."""
    body = {
        "interviewType": "behavioral",
        "difficulty": "warmup",
        "idempotencyKey": str(uuid.uuid4()),
        "recordAudio": is_recorded,
    }
    interview_id: str = person.post("/api/session/create", json=body).raise_for_status().json()["id"]
    token = person.post(f"/api/session/{interview_id}/worker-token").raise_for_status().json()["token"]
    asyncio.run(_hold_interview(f"{server.ws_url}/interview/{interview_id}?token={token}", design, sounds))
    return interview_id


def _report(page: Page, interview_id: str) -> None:
    page.goto(f"/interview/{interview_id}/feedback")
    expect(page.get_by_role("tab", name="Overview")).to_be_visible(timeout=90_000)


def test_finding_is_heard_a_second_before_it_was_said(
    server: Server, chromium: str, say: Callable[..., bytes], design: ModuleType
) -> None:
    person = server.sign_in()
    sounds = [say(answer) for answer in ANSWERS]
    recorded = _held(server, person, design, sounds, is_recorded=True)
    silent = _held(server, person, design, sounds[:1], is_recorded=False)

    turns = person.get(f"/api/session/{recorded}").json()["transcript"]
    heard = [turn for turn in turns if turn["audioUrl"]]
    assert [turn["role"] for turn in heard] == ["candidate"] * len(heard)
    assert len(heard) >= len(ANSWERS)
    sound = person.get(heard[0]["audioUrl"]).raise_for_status()
    assert len(sound.content) / 32 >= heard[0]["durationMs"] - 500, "all of the turn is there"
    assert server.sign_in("ben@example.com", "Ben").get(heard[0]["audioUrl"]).status_code == 404

    with visiting(chromium, server.url) as visit:
        page = visit.page
        sign_in(page)
        _report(page, recorded)
        button = page.locator("[data-play-from]").first
        expect(button).to_be_visible()
        start_ms = int(button.get_attribute("data-play-from") or 0)
        page.evaluate(NOTE_WHERE_SOUND_BEGINS)
        button.click()
        expect(page.locator("html[data-sound-began]")).to_have_count(1)
        at_ms = 1_000 * float(page.locator("html").get_attribute("data-sound-began") or "nan")
        assert abs(at_ms - max(0, start_ms - _LEAD_MS)) <= _NEAR_MS
        assert visit.serious_barriers() == []

        _report(page, silent)
        expect(page.locator("[data-play-entry]")).to_have_count(0)
        expect(page.get_by_role("region", name="Player")).to_have_count(0)
        assert visit.complaints == []
