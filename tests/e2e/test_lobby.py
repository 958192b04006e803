"""The sound check: each way a microphone can be missing has its own help, and nobody is kept out of the room."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import visiting
from tests.e2e.rooms import DEAD_LINE, NARROW, Guest, guest, new_interview
from tests.e2e.server import Server
from tests.spoken import louder, silence, write_wav

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_READY_WITHIN_MS = 30_000
_SPOKEN_RATE_HZ = 48_000


@pytest.fixture(scope="module")
def microphone(say: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Someone who says hello over and over."""
    sound = say("Hi, I am Maya, and I am ready when you are.", rate_hz=_SPOKEN_RATE_HZ) + silence(500, _SPOKEN_RATE_HZ)
    return write_wav(tmp_path_factory.mktemp("microphone") / "hello.wav", sound, _SPOKEN_RATE_HZ)


def check_microphone(page: Page) -> None:
    expect(page.get_by_role("button", name="Enter the room")).to_be_enabled()
    expect(page.get_by_text("We can hear you")).to_be_visible(timeout=_READY_WITHIN_MS)


def nobody_is_kept_out(someone: Guest) -> None:
    """The way in waits for a microphone, and says that typing goes without."""
    page = someone.page
    expect(page.get_by_role("button", name="Enter the room")).to_be_disabled()
    expect(page.get_by_text("Waiting for a microphone.")).to_be_visible()
    assert someone.visit.serious_barriers() == []
    page.get_by_role("link", name="Answer by typing").first.click()
    page.wait_for_url("**/session?typing=1")
    expect(page.get_by_label("Your answer")).to_be_visible()


def test_returning_person_is_ready_without_a_press(shared_server: Server, chromium: str, microphone: Path) -> None:
    interview_id = new_interview(shared_server)
    with guest(chromium, shared_server, interview_id=interview_id, scripted=False, microphone=microphone) as someone:
        page = someone.page
        someone.go_to_lobby()
        check_microphone(page)
        inputs = page.get_by_label("Input")
        other = inputs.locator("option").nth(1).get_attribute("value")
        inputs.select_option(other)
        check_microphone(page)
        outputs = page.get_by_label("Output")
        outputs.select_option(outputs.locator("option").nth(1).get_attribute("value"))
        page.goto("/dashboard")
        someone.go_to_lobby()
        check_microphone(page)
        expect(page.get_by_label("Input")).to_have_value(str(other))
        expect(page.get_by_text("Good for voice")).to_be_visible()
        assert someone.visit.complaints == []


def test_person_records_five_seconds_and_hears_them(shared_server: Server, chromium: str, microphone: Path) -> None:
    with guest(chromium, shared_server, scripted=False, microphone=microphone, scripts=[DEAD_LINE]) as someone:
        page = someone.page
        page.evaluate("line.isDead(true)")
        someone.go_to_lobby()
        check_microphone(page)
        expect(page.get_by_text("its live connection (a WebSocket) doesn't open")).to_be_visible()
        page.evaluate("line.isDead(false)")
        someone.button("Measure again").click()
        expect(page.get_by_text("Good for voice")).to_be_visible()
        page.get_by_role("button", name="Record", exact=True).click()
        expect(page.get_by_text("Recording, speak now")).to_be_visible()
        page.get_by_role("button", name="Play it back").click(timeout=20_000)
        expect(page.get_by_role("button", name="Playing")).to_be_visible()
        expect(page.get_by_role("button", name="Play it back")).to_be_visible(timeout=20_000)
        assert someone.visit.heard()["peak"] > 0.05, "the recording is heard"
        assert someone.visit.heard()["soundingMs"] > 2_000
        page.get_by_role("button", name="Play a chime").click()
        page.get_by_role("button", name="No", exact=True).click()
        expect(page.get_by_text("Turn the volume up")).to_be_visible()
        page.get_by_role("button", name="Play the chime again").click()
        page.get_by_role("button", name="Yes", exact=True).click()
        expect(page.get_by_text("You heard the chime")).to_be_visible()
        assert someone.visit.serious_barriers() == []
        page.get_by_role("radio", name="I press Done").click()
        expect(page.get_by_text("Nothing ends your turn but you")).to_be_visible()
        captions = page.get_by_role("switch", name="Live captions")
        captions.click()
        expect(captions).not_to_be_checked()
        captions.click()  # it is the person's own choice, and everybody in this module is the same person
        expect(captions).to_be_checked()
        consent = page.get_by_role("checkbox", name="Record my answers")
        consent.click()
        expect(consent).to_be_checked()


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_person_who_was_never_asked_is_asked_at_a_press(
    shared_server: Server, chromium: str, microphone: Path, by: str
) -> None:
    with guest(
        chromium,
        shared_server,
        scripted=False,
        microphone=microphone,
        allow_microphone=False,
        arguments=("--use-fake-ui-for-media-stream",),
    ) as someone:
        someone.page.add_init_script("navigator.permissions.query = async () => ({ state: 'prompt' })")
        someone.go_to_lobby()
        expect(someone.page.get_by_text("Your browser will ask for the microphone.")).to_be_visible()
        assert someone.visit.serious_barriers() == []
        if by == "mouse":
            someone.button("Turn on the microphone").click()
        else:
            someone.press("Turn on the microphone")
        check_microphone(someone.page)


def test_person_whose_browser_blocks_the_microphone_is_told_how_to_undo_it(
    shared_server: Server, chromium: str, microphone: Path
) -> None:
    with guest(chromium, shared_server, scripted=False, microphone=microphone, allow_microphone=False) as someone:
        page = someone.page
        someone.go_to_lobby()
        press = page.get_by_role("button", name="Turn on the microphone")
        blocked = page.get_by_text("Your browser is blocking the microphone")
        expect(press.or_(blocked).first).to_be_visible()
        if press.is_visible():
            press.click()
        expect(blocked).to_be_visible()
        expect(page.get_by_text("Blocked", exact=True)).to_be_visible()
        expect(page.get_by_role("list", name="In Chrome")).to_contain_text("site settings icon")
        page.get_by_text("Using another browser or a phone?").click()
        expect(page.get_by_text("crossed-out microphone")).to_be_visible()
        assert someone.visit.serious_barriers() == []
        someone.visit.context.grant_permissions(["microphone"], origin=shared_server.url)
        # Chromium may tell the page by itself; then there is nothing left to press.
        page.evaluate("document.querySelector('[data-interview-command=retry]')?.click()")
        check_microphone(page)


REFUSALS = (
    ("NotAllowedError", "Your browser is blocking the microphone", "Check again"),
    ("NotAllowedError|Permission denied by system", "Your computer is keeping the microphone", "Check again"),
    ("NotReadableError", "Another app is using your microphone", "Try again"),
    ("NotFoundError", "We can't find a microphone", "Check again"),
    ("UnknownError", "Your microphone did not start", "Try again"),
)


@pytest.mark.parametrize(
    ("by", "look"), [("mouse", {**NARROW, "color_scheme": "dark"}), ("keyboard", {})], ids=["mouse", "keyboard"]
)
def test_person_gets_past_each_refusal(shared_server: Server, chromium: str, by: str, look: dict[str, Any]) -> None:
    with guest(chromium, shared_server, **look) as someone:
        page = someone.page
        for refusal, title, way_on in REFUSALS:
            page.evaluate("refusal => microphone.refuse(refusal)", refusal)
            someone.go_to_lobby()
            expect(page.get_by_text(title)).to_be_visible()
            expect(page.get_by_role("button", name="Enter the room")).to_be_disabled()
            assert someone.visit.serious_barriers() == []
            assert someone.visit.beyond_the_edges() == []
            page.evaluate("microphone.refuse(null)")
            if by == "mouse":
                someone.button(way_on).click()
            else:
                someone.press(way_on)
            expect(page.get_by_text(title)).not_to_be_visible()
            expect(page.get_by_role("button", name="Enter the room")).to_be_enabled()
        assert someone.visit.beyond_the_edges() == []


def test_person_without_a_microphone_types(shared_server: Server, chromium: str) -> None:
    """This Chromium has no device at all."""
    with guest(chromium, shared_server, scripted=False) as someone:
        someone.go_to_lobby()
        expect(someone.page.get_by_text("We can't find a microphone")).to_be_visible()
        expect(someone.page.get_by_text("Plug one in and it will appear here by itself.")).to_be_visible()
        nobody_is_kept_out(someone)


def test_microphone_that_is_plugged_in_appears_by_itself_and_its_level_is_told_in_words(
    shared_server: Server, chromium: str, say: Callable[..., bytes]
) -> None:
    with guest(chromium, shared_server) as someone:
        someone.page.evaluate("microphone.refuse('NotFoundError')")
        someone.go_to_lobby()
        expect(someone.page.get_by_text("We can't find a microphone")).to_be_visible()
        someone.page.evaluate(
            "microphone.refuse(null); navigator.mediaDevices.dispatchEvent(new Event('devicechange'))"
        )
        expect(someone.page.get_by_role("button", name="Enter the room")).to_be_enabled()
        _hear_each_level(someone, say("Hi, I am Maya, and I am ready when you are. " * 2))


def _hear_each_level(someone: Guest, hello: bytes) -> None:
    """Each of them leaves the way in open: a person may know better."""
    page = someone.page
    badge = page.get_by_role("region", name="Microphone").get_by_role("status")
    expect(badge).to_have_text("Say something")
    someone.say(louder(hello, 0.02))
    expect(badge).to_have_text("You're very quiet")
    someone.finish_saying()
    someone.say(louder(hello, 40))
    expect(badge).to_have_text("Too loud")
    assert someone.visit.serious_barriers() == []
    someone.finish_saying()
    page.evaluate("microphone.isDead(true)")
    expect(badge).to_have_text("We hear nothing")
    page.evaluate("microphone.isDead(false); microphone.mute(true)")
    expect(badge).to_have_text("Muted by your system")
    page.evaluate("microphone.mute(false)")
    someone.say(hello)
    expect(badge).to_have_text("We can hear you")
    someone.finish_saying()
    someone.button("Start the warm-up").click()
    someone.wait_for_state("speaking")
    page.evaluate("microphone.hearSpeaker()")
    expect(badge).to_have_text("Echo: use headphones")
    someone.button("Stop the warm-up").click()
    expect(page.get_by_role("button", name="Enter the room")).to_be_enabled()


def test_person_checks_and_chooses_everything_with_the_keyboard_alone(shared_server: Server, chromium: str) -> None:
    with guest(chromium, shared_server, scripts=[DEAD_LINE]) as someone:
        page, keys = someone.page, someone.page.keyboard
        page.evaluate("line.isDead(true); microphone.is({ sampleRate: 16000, echoCancellation: false })")
        someone.go_to_lobby()
        expect(page.get_by_text("Say something")).to_be_visible()
        expect(page.get_by_text("No live connection")).to_be_visible()
        page.evaluate("line.isDead(false)")
        someone.press("Measure again")
        expect(page.get_by_text("Good for voice")).to_be_visible()
        _change_a_doubtful_microphone(someone)
        someone.press("Record")
        someone.press("Play a chime")
        someone.press("No")
        expect(page.get_by_text("Turn the volume up")).to_be_visible()
        someone.press("Play the chime again")
        someone.press("Yes")
        expect(page.get_by_text("You heard the chime")).to_be_visible()
        someone.press("Play it back")
        patience = page.get_by_role("radiogroup", name="When you stop talking")
        someone.tab_to(patience.get_by_role("radio", name="Normal"))
        keys.press("ArrowRight")
        expect(page.get_by_text("About 4 seconds.")).to_be_visible()
        someone.tab_to(page.get_by_role("switch", name="Live captions"))
        keys.press("Space")
        expect(page.get_by_role("switch", name="Live captions")).not_to_be_checked()
        consent = page.get_by_role("checkbox", name="Record my answers")
        expect(consent).not_to_be_checked()
        someone.tab_to(consent)
        keys.press("Space")
        expect(consent).to_be_checked()
        someone.press("Enter the room")
        page.wait_for_url("**/session")
        someone.wait_for_state("speaking")
        expect(page.get_by_text("Recording", exact=False).first).to_be_visible()
        expect(someone.button("Captions")).to_have_attribute("aria-pressed", "false")
        assert [line for line in someone.visit.complaints if "-nowhere" not in line] == []


def _change_a_doubtful_microphone(someone: Guest) -> None:
    """A telephone's, of which the browser says that it also hears the loudspeaker."""
    page, keys = someone.page, someone.page.keyboard
    telephone = page.get_by_text("This microphone sounds like a telephone")
    loudspeaker = page.get_by_text("This microphone also hears your speaker")
    expect(telephone).to_be_visible()
    expect(loudspeaker).to_be_visible()
    assert someone.visit.serious_barriers() == []
    expect(someone.button("Enter the room")).to_be_enabled()
    page.evaluate("microphone.is({})")
    someone.tab_to(page.get_by_label("Input"))
    keys.press("ArrowDown")
    expect(page.get_by_label("Input")).to_have_value("usb")
    expect(telephone).not_to_be_visible()
    expect(loudspeaker).not_to_be_visible()
    someone.tab_to(page.get_by_label("Output"))
    keys.press("ArrowDown")
    expect(page.get_by_label("Output")).to_have_value("desk")


def test_person_at_an_address_without_https_is_told_why_and_types(shared_server: Server, chromium: str) -> None:
    name = "preppal.test"
    address = shared_server.url.replace("localhost", name)
    with visiting(
        chromium, address, allow_microphone=False, arguments=(f"--host-resolver-rules=MAP {name} 127.0.0.1",)
    ) as visit:
        interview_id = new_interview(shared_server)
        with shared_server.sign_in() as person:
            token = person.headers["Authorization"].removeprefix("Bearer ")
        visit.context.add_cookies([{"name": "preppal_session", "value": token, "url": address}])
        someone = Guest(visit, shared_server, interview_id)
        assert visit.page.evaluate("isSecureContext") is False
        someone.go_to_lobby()
        expect(visit.page.get_by_text("This address can't use the microphone")).to_be_visible()
        expect(visit.page.get_by_text(re.compile("only allow it on https"))).to_be_visible()
        nobody_is_kept_out(someone)
