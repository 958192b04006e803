"""What whoever runs the server asks."""

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
    answer = site.client().get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert answer.text == "# TYPE preppal_sockets_total counter\npreppal_sockets_total 3\n"
