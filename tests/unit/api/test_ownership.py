"""Who gets which answer, for every route: its owner, somebody else, nobody, and somebody signed out."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from preppal.auth.tokens import TokenSigner
from preppal.services.job_descriptions import JobLibrary
from preppal.services.resumes import ResumeLibrary
from preppal.store.database import Database
from preppal.worker_api.server import create_worker_route
from tests.fakes import MemoryBackend
from tests.unit.api.conftest import Site


@dataclass(frozen=True)
class Row:
    """A request about the owner's things and what it answers, by who asks; `nobody` sends no token at all."""

    method: str
    path: str
    owner: int
    other: int
    nobody: int
    body: Callable[["Owned"], object] | None = None
    is_running: bool = False


@dataclass(frozen=True)
class Owned:
    """What the path and the body of a request may name."""

    session_id: str = ""
    feedback_id: str = ""
    sign_in_id: str = ""
    resume_id: str = ""
    job_description_id: str = ""
    serial: int = 0


WORKER_SECRET = "w" * 40


def _new(owned: Owned) -> object:
    return {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": f"k{owned.serial}"}


def _corrections(_: Owned) -> object:
    return {"turns": [{"orderIndex": 1, "content": "I moved the report to a nightly job."}]}


def _of_session(**more: object) -> Callable[[Owned], object]:
    return lambda owned: {"sessionId": owned.session_id, **more}


_OPEN = 200
_OWN = (200, 404, 401)

ROWS = [
    Row("POST", "/api/auth/dev", 200, 200, 200, lambda _: {"email": "cy@example.com"}),
    Row(
        "POST",
        "/api/auth/register",
        201,
        201,
        201,
        lambda owned: {"email": f"dee{owned.serial}@example.com", "password": "four words in a row"},
    ),
    Row(
        "POST",
        "/api/auth/login",
        401,
        401,
        401,
        lambda _: {"email": "ann@example.com", "password": "four words in a row"},
    ),
    Row("GET", "/api/auth/login/{provider}", 404, 404, 404),
    Row("GET", "/api/auth/callback/{provider}", 303, 303, 303),
    Row("GET", "/api/auth/callback", 303, 303, 303),
    Row("POST", "/api/auth/logout", 204, 204, 403),
    Row("POST", "/api/auth/exchange", 422, 422, 422),
    Row("POST", "/api/auth/leave", 303, 303, 303),
    Row("GET", "/api/user/profile", 200, 200, 401),
    Row("PATCH", "/api/user/profile", 200, 200, 401, lambda _: {}),
    Row("GET", "/api/user/progress", 200, 200, 401),
    Row("GET", "/api/user/sign-ins", 200, 200, 401),
    Row("DELETE", "/api/user/sign-ins/{sign_in_id}", 204, 404, 401),
    Row("POST", "/api/session/create", 201, 201, 401, _new),
    Row("POST", "/api/session", 201, 201, 401, _new),
    Row("GET", "/api/session/current", 200, 200, 401),
    Row("GET", "/api/session/history", 200, 200, 401),
    Row("GET", "/api/session/{session_id}", *_OWN),
    Row("DELETE", "/api/session/{session_id}", 204, 404, 401),
    Row("POST", "/api/session/{session_id}/worker-token", *_OWN, is_running=True),
    Row("POST", "/api/session/{session_id}/ws-token", *_OWN, is_running=True),
    Row("POST", "/api/session/{session_id}/warm-up-token", *_OWN, is_running=True),
    Row("POST", "/api/session/{session_id}/complete", *_OWN),
    Row("GET", "/api/session/{session_id}/audio/{order_index}", 404, 404, 401),
    Row("GET", "/api/session/{session_id}/export.{kind}", *_OWN),
    Row("GET", "/api/session/{session_id}/transcript", *_OWN),
    Row("PATCH", "/api/session/{session_id}/transcript", 409, 404, 401, _corrections),  # its report is being written
    Row("GET", "/api/session/{session_id}/feedback", *_OWN),
    Row("POST", "/api/feedback/generate", 202, 404, 401, _of_session()),
    Row("POST", "/api/feedback/{feedback_id}/rate", *_OWN, body=lambda _: {"rating": 5}),
    Row("GET", "/api/user/export", 200, 200, 401),
    Row("DELETE", "/api/user", 204, 204, 401),
    Row("GET", "/api/resumes", 200, 200, 401),
    Row("POST", "/api/resumes", 201, 201, 401, lambda _: {"text": "Ann, team lead"}),
    Row("GET", "/api/resumes/{resume_id}", *_OWN),
    Row("PATCH", "/api/resumes/{resume_id}", *_OWN, body=lambda _: {"title": "New"}),
    Row("DELETE", "/api/resumes/{resume_id}", 204, 404, 401),
    Row("GET", "/api/resumes/{resume_id}/file", *_OWN),
    Row("POST", "/api/resume/upload", 422, 422, 401),
    Row("GET", "/api/resume", *_OWN),
    Row("DELETE", "/api/resume", 204, 404, 401),
    Row("GET", "/api/job-descriptions", 200, 200, 401),
    Row("POST", "/api/job-descriptions", 201, 201, 401, lambda _: {"text": "We look for a team lead."}),
    Row("POST", "/api/job-description/upload", 422, 422, 401),
    Row("GET", "/api/job-descriptions/{job_description_id}", *_OWN),
    Row("PATCH", "/api/job-descriptions/{job_description_id}", *_OWN, body=lambda _: {"title": "New"}),
    Row("DELETE", "/api/job-descriptions/{job_description_id}", 204, 404, 401),
    Row("GET", "/api/job-descriptions/{job_description_id}/file", *_OWN),
    Row("GET", "/api/interview/context", *_OWN),
    Row("POST", "/api/interview/respond", *_OWN, body=_of_session()),
    Row("POST", "/api/interview/respond", *_OWN, body=_of_session(), is_running=True),
    Row("POST", "/api/interview/analyze-message", *_OWN, body=_of_session(orderIndex=1)),
    Row("POST", "/api/voice/transcribe", 422, 422, 401),
    Row("POST", "/api/voice/synthesize", 200, 200, 401, lambda _: {"text": "Hello."}),
    Row("POST", "/api/worker", 401, 401, 401),
    Row("GET", "/healthz", _OPEN, _OPEN, _OPEN),
    Row("GET", "/readyz", _OPEN, _OPEN, _OPEN),
    Row("GET", "/metrics", 404, 404, 404),
    Row("GET", "/api/openapi.json", _OPEN, _OPEN, _OPEN),
    Row("GET", "/api/docs", _OPEN, _OPEN, _OPEN),
    Row("GET", "/api/docs/start.js", _OPEN, _OPEN, _OPEN),
]


@pytest.fixture(scope="module")
def shared(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One app and one database for all rows: making them takes longer than a hundred requests."""
    folder = tmp_path_factory.mktemp("ownership")
    shutil.copy(migrated_sqlite, folder / "preppal.db")
    database = Database(f"sqlite:///{folder / 'preppal.db'}")
    site = Site(database, folder)
    site.change_settings(worker_shared_secret=WORKER_SECRET, requests_per_minute=0)
    # The worker's route touches only its backend, which holds nothing here.
    site.app.include_router(create_worker_route(MemoryBackend.of_nobody(), WORKER_SECRET))
    yield site
    database.close()


_serial = count()


class Case:
    """The two people of one test, who nobody has met before."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.serial = next(_serial)
        self.owner = f"ann{self.serial}@example.com"
        self.other = f"ben{self.serial}@example.com"

    def ask(self, client: TestClient, row: Row, owned: Owned) -> tuple[int, str]:
        path = row.path.format(**vars(owned), provider="nobodys", order_index=1, kind="md")
        body = row.body(owned) if row.body else None
        query = {"sessionId": owned.session_id} if row.path == "/api/interview/context" else None
        answer = client.request(row.method, path, json=body, params=query, follow_redirects=False)
        return answer.status_code, answer.text

    def owned(self, row: Row) -> Owned:
        """What the request needs, made anew, and no more than that."""
        site, named = self.site, f"{row.path} {row.method}"
        user_id, needs = site.user_id(self.owner), {"serial": next(_serial)}
        made: dict[str, str] = {"sign_in_id": site.accounts.sign_ins(user_id)[-1].id}
        if "session" in named or "feedback" in named or "/interview/" in named:
            made["session_id"] = site.interview(self.owner) if row.is_running else site.finished_interview(self.owner)
        if "feedback_id" in named:
            made["feedback_id"] = site.feedback_id(made["session_id"], self.owner)
        # Only a file takes a process of its own to read.
        text, is_file = "Ann, team lead of six people", "/file" in named
        if "/resume" in named:
            made["resume_id"] = _paper(site.resumes, user_id, text, is_file)
        if "/job-description" in named:
            made["job_description_id"] = _paper(site.jobs, user_id, text, is_file)
        return Owned(**made, **needs)

    def missing(self) -> Owned:
        nowhere = "00000000-0000-4000-8000-000000000000"
        return Owned(nowhere, nowhere, nowhere, nowhere, nowhere, next(_serial))


def _paper(library: ResumeLibrary | JobLibrary, user_id: str, text: str, is_file: bool) -> str:
    view = library.upload(user_id, "paper.txt", text.encode()) if is_file else library.paste(user_id, text)
    return view.id


@pytest.fixture
def case(shared: Site) -> Case:
    return Case(shared)


def _named(row: Row) -> str:
    return f"{row.method} {row.path}"


def test_every_route_has_a_row(shared: Site) -> None:
    routes = {f"{method} {path}" for method, path in _routes(shared.app)}
    assert routes == {_named(row) for row in ROWS}


def _routes(app: FastAPI) -> set[tuple[str, str]]:
    """Verb and path of every route; FastAPI keeps an included router as one entry around its own routes."""
    routers = [getattr(route, "original_router", None) for route in app.routes]
    routes = [*app.routes, *(route for router in routers if router for route in router.routes)]
    return {(method, route.path) for route in routes if isinstance(route, APIRoute) for method in route.methods or ()}


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_owner_is_answered(case: Case, row: Row) -> None:
    owner = case.site.client(case.site.sign_in(case.owner))
    assert case.ask(owner, row, case.owned(row))[0] == row.owner


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_other_person_is_answered_as_if_it_did_not_exist(case: Case, row: Row) -> None:
    ben = case.site.client(case.site.sign_in(case.other))
    foreign = case.ask(ben, row, case.owned(row))
    assert foreign[0] == row.other
    if row.other == 404:
        assert foreign == case.ask(ben, row, case.missing())


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_nobody_is_asked_to_sign_in(case: Case, row: Row) -> None:
    assert case.ask(case.site.client(), row, case.owned(row))[0] == row.nobody


@pytest.mark.parametrize("row", [row for row in ROWS if row.nobody == 401 and row.other != 401], ids=_named)
def test_signed_out_expired_forged_live_and_worker_tokens_are_nobody(case: Case, row: Row) -> None:
    site, owned = case.site, case.owned(row)
    user_id, ended = site.user_id(case.owner), site.sign_in(case.owner)
    site.accounts.sign_out(ended)
    live = site.interviews.connect_token(user_id, site.interview(case.owner)).token
    long_ago = TokenSigner("k" * 40, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    expired = long_ago.issue_sign_in(user_id, 60).token
    for token in (ended, expired, live, WORKER_SECRET, "nonsense", ended[:-3]):
        assert case.ask(site.client(token), row, owned)[0] == 401


def test_worker_secret_opens_the_worker_route_and_nothing_else(case: Case) -> None:
    worker = case.site.client(WORKER_SECRET)
    assert worker.post("/api/worker").status_code == 400, "let in, and an empty request is nonsense"
    for row in ROWS:
        if row.nobody == 401 and row.path != "/api/worker":
            assert case.ask(worker, row, case.missing())[0] == 401
