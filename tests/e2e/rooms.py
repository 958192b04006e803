"""A signed-in person in a browser, at the sound check or in the room, in the words of the tests."""

import base64
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import Visit, visiting
from tests.e2e.server import Server

_SCRIPTED_MICROPHONE = Path(__file__).with_name("microphone.js")
RATE_HZ = 16_000
JOB = "You keep our releases safe: scripts, tests, and calm when something breaks. You work with four teams."
PHONE = {"width": 375, "height": 812}
# The narrowest that WCAG 2.2 asks for (1.4.10), and a small telephone.
NARROW = {"width": 320, "height": 640}
DEAD_LINE, BROWSER_VOICE = (Path(__file__).with_name(name) for name in ("line.js", "voice.js"))


def new_interview(server: Server, **choices: Any) -> str:
    """A warm-up interview for a release engineer, made over the API; its id."""
    body = {
        "interviewType": "behavioral",
        "difficulty": "warmup",
        "durationMinutes": 10,
        "jobTitle": "Release engineer",
        "jobDescription": JOB,
        "idempotencyKey": str(uuid.uuid4()),
        **choices,
    }
    with server.sign_in() as person:
        answer = person.post("/api/session/create", json=body)
        answer.raise_for_status()
        return str(answer.json()["id"])


def entries(server: Server, interview_id: str) -> list[dict[str, Any]]:
    """The transcript as it is stored."""
    with server.sign_in() as person:
        stored: list[dict[str, Any]] = person.get(f"/api/session/{interview_id}").json()["transcript"]
        return stored


class Guest:
    """One person with one interview."""

    def __init__(self, visit: Visit, server: Server, interview_id: str) -> None:
        self.visit = visit
        self.page: Page = visit.page
        self.server = server
        self.interview_id = interview_id

    # ---- ways

    def go_to_lobby(self) -> None:
        self.page.goto(f"/interview/{self.interview_id}/lobby")
        expect(self.page.get_by_role("heading", name="Sound check")).to_be_visible()

    def enter_room(self) -> None:
        """Through the sound check, with a press on the button."""
        self.go_to_lobby()
        self.page.get_by_role("button", name="Enter the room").click()
        self.page.wait_for_url("**/session")
        self.wait_for_state("speaking")

    # ---- what the page shows

    def wait_for_state(self, *states: str, timeout_ms: float = 40_000) -> None:
        choice = ", ".join(f'html[data-interview-state="{state}"]' for state in states)
        expect(self.page.locator(choice)).to_have_count(1, timeout=timeout_ms)

    @property
    def state(self) -> str | None:
        return self.page.locator("html").get_attribute("data-interview-state")

    def slot(self, name: str) -> Locator:
        return self.page.locator(f'[data-interview-slot="{name}"]')

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def stored(self, role: str) -> list[dict[str, Any]]:
        return [entry for entry in entries(self.server, self.interview_id) if entry["role"] == role]

    # ---- what the person does

    def say(self, pcm: bytes) -> None:
        """Into the scripted microphone."""
        text = base64.b64encode(pcm).decode()
        self.page.evaluate("([text, rate]) => void microphone.say(text, rate)", [text, RATE_HZ])

    def finish_saying(self) -> None:
        self.page.evaluate("microphone.saying")

    def wait_until(self, condition: str, argument: object = None, within_ms: int = 90_000) -> Any:
        """What a JavaScript function gives once it is something true.

        The page's policy forbids the eval that Playwright's own wait_for_function needs.
        """
        ask = f"""async ([argument, withinMs]) => {{
          const condition = {condition};
          const end = performance.now() + withinMs;
          while (performance.now() < end) {{
            const found = condition(argument);
            if (found) return found;
            await new Promise((resolve) => setTimeout(resolve, 50));
          }}
          throw new Error("it did not come true in time");
        }}"""
        return self.page.evaluate(ask, [argument, within_ms])

    def press(self, name: str) -> None:
        """A button, with the keyboard alone."""
        self.tab_to(self.button(name))
        self.page.keyboard.press("Enter")

    def tab_to(self, control: Locator, limit: int = 60) -> None:
        """Only the Tab key, until the focus is there."""
        for _ in range(limit):
            if control.evaluate("element => element === document.activeElement"):
                return
            control.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {control}")


@contextmanager
def guest(
    chromium: str,
    server: Server,
    *,
    interview_id: str = "",
    scripted: bool = True,
    scripts: Sequence[Path] = (),
    **options: Any,
) -> Iterator[Guest]:
    """Signed in, with an interview of their own; the microphone is scripted unless told otherwise."""
    made = interview_id or new_interview(server)
    scripts = (_SCRIPTED_MICROPHONE, *scripts) if scripted else scripts
    with visiting(chromium, server.url, scripts=scripts, **options) as visit:
        with server.sign_in() as person:
            token = person.headers["Authorization"].removeprefix("Bearer ")
        visit.context.add_cookies([{"name": "preppal_session", "value": token, "url": visit.page.url}])
        yield Guest(visit, server, made)
