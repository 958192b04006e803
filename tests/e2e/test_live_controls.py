"""Every control of the live room does what it says, by mouse and by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.rooms import BROWSER_VOICE, NARROW, Guest, guest, new_interview
from tests.e2e.server import Server
from tests.spoken import silence

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.timeout(420)]

ANSWER = (
    "Last spring our deploy script deleted the wrong folder. I was responsible for the script. "
    "I wrote a dry run mode and I added a test."
)
TYPED = "I wrote a dry run mode for the deploy script, and no deploy has failed for six months."


# The presence follows the sound of this side.
_MOVES_WITH = """name => {
  const presence = document.querySelector(".room svg.presence");
  return parseFloat(presence?.style.getPropertyValue(name) ?? "0") > 0.2;
}"""

# What a screen reader would read out from now on: changed text in what is live.
_COUNT_ANNOUNCEMENTS = """() => {
  window.announced = [];
  const live = "[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]";
  new MutationObserver((records) => {
    for (const { target } of records) {
      const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
      const region = element?.closest(live);
      if (region?.checkVisibility() && element.closest("[aria-live=off]") === null) announced.push(region.textContent);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


def hear_answer(someone: Guest, pcm: bytes) -> None:
    """The answer is spoken, and its first words have been understood."""
    someone.say(pcm)
    someone.wait_until(_MOVES_WITH, "--level-you")
    expect(someone.slot("caption")).not_to_be_empty(timeout=30_000)
    someone.finish_saying()


def choose_patience(someone: Guest, *arrows: str) -> None:
    """From the help sheet, with the keyboard alone."""
    page = someone.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    someone.tab_to(sheet.get_by_role("radiogroup", name="When you stop talking").locator("input:checked"))
    for arrow in arrows:
        page.keyboard.press(arrow)
    close_with_escape(sheet)


def answers_stored(someone: Guest) -> int:
    return len(someone.stored("candidate"))


@pytest.fixture
def spoken_answer(say: Callable[..., bytes]) -> bytes:
    return say(ANSWER) + silence(200)


def test_person_conducts_the_interview_with_the_mouse(
    shared_server: Server, chromium: str, spoken_answer: bytes
) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        someone.enter_room()
        someone.wait_until(_MOVES_WITH, "--level-them")
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        someone.button("Give me a moment").click()
        someone.wait_for_state("holding")
        expect(page.get_by_text("Silence here isn't scored")).to_be_visible()
        someone.button("Say that again").click()
        someone.wait_for_state("speaking")
        someone.button("Say that again").click()
        someone.wait_for_state("speaking")
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        someone.button("Give me a moment").click()
        someone.wait_for_state("holding")
        someone.button("I'm ready").click()
        someone.wait_for_state("listening")
        hear_answer(someone, spoken_answer)
        with shared_server.slow_recogniser():
            page.get_by_role("button", name="I'm done").click()
            someone.wait_for_state("thinking")
            assert someone.visit.serious_barriers() == []
            someone.button("I wasn't finished").click()
            someone.wait_for_state("listening")
        page.get_by_role("button", name="I'm done").click()
        someone.wait_for_state("speaking")
        assert answers_stored(someone) >= 1
        _end_by_mouse(someone)
        assert someone.visit.complaints == []


def _end_by_mouse(someone: Guest) -> None:
    someone.button("End").click()
    dialog = someone.page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("End here?")
    dialog.get_by_role("button", name="Keep going").click()
    expect(dialog).not_to_be_visible()
    assert someone.state != "ended"
    someone.button("End").click()
    dialog.get_by_role("button", name="End").click()
    someone.page.wait_for_url("**/feedback")


def test_person_uses_the_toggles_with_the_mouse(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page = someone.page
        someone.enter_room()
        caption = someone.slot("caption_interviewer").locator("visible=true").first
        expect(caption).not_to_be_empty()
        captions = someone.button("Captions")
        captions.click()
        expect(captions).to_have_attribute("aria-pressed", "false")
        expect(page.locator(".stage [data-interview-slot=caption_interviewer]")).to_be_hidden()
        captions.click()
        expect(captions).to_have_attribute("aria-pressed", "true")
        mute = someone.button("Mute microphone")
        mute.click()
        expect(mute).to_have_attribute("aria-pressed", "true")
        someone.button("Answer now").click()
        expect(someone.slot("status")).to_contain_text("You're muted")
        mute.click()
        expect(mute).to_have_attribute("aria-pressed", "false")
        expect(someone.slot("status")).to_contain_text("Listening")
        someone.button("Transcript").click()
        panel = page.get_by_role("complementary", name="Transcript")
        expect(panel).to_contain_text("Ruth")
        panel.get_by_role("button", name="Close transcript").click()
        expect(panel).not_to_be_visible()
        someone.button("Help and shortcuts").click()
        help_sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(help_sheet).to_contain_text("Say that again")
        help_sheet.get_by_role("radio", name="Long").click()
        expect(help_sheet).to_contain_text("About 4 seconds.")
        help_sheet.get_by_role("radio", name="Largest").click()
        expect(page.locator(".room")).to_have_attribute("data-caption-size", "48")
        help_sheet.get_by_label("Microphone").select_option("usb")
        expect(help_sheet.get_by_label("Microphone")).to_have_value("usb")
        help_sheet.get_by_label("Speaker").select_option("desk")
        expect(help_sheet.get_by_label("Speaker")).to_have_value("desk")
        help_sheet.get_by_role("button", name="Close").click()
        expect(help_sheet).not_to_be_visible()
        expect(someone.slot("status")).to_contain_text("Ruth waits four seconds")
        someone.button("Type").click()
        field = page.get_by_label("Your answer")
        expect(field).to_be_focused()
        field.fill(TYPED)
        page.get_by_role("button", name="Send answer").click()
        expect(field).to_have_value("")
        expect(page.get_by_role("region", name="Conversation")).to_contain_text(TYPED)
        someone.wait_for_state("speaking")
        someone.button("Use voice").click()
        expect(field).not_to_be_visible()
        expect(mute).to_be_visible()
        assert someone.stored("candidate")[0]["content"] == TYPED
        assert someone.visit.complaints == []


def test_person_conducts_the_interview_with_the_keyboard(
    shared_server: Server, chromium: str, spoken_answer: bytes
) -> None:
    with guest(chromium, shared_server, scripts=[BROWSER_VOICE]) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.go_to_lobby()
        expect(page.get_by_role("button", name="Enter the room")).to_be_enabled()
        someone.tab_to(page.get_by_role("button", name="Enter the room"))
        keys.press("Enter")
        page.wait_for_url("**/session")
        someone.wait_for_state("speaking")
        someone.tab_to(someone.button("Answer now"))
        keys.press("Enter")
        someone.wait_for_state("listening")
        keys.press("p")
        someone.wait_for_state("holding")
        keys.press("r")
        someone.wait_for_state("speaking")
        someone.tab_to(someone.button("Answer now"))
        keys.press("Enter")
        someone.wait_for_state("listening")
        keys.press("p")
        someone.wait_for_state("holding")
        keys.press("Space")
        someone.wait_for_state("listening")
        keys.press("q")
        assert page.evaluate("voice.said") == [someone.slot("question").text_content()]
        choose_patience(someone, "ArrowRight", "ArrowRight")
        expect(someone.slot("status")).to_contain_text("Press I'm done when you finish.")
        hear_answer(someone, spoken_answer + silence(3_000))
        assert someone.state == "listening", "no silence ends it"
        someone.tab_to(page.get_by_role("button", name="I'm done"))
        with shared_server.slow_recogniser():
            keys.press("Enter")
            someone.wait_for_state("thinking")
            someone.tab_to(someone.button("I wasn't finished"))
            keys.press("Enter")
            someone.wait_for_state("listening")
        choose_patience(someone, "ArrowLeft", "ArrowLeft", "ArrowLeft")
        hear_answer(someone, spoken_answer)
        someone.wait_for_state("speaking")  # by its silence alone
        assert answers_stored(someone) >= 1
        with shared_server.sign_in() as person:
            kept = person.get(f"/api/session/{someone.interview_id}").json()["patience"]
        assert kept == "short", "a reload finds it"
        assert someone.visit.complaints == []


def test_person_uses_the_toggles_with_the_keyboard(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.enter_room()
        page.locator("body").press("c")
        expect(someone.button("Captions")).to_have_attribute("aria-pressed", "false")
        keys.press("c")
        expect(someone.button("Captions")).to_have_attribute("aria-pressed", "true")
        keys.press("m")
        expect(someone.button("Mute microphone")).to_have_attribute("aria-pressed", "true")
        keys.press("m")
        expect(someone.button("Mute microphone")).to_have_attribute("aria-pressed", "false")
        keys.press("t")
        panel = page.get_by_role("complementary", name="Transcript")
        expect(panel).to_be_visible()
        keys.press("Escape")
        expect(panel).not_to_be_visible()
        keys.press("?")
        help_sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(help_sheet).to_be_visible()
        keys.press("m")
        expect(someone.button("Mute microphone")).to_have_count(0)  # the room behind a dialog is not there
        someone.tab_to(help_sheet.get_by_role("radiogroup", name="Caption size").locator("input:checked"))
        keys.press("ArrowRight")
        expect(page.locator(".room")).to_have_attribute("data-caption-size", "40")
        someone.tab_to(help_sheet.get_by_label("Microphone"))
        keys.press("ArrowDown")
        expect(help_sheet.get_by_label("Microphone")).to_have_value("usb")
        someone.tab_to(help_sheet.get_by_label("Speaker"))
        keys.press("ArrowDown")
        expect(help_sheet.get_by_label("Speaker")).to_have_value("desk")
        single_keys = help_sheet.get_by_role("switch", name="Single-key shortcuts")
        someone.tab_to(single_keys)
        keys.press("Space")
        expect(single_keys).not_to_be_checked()
        keys.press("Space")
        expect(single_keys).to_be_checked()
        keys.press("Escape")
        expect(help_sheet).not_to_be_visible()
        expect(someone.button("Mute microphone")).to_have_attribute("aria-pressed", "false")
        keys.press("l")
        expect(page.locator("[data-interview-slot=announcer]")).to_contain_text("left")
        keys.press("k")
        field = page.get_by_label("Your answer")
        expect(field).to_be_focused()
        keys.type(TYPED)
        keys.press("Control+Enter")
        expect(field).to_have_value("")
        expect(page.get_by_role("region", name="Conversation")).to_contain_text(TYPED)
        someone.tab_to(someone.button("Use voice"))
        keys.press("Enter")
        expect(field).not_to_be_visible()
        keys.press("Shift+E")
        dialog = page.get_by_role("alertdialog")
        expect(dialog).to_contain_text("You've answered 1 of")
        keys.press("Escape")
        expect(dialog).not_to_be_visible()
        keys.press("Shift+E")
        someone.tab_to(dialog.get_by_role("button", name="End and get feedback"))
        keys.press("Enter")
        page.wait_for_url("**/feedback")
        assert someone.visit.complaints == []


def found_on(someone: Guest) -> list[str]:
    """What axe finds, and what does not fit into the width of the window."""
    return someone.visit.serious_barriers() + someone.visit.beyond_the_edges()


def close_with_escape(panel: Locator) -> None:
    """Keys mean nothing to the room until it has gone."""
    panel.page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark", **NARROW}], ids=["light, wide", "dark, narrow"]
)
def test_room_has_no_barrier_in_any_state(shared_server: Server, chromium: str, look: dict[str, Any]) -> None:
    interview_id = new_interview(shared_server, recordAudio=True)
    with guest(chromium, shared_server, interview_id=interview_id, **look) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.enter_room()
        expect(page.locator(".room-recording")).to_contain_text("Recording")
        barriers = {"speaking": found_on(someone)}
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        barriers["listening"] = found_on(someone)
        keys.press("m")
        expect(someone.slot("status")).to_contain_text("You're muted")
        barriers["muted"] = found_on(someone)
        keys.press("m")
        keys.press("p")
        someone.wait_for_state("holding")
        barriers["holding"] = found_on(someone)
        keys.press("t")
        expect(page.get_by_role("complementary", name="Transcript")).to_be_visible()
        barriers["transcript"] = found_on(someone)
        close_with_escape(page.get_by_role("complementary", name="Transcript"))
        keys.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        barriers["help"] = found_on(someone)
        close_with_escape(page.get_by_role("dialog"))
        keys.press("Shift+E")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        barriers["end"] = found_on(someone)
        close_with_escape(page.get_by_role("alertdialog"))
        keys.press("k")
        expect(page.get_by_label("Your answer")).to_be_visible()
        barriers["typing"] = found_on(someone)
        assert {state: found for state, found in barriers.items() if found} == {}


def test_single_keys_can_be_turned_off_and_stay_off(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server) as someone:
        page, keys = someone.page, someone.page.keyboard
        someone.enter_room()
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        keys.press("?")
        switch = page.get_by_role("switch", name="Single-key shortcuts")
        expect(switch).to_be_checked()
        switch.click()
        expect(switch).not_to_be_checked()
        keys.press("Escape")
        expect(page.get_by_role("dialog")).not_to_be_visible()
        keys.press("c")
        keys.press("p")
        expect(someone.button("Captions")).to_have_attribute("aria-pressed", "true")
        assert someone.state == "listening"
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
        someone.wait_for_state("listening", "speaking", "needs_gesture")
        someone.button("Help and shortcuts").click()
        expect(page.get_by_role("switch", name="Single-key shortcuts")).not_to_be_checked()


def test_reader_of_the_screen_hears_states_politely_and_not_every_caption(
    shared_server: Server, chromium: str, spoken_answer: bytes
) -> None:
    """The candidate's own words are not read to them, and the interviewer's only as they grow."""
    with guest(chromium, shared_server) as someone:
        someone.enter_room()
        expect(someone.slot("status")).to_have_attribute("role", "status")
        expect(someone.slot("caption_interviewer").first).to_have_attribute("aria-live", "polite")
        someone.button("Answer now").click()
        someone.wait_for_state("listening")
        expect(someone.slot("caption")).to_have_attribute("aria-live", "off")
        someone.page.evaluate(_COUNT_ANNOUNCEMENTS)
        hear_answer(someone, spoken_answer)
        expect(someone.slot("status")).to_contain_text("Listening")
        assert someone.page.evaluate("window.announced") == [], "nothing is read out while the candidate speaks"
