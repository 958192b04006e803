"""Sign-in through a provider nobody here wrote, as a browser does it, and everything that must not get through."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from preppal.api import problems
from preppal.api.auth import create_auth_routes
from preppal.api.providers import create_provider_routes
from preppal.api.users import create_user_routes
from preppal.auth.oidc import OpenIdProvider, ProviderSettings
from preppal.auth.tokens import TokenSigner
from preppal.config import Registration, Settings
from preppal.services.accounts import AccountService
from preppal.store.database import Database
from tests.integration.oidc.provider import Provider, running_provider

US = "http://testserver"


class House:
    """Our routes, with the providers that a test has started."""

    def __init__(self, database: Database, data_dir: Path, **providers: Provider) -> None:
        self.settings = Settings(data_dir=data_dir, public_url=US)
        self.tokens = TokenSigner("k" * 40)
        self.database = database
        self.providers = [
            OpenIdProvider(ProviderSettings(key, key.title(), provider.url, "preppal", "a secret"))
            for key, provider in providers.items()
        ]
        self.open_with()

    def open_with(self, **changes: object) -> None:
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]  # the test passes the right types
        self.accounts = AccountService(self.database, self.settings, self.tokens, providers=self.providers)
        self.app = FastAPI()
        problems.install(self.app)
        for routes in (create_auth_routes, create_provider_routes, create_user_routes):
            self.app.include_router(routes(self.accounts, self.settings))

    def browser(self) -> TestClient:
        return TestClient(self.app, base_url=US, follow_redirects=False)


def leave_for(browser: TestClient, provider: str = "oidc", next: str = "/history") -> str:
    """The address of the provider's page."""
    answer = browser.get(f"/api/auth/login/{provider}", params={"next": next})
    assert answer.status_code == 302
    return answer.headers["location"]


def consent(address: str, subject: str, **claims: object) -> str:
    """Somebody signs in at the provider and agrees; the path and query the browser is sent back to."""
    provider = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
    known = {"email": f"{subject}@example.com", "email_verified": True, "name": subject.title(), **claims}
    httpx.put(f"{provider}/users/{subject}", json=known).raise_for_status()
    answer = httpx.post(address, data={"sub": subject})
    assert answer.status_code in (302, 303), answer.text
    return answer.headers["location"].removeprefix(US)


def person(browser: TestClient) -> dict[str, str] | None:
    answer = browser.get("/api/user/profile")
    user: dict[str, str] | None = answer.json()["user"] if answer.status_code == 200 else None
    return user


def assert_refused(browser: TestClient, way_back: str, problem: str = "provider") -> None:
    answer = browser.get(way_back)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?problem={problem}"
    assert person(browser) is None


def changed(address: str, **parameters: str) -> str:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | parameters
    return parts._replace(query=urlencode(query)).geturl()


Start = Callable[..., Provider]


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as running:
        yield lambda **options: running.enter_context(running_provider(**options))


@pytest.fixture
def house(sqlite_database: Database, tmp_path: Path, start: Start) -> House:
    return House(sqlite_database, tmp_path, oidc=start())


def test_person_comes_back_signed_in_to_where_they_wanted(house: House) -> None:
    browser = house.browser()
    address = leave_for(browser)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert "openid" in asked["scope"][0]
    answer = browser.get(consent(address, "maya"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/history")
    assert "HttpOnly" in answer.headers["set-cookie"]
    signed_in = person(browser)
    assert signed_in is not None
    assert (signed_in["email"], signed_in["name"]) == ("maya@example.com", "Maya")


def test_callback_without_the_provider_in_its_path_works_as_well(house: House) -> None:
    browser = house.browser()
    way_back = consent(leave_for(browser), "maya")
    for_all = way_back.replace("/callback/oidc", "/callback")
    # The cookie's path covers both.
    assert browser.get(for_all).headers["location"] == "/history"
    assert person(browser) is not None


def test_same_person_comes_back_to_the_same_account_when_the_email_has_changed(house: House) -> None:
    ids = []
    for email in ("maya@example.com", "maya.okafor@example.com"):
        browser = house.browser()
        browser.get(consent(leave_for(browser), "maya", email=email))
        signed_in = person(browser)
        assert signed_in is not None
        ids.append(signed_in["id"])
    assert ids[0] == ids[1]


def test_changed_state_is_refused(house: House) -> None:
    browser = house.browser()
    assert_refused(browser, changed(consent(leave_for(browser), "maya"), state="another"))


def test_answer_in_a_browser_that_did_not_ask_is_refused(house: House) -> None:
    way_back = consent(leave_for(house.browser()), "mallory")
    victim = house.browser()
    assert_refused(victim, way_back)
    leave_for(victim)
    assert_refused(victim, way_back)


def test_changed_nonce_is_refused(house: House) -> None:
    browser = house.browser()
    assert_refused(browser, consent(changed(leave_for(browser), nonce="another"), "maya"))


def test_code_of_another_attempt_fails_at_pkce(house: House) -> None:
    stolen = parse_qs(urlsplit(consent(leave_for(house.browser()), "maya")).query)["code"][0]
    mallory = house.browser()
    own_way_back = consent(leave_for(mallory), "mallory")
    assert_refused(mallory, changed(own_way_back, code=stolen))


def test_removed_code_challenge_is_noticed_by_the_provider(house: House) -> None:
    address = changed(leave_for(house.browser()), code_challenge_method="plain")
    assert httpx.post(address, data={"sub": "maya"}).status_code == 400


@pytest.mark.parametrize("is_careless", [False, True])
def test_answer_that_is_played_again_opens_nothing(
    sqlite_database: Database, tmp_path: Path, start: Start, is_careless: bool
) -> None:
    provider = start()
    provider.front.lets_codes_be_used_again = is_careless
    house = House(sqlite_database, tmp_path, oidc=provider)
    browser = house.browser()
    address = leave_for(browser)
    kept = browser.cookies["preppal_attempt"]
    way_back = consent(address, "maya")
    assert browser.get(way_back).headers["location"] == "/history"
    again = house.browser()
    again.cookies.set("preppal_attempt", kept)
    assert_refused(again, way_back)


def test_id_token_of_another_issuer_is_refused(sqlite_database: Database, tmp_path: Path, start: Start) -> None:
    provider = start()
    provider.front.answers_with_issuer_of = provider.url.replace("http://localhost", "127.0.0.1")
    browser = House(sqlite_database, tmp_path, oidc=provider).browser()
    assert_refused(browser, consent(leave_for(browser), "maya"))


def test_answer_that_names_another_issuer_is_refused(house: House) -> None:
    browser = house.browser()
    assert_refused(browser, changed(consent(leave_for(browser), "maya"), iss="https://evil.example.org"))


def test_provider_that_describes_itself_as_another_is_not_asked(
    sqlite_database: Database, tmp_path: Path, start: Start
) -> None:
    provider = start()
    provider.front.describes_issuer_of = provider.url.replace("http://localhost", "127.0.0.1")
    answer = House(sqlite_database, tmp_path, oidc=provider).browser().get("/api/auth/login/oidc")
    assert answer.headers["location"] == "/sign-in?problem=unreachable"


@pytest.mark.parametrize("options", [{"token_lifetime_s": -300}, {"with_keys_of_another": True}])
def test_expired_token_and_foreign_signature_are_refused(
    sqlite_database: Database, tmp_path: Path, start: Start, options: dict[str, object]
) -> None:
    browser = House(sqlite_database, tmp_path, oidc=start(**options)).browser()
    assert_refused(browser, consent(leave_for(browser), "maya"))


def test_unsigned_token_is_refused(sqlite_database: Database, tmp_path: Path, start: Start) -> None:
    provider = start()
    provider.front.drops_signature = True
    browser = House(sqlite_database, tmp_path, oidc=provider).browser()
    assert_refused(browser, consent(leave_for(browser), "maya"))


def test_answer_of_one_provider_does_not_count_for_another(
    sqlite_database: Database, tmp_path: Path, start: Start
) -> None:
    browser = House(sqlite_database, tmp_path, oidc=start(), google=start()).browser()
    way_back = consent(leave_for(browser, "oidc"), "maya")
    assert_refused(browser, way_back.replace("/callback/oidc", "/callback/google"))


def test_person_who_says_no_is_told_that_nothing_happened(house: House) -> None:
    browser = house.browser()
    denied = httpx.post(leave_for(browser), data={"action": "deny"}).headers["location"].removeprefix(US)
    state = parse_qs(urlsplit(leave_for(browser)).query)["state"][0]
    assert_refused(browser, changed(denied, state=state), "cancelled")


def test_provider_that_is_down_is_named(house: House, sqlite_database: Database, tmp_path: Path, start: Start) -> None:
    provider = start()
    browser = House(sqlite_database, tmp_path, oidc=provider).browser()
    way_back = consent(leave_for(browser), "maya")
    provider.front.is_down = True
    assert_refused(browser, way_back, "unreachable")


@pytest.mark.parametrize(
    "target", ["https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)", "/\tx"]
)
def test_sign_in_leads_nowhere_but_to_this_site(house: House, target: str) -> None:
    browser = house.browser()
    answer = browser.get(consent(leave_for(browser, next=target), "maya"))
    assert answer.headers["location"] == "/dashboard"


def test_signed_out_token_is_worth_nothing(house: House) -> None:
    browser = house.browser()
    browser.get(consent(leave_for(browser), "maya"))
    token = browser.cookies["preppal_session"]
    assert browser.post("/api/auth/logout", headers={"Origin": US}).status_code == 204
    assert person(browser) is None
    copied = house.browser()
    assert copied.get("/api/user/profile", headers={"Authorization": f"Bearer {token}"}).status_code == 401


# ---- who is who


def test_two_providers_that_vouch_for_one_email_are_one_person(
    sqlite_database: Database, tmp_path: Path, start: Start
) -> None:
    house = House(sqlite_database, tmp_path, oidc=start(), google=start())
    ids = set()
    for provider, subject in (("oidc", "maya"), ("google", "m-okafor")):
        browser = house.browser()
        browser.get(consent(leave_for(browser, provider), subject, email="maya@example.com"))
        signed_in = person(browser)
        assert signed_in is not None
        ids.add(signed_in["id"])
    assert len(ids) == 1


@pytest.mark.parametrize("vouched", [False, None, "true"])
def test_unverified_email_never_takes_an_account_over(
    sqlite_database: Database, tmp_path: Path, start: Start, vouched: object
) -> None:
    house = House(sqlite_database, tmp_path, oidc=start(), google=start())
    browser = house.browser()
    browser.get(consent(leave_for(browser, "oidc"), "maya"))
    mallory = house.browser()
    way_back = consent(leave_for(mallory, "google"), "mallory", email="maya@example.com", email_verified=vouched)
    assert_refused(mallory, way_back)


def test_owner_of_an_email_locks_out_whoever_registered_it_first(house: House) -> None:
    squatter = house.accounts.passwords.register("maya@example.com", "four words in a row", "Mallory")
    browser = house.browser()
    browser.get(consent(leave_for(browser), "maya"))
    assert person(browser) is not None
    thief = house.browser()
    for token in (squatter.token,):
        assert thief.get("/api/user/profile", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    body = {"email": "maya@example.com", "password": "four words in a row"}
    assert thief.post("/api/auth/login", json=body).status_code == 401


@pytest.mark.parametrize("registration", [Registration.INVITED, Registration.CLOSED])
def test_stranger_is_not_let_in_where_accounts_are_not_open(house: House, registration: Registration) -> None:
    house.open_with(registration=registration)
    browser = house.browser()
    assert_refused(browser, consent(leave_for(browser), "maya"))


def test_invited_person_is_let_in_by_their_provider(house: House) -> None:
    house.open_with(registration=Registration.INVITED)
    house.accounts.passwords.invite("maya@example.com")
    browser = house.browser()
    assert browser.get(consent(leave_for(browser), "maya")).headers["location"] == "/history"
