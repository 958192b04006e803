"""Every error is a problem document, and none of them tells more than it should."""

import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from preppal.errors import BackendError
from tests.unit.api.conftest import Site

SECRET = "the phrase nobody may read"


def assert_problem(answer: object, status: int) -> None:
    assert answer.status_code == status  # type: ignore[attr-defined]  # httpx's response, untyped by the test client
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    body = answer.json()  # type: ignore[attr-defined]
    assert {"type", "title", "status", "detail"} <= set(body)
    assert body["status"] == status


def test_unknown_path_and_wrong_verb_are_problems(ann: TestClient) -> None:
    assert_problem(ann.get("/api/nothing"), 404)
    assert_problem(ann.put("/api/session/history"), 405)


def test_signed_out_says_how_to_sign_in(site: Site) -> None:
    answer = site.client().get("/api/user/profile")
    assert_problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("content", [b"{", b"[]", b'"text"', b"\xff\xfe", b"null", b'{"email": "\\ud800@x.org"}'])
def test_body_that_is_no_form_of_ours_is_a_problem(site: Site, content: bytes) -> None:
    answer = site.client().post("/api/auth/dev", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert_problem(answer, answer.status_code)


def test_wrong_value_is_not_repeated_in_the_answer(ann: TestClient) -> None:
    answer = ann.post("/api/session/create", json={"interviewType": SECRET, "difficulty": 1})
    assert_problem(answer, 422)
    assert SECRET not in answer.text
    assert set(answer.json()["errors"]) == {"interviewType", "difficulty", "idempotencyKey"}


def test_body_over_the_limit_is_refused_before_it_is_read(ann: TestClient) -> None:
    answer = ann.post("/api/session/create", json={"resume": "a" * 1_000_001})
    assert_problem(answer, 413)


def test_body_without_an_announced_length_is_counted(ann: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"resume": "'
        for _ in range(20):
            yield b"a" * 100_000

    answer = ann.post("/api/session/create", content=pieces(), headers={"Content-Type": "application/json"})
    assert_problem(answer, 413)


def test_database_that_does_not_answer_is_503_and_worth_another_try(
    site: Site, ann: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise BackendError("The database did not answer.")

    monkeypatch.setattr(site.interviews, "get", fail)
    answer = ann.get("/api/session/some")
    assert_problem(answer, 503)
    assert int(answer.headers["retry-after"]) > 0


def test_unforeseen_error_is_a_500_that_tells_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(site.interviews, "get", fail)
    with caplog.at_level(logging.INFO):
        answer = site.client(site.sign_in()).get("/api/session/some")
    assert_problem(answer, 500)
    assert SECRET not in answer.text
    assert SECRET not in caplog.text


def test_answers_are_kept_out_of_caches(ann: TestClient) -> None:
    answer = ann.get("/api/user/profile")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
