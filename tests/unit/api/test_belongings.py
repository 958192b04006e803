"""The routes to take everything out and to erase everything."""

import io
import json
import zipfile

from starlette.testclient import TestClient

from tests.unit.api.conftest import ORIGIN, Site


def test_export_is_a_zip_to_keep(ann: TestClient, site: Site) -> None:
    site.finished_interview()
    chosen = {"speakingSpeed": "slower", "reduceMotion": True, "interviewOn": "2027-03-09"}
    assert ann.patch("/api/user/profile", json=chosen).status_code == 200
    answer = ann.get("/api/user/export")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="preppal.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert {"README.md", "data.json"} < set(archive.namelist())
        (person,) = json.loads(archive.read("data.json"))["users"]
    kept = {name: person[name] for name in ("speaking_speed", "reduce_motion", "interview_on", "language")}
    assert kept == {"speaking_speed": "slower", "reduce_motion": True, "interview_on": "2027-03-09", "language": "en"}


def test_erased_person_is_signed_out_everywhere(ann: TestClient, site: Site) -> None:
    elsewhere = site.client(site.sign_in())
    interview = site.finished_interview()
    assert ann.patch("/api/user/profile", json={"speakingSpeed": "slower"}).status_code == 200
    answer = ann.delete("/api/user")
    assert answer.status_code == 204
    assert 'preppal_session=""' in answer.headers["set-cookie"]
    for client in (ann, elsewhere):
        assert client.get("/api/user/profile").status_code == 401
        assert client.get(f"/api/session/{interview}").status_code == 401
    anew = site.client(site.sign_in())
    assert anew.get("/api/session/history").json()["items"] == []
    assert anew.get("/api/user/profile").json()["user"]["speakingSpeed"] == "normal"


def test_other_sites_cannot_erase_on_the_cookie(site: Site) -> None:
    client = site.client()
    client.cookies.set("preppal_session", site.sign_in())
    assert client.delete("/api/user", headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.delete("/api/user", headers={"Origin": ORIGIN}).status_code == 204
