"""The pages one comes back for, with no interview, one, three and two hundred: usable by all, at every width."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from preppal.config import Settings
from preppal.store.database import Database
from preppal.store.migrations import migrate
from tests.e2e.browser import NOTE_WHERE_SOUND_BEGINS, Visit, visiting
from tests.e2e.server import Server
from tests.sample_data import Filled, fill
from tests.sample_data.plans import Fate

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

COUNTS = (0, 1, 3, 200)
LISTS = ("/dashboard", "/history", "/progress")
_LEAD_MS, _NEAR_MS = 1_000, 250
_UNSETTLED = "[aria-busy=true], .skel"
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Shelf:
    """A running product with four people, each with so many interviews."""

    server: Server
    people: dict[int, Filled]


@pytest.fixture(scope="module")
def shelf(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    data_dir: Path = tmp_path_factory.mktemp("shelf")
    settings = replace(Settings(), data_dir=data_dir)
    database = Database(settings.database_url)
    migrate(database)
    people = {count: fill(database, settings, count, email=f"person{count}@example.com") for count in COUNTS}
    database.close()
    server = Server(data_dir, port).start()
    yield Shelf(server, people)
    server.stop()


@pytest.fixture
def visit(shelf: Shelf, chromium: str) -> Iterator[Visit]:
    # Without motion nothing is looked at halfway between two colours.
    with visiting(chromium, shelf.server.url, reduced_motion="reduce") as made:
        yield made


def enter(visit: Visit, shelf: Shelf, count: int) -> None:
    with shelf.server.sign_in(shelf.people[count].email, "Maya Okafor") as person:
        token = person.headers["Authorization"].removeprefix("Bearer ")
    visit.context.add_cookies([{"name": "preppal_session", "value": token, "url": visit.page.url}])


def faults_of(visit: Visit, address: str) -> list[str]:
    """What axe finds in light and in dark, and whether something sticks out on a small phone."""
    page, faults = visit.page, []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(_UNSETTLED)).to_have_count(0)
    faults += visit.serious_barriers()
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html.dark")).to_have_count(1)
    faults += [f"dark: {fault}" for fault in visit.serious_barriers()]
    for width in (375, 320):
        page.set_viewport_size({"width": width, "height": 700})
        if (excess := page.evaluate(_OVERFLOW)) > 0:
            faults.append(f"{address}: {excess} px too wide at {width}")
    return faults


@pytest.mark.parametrize("count", COUNTS)
def test_lists_and_charts_hold_for_any_number_of_interviews(shelf: Shelf, visit: Visit, count: int) -> None:
    enter(visit, shelf, count)
    assert [fault for address in LISTS for fault in faults_of(visit, address)] == []
    assert visit.complaints == []


def test_reports_hold_whatever_became_of_the_interview(shelf: Shelf, visit: Visit) -> None:
    many = shelf.people[200]
    report = f"/interview/{many.retried}"
    other = many.interview_ids[-2]
    addresses = (
        f"{report}/feedback",
        f"{report}/feedback?version=1",
        f"{report}/feedback/1",
        f"{report}/compare?question=1",
        f"/history/compare?first={many.retried}&second={other}",
        *(f"/interview/{many.by_fate[fate]}/feedback" for fate in (Fate.REVIEW_FAILED, Fate.TOO_SHORT, Fate.TYPED)),
    )
    enter(visit, shelf, 200)
    assert [fault for address in addresses for fault in faults_of(visit, address)] == []
    assert visit.complaints == []


def test_history_of_two_hundred_is_narrowed_and_two_are_compared(shelf: Shelf, visit: Visit) -> None:
    page = visit.page
    enter(visit, shelf, 200)
    page.goto("/history")
    expect(page.get_by_text("20 of 201 shown")).to_be_visible()
    page.get_by_role("button", name="Show older").click()
    expect(page.get_by_text("40 of 201 shown")).to_be_visible()
    page.get_by_label("Type").select_option("hr_screen")
    page.get_by_label("Score").select_option("high")
    expect(page.get_by_role("row", name="Behavioral")).to_have_count(0)
    expect(page.get_by_role("row", name="HR screen").first).to_be_visible()
    page.get_by_role("button", name="Compare two").click()
    boxes = page.get_by_role("row").get_by_role("checkbox")
    for place in (0, 1):
        boxes.nth(place).click()  # the server decides, so it is not checked at once
        expect(boxes.nth(place)).to_be_checked()
    expect(boxes.nth(2)).to_be_disabled()
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url("**/history/compare**")
    expect(page.get_by_role("heading", name="Two interviews")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Overall")).to_be_visible()
    assert visit.complaints == []


def test_finding_is_heard_where_it_was_said_and_only_where_it_was_recorded(shelf: Shelf, visit: Visit) -> None:
    page, many = visit.page, shelf.people[200]
    enter(visit, shelf, 200)
    page.goto(f"/interview/{many.retried}/feedback")
    expect(page.get_by_text("2 unsupported findings removed")).to_be_visible()
    hear = page.locator("[data-play-from]").first
    start_ms = int(hear.get_attribute("data-play-from") or 0)
    page.evaluate(NOTE_WHERE_SOUND_BEGINS)
    hear.click()
    expect(page.locator("html[data-sound-began]")).to_have_count(1)
    at_ms = 1_000 * float(page.locator("html").get_attribute("data-sound-began") or "nan")
    assert abs(at_ms - max(0, start_ms - _LEAD_MS)) <= _NEAR_MS
    page.goto(f"/interview/{many.by_fate[Fate.REVIEWED]}/feedback")
    expect(page.get_by_role("tab", name="Overview")).to_be_visible()
    expect(page.locator("[data-play-from], [data-play-entry]")).to_have_count(0)


def test_report_is_written_again_and_the_old_version_stays(shelf: Shelf, visit: Visit) -> None:
    page, three = visit.page, shelf.people[3]
    enter(visit, shelf, 3)
    page.goto(f"/interview/{three.interview_ids[0]}/feedback")
    page.get_by_role("button", name="Write it again").click()
    version = page.get_by_label("Version", exact=True)
    expect(version).to_have_value("2", timeout=60_000)
    version.select_option("1")
    page.wait_for_url("**version=1")
    expect(page.get_by_text("This is an older version of the report.")).to_be_visible()
    page.get_by_role("button", name="Show the newest").click()
    expect(version).to_have_value("2")


def test_report_is_taken_away_as_pdf(shelf: Shelf, visit: Visit) -> None:
    page = visit.page
    enter(visit, shelf, 3)
    page.goto(f"/interview/{shelf.people[3].retried}/feedback")
    page.get_by_text("Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
