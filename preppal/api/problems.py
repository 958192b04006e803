"""Every error of the JSON routes as a problem document (RFC 9457). Our errors become answers here and nowhere else."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from preppal.errors import (
    BackendError,
    Conflict,
    EngineError,
    InvalidInput,
    LimitReached,
    NotAllowed,
    NotFound,
    PreppalError,
    where,
)

MEDIA_TYPE = "application/problem+json"
_RETRY_SOON_S = 2
_TITLES = {
    400: "This is no request of ours",
    401: "Not signed in",
    403: "Not allowed from there",
    404: "Not found",
    405: "Not a verb of this path",
    409: "Not in this state",
    413: "Too large",
    415: "Not a type we read",
    416: "No such part",
    422: "Some fields cannot be used",
    429: "Too many",
    500: "Our fault",
    503: "Not just now",
}

# Fields of our values that the public contract calls otherwise.
_JSON_NAMES = {"duration_min": "durationMinutes"}

_log = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong; `errors` has a sentence per field."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(description="A name for this kind of problem.", examples=["urn:preppal:problem:404"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such interview."])
    errors: dict[str, str] | None = Field(default=None, description="A sentence per field; only with status 422.")


def problem(
    status: int,
    detail: str,
    errors: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    content: dict[str, object] = {
        "type": f"urn:preppal:problem:{status}",
        "title": _TITLES.get(status, "Not possible"),
        "status": status,
        "detail": detail,
    }
    if errors is not None:
        content["errors"] = dict(errors)
    return JSONResponse(content, status, headers=headers, media_type=MEDIA_TYPE)


Responses = dict[int | str, dict[str, Any]]  # the shape in which FastAPI documents answers


def responses(*statuses: int) -> Responses:
    """The problems a route may answer with, for its documentation."""
    return {status: _described(status) for status in statuses}


_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}


def _described(status: int) -> dict[str, Any]:
    example = json.loads(bytes(problem(status, "A sentence that says what to do.").body))
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    described: dict[str, Any] = {"description": _TITLES[status], "content": content}
    return described | ({"headers": _RETRY_AFTER} if status in (429, 503) else {})


def install(app: FastAPI) -> None:
    """Turn every error of the app into a problem document."""
    app.add_exception_handler(PreppalError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _ours(_request: Request, error: Exception) -> JSONResponse:
    detail = str(error)
    match error:
        case InvalidInput():
            return problem(422, detail, {_json_name(field): text for field, text in error.fields.items()})
        case NotFound():
            return problem(404, detail)
        case NotAllowed():
            return problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
        case Conflict():
            return problem(409, detail)
        case LimitReached():
            return problem(429, detail, headers={"Retry-After": str(error.retry_after_s)})
        case EngineError():
            _log.warning("answered 503: %s", type(error).__name__)
            return problem(503, detail, headers={"Retry-After": str(_RETRY_SOON_S)})
        case BackendError() if error.retryable:
            _log.warning("answered 503: %s", type(error.__cause__ or error).__name__)
            return problem(503, detail, headers={"Retry-After": str(_RETRY_SOON_S)})
        case _:
            _log.error("answered 500: %s", type(error).__name__)
            return problem(500, "This did not work, and it is not your doing.")


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = {_field(found["loc"]): _sentence(found) for found in error.errors()}
    return problem(422, "Some fields cannot be used.", errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:  # the framework names the verbs of the first route it met alone
        headers["Allow"] = ", ".join(sorted(_verbs_of(request)))
    return problem(error.status_code, str(error.detail), headers=headers)


def _verbs_of(request: Request) -> set[str]:
    """Every verb of this path. FastAPI keeps an included router as one entry around its own routes."""
    routes: list[BaseRoute] = list(request.app.routes)
    for route in tuple(routes):
        routes += getattr(getattr(route, "original_router", None), "routes", ())
    path = request.url.path
    met = [route for route in routes if isinstance(route, Route) and route.path_regex.match(path)]
    named = [route for route in met if route.path == path]  # `/history` is no `/{session_id}`
    return {verb for route in named or met for verb in route.methods or ()}


def _json_name(field: str) -> str:
    return _JSON_NAMES.get(field) or to_camel(field)


def _field(location: Sequence[int | str]) -> str:
    """`("body", "interviewType")` is the field `interviewType`; a body that is no JSON is the field `body`."""
    inner = location[1:] if len(location) > 1 and isinstance(location[1], str) else location[:1]
    return ".".join(map(str, inner))


def _sentence(found: Mapping[str, Any]) -> str:
    """Pydantic's own words, without the value: it may be somebody's résumé."""
    text = str(found.get("msg", "This cannot be used"))
    return text.removesuffix(".") + "."


class ErrorBoundary:
    """Outermost: what nobody foresaw becomes a 500 document, and the log learns where, but not with what words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_noting(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:
            _log.error("answered 500: %s", where(error))
            if has_started:
                raise
            await problem(500, "This did not work, and it is not your doing.")(scope, receive, send)
