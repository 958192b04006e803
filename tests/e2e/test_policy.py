"""The pages under their own Content-Security-Policy: nothing they need is refused, and what they do not need is."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.rooms import Guest, guest
from tests.e2e.server import Server

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_WITNESS = Path(__file__).with_name("policy_witness.js")
_PAGES = ("/", "/sign-in", "/register", "/dashboard", "/library", "/interview/new", "/history", "/progress", "/profile")


def refused(page: Page) -> list[str]:
    """What the policy has refused since the page was loaded."""
    found: list[str] = page.evaluate("window.refusedByPolicy")
    return found


def test_every_page_is_served_with_the_headers(shared_server: Server) -> None:
    for path in (*_PAGES, "/interview/any/session", "/no-such-page"):
        headers = httpx.get(shared_server.url + path, follow_redirects=True).headers
        policy = headers["content-security-policy"]
        scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
        assert "'unsafe" not in scripts
        assert "data:" not in scripts
        assert "blob:" not in scripts
        assert "'sha256-" in scripts
        assert "worker-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "microphone=(self)" in headers["permissions-policy"]
        assert "referrer-policy" in headers


def test_no_page_needs_what_its_policy_refuses(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        page.context.add_init_script(path=_WITNESS)
        for path in _PAGES:
            page.goto(path)
            expect(page.get_by_role("heading").first).to_be_visible()
            assert refused(page) == [], path
        _hold_the_room(someone)
        page.goto(f"/interview/{someone.interview_id}/feedback")
        expect(page.get_by_role("heading").first).to_be_visible()
        assert refused(page) == []
        assert someone.visit.complaints == []


def _hold_the_room(someone: Guest) -> None:
    """Worklets, worker, socket and styles of the live room, and leaving it by its own button."""
    someone.enter_room()
    assert refused(someone.page) == []
    someone.button("End").click()
    someone.page.get_by_role("alertdialog").get_by_role("button", name="End").click()
    someone.page.wait_for_url("**/feedback")
    assert refused(someone.page) == []


def test_a_script_that_is_not_ours_does_not_run(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        page.context.add_init_script(path=_WITNESS)
        page.goto("/sign-in")
        page.evaluate(
            """() => {
              for (const attributes of [{ textContent: "window.stolen = 1" }, { src: "data:text/javascript,stolen=2" }])
                document.body.append(Object.assign(document.createElement("script"), attributes));
            }"""
        )
        expect(page.locator("html")).to_have_attribute("data-refused", "2")
        assert page.evaluate("window.stolen") is None
        assert {line.split()[0] for line in refused(page)} == {"script-src-elem"}


def test_fault_that_nobody_foresaw_is_said_on_the_page_and_quoted_in_no_log(
    shared_server: Server, chromium: str
) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        page.context.clear_cookies()
        page.route_web_socket(re.compile("/_event"), _forge_the_email)
        page.goto("/sign-in")
        page.get_by_label("Email").fill("forged@example.com")
        page.get_by_role("button", name="Sign in", exact=True).click()
        notice = page.get_by_role("alert").filter(has_text="That did not work, and it is not your doing")
        expect(notice).to_be_visible()
        assert someone.visit.serious_barriers() == []
        notice.get_by_role("button", name="Reload").click()
        expect(page.get_by_label("Name")).to_be_visible()
        expect(notice).to_have_count(0)
        page.get_by_label("Email").fill("ann@example.com")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/dashboard")
        assert someone.visit.complaints == []
    assert "an event of a page failed: AttributeError at " in shared_server.log()
    assert "my own words" not in shared_server.log()


def _forge_the_email(socket: WebSocketRoute) -> None:
    """What no page of ours sends."""
    server = socket.connect_to_server()
    honest, forged = '"forged@example.com"', '{"strange":"my own words"}'
    socket.on_message(lambda text: server.send(str(text).replace(honest, forged)))
