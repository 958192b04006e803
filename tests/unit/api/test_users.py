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


def test_day_of_the_interview_is_a_day_and_nothing_else(ann: TestClient) -> None:
    assert (
        ann.patch("/api/user/profile", json={"interviewOn": "2027-03-09"}).json()["user"]["interviewOn"] == "2027-03-09"
    )
    for value in (1_800_000_000, "2027-03-09T10:00:00Z", "2027-02-30", True, ["2027-03-09"]):
        answer = ann.patch("/api/user/profile", json={"interviewOn": value})
        assert (answer.status_code, set(answer.json()["errors"])) == (422, {"interviewOn"}), value
    assert ann.patch("/api/user/profile", json={"interviewOn": None}).json()["user"]["interviewOn"] is None


def test_speed_language_and_stillness_are_kept_and_the_languages_named(ann: TestClient) -> None:
    changes = {"speakingSpeed": "faster", "reduceMotion": True, "language": "en"}
    user = ann.patch("/api/user/profile", json=changes).json()["user"]
    assert {field: user[field] for field in changes} == changes
    assert user["languages"] == ["en"]
    refused = ann.patch("/api/user/profile", json={"language": "de-DE"})
    assert (refused.status_code, set(refused.json()["errors"])) == (422, {"language"})


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
