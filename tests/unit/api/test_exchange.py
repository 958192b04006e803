"""A code becomes a cookie once, for our own pages only, and signing out ends the sign-in."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from preppal.api.exchange import create_exchange
from preppal.auth.cookies import SIGN_IN_COOKIE
from preppal.auth.tokens import TokenSigner
from preppal.config import Settings
from preppal.errors import NotAllowed
from preppal.services.accounts import AccountService
from preppal.store.database import Database

ORIGIN = {"origin": "http://testserver"}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(sqlite_url: str, clock: Clock) -> AccountService:
    return AccountService(Database(sqlite_url), Settings(), TokenSigner("k" * 40, clock), clock)


@pytest.fixture
def client(accounts: AccountService) -> TestClient:
    app = FastAPI()
    app.include_router(create_exchange(accounts, Settings()))
    return TestClient(app, follow_redirects=False)


def test_code_becomes_a_cookie_that_scripts_cannot_read(client: TestClient, accounts: AccountService) -> None:
    code = accounts.sign_in_code_dev("maya@example.org", "Maya")
    answer = client.post("/api/auth/exchange", data={"code": code, "next": "/history"}, headers=ORIGIN)
    assert answer.status_code == 303
    assert answer.headers["location"] == "http://testserver/history"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=lax" in answer.headers["set-cookie"]
    assert accounts.person_for_token(client.cookies[SIGN_IN_COOKIE]).email == "maya@example.org"


def test_code_works_once(client: TestClient, accounts: AccountService) -> None:
    form = {"code": accounts.sign_in_code_dev("maya@example.org")}
    client.post("/api/auth/exchange", data=form, headers=ORIGIN)
    again = client.post("/api/auth/exchange", data=form, headers=ORIGIN)
    assert "set-cookie" not in again.headers
    assert again.headers["location"].endswith("/sign-in?problem=expired")


def test_code_stays_used_after_sign_out(client: TestClient, accounts: AccountService) -> None:
    form = {"code": accounts.sign_in_code_dev("maya@example.org")}
    client.post("/api/auth/exchange", data=form, headers=ORIGIN)
    client.post("/api/auth/leave", headers=ORIGIN)
    assert "set-cookie" not in client.post("/api/auth/exchange", data=form, headers=ORIGIN).headers


def test_code_runs_out_after_a_minute(client: TestClient, accounts: AccountService, clock: Clock) -> None:
    code = accounts.sign_in_code_dev("maya@example.org")
    clock.now += timedelta(seconds=61)
    assert "set-cookie" not in client.post("/api/auth/exchange", data={"code": code}, headers=ORIGIN).headers


def test_sign_in_token_is_no_code(client: TestClient, accounts: AccountService) -> None:
    token = accounts.sign_in_dev("maya@example.org").token
    assert "set-cookie" not in client.post("/api/auth/exchange", data={"code": token}, headers=ORIGIN).headers


def test_code_is_no_sign_in_token(accounts: AccountService) -> None:
    with pytest.raises(NotAllowed):
        accounts.person_for_token(accounts.sign_in_code_dev("maya@example.org"))


def test_other_site_cannot_sign_a_browser_in(client: TestClient, accounts: AccountService) -> None:
    code = accounts.sign_in_code_dev("mallory@example.org")
    answer = client.post("/api/auth/exchange", data={"code": code}, headers={"origin": "https://evil.example.org"})
    assert "set-cookie" not in answer.headers
    assert answer.headers["location"] == "/sign-in?problem=expired"


def test_sign_in_never_leads_to_another_site(client: TestClient, accounts: AccountService) -> None:
    code = accounts.sign_in_code_dev("maya@example.org")
    form = {"code": code, "next": "//evil.example.org"}
    answer = client.post("/api/auth/exchange", data=form, headers=ORIGIN)
    assert answer.headers["location"] == "http://testserver/dashboard"


@pytest.mark.parametrize(("sent", "kept"), [("Europe/Berlin", "Europe/Berlin"), ("Mars/Olympus", "UTC"), ("", "UTC")])
def test_time_zone_of_the_browser_is_kept_when_it_exists(
    client: TestClient, accounts: AccountService, sent: str, kept: str
) -> None:
    code = accounts.sign_in_code_dev("maya@example.org")
    client.post("/api/auth/exchange", data={"code": code, "time_zone": sent}, headers=ORIGIN)
    person = accounts.person_for_token(client.cookies[SIGN_IN_COOKIE])
    assert accounts.profile(person.id).time_zone == kept


def test_leaving_ends_the_sign_in_and_clears_the_cookie(client: TestClient, accounts: AccountService) -> None:
    code = accounts.sign_in_code_dev("maya@example.org")
    client.post("/api/auth/exchange", data={"code": code}, headers=ORIGIN)
    token = client.cookies[SIGN_IN_COOKIE]
    answer = client.post("/api/auth/leave", headers=ORIGIN)
    assert answer.headers["location"] == "http://testserver/"
    assert SIGN_IN_COOKIE not in client.cookies
    with pytest.raises(NotAllowed):
        accounts.person_for_token(token)


def test_other_site_cannot_sign_a_person_out(client: TestClient, accounts: AccountService) -> None:
    code = accounts.sign_in_code_dev("maya@example.org")
    client.post("/api/auth/exchange", data={"code": code}, headers=ORIGIN)
    token = client.cookies[SIGN_IN_COOKIE]
    client.post("/api/auth/leave", headers={"origin": "https://evil.example.org"})
    assert accounts.person_for_token(token).email == "maya@example.org"
