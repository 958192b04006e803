"""Papers and one's own things, as a person handles them: upload, edit, set up from the library, take out, erase."""

import re
import zipfile
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.browser import visiting
from tests.e2e.server import Server
from tests.paper_texts import JOB, RESUME
from tests.papers import docx_of, pdf_of, scanned_pdf

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(300)]

_DROP = """text => {
  const files = new DataTransfer();
  files.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
  const about = { bubbles: true, cancelable: true, dataTransfer: files };
  for (const kind of ["dragover", "drop"]) document.querySelector("h1").dispatchEvent(new DragEvent(kind, about));
}"""


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """On the person's own machine."""
    tmp_path = tmp_path_factory.mktemp("papers")
    (tmp_path / "maya_okafor.pdf").write_bytes(pdf_of(RESUME))
    (tmp_path / "operations.docx").write_bytes(docx_of(RESUME))
    (tmp_path / "CV_scan_final.pdf").write_bytes(scanned_pdf())
    (tmp_path / "posting.txt").write_text(JOB)
    return tmp_path


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill("maya@example.com")
    page.get_by_label("Name").fill("Maya")
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(re.compile("/(dashboard|welcome)"))


def test_person_keeps_papers_and_takes_everything_away_again(
    server: Server, chromium: str, files: Path, tmp_path: Path
) -> None:
    """The server's folder is `tmp_path`."""
    barriers: list[str] = []
    with visiting(chromium, server.url) as visit:
        page = visit.page
        sign_in(page)
        page.goto("/library")
        expect(page.get_by_text("No résumé yet")).to_be_visible()
        _upload(page, files)
        barriers += visit.serious_barriers()
        _edit(page)
        barriers += visit.serious_barriers()
        _delete_one(page)
        interview_id = _set_up_from_library(page)
        page.goto("/profile")
        with page.expect_download() as taken:
            page.get_by_role("link", name="Download").click()
        taken.value.save_as(files / "mine.zip")
        barriers += visit.serious_barriers()
        assert {"preppal.db-wal", "states"} <= _places_with(tmp_path, "Halden Rail")
        _erase(page)
    assert _places_with(tmp_path, "Halden Rail") == set(), "no file of the server holds a word of the résumé"
    with zipfile.ZipFile(files / "mine.zip") as archive:
        held = " ".join(archive.namelist()) + archive.read("data.json").decode()
    assert interview_id in held
    assert "Halden Rail" in held
    client = server.sign_in("maya@example.com")
    assert client.get("/api/resumes").json()["items"] == []
    assert client.get(f"/api/session/{interview_id}").status_code == 404
    assert barriers == []
    assert "Traceback" not in server.log()
    assert "Halden Rail" not in server.log()


def _places_with(folder: Path, phrase: str) -> set[str]:
    """What below the server's folder holds the phrase: files at its top, and folders."""
    found = [path for path in folder.rglob("*") if path.is_file() and phrase.encode() in path.read_bytes()]
    return {path.relative_to(folder).parts[0] for path in found}


def _upload(page: Page, files: Path) -> None:
    # The first that has been read becomes the default: files that are sent together may finish in any order.
    page.set_input_files("#resume-file", str(files / "maya_okafor.pdf"))
    expect(page.get_by_text("maya okafor", exact=True)).to_be_visible(timeout=40_000)
    page.set_input_files("#resume-file", [str(files / name) for name in ("operations.docx", "CV_scan_final.pdf")])
    expect(page.get_by_text("the pages are pictures of text")).to_be_visible(timeout=40_000)
    expect(page.get_by_text("operations", exact=True)).to_be_visible(timeout=40_000)
    page.set_input_files("#job-file", str(files / "posting.txt"))
    expect(page.get_by_text("Product Analyst", exact=True)).to_be_visible(timeout=20_000)
    page.evaluate(_DROP, "Dropped Person\nSkills\nSQL")
    expect(page.get_by_text("dropped", exact=True)).to_be_visible(timeout=20_000)


def _choose(page: Page, paper: str, what: str) -> None:
    """From the menu of a paper. One that opens while a dialog still gives the focus back closes again."""
    entry = page.get_by_role("menuitem", name=what)
    for _ in range(5):
        page.get_by_role("button", name=f"More for {paper}").click()
        try:
            entry.click(timeout=6_000)
        except PlaywrightTimeout:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"the menu of {paper} does not stay open")


def _edit(page: Page) -> None:
    _choose(page, "operations", "Read and edit")
    expect(page.get_by_label("Text", exact=True)).to_have_value(re.compile("Halden Rail"))
    expect(page.get_by_text("We found 2 positions")).to_be_visible()
    page.get_by_label("Title").fill("Operations, 2026")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)  # while it closes it takes the focus, and menus close
    expect(page.get_by_text("Operations, 2026", exact=True)).to_be_visible()
    _choose(page, "Operations, 2026", "Make it the default")
    expect(page.locator(".li.doc", has_text="Operations, 2026").get_by_text("Default")).to_be_visible()
    expect(page.get_by_role("menu")).to_have_count(0)  # it fades out, and what fades has little contrast


def _delete_one(page: Page) -> None:
    _choose(page, "dropped", "Delete")
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: dropped.")).to_be_visible()
    expect(page.get_by_text("dropped", exact=True)).to_have_count(0)


def _set_up_from_library(page: Page) -> str:
    page.get_by_role("link", name="Practise for Product Analyst").click()
    page.wait_for_url("**/interview/new**")
    expect(page.get_by_label("Résumé from your library")).to_have_value(re.compile(".{36}"))
    expect(page.get_by_label("Job description from your library")).to_have_value(re.compile(".{36}"))
    page.get_by_role("button", name="Go to sound check").click()
    page.wait_for_url("**/lobby")
    return page.url.split("/")[-2]


def _erase(page: Page) -> None:
    page.get_by_role("region", name="Your things").get_by_role("button", name="Delete…").click()
    page.get_by_label("To go on, type the word delete").fill("please")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Type the word delete.")).to_be_visible()
    page.get_by_label("To go on, type the word delete").fill("delete")
    page.get_by_role("button", name="Delete everything").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def test_upload_of_somebody_who_is_not_signed_in_is_refused(server: Server) -> None:
    answer = httpx.post(f"{server.url}/api/resume/upload", files={"file": ("a.txt", b"words")})
    assert answer.status_code == 401
