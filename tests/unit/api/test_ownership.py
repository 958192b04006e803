"""Who gets which answer, for every route: its owner, somebody else, nobody, and somebody signed out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from preppal.auth.tokens import TokenSigner
from tests.unit.api.conftest import Site


@dataclass(frozen=True)
class Row:
    """A request about Ann's things and what it answers. `other` is Ben's, `nobody` that of no token at all."""

    method: str
    path: str
    owner: int
    other: int
    nobody: int
    body: Callable[[Site, str], object] | None = None
    is_running: bool = False


NEW = {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": "k"}
WORKER_SECRET = "w" * 40
_OPEN = 200
_OWN = (200, 404, 401)

ROWS = [
    Row("POST", "/api/auth/dev", 200, 200, 200, lambda *_: {"email": "cy@example.com"}),
    Row(
        "POST",
        "/api/auth/register",
        201,
        201,
        201,
        lambda *_: {"email": "dee@example.com", "password": "four words in a row"},
    ),
    Row(
        "POST",
        "/api/auth/login",
        401,
        401,
        401,
        lambda *_: {"email": "ann@example.com", "password": "four words in a row"},
    ),
    Row("GET", "/api/auth/login/{provider}", 404, 404, 404),
    Row("GET", "/api/auth/callback/{provider}", 303, 303, 303),
    Row("GET", "/api/auth/callback", 303, 303, 303),
    Row("POST", "/api/auth/logout", 204, 204, 403),
    Row("POST", "/api/auth/exchange", 422, 422, 422),
    Row("POST", "/api/auth/leave", 303, 303, 303),
    Row("GET", "/api/user/profile", 200, 200, 401),
    Row("PATCH", "/api/user/profile", 200, 200, 401, lambda *_: {}),
    Row("GET", "/api/user/progress", 200, 200, 401),
    Row("GET", "/api/user/sign-ins", 200, 200, 401),
    Row("DELETE", "/api/user/sign-ins/{sign_in_id}", 204, 404, 401),
    Row("POST", "/api/session/create", 201, 201, 401, lambda *_: NEW),
    Row("POST", "/api/session", 201, 201, 401, lambda *_: NEW),
    Row("GET", "/api/session/current", 200, 200, 401),
    Row("GET", "/api/session/history", 200, 200, 401),
    Row("GET", "/api/session/{session_id}", *_OWN),
    Row("DELETE", "/api/session/{session_id}", 204, 404, 401),
    Row("POST", "/api/session/{session_id}/worker-token", *_OWN, is_running=True),
    Row("POST", "/api/session/{session_id}/ws-token", *_OWN, is_running=True),
    Row("POST", "/api/session/{session_id}/complete", *_OWN),
    Row("GET", "/api/session/{session_id}/audio/{order_index}", 404, 404, 401),
    Row("GET", "/api/session/{session_id}/export.{kind}", *_OWN),
    Row("GET", "/api/session/{session_id}/feedback", *_OWN),
    Row("POST", "/api/feedback/generate", 202, 404, 401, lambda _, interview: {"sessionId": interview}),
    Row("POST", "/api/feedback/{feedback_id}/rate", *_OWN, body=lambda *_: {"rating": 5}),
    Row("GET", "/api/user/export", 200, 200, 401),
    Row("DELETE", "/api/user", 204, 204, 401),
    Row("GET", "/api/resumes", 200, 200, 401),
    Row("POST", "/api/resumes", 201, 201, 401, lambda *_: {"text": "Ann, team lead"}),
    Row("GET", "/api/resumes/{resume_id}", *_OWN),
    Row("PATCH", "/api/resumes/{resume_id}", *_OWN, body=lambda *_: {"title": "New"}),
    Row("DELETE", "/api/resumes/{resume_id}", 204, 404, 401),
    Row("GET", "/api/resumes/{resume_id}/file", *_OWN),
    Row("POST", "/api/resume/upload", 422, 422, 401),
    Row("GET", "/api/resume", *_OWN),
    Row("DELETE", "/api/resume", 204, 404, 401),
    Row("GET", "/api/job-descriptions", 200, 200, 401),
    Row("POST", "/api/job-descriptions", 201, 201, 401, lambda *_: {"text": "We look for a team lead."}),
    Row("POST", "/api/job-description/upload", 422, 422, 401),
    Row("GET", "/api/job-descriptions/{job_description_id}", *_OWN),
    Row("PATCH", "/api/job-descriptions/{job_description_id}", *_OWN, body=lambda *_: {"title": "New"}),
    Row("DELETE", "/api/job-descriptions/{job_description_id}", 204, 404, 401),
    Row("GET", "/api/job-descriptions/{job_description_id}/file", *_OWN),
    Row("GET", "/healthz", _OPEN, _OPEN, _OPEN),
    Row("GET", "/readyz", _OPEN, _OPEN, _OPEN),
    Row("GET", "/metrics", _OPEN, _OPEN, _OPEN),
    Row("GET", "/api/openapi.json", _OPEN, _OPEN, _OPEN),
    Row("GET", "/api/docs", _OPEN, _OPEN, _OPEN),
    Row("GET", "/api/docs/start.js", _OPEN, _OPEN, _OPEN),
]


def _ask(site: Site, client: TestClient, row: Row, *, missing: bool = False) -> tuple[int, str]:
    """The status and the text of the answer about Ann's things, or about things that do not exist."""
    interview_id = site.interview() if row.is_running else site.finished_interview()
    feedback_id = "" if row.is_running else site.feedback_id(interview_id)
    sign_in_id = site.accounts.sign_ins(site.user_id())[-1].id
    ids = {"session_id": interview_id, "feedback_id": feedback_id, "sign_in_id": sign_in_id} | _papers(site, row)
    if missing:
        ids = dict.fromkeys(ids, "00000000-0000-4000-8000-000000000000")
        interview_id = ids["session_id"]
    path = row.path.format(**ids, provider="nobodys", order_index=1, kind="md")
    body = row.body(site, interview_id) if row.body else None
    answer = client.request(row.method, path, json=body, follow_redirects=False)
    return answer.status_code, answer.text


def _papers(site: Site, row: Row) -> dict[str, str]:
    """Ann's papers, uploaded as files; read only where a route is about them."""
    if "resume" not in row.path and "job-description" not in row.path:
        return {"resume_id": "", "job_description_id": ""}
    paper = ("paper.txt", b"Ann, team lead of six people")
    return {
        "resume_id": site.resumes.upload(site.user_id(), *paper).id,
        "job_description_id": site.jobs.upload(site.user_id(), *paper).id,
    }


def _named(row: Row) -> str:
    return f"{row.method} {row.path}"


def test_every_route_has_a_row(site: Site) -> None:
    app = site.client().app
    assert isinstance(app, FastAPI)
    routes = {f"{method} {path}" for method, path in _routes(app)}
    assert routes == {_named(row) for row in ROWS}


def _routes(app: FastAPI) -> set[tuple[str, str]]:
    """Verb and path of every route; FastAPI keeps an included router as one entry around its own routes."""
    routers = [getattr(route, "original_router", None) for route in app.routes]
    routes = [*app.routes, *(route for router in routers if router for route in router.routes)]
    return {(method, route.path) for route in routes if isinstance(route, APIRoute) for method in route.methods or ()}


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_owner_is_answered(site: Site, row: Row) -> None:
    assert _ask(site, site.client(site.sign_in()), row)[0] == row.owner


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_other_person_is_answered_as_if_it_did_not_exist(site: Site, row: Row) -> None:
    ben = site.client(site.sign_in("ben@example.com"))
    foreign = _ask(site, ben, row)
    assert foreign[0] == row.other
    if row.other == 404:
        assert foreign == _ask(site, ben, row, missing=True)


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_nobody_is_asked_to_sign_in(site: Site, row: Row) -> None:
    assert _ask(site, site.client(), row)[0] == row.nobody


@pytest.mark.parametrize("row", [row for row in ROWS if row.nobody == 401 and row.other != 401], ids=_named)
def test_signed_out_expired_forged_live_and_worker_tokens_are_nobody(site: Site, row: Row) -> None:
    site.change_settings(worker_shared_secret=WORKER_SECRET)
    ended = site.sign_in()
    site.accounts.sign_out(ended)
    live = site.interviews.connect_token(site.user_id(), site.interview()).token
    long_ago = TokenSigner("k" * 40, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    expired = long_ago.issue_sign_in(site.user_id(), 60).token
    for token in (ended, expired, live, WORKER_SECRET, "nonsense", ended[:-3]):
        assert _ask(site, site.client(token), row)[0] == 401
