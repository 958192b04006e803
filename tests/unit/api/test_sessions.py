"""Interviews as JSON: the shapes of the public contract."""

import re

import pytest
from starlette.testclient import TestClient

from preppal.domain.interview import Status
from preppal.domain.prices import PRICES_AS_OF, TokenUsage
from tests.factories import JOB_TEXT, conversation
from tests.unit.api.conftest import Site

NEW = {"interviewType": "behavioral", "difficulty": "standard", "idempotencyKey": "k1"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@pytest.mark.parametrize("path", ["/api/session/create", "/api/session"])
def test_created_interview_answers_201_and_its_shape(ann: TestClient, path: str) -> None:
    answer = ann.post(path, json={**NEW, "durationMinutes": 10, "jobDescription": JOB_TEXT, "persona": "daniel"})
    assert answer.status_code == 201
    body = answer.json()
    assert (body["status"], body["interviewType"], body["difficulty"]) == ("pending", "behavioral", "standard")
    assert (body["persona"], body["durationMinutes"], body["questionCount"]) == ("daniel", 10, 5)
    assert _MOMENT.fullmatch(body["createdAt"])
    assert (body["startedAt"], body["completedAt"], body["endReason"], body["overallScore"]) == (None,) * 4


def test_interviewer_in_ones_own_words_is_accepted(ann: TestClient) -> None:
    own = {"name": "Mr Okoye", "role": "Plant manager", "manner": "Dry."}
    answer = ann.post("/api/session", json={**NEW, "persona": "own", "ownPersona": own})
    assert (answer.status_code, answer.json()["persona"]) == (201, "own")


def test_same_key_again_answers_200_and_the_same_interview(ann: TestClient) -> None:
    first = ann.post("/api/session/create", json=NEW)
    again = ann.post("/api/session", json=NEW)
    assert (again.status_code, again.json()) == (200, first.json())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"interviewType": "chess"}, "interviewType"),
        ({"difficulty": None}, "difficulty"),
        ({"idempotencyKey": ""}, "idempotencyKey"),
        ({"durationMinutes": 7}, "durationMinutes"),
        ({"jobDescription": "Team lead"}, "jobDescription"),
        ({"resume": "a" * 40_001}, "resume"),
        ({"persona": "hal"}, "persona"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_choice_that_cannot_be_used_is_named_by_its_json_field(
    ann: TestClient, changes: dict[str, object], field: str
) -> None:
    answer = ann.post("/api/session/create", json={**NEW, **changes})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}


def test_allowance_that_is_used_up_says_when_to_come_back(site: Site) -> None:
    site.change_settings(sessions_per_day=1)
    ann = site.client(site.sign_in())
    ann.post("/api/session/create", json=NEW)
    answer = ann.post("/api/session/create", json={**NEW, "idempotencyKey": "k2"})
    assert answer.status_code == 429
    assert 86_000 < int(answer.headers["retry-after"]) <= 86_400


def test_whole_interview_has_transcript_metrics_and_feedback(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview()
    body = ann.get(f"/api/session/{interview_id}").json()
    assert (body["status"], body["endReason"], body["durationSeconds"]) == ("completed", "interviewer_ended", 71)
    assert (body["usedResume"], body["topics"], body["metrics"]) == (False, ["ownership"], None)
    asked, said = body["transcript"][:2]
    assert (asked["role"], asked["orderIndex"], asked["wordCount"]) == ("interviewer", 0, None)
    assert asked["question"] == {
        "index": 1,
        "competency": "ownership",
        "followUp": False,
        "text": "What changed because of you?",
    }
    assert (said["role"], said["heard"], said["source"], said["audioUrl"]) == ("candidate", "full", "voice", None)
    assert (said["durationMs"], said["responseMs"], said["wordCount"]) == (20_000, 900, 8)
    assert (said["fillerWordCount"], said["pauseCount"], said["longestPauseMs"]) == (None, 1, 1_500)
    assert _MOMENT.fullmatch(said["startedAt"])
    assert body["feedback"]["sessionId"] == interview_id
    assert body["overallScore"] == 6.5


def test_tokens_minutes_and_price_are_told_after_an_interview_with_a_paid_model(site: Site, ann: TestClient) -> None:
    free = ann.get(f"/api/session/{site.finished_interview()}").json()
    assert free["usage"] is None
    interview_id = site.interview()
    epoch = site.interviews.claim(interview_id, site.user_id()).epoch
    usage = TokenUsage(audio_in=200_000, audio_out=10_000, text_in=40_000, text_out=1_000, model="gemini-3.8-live")
    site.interviews.store_turn(interview_id, epoch, conversation(1), 4, 600_000, "", usage)
    assert ann.get(f"/api/session/{interview_id}").json()["usage"] == {
        "model": "gemini-3.8-live",
        "tokens": {"audioIn": 200_000, "audioOut": 10_000, "textIn": 40_000, "textOut": 1_000},
        "minutes": 10.0,
        "estimatedUsd": 0.7545,
        "pricesAsOf": PRICES_AS_OF.isoformat(),
    }


def test_current_interview_is_the_one_that_waits(ann: TestClient) -> None:
    assert ann.get("/api/session/current").json() is None
    made = ann.post("/api/session/create", json=NEW).json()
    assert ann.get("/api/session/current").json() == made


def test_history_is_paged_by_cursor(ann: TestClient) -> None:
    made = [ann.post("/api/session/create", json={**NEW, "idempotencyKey": f"k{n}"}).json()["id"] for n in range(5)]
    first = ann.get("/api/session/history", params={"limit": 3}).json()
    second = ann.get("/api/session/history", params={"limit": 3, "cursor": first["nextCursor"]}).json()
    assert [item["id"] for item in first["items"] + second["items"]] == made[::-1]
    assert second["nextCursor"] is None


@pytest.mark.parametrize(("name", "value"), [("limit", "0"), ("limit", "101"), ("limit", "x"), ("cursor", "zzz")])
def test_history_refuses_what_it_cannot_use(ann: TestClient, name: str, value: str) -> None:
    answer = ann.get("/api/session/history", params={name: value})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {name}


@pytest.mark.parametrize(("path", "lifetime_s"), [("worker-token", 300), ("ws-token", 3600)])
def test_token_opens_the_socket_of_this_interview(site: Site, ann: TestClient, path: str, lifetime_s: int) -> None:
    interview_id = site.interview()
    body = ann.post(f"/api/session/{interview_id}/{path}").json()
    assert set(body) == {"token", "expiresAt", "url"}
    assert body["url"] == f"/interview/{interview_id}"
    assert site.tokens.check_live(body["token"], interview_id).interview_id == interview_id


def test_interview_is_ended_from_outside_once(site: Site, ann: TestClient) -> None:
    interview_id = site.interview()
    epoch = site.interviews.claim(interview_id, site.user_id()).epoch
    site.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    ended = ann.post(f"/api/session/{interview_id}/complete").json()
    assert (ended["status"], ended["endReason"]) == ("completed", "user_ended")
    assert ann.post(f"/api/session/{interview_id}/complete").json() == ended
    assert ann.post(f"/api/session/{interview_id}/ws-token").status_code == 409


def test_deleted_interview_is_gone(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview()
    assert ann.delete(f"/api/session/{interview_id}").status_code == 204
    assert ann.get(f"/api/session/{interview_id}").status_code == 404
    assert ann.get("/api/session/history").json()["items"] == []
