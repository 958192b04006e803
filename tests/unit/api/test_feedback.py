"""Feedback as JSON: written, still to come, asked for anew, rated."""

import pytest
from starlette.testclient import TestClient

from preppal.domain.review import ReviewStatus
from preppal.store.queries import reviews
from tests.unit.api.conftest import Site


def test_feedback_has_the_shape_of_the_contract(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview()
    answer = ann.get(f"/api/session/{interview_id}/feedback")
    assert answer.status_code == 200
    body = answer.json()
    quote = {"orderIndex": 1, "quote": "moved the report", "startMs": 1_200, "endMs": 2_400}
    assert (body["sessionId"], body["version"], body["writtenBy"]) == (interview_id, 1, "rules")
    assert body["strengths"] == [{"text": "You own the action.", "detail": "", "evidence": [quote]}]
    assert set(body["scores"]) == {"clarity", "structure", "relevance", "confidence", "overall"}
    assert body["scores"]["clarity"] == {"value": 7, "spread": 0.5, "reason": "Short sentences.", "evidence": [quote]}
    assert body["scores"]["structure"]["value"] is None
    assert (body["droppedFindings"], body["helpfulnessRating"]) == (0, None)


def test_feedback_that_is_being_written_is_waited_for(site: Site, ann: TestClient) -> None:
    answer = ann.get(f"/api/session/{site.finished_interview(with_feedback=False)}/feedback")
    assert answer.status_code == 202
    assert answer.json() == {"status": "pending", "step": None, "done": []}
    assert int(answer.headers["retry-after"]) > 0


def test_nobody_waits_for_a_review_that_failed(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview(with_feedback=False)
    with site.database.begin() as db:
        run = reviews.latest_run(db, interview_id)
        assert run is not None
        run.status = ReviewStatus.FAILED.value
        db.add(run)
    answer = ann.get(f"/api/session/{interview_id}/feedback")
    assert answer.status_code == 409
    assert "try again" in answer.json()["detail"]


def test_running_interview_has_no_feedback_to_wait_for(site: Site, ann: TestClient) -> None:
    assert ann.get(f"/api/session/{site.interview()}/feedback").status_code == 409


def test_interview_that_never_began_has_no_feedback_to_wait_for(site: Site, ann: TestClient) -> None:
    interview_id = site.interview()
    ann.post(f"/api/session/{interview_id}/complete")
    assert ann.get(f"/api/session/{interview_id}/feedback").status_code == 409


def test_feedback_is_written_anew_on_request(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview()
    answer = ann.post("/api/feedback/generate", json={"sessionId": interview_id})
    assert answer.status_code == 202
    assert answer.json() == {"status": "pending", "sessionId": interview_id, "version": 2}
    assert ann.get(f"/api/session/{interview_id}/feedback").json()["version"] == 1


def test_running_interview_is_not_reviewed_anew(site: Site, ann: TestClient) -> None:
    assert ann.post("/api/feedback/generate", json={"sessionId": site.interview()}).status_code == 409


def test_rating_is_kept(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview()
    feedback_id = site.feedback_id(interview_id)
    answer = ann.post(f"/api/feedback/{feedback_id}/rate", json={"rating": 4})
    assert (answer.status_code, answer.json()) == (200, {"id": feedback_id, "helpfulnessRating": 4})
    assert ann.get(f"/api/session/{interview_id}/feedback").json()["helpfulnessRating"] == 4


@pytest.mark.parametrize("rating", [0, 6, "good", None])
def test_rating_is_from_one_to_five(site: Site, ann: TestClient, rating: object) -> None:
    feedback_id = site.feedback_id(site.finished_interview())
    answer = ann.post(f"/api/feedback/{feedback_id}/rate", json={"rating": rating})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"rating"}
