"""Signing in with dev credentials and out again; cookie, Bearer, and requests from other people's pages."""

import pytest

from tests.unit.api.conftest import ORIGIN, Site

CREDENTIALS = {"email": "Ann@example.com", "name": "Ann"}


def test_sign_in_answers_with_person_and_token_and_sets_the_cookie(site: Site) -> None:
    answer = site.client().post("/api/auth/dev", json=CREDENTIALS)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"user", "token"}
    assert body["user"]["email"] == "ann@example.com"
    assert body["user"]["name"] == "Ann"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"preppal_session={body['token']};")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_cookie_is_secure_where_the_site_is(site: Site) -> None:
    site.change_settings(public_url="https://preppal.example")
    cookie = site.client().post("/api/auth/dev", json=CREDENTIALS).headers["set-cookie"]
    assert "Secure" in cookie


def test_dev_sign_in_does_not_exist_when_it_is_off(site: Site) -> None:
    site.change_settings(dev_login=False)
    assert site.client().post("/api/auth/dev", json=CREDENTIALS).status_code == 404


def test_sign_in_says_what_is_wrong_with_the_address(site: Site) -> None:
    answer = site.client().post("/api/auth/dev", json={"email": "ann"})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"email"}


def test_page_of_another_site_cannot_sign_anybody_in(site: Site) -> None:
    answer = site.client().post("/api/auth/dev", json=CREDENTIALS, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_form_of_another_site_is_no_json(site: Site, content_type: str) -> None:
    answer = site.client().post(
        "/api/auth/dev", content='{"email": "ann@example.com"}', headers={"Content-Type": content_type}
    )
    assert answer.status_code in (415, 422)


def test_cookie_and_bearer_say_the_same_person(site: Site) -> None:
    token = site.sign_in()
    by_bearer = site.client(token).get("/api/user/profile").json()
    by_cookie = site.client().get("/api/user/profile", headers={"Cookie": f"preppal_session={token}"}).json()
    assert by_bearer == by_cookie
    assert by_bearer["user"]["email"] == "ann@example.com"


def test_bad_bearer_is_refused_even_beside_a_good_cookie(site: Site) -> None:
    headers = {"Cookie": f"preppal_session={site.sign_in()}", "Authorization": "Bearer nonsense"}
    assert site.client().get("/api/user/profile", headers=headers).status_code == 401


def test_signing_out_ends_the_token_everywhere_and_drops_the_cookie(site: Site) -> None:
    token = site.sign_in()
    answer = site.client(token).post("/api/auth/logout")
    assert answer.status_code == 204
    assert 'preppal_session=""' in answer.headers["set-cookie"]
    assert site.client(token).get("/api/user/profile").status_code == 401


def test_page_of_another_site_cannot_sign_anybody_out(site: Site) -> None:
    token = site.sign_in()
    headers = {"Cookie": f"preppal_session={token}", "Origin": "https://evil.example"}
    assert site.client().post("/api/auth/logout", headers=headers).status_code == 403
    assert site.client(token).get("/api/user/profile").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({}, 403),
    ],
)
def test_change_on_the_cookie_alone_must_come_from_our_pages(site: Site, headers: dict[str, str], status: int) -> None:
    cookie = {"Cookie": f"preppal_session={site.sign_in()}"}
    answer = site.client().patch("/api/user/profile", json={"goals": "A new job"}, headers=cookie | headers)
    assert answer.status_code == status


def test_change_with_a_bearer_token_may_come_from_anywhere(site: Site) -> None:
    headers = {"Origin": "https://tools.example"}
    answer = site.client(site.sign_in()).patch("/api/user/profile", json={"goals": "A new job"}, headers=headers)
    assert answer.status_code == 200
