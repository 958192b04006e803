"""The warm-up is a real conversation on the interview's own way from the microphone, and leaves nothing behind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.rooms import Guest, guest
from tests.e2e.server import Server
from tests.spoken import silence

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

WORDS = "My day was good. I went for a walk and I had a long lunch with a friend."


@pytest.fixture
def spoken(say: Callable[..., bytes]) -> bytes:
    return say(WORDS) + silence(200)


def caption(someone: Guest) -> Locator:
    return someone.slot("caption").locator("visible=true").first


def be_heard(someone: Guest, pcm: bytes) -> None:
    someone.say(pcm)
    expect(caption(someone)).not_to_be_empty(timeout=40_000)
    someone.finish_saying()


def test_meter_recording_warm_up_and_interview_hear_through_one_capture(
    shared_server: Server, chromium: str, spoken: bytes
) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        someone.go_to_lobby()
        expect(page.get_by_text("Say something")).to_be_visible()
        page.evaluate("window.isTheSamePage = true")
        someone.say(spoken)
        expect(page.locator("[data-interview-slot=meter] i.on").first).to_be_visible()
        expect(page.get_by_text("We can hear you")).to_be_visible()
        page.get_by_role("button", name="Record", exact=True).click()
        expect(page.get_by_role("button", name="Play it back")).to_be_visible(timeout=30_000)
        someone.button("Start the warm-up").click()
        someone.wait_for_state("speaking")
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        be_heard(someone, spoken)
        page.get_by_role("button", name="I'm done").click()
        expect(page.get_by_role("region", name="Warm-up")).to_contain_text("hear you")
        someone.button("Enter the room").click()
        page.wait_for_url("**/session")
        someone.wait_for_state("speaking")
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        be_heard(someone, spoken)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog").get_by_label("Microphone")).to_have_value("default")
        assert page.evaluate("window.isTheSamePage"), "the counts below are of the whole visit"
        assert page.evaluate("microphone.opened") == 1, "the browser was asked for the microphone once"
        built = page.evaluate("window.built")
        assert built == {"interview-capture": 1, "interview-playback": 1, "Worker": 1}
        assert someone.visit.complaints == []


def test_person_warms_up_with_the_keyboard_and_nothing_is_kept(
    shared_server: Server, chromium: str, spoken: bytes
) -> None:
    with guest(chromium, shared_server) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.go_to_lobby()
        expect(page.get_by_text("Nothing is kept, measured or scored.")).to_be_visible()
        someone.press("Start the warm-up")
        someone.wait_for_state("speaking")
        region = page.get_by_role("region", name="Warm-up")
        expect(region).to_contain_text("Ruth is speaking")
        expect(region.locator("svg.presence")).to_be_visible()
        expect(someone.slot("caption_interviewer")).to_contain_text("Nothing")
        said = (someone.slot("caption_interviewer").text_content() or "")[:30]
        assert someone.visit.serious_barriers() == []
        someone.press("Answer now")
        someone.wait_for_state("listening")
        be_heard(someone, spoken)
        page.evaluate("document.activeElement.blur()")
        keys.press("Space")
        someone.wait_for_state("speaking")
        expect(region).to_contain_text("hear you")
        someone.press("Stop the warm-up")
        expect(page.get_by_text("That was your minute. Nothing of it was kept.")).to_be_visible()
        expect(page.get_by_role("button", name="Enter the room")).to_be_enabled()
        assert someone.visit.serious_barriers() == []
        with shared_server.sign_in() as person:
            stored = person.get(f"/api/session/{someone.interview_id}").json()
        assert (stored["status"], stored["transcript"], stored["startedAt"]) == ("pending", [], None)
        data = shared_server.log_path.parent
        kept = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
        assert said.encode() not in kept, "neither in the database nor in a log"
        someone.press("Enter the room")
        page.wait_for_url("**/session")
        someone.wait_for_state("speaking")
        expect(someone.slot("question_count")).to_have_text("Question 1 of 5")
        assert someone.visit.complaints == []
