"""The server dies and comes back, the microphone goes away, the page is loaded again: the interview goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from websockets.sync.client import connect

from tests.e2e.rooms import NARROW, Guest, guest, new_interview
from tests.e2e.server import Server
from tests.e2e.test_live_controls import TYPED

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]


def questions_asked(someone: Guest) -> list[str]:
    return [entry["content"] for entry in someone.stored("interviewer")]


def answer_by_typing(someone: Guest) -> None:
    someone.button("Type").click()
    someone.page.get_by_label("Your answer").fill(TYPED)
    someone.page.keyboard.press("Control+Enter")
    someone.wait_for_state("speaking")
    someone.button("Use voice").click()
    someone.button("Answer now").click()
    someone.wait_for_state("listening")


def test_room_comes_back_by_itself_after_the_server_was_killed(server: Server, chromium: str) -> None:
    with guest(chromium, server) as someone:
        page = someone.page
        someone.enter_room()
        someone.button("Answer now").click()
        answer_by_typing(someone)
        question = someone.slot("question").text_content()
        before = questions_asked(someone)
        server.kill()
        someone.wait_for_state("reconnecting")
        expect(someone.slot("connection")).to_contain_text("Reconnecting")
        expect(page.get_by_text("The clock is paused and your answer so far is saved.")).to_be_visible()
        expect(someone.slot("clock")).to_contain_text("Paused at")
        expect(someone.button("I'm done")).to_be_disabled()
        assert someone.visit.serious_barriers() == []
        page.set_viewport_size(NARROW)
        assert someone.visit.beyond_the_edges() == []
        page.set_viewport_size({"width": 1280, "height": 800})
        someone.button("Try now").click()
        someone.press("Try now")
        server.start(build=False)
        someone.wait_for_state("listening", "speaking", timeout_ms=60_000)
        expect(page.get_by_text("Back with you")).to_be_visible()
        expect(page.get_by_text("Back with you")).not_to_be_visible(timeout=15_000)
        assert someone.slot("question").text_content() == question
        assert questions_asked(someone) == before, "nobody greets twice"
        assert [entry["content"] for entry in someone.stored("candidate")] == [TYPED]
        answer_by_typing(someone)
        assert len(someone.stored("candidate")) == 2, "the interview goes on"


def test_answer_that_was_being_spoken_when_the_server_died_is_there(
    server: Server, chromium: str, say: Callable[..., bytes]
) -> None:
    words = "I once promised a date that was too early. I told my manager the same day what was missing."
    with guest(chromium, server) as someone:
        someone.enter_room()
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        spoken = say(words)
        someone.say(spoken)
        expect(someone.slot("caption")).not_to_be_empty(timeout=30_000)
        server.kill()
        someone.wait_for_state("reconnecting")
        server.start(build=False)
        someone.wait_for_state("speaking", timeout_ms=90_000)
        answer = someone.stored("candidate")[0]
        spoken_ms = len(spoken) / 2 / 16_000 * 1_000
        assert answer["wordCount"] >= 8
        assert answer["durationMs"] > 0.8 * spoken_ms, "what was said before and after the crash is one answer"


def test_whoever_finds_all_rooms_taken_is_told_so_and_let_in_when_one_is_free(
    port: int, tmp_path: Path, chromium: str
) -> None:
    server = Server(tmp_path, port, PREPPAL_MAX_LIVE_SESSIONS="1").start()
    try:
        elsewhere = new_interview(server)
        with server.sign_in() as person, guest(chromium, server) as someone:
            token = person.post(f"/api/session/{elsewhere}/worker-token").raise_for_status().json()["token"]
            with connect(f"{server.ws_url}/interview/{elsewhere}?token={token}"):
                someone.go_to_lobby()
                someone.button("Enter the room").click()
                someone.page.wait_for_url("**/session")
                expect(someone.page.get_by_text("All rooms are taken")).to_be_visible()
                assert someone.visit.serious_barriers() == []
                person.post(f"/api/session/{elsewhere}/complete").raise_for_status()
            someone.wait_for_state("speaking")
            expect(someone.page.get_by_text("All rooms are taken")).not_to_be_visible()
    finally:
        server.stop()


def test_reload_in_the_room_comes_back_to_the_same_question(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        someone.enter_room()
        someone.button("Answer now").click()
        answer_by_typing(someone)
        question = someone.slot("question").text_content()
        before = questions_asked(someone)
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
        someone.wait_for_state("listening", "speaking", "needs_gesture")
        expect(someone.slot("question")).to_have_text(str(question))
        someone.button("Transcript").click()
        expect(page.get_by_role("complementary", name="Transcript")).to_contain_text(TYPED)
        assert questions_asked(someone) == before
        assert someone.visit.complaints == []


def test_microphone_that_goes_away_is_said_and_taken_again(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        someone.enter_room()
        someone.button("Answer now").click()
        page.evaluate("microphone.refuse('NotFoundError'); microphone.unplug()")
        expect(page.get_by_text("We can't find a microphone")).to_be_visible()
        assert someone.visit.serious_barriers() == []
        page.evaluate("microphone.refuse(null); navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
        expect(page.locator("html[data-interview-error]")).to_have_count(0)
        assert someone.state == "listening"
        _other_ways_on(someone)


def lose_microphone(someone: Guest, refusal: str, title: str) -> None:
    """It goes away, cannot be opened again, and could be the next time it is tried."""
    someone.page.evaluate("refusal => { microphone.refuse(refusal); microphone.unplug() }", refusal)
    expect(someone.page.get_by_text(title)).to_be_visible()
    someone.page.evaluate("microphone.refuse(null)")


def _other_ways_on(someone: Guest) -> None:
    """Each button of the notices, by mouse and by keyboard."""
    page, well = someone.page, someone.page.locator("html:not([data-interview-error])")
    denied, busy = "Your browser is blocking the microphone", "Another app is using your microphone"
    lose_microphone(someone, "NotAllowedError", denied)
    someone.button("Check again").click()
    expect(well).to_have_count(1)
    lose_microphone(someone, "NotAllowedError", denied)
    someone.press("Check again")
    expect(well).to_have_count(1)
    lose_microphone(someone, "NotReadableError", busy)
    page.set_viewport_size(NARROW)
    assert someone.visit.beyond_the_edges() == []
    page.set_viewport_size({"width": 1280, "height": 800})
    someone.button("Choose another").click()
    dialog = page.get_by_role("dialog", name="Microphone and speaker")
    dialog.get_by_label("Microphone").select_option("usb")
    expect(well).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    lose_microphone(someone, "NotReadableError", busy)
    someone.press("Choose another")
    someone.tab_to(dialog.get_by_label("Microphone"))
    page.keyboard.press("ArrowUp")
    expect(well).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    lose_microphone(someone, "NotReadableError", busy)
    by_typing = someone.button("Type").and_(page.locator(".notice button:visible"))
    by_typing.click()
    expect(page.get_by_label("Your answer")).to_be_visible()
    someone.button("Use voice").click()
    expect(well).to_have_count(1)
    lose_microphone(someone, "NotReadableError", busy)
    someone.tab_to(by_typing)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your answer")).to_be_visible()


def test_second_tab_takes_the_interview_over_and_the_first_says_so(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        someone.enter_room()
        second = someone.visit.context.new_page()
        second.goto(f"/interview/{someone.interview_id}/session")
        expect(someone.page.get_by_text("This interview is open in another place")).to_be_visible(timeout=20_000)
        assert someone.visit.serious_barriers() == []
        someone.button("Use it here").click()
        someone.wait_for_state("listening", "speaking", "needs_gesture")
        elsewhere = second.get_by_role("button", name="Use it here", exact=True)
        expect(elsewhere).to_be_visible(timeout=20_000)
        elsewhere.focus()  # a dialog holds the focus: the way there by Tab is that of every dialog
        second.keyboard.press("Enter")
        expect(someone.button("Use it here")).to_be_visible(timeout=20_000)


# Whatever Playwright asks of a page counts as a press there: the page itself has to say it.
_SAY_WHEN_HELD = """
new MutationObserver(() => {
  if (document.documentElement.dataset.interviewState === "needs_gesture") console.log("held back");
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-interview-state"] });
"""


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_room_opened_without_a_press_asks_for_one_and_goes_on_with_it(
    shared_server: Server, chromium: str, by: str
) -> None:
    """The browser holds sound back where nobody has pressed anything yet; then any key will do."""
    held_back = ("--autoplay-policy=document-user-activation-required",)
    with guest(chromium, shared_server, arguments=held_back) as someone:
        someone.page.add_init_script(_SAY_WHEN_HELD)
        with someone.page.expect_console_message(lambda message: message.text == "held back"):
            someone.page.goto(f"/interview/{someone.interview_id}/session")
        if by == "mouse":
            someone.button("Hear Ruth").click()
        else:
            someone.page.keyboard.press("Enter")
        someone.wait_for_state("speaking")
