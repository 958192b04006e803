"""`/healthz`, `/readyz` and `/metrics`: for whoever runs the server."""

import logging
from collections.abc import Callable, Mapping
from typing import Literal

from fastapi import APIRouter, Response
from starlette.responses import PlainTextResponse

from preppal.api.shapes import Answer
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


def create_health_routes(checks: Mapping[str, Check], figures: Figures) -> APIRouter:
    """`checks` raise a PreppalError when a part cannot serve; `figures` are the process's counters and gauges."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The process is alive")
    def alive() -> Alive:
        return Alive()

    @router.get(
        "/readyz",
        summary="The process can serve",
        responses={503: {"model": Readiness, "description": "A part cannot serve"}},
    )
    def ready(response: Response) -> Readiness:
        results = {name: _result(name, check) for name, check in checks.items()}
        is_ready = all(result == "ok" for result in results.values())
        if not is_ready:
            response.status_code = 503
        return Readiness(status="ready" if is_ready else "not ready", checks=results)

    @router.get("/metrics", summary="Prometheus text", response_class=PlainTextResponse)
    def metrics() -> PlainTextResponse:
        lines = [line for name, value in sorted(figures().items()) for line in _metric_lines(name, value)]
        return PlainTextResponse("".join(lines), media_type="text/plain; version=0.0.4")

    return router


def _result(name: str, check: Check) -> Literal["ok", "failed"]:
    try:
        check()
    except PreppalError as error:
        _log.warning("not ready: %s (%s)", name, type(error).__name__)
        return "failed"
    return "ok"


def _metric_lines(name: str, value: float) -> tuple[str, str]:
    kind = "counter" if name.endswith("_total") else "gauge"
    return f"# TYPE {name} {kind}\n", f"{name} {value:g}\n"
