"""The library's routes: uploads in, fields out, one default, pages of a list, and snapshots that never change."""

import pytest
from starlette.testclient import TestClient

from preppal.api.guards import MAX_UPLOAD_BYTES
from preppal.services.documents import MAX_PAPERS
from tests.paper_texts import JOB, RESUME
from tests.papers import docx_of, pdf_of, scanned_pdf
from tests.unit.api.conftest import Site

NEW = {"interviewType": "hr_screen", "difficulty": "warmup", "idempotencyKey": "k"}


def upload(client: TestClient, data: bytes, name: str = "maya_okafor.pdf", kind: str = "resume") -> dict[str, object]:
    answer = client.post(f"/api/{kind}/upload", files={"file": (name, data)})
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


def test_uploaded_resume_is_read_sorted_and_kept_as_it_came(ann: TestClient) -> None:
    data = pdf_of(RESUME)
    made = upload(ann, data)
    assert (made["title"], made["fileName"], made["origin"], made["pages"]) == (
        "maya okafor",
        "maya_okafor.pdf",
        "pdf",
        1,
    )
    assert made["isDefault"] is True
    parsed = made["parsedData"]
    assert isinstance(parsed, dict)
    assert [position["organisation"] for position in parsed["experience"]] == ["Lumen Freight", "Halden Rail"]
    file = ann.get(str(made["fileUrl"]))
    assert file.content == data
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''maya_okafor.pdf"
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["x-content-type-options"] == "nosniff"


def test_file_that_cannot_be_read_is_told_why_and_leaves_nothing(ann: TestClient) -> None:
    answer = ann.post("/api/resume/upload", files={"file": ("scan.pdf", scanned_pdf())})
    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "We couldn’t read this one: the pages are pictures of text. Paste the text instead."
    )
    assert ann.get("/api/resumes").json() == {"items": [], "nextCursor": None}


def test_body_larger_than_an_upload_may_be_is_refused(ann: TestClient) -> None:
    answer = ann.post("/api/resume/upload", files={"file": ("a.txt", b"x" * MAX_UPLOAD_BYTES)})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "name", ['../../etc/"passwd".txt', "C:\\fake\\cv.txt", "a\r\nSet-Cookie: x=1.txt", "\u202etxt.exe"]
)
def test_name_of_a_file_is_only_a_name(ann: TestClient, name: str) -> None:
    made = upload(ann, b"Maya Okafor, analyst", name)
    assert not set(str(made["fileName"])) & set('/\\"\r\n\u202e')
    assert ann.get(str(made["fileUrl"])).status_code == 200


def test_pasted_text_is_titled_by_its_first_line(ann: TestClient) -> None:
    made = ann.post("/api/resumes", json={"text": RESUME}).json()
    assert (made["title"], made["origin"], made["fileUrl"]) == ("Maya Okafor", "pasted", None)
    assert ann.get(f"/api/resumes/{made['id']}/file").status_code == 404
    assert ann.post("/api/resumes", json={"text": " \u200b "}).status_code == 422


def test_one_resume_is_the_default(ann: TestClient) -> None:
    first = ann.post("/api/resumes", json={"text": "First"}).json()["id"]
    second = ann.post("/api/resumes", json={"text": "Second"}).json()["id"]
    assert ann.get("/api/resume").json()["id"] == first
    ann.patch(f"/api/resumes/{second}", json={"isDefault": True})
    assert ann.get("/api/resume").json()["id"] == second
    assert [item["isDefault"] for item in ann.get("/api/resumes").json()["items"]] == [True, False]
    assert ann.delete("/api/resume").status_code == 204
    assert ann.get("/api/resume").json()["id"] == first
    assert ann.delete("/api/resume").status_code == 204
    assert ann.get("/api/resume").status_code == 404


def test_edited_text_is_sorted_anew(ann: TestClient) -> None:
    made = ann.post("/api/resumes", json={"text": "Maya"}).json()
    edited = ann.patch(f"/api/resumes/{made['id']}", json={"text": RESUME, "title": "Analyst"}).json()
    assert edited["title"] == "Analyst"
    assert len(edited["parsedData"]["experience"]) == 2


def test_list_comes_in_pages_newest_first(ann: TestClient) -> None:
    for number in range(5):
        ann.post("/api/job-descriptions", json={"text": f"Job {number}"})
    titles, cursor = [], ""
    while cursor is not None:
        page = ann.get("/api/job-descriptions", params={"limit": 2, "cursor": cursor}).json()
        titles += [item["title"] for item in page["items"]]
        cursor = page["nextCursor"]
    assert titles == ["Job 4", "Job 3", "Job 2", "Job 1", "Job 0"]


def test_full_library_asks_to_delete_one(ann: TestClient, site: Site) -> None:
    for _ in range(MAX_PAPERS):
        site.jobs.paste(site.user_id(), "A job")
    answer = ann.post("/api/job-descriptions", json={"text": "One more"})
    assert answer.status_code == 409


def test_posting_tells_what_it_asks_for(ann: TestClient) -> None:
    made = upload(ann, docx_of(JOB), "posting.docx", "job-description")
    assert made["title"] == "Product Analyst"
    parsed = made["parsedData"]
    assert isinstance(parsed, dict)
    assert parsed["mustHave"][0] == "At least 3 years with SQL and Python"
    changed = ann.patch(f"/api/job-descriptions/{made['id']}", json={"company": "Lumen Freight"}).json()
    assert (changed["company"], changed["rawText"]) == ("Lumen Freight", made["rawText"])


def test_interview_keeps_what_it_was_made_with(ann: TestClient) -> None:
    resume, job = upload(ann, pdf_of(RESUME)), upload(ann, JOB.encode(), "job.txt", "job-description")
    body = NEW | {"resumeId": resume["id"], "jobDescriptionId": job["id"]}
    interview = ann.post("/api/session/create", json=body).json()["id"]
    ann.patch(f"/api/resumes/{resume['id']}", json={"text": "Somebody else"})
    assert ann.get(f"/api/resumes/{resume['id']}").json()["usedIn"] == 1
    ann.delete(f"/api/resumes/{resume['id']}")
    ann.delete(f"/api/job-descriptions/{job['id']}")
    kept = ann.get(f"/api/session/{interview}").json()
    assert (kept["resume"], kept["jobDescription"]) == (resume["rawText"], job["rawText"])
    assert kept["jobTitle"] == "Product Analyst"
    assert ann.get(str(resume["fileUrl"])).status_code == 404


def test_interview_cannot_be_made_with_somebody_elses_papers(ann: TestClient, site: Site) -> None:
    ben = site.client(site.sign_in("ben@example.com"))
    theirs = ben.post("/api/resumes", json={"text": RESUME}).json()["id"]
    assert ann.post("/api/session/create", json=NEW | {"resumeId": theirs}).status_code == 404


def test_deleted_paper_leaves_no_file(ann: TestClient, site: Site) -> None:
    made = upload(ann, pdf_of(RESUME))
    blobs = site.settings.data_dir / "blobs"
    assert [path for path in blobs.rglob("*") if path.is_file()]
    ann.delete(f"/api/resumes/{made['id']}")
    assert not [path for path in blobs.rglob("*") if path.is_file()]


def test_upload_is_described_as_a_file(ann: TestClient) -> None:
    document = ann.get("/api/openapi.json").json()
    schema = document["paths"]["/api/resume/upload"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    body = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    assert body["properties"]["file"]["format"] == "binary"
