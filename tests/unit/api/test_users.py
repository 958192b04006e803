"""The profile and the progress, as JSON."""

from starlette.testclient import TestClient

from tests.unit.api.conftest import Site


def test_profile_has_the_person_and_the_figures(ann: TestClient) -> None:
    body = ann.get("/api/user/profile").json()
    assert body["user"]["name"] == "Ann"
    assert body["user"]["patience"] == "normal"
    assert body["user"]["skippedMeasures"] == []
    assert body["stats"]["totalSessions"] == 0
    assert body["stats"]["lastSessionAt"] is None
    assert len(body["stats"]["week"]) == 7


def test_changes_keep_what_is_not_named(ann: TestClient) -> None:
    ann.patch("/api/user/profile", json={"targetRole": "Team lead", "captions": False})
    changed = ann.patch("/api/user/profile", json={"timeline": "2_4_weeks"}).json()["user"]
    assert (changed["targetRole"], changed["timeline"], changed["captions"]) == ("Team lead", "2_4_weeks", False)
    assert ann.get("/api/user/profile").json()["user"] == changed


def test_wrong_changes_are_named_by_their_json_fields(ann: TestClient) -> None:
    answer = ann.patch("/api/user/profile", json={"timeZone": "Mars/Olympus", "targetRole": "a" * 200})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"timeZone", "targetRole"}


def test_field_nobody_knows_is_refused(ann: TestClient) -> None:
    answer = ann.patch("/api/user/profile", json={"isAdmin": True})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"isAdmin"}


def test_progress_has_a_point_per_reviewed_interview(site: Site, ann: TestClient) -> None:
    interview_id = site.finished_interview()
    body = ann.get("/api/user/progress").json()
    assert [session["sessionId"] for session in body["sessions"]] == [interview_id]
    assert body["streaks"] == {"current": 1, "longest": 1}
    (point,) = body["trends"]["overallScore"]
    assert (point["sessionId"], point["value"], point["spread"]) == (interview_id, 6.5, 0.5)
    assert body["trends"]["speechRateWpm"] == []


def test_progress_of_somebody_new_is_empty(ann: TestClient) -> None:
    body = ann.get("/api/user/progress").json()
    assert body["sessions"] == []
    assert body["streaks"] == {"current": 0, "longest": 0}
