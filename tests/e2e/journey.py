"""The steps of the main job, as a person takes them in the browser."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.browser import Visit
from tests.e2e.server import Server

# What the candidates of the tests say aloud.
ANSWERS = (
    "Last spring our deploy script deleted the wrong folder. I was responsible for the script. "
    "I wrote a dry run mode and I added a test. As a result we had no failed deploy for six months.",
    "In my last team two people wanted different databases. I listened to both, and I measured the two options. "
    "We chose the simpler one and the page became forty percent faster.",
    "I once promised a date that was too early. I told my manager the same day, and I explained what was missing. "
    "We moved one feature to the next month and delivered the rest on time.",
)


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


def speak_until(page: Page, server: Server, interview_id: str, count: int) -> None:
    """The file goes on speaking; wait until that many answers are stored and in the panel."""
    person = server.sign_in()
    for _ in range(240):
        entries = person.get(f"/api/session/{interview_id}").json()["transcript"]
        spoken = [entry for entry in entries if entry["role"] == "candidate" and entry["wordCount"] >= 8]
        if len(spoken) >= count:
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(f"only {len(spoken)} answers were stored: {[entry['content'] for entry in entries]}")


def end(page: Page) -> None:
    page.get_by_role("button", name="End", exact=True).first.click()
    page.get_by_role("button", name="End and get feedback").click()


def history_shows_it(visit: Visit) -> None:
    visit.page.goto("/history")
    expect(visit.page.get_by_text("Release engineer").first).to_be_visible()
