"""`/healthz`, `/readyz` and `/metrics`: for whoever runs the server."""

import logging
from collections.abc import Callable, Mapping
from typing import Literal

from fastapi import APIRouter, Request, Response
from starlette.responses import PlainTextResponse

from preppal.api.problems import responses
from preppal.api.shapes import Answer
from preppal.auth.figures import check_may_see_figures
from preppal.config import Settings
from preppal.errors import PreppalError

Check = Callable[[], None]
Figures = Callable[[], Mapping[str, float]]

_log = logging.getLogger(__name__)


class Alive(Answer):
    status: Literal["ok"] = "ok"


class Readiness(Answer):
    """Each part, and whether it can serve."""

    status: Literal["ready", "not ready"]
    checks: dict[str, Literal["ok", "failed"]]


def create_health_routes(settings: Settings, checks: Mapping[str, Check], figures: Figures) -> APIRouter:
    """`checks` raise a PreppalError when a part cannot serve; `figures` are the process's counters and gauges."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The process is alive")
    def alive() -> Alive:
        """Says nothing of its parts: for whoever restarts a process that hangs."""
        return Alive()

    @router.get(
        "/readyz",
        summary="The process can serve",
        responses={503: {"model": Readiness, "description": "A part cannot serve"}},
    )
    def ready(response: Response) -> Readiness:
        """Part by part: database, migrations, engine, reviews, files. 503 when one cannot serve; the log says why."""
        results = {name: _result(name, check) for name, check in checks.items()}
        is_ready = all(result == "ok" for result in results.values())
        if not is_ready:
            response.status_code = 503
        return Readiness(status="ready" if is_ready else "not ready", checks=results)

    @router.get(
        "/metrics",
        summary="Prometheus text",
        response_class=PlainTextResponse,
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Counters and gauges"},
            **responses(401, 404, 503),
        },
    )
    def metrics(request: Request) -> PlainTextResponse:
        """No personal data. With PREPPAL_METRICS_TOKEN set it wants that as Bearer token (401); without, it answers
        requests from the machine itself alone (404)."""
        check_may_see_figures(
            settings.metrics_token,
            authorization=request.headers.get("authorization", ""),
            peer=request.client.host if request.client else "",
            header_names=request.headers.keys(),
        )
        return PlainTextResponse(_metric_text(figures()), media_type="text/plain; version=0.0.4")

    return router


def _result(name: str, check: Check) -> Literal["ok", "failed"]:
    try:
        check()
    except PreppalError as error:
        _log.warning("not ready: %s (%s)", name, type(error).__name__)
        return "failed"
    return "ok"


def _metric_text(figures: Mapping[str, float]) -> str:
    """A name may carry labels; its kind is said once, before the first of its lines."""
    lines: list[str] = []
    described = ""
    for name, value in sorted(figures.items()):
        bare = name.partition("{")[0]
        if bare != described:
            described = bare
            lines.append(f"# TYPE {bare} {'counter' if bare.endswith('_total') else 'gauge'}\n")
        lines.append(f"{name} {value:.15g}\n")
    return "".join(lines)
