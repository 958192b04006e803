"""How often one may ask: per address before anything else, and per person wherever they ask from."""

import pytest

from tests.unit.api.conftest import Site


def test_address_that_asks_too_often_is_told_when_to_come_back(site: Site) -> None:
    site.change_settings(requests_per_minute=3)
    client = site.client()
    assert [client.get("/api/docs").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/user/profile")
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert 0 < int(refused.headers["retry-after"]) <= 20


def test_one_address_does_not_pay_for_another(site: Site) -> None:
    site.change_settings(requests_per_minute=1, proxies=1)
    client = site.client()
    for address in ("192.0.2.1", "192.0.2.2"):
        assert client.get("/api/docs", headers={"X-Forwarded-For": address}).status_code == 200
    assert client.get("/api/docs", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429


def test_address_that_somebody_claims_is_not_believed_without_a_proxy(site: Site) -> None:
    site.change_settings(requests_per_minute=1)
    client = site.client()
    client.get("/api/docs", headers={"X-Forwarded-For": "192.0.2.1"})
    assert client.get("/api/docs", headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 429


def test_person_is_counted_over_all_routes_and_addresses(site: Site) -> None:
    site.change_settings(requests_per_minute=3, proxies=1)
    ann, ben = site.client(site.sign_in()), site.client(site.sign_in("ben@example.com"))
    paths = ("/api/user/profile", "/api/session/history", "/api/resumes", "/api/session/current")
    answers = [ann.get(path, headers={"X-Forwarded-For": f"192.0.2.{n}"}) for n, path in enumerate(paths)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 20
    assert ben.get("/api/user/profile", headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_are_not_counted(site: Site, path: str) -> None:
    site.change_settings(requests_per_minute=1)
    client = site.client()
    assert {client.get(path).status_code for _ in range(5)} == {200}
