"""From making an account to coming back to it by every way in, with settings that hold, as a person in a browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import Visit, visiting
from tests.e2e.server import Server
from tests.integration.oidc.provider import Provider, running_provider
from tests.mail_server import MailServer, running_mail_server

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(300)]

_EMAIL, _PASSWORD, _NEW_PASSWORD = "maya@example.com", "four words in a row", "five other words entirely"
_LINK = re.compile(r"http://\S+(/reset\?link=\S+)")


@dataclass(frozen=True)
class House:
    """A server that others use, with its mail server and its provider."""

    server: Server
    mail: MailServer
    provider: Provider


@pytest.fixture
def house(port: int, tmp_path: Path) -> Iterator[House]:
    with running_mail_server() as mail, running_provider() as provider:
        settings = {
            "PREPPAL_DEV_LOGIN": "0",
            "PREPPAL_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
            "PREPPAL_MAIL_FROM": "preppal@example.org",
            "PREPPAL_OIDC_DISCOVERY_URL": f"{provider.url}/.well-known/openid-configuration",
            "PREPPAL_OIDC_CLIENT_ID": "preppal",
            "PREPPAL_OIDC_CLIENT_SECRET": "a secret",
        }
        server = Server(tmp_path, port, **settings)
        try:
            yield House(server.start(), mail, provider)
        finally:
            server.stop()


def test_person_makes_an_account_and_comes_back_by_password_mail_and_provider(house: House, chromium: str) -> None:
    barriers: list[str] = []
    with visiting(chromium, house.server.url) as visit:
        page = visit.page
        _turned_away(page)
        barriers += visit.serious_barriers()
        _register(page)
        barriers += visit.serious_barriers()
        _say_what_for(page)
        _choose_settings(page)
        barriers += visit.serious_barriers()
        _sign_out(page)
        _reset_by_mail(page, house.mail)
        barriers += visit.serious_barriers()
        _ask_anew(page)
        _sign_out(page)
        _come_by_provider(page, house.provider)
    with visiting(chromium, house.server.url) as elsewhere:
        _come_by_password(elsewhere)
        barriers += elsewhere.serious_barriers()
    assert barriers == []
    ours = house.server.url  # the provider's page fetches its looks from elsewhere
    assert [line for line in visit.complaints + elsewhere.complaints if line.startswith(ours)] == []
    assert "Traceback" not in house.server.log()
    assert _EMAIL not in house.server.log()


def _turned_away(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(_EMAIL)
    page.get_by_label("Password", exact=True).fill("nothing in particular")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#password-error")).to_contain_text(re.compile("password", re.I))


def _register(page: Page) -> None:
    page.get_by_role("link", name="Make an account").click()
    page.wait_for_url("**/register")
    page.get_by_label("Email").fill(_EMAIL)
    page.get_by_label("Name").fill("Maya Okafor")
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator("#password-error")).to_contain_text("10 to 200 characters")
    page.get_by_label("Password", exact=True).fill(_PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/welcome")


def _say_what_for(page: Page) -> None:
    expect(page.get_by_role("heading", name="What do you practise for?")).to_be_visible()
    page.get_by_label("Target role").fill("Product analyst")
    page.get_by_text("In 2 to 4 weeks").click()
    page.get_by_label("What you want to get better at").fill("Ending my answers")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/dashboard")
    expect(page.get_by_text("Your interview as Product analyst is in two to four weeks.")).to_be_visible()
    page.goto("/interview/new")
    expect(page.get_by_text("You want to work on how answers end.")).to_be_visible()
    expect(page.get_by_label("Job title")).to_have_value("Product analyst")


def _choose_settings(page: Page) -> None:
    page.goto("/profile")
    expect(page.get_by_label("Target role")).to_have_value("Product analyst")
    expect(page.get_by_label("What you want to get better at")).to_have_value("Ending my answers")
    for name in ("Pauses", "Filler words", "Live captions"):
        page.get_by_role("switch", name=name).click()
        expect(page.get_by_role("switch", name=name)).not_to_be_checked()
    page.get_by_role("switch", name="Record my answers").click()
    expect(page.get_by_role("switch", name="Record my answers")).to_be_checked()
    page.get_by_label("Keep recordings").select_option("30")
    page.get_by_role("radiogroup", name="When you stop talking").get_by_text("Long", exact=True).click()
    page.get_by_role("radiogroup", name="Speaking speed").get_by_text("Slower", exact=True).click()
    expect(page.get_by_label("Interview language").locator("option")).to_have_text(["English"])
    expect(page.get_by_text("works offline and speaks English only")).to_be_visible()
    page.get_by_label("Date of the interview").fill("2031-03-09")
    page.get_by_role("radiogroup", name="Theme").get_by_text("Dark", exact=True).click()
    expect(page.locator("html[data-interview-motion]")).to_have_count(0)
    page.get_by_role("switch", name="Reduce motion").click()
    expect(page.locator("html[data-interview-motion=reduced]")).to_have_count(1)
    expect(page.locator("html.dark")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.get_by_role("switch", name="Pauses")).not_to_be_checked()
    expect(page.get_by_role("switch", name="Pace")).to_be_checked()
    expect(page.get_by_role("switch", name="Record my answers")).to_be_checked()
    expect(page.get_by_label("Keep recordings")).to_have_value("30")
    expect(page.get_by_role("radio", name="Long", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name="Slower", exact=True)).to_be_checked()
    expect(page.get_by_label("Date of the interview")).to_have_value("2031-03-09")
    expect(page.get_by_role("switch", name="Reduce motion")).to_be_checked()
    expect(page.locator("html[data-interview-motion=reduced]")).to_have_count(1)
    assert page.evaluate("getComputedStyle(document.querySelector('.page')).animationName") == "none"
    expect(page.locator("html.dark")).to_have_count(1)


def _sign_out(page: Page) -> None:
    page.goto("/profile")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(re.compile("//[^/]+/(sign-in)?$"))
    page.goto("/profile")
    page.wait_for_url("**/sign-in?next=/profile")


def _reset_by_mail(page: Page, mail: MailServer) -> None:
    page.get_by_role("link", name="Forgot it?").click()
    # The page before has a field of the same name.
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()
    page.get_by_label("Email").fill(_EMAIL)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    found = _LINK.search(mail.newest().get_content())
    assert found is not None
    page.goto(found[1])
    page.get_by_label("New password", exact=True).fill(_NEW_PASSWORD)
    page.get_by_role("button", name="Keep it and sign in").click()
    page.wait_for_url("**/dashboard")
    page.goto(found[1])
    expect(page.get_by_role("heading", name="This link has run out")).to_be_visible()


def _ask_anew(page: Page) -> None:
    page.get_by_role("link", name="Ask for a new link").click()
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()


def _come_by_provider(page: Page, provider: Provider) -> None:
    """The provider vouches for the same e-mail: the same person, with the same settings."""
    known = {"email": _EMAIL, "email_verified": True, "name": "Maya O."}
    httpx.put(f"{provider.url}/users/m-okafor", json=known).raise_for_status()
    page.goto("/sign-in?next=/profile")
    page.get_by_role("link", name="Sign in with Single sign-on").click()
    page.get_by_placeholder("sub").fill("m-okafor")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/profile")
    expect(page.get_by_label("Target role")).to_have_value("Product analyst")


def _come_by_password(visit: Visit) -> None:
    """In a browser that was never told about the dark."""
    page = visit.page
    page.goto("/sign-in")
    expect(page.locator("html.light")).to_have_count(1)
    page.get_by_label("Email").fill(_EMAIL)
    page.get_by_label("Password", exact=True).fill(_NEW_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/dashboard")
    expect(page.locator("html.dark")).to_have_count(1)
    page.goto("/profile")
    expect(page.get_by_text("This device")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_role("button", name="Sign out everywhere else")).to_have_count(0)
