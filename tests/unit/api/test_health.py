"""What whoever runs the server asks."""

import pytest

from tests.unit.api.conftest import Site


def test_process_is_alive_without_signing_in(site: Site) -> None:
    answer = site.client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_while_every_part_can_serve(site: Site) -> None:
    answer = site.client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "checks": {"database": "ok"}})


def test_not_ready_says_which_part_cannot_serve(site: Site) -> None:
    site.is_well = False
    answer = site.client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", "checks": {"database": "failed"}})
    assert site.client().get("/healthz").status_code == 200


def test_figures_are_prometheus_text(site: Site) -> None:
    site.peer = ("127.0.0.1", 50_000)
    client = site.client()
    client.get("/healthz")
    client.get("/api/user/profile")
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.text == (
        "# TYPE preppal_http_requests_total counter\n"
        'preppal_http_requests_total{method="GET",status="2xx"} 1\n'
        'preppal_http_requests_total{method="GET",status="4xx"} 1\n'
        "# TYPE preppal_sockets_total counter\n"
        "preppal_sockets_total 3\n"
    )


def test_figures_say_nothing_of_paths_and_people(site: Site) -> None:
    site.peer = ("127.0.0.1", 50_000)
    client = site.client(site.sign_in("zephyr@example.com"))
    client.get(f"/api/session/{site.interview('zephyr@example.com')}")
    client.request("BREW", "/api/zephyr")
    text = client.get("/metrics").text
    assert "zephyr" not in text
    assert "/api" not in text
    assert 'method="other"' in text


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 404),
        ("", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 404),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 404),
    ],
)
def test_figures_without_a_token_are_for_this_machine_alone(
    site: Site, peer: str, headers: dict[str, str], status: int
) -> None:
    site.peer = (peer, 50_000)
    assert site.client().get("/metrics", headers=headers).status_code == status


def test_figures_with_a_token_are_for_whoever_has_it(site: Site) -> None:
    site.change_settings(metrics_token="figures-please")
    assert site.client("figures-please").get("/metrics").status_code == 200
    for token in ("", "figures-pleas", site.sign_in()):
        assert site.client(token).get("/metrics").status_code == 401
