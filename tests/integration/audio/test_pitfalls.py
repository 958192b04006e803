"""What browsers and devices do to sound, and what the component does then. docs/audio.md lists them by row."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.integration.audio.origin import REPOSITORY
from tests.integration.audio.test_component_page import LIVE, Room

pytestmark = pytest.mark.browser

_FAULTS = REPOSITORY / "tests/integration/audio/browser_faults.js"


class Browsing(Room):
    """A room in a browser that misbehaves on command."""

    def seen(self, expression: str) -> Any:
        return self.page.evaluate(f"seen.{expression}")

    def fault(self, call: str) -> None:
        self.page.evaluate(f"fault.{call}")

    def controls(self) -> list[str]:
        return [message["action"] for message in self.posted("control")]

    def codes(self) -> list[str]:
        return [error["code"] for error in self.told("onError")]


def open_room(page: Page, component_url: str, *scripts: str) -> Browsing:
    page.add_init_script(path=_FAULTS)
    for script in scripts:
        page.add_init_script(script)
    page.goto(f"{component_url}/tests/integration/audio/room.html")
    page.wait_for_function("window.room !== undefined")
    return Browsing(page)


@pytest.fixture
def page(chromium_with_microphone: Browser) -> Any:
    context: BrowserContext = chromium_with_microphone.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def room(page: Page, component_url: str) -> Browsing:
    return open_room(page, component_url)


def test_row_1_an_insecure_address_is_said_and_nothing_is_asked(page: Page, component_url: str) -> None:
    insecure = "Object.defineProperty(window, 'isSecureContext', { value: false })"
    room = open_room(page, component_url, insecure)
    room.attach(mode="check")
    room.wait_for("room.told('onError').length === 1")
    assert room.codes() == ["insecure"]
    assert room.seen("constraints") == []


def test_row_3_no_rate_is_asked_of_context_or_microphone(room: Browsing) -> None:
    room.go_live()
    assert [list(options) for options in room.seen("options")] == [["latencyHint"]]
    audio = room.seen("constraints[0].audio")
    assert audio == {"echoCancellation": True, "noiseSuppression": True, "autoGainControl": True, "channelCount": 1}


def test_row_4_a_clock_that_lies_gets_a_new_graph_in_the_same_interview(room: Browsing) -> None:
    room.page.clock.install()
    room.go_live()
    frames = room.page.evaluate("room.frames()")
    # The wall's clock is the test's: ten seconds of it pass while the audio clock counts a few milliseconds.
    for _ in range(2):
        room.page.clock.run_for(5_050)
    room.wait_for("room.posted('capture_port').length === 2")
    room.wait_for(f"room.frames() > {frames + 20}")
    assert room.seen("contexts.length") == 2
    assert len(room.posted("connect")) == 1
    assert room.told("onError") == []


def test_row_4_a_telephone_s_microphone_is_marked(page: Page, component_url: str) -> None:
    narrow = (
        "MediaStreamTrack.prototype.getSettings = () => ({ deviceId: 'default', sampleRate: 16000, "
        "echoCancellation: false })"
    )
    room = open_room(page, component_url, narrow)
    room.go_live()
    room.wait_for("room.told('onDevices').length > 0")
    (mine,) = [device for device in room.told("onDevices")[-1] if device["kind"] == "input" and device["selected"]]
    assert (mine["narrow"], mine["cancelsEcho"]) == (True, False)  # row 9: what was asked for is read back


def test_row_7_a_microphone_muted_by_the_system_is_said_after_a_moment_and_the_timeline_goes_on(
    room: Browsing,
) -> None:
    room.go_live()
    room.page.clock.install()
    room.fault("track('mute')")
    room.page.clock.run_for(1_000)
    assert room.mark("mic") != "muted"
    room.page.clock.run_for(600)
    assert room.mark("mic") == "muted"
    frames = room.page.evaluate("room.frames()")
    room.wait_for(f"room.frames() > {frames + 10}")
    room.fault("track('unmute')")
    assert room.mark("mic") != "muted"


def test_row_7_a_key_that_flutters_is_not_said(room: Browsing) -> None:
    room.go_live()
    room.page.clock.install()
    room.fault("track('mute')")
    room.page.clock.run_for(500)
    room.fault("track('unmute')")
    room.page.clock.run_for(5_000)
    assert "muted" not in room.told("onMic")


def test_row_8_a_microphone_that_gives_nothing_is_called_silent(page: Page, component_url: str) -> None:
    room = open_room(page, component_url, "window.isDead = true")
    room.attach(mode="check")
    room.command("enable_mic").click()
    room.wait_for("document.documentElement.dataset.interviewMic === 'silent'")
    assert room.told("onMic")[-1] == "silent"


def test_row_11_no_loudspeaker_is_offered_where_none_can_be_chosen(page: Page, component_url: str) -> None:
    room = open_room(page, component_url, "delete Object.getPrototypeOf(AudioContext.prototype).setSinkId")
    room.attach(mode="check")
    room.command("enable_mic").click()
    room.wait_for("room.told('onDevices').length > 0")
    assert {device["kind"] for device in room.told("onDevices")[-1]} == {"input"}


def test_row_11_a_chosen_loudspeaker_is_used_and_remembered(room: Browsing) -> None:
    room.go_live()
    room.wait_for("room.told('onDevices').length > 0")
    output = [device for device in room.told("onDevices")[-1] if device["kind"] == "output"][-1]["id"]
    room.update(**LIVE, command={"id": 1, "name": "choose_output", "device": output})
    expected = "" if output == "default" else output
    room.wait_for(f"seen.contexts.at(-1).sinkId === {expected!r}")
    assert room.page.evaluate("localStorage.getItem('interview-audio.output')") == output


def test_row_12_sound_that_is_taken_away_holds_the_answer_and_comes_back_at_a_press(room: Browsing) -> None:
    room.go_live()
    room.page.evaluate("seen.contexts.at(-1).suspend()")
    expect(room.page.locator("html[data-interview-state=needs_gesture]")).to_have_count(1)
    assert room.controls() == ["hold"]
    room.hear(type="turn_state", state="holding")
    assert room.mark("state") == "needs_gesture", "what happens meanwhile shows when sound is back"
    room.page.keyboard.press("Tab")
    expect(room.page.locator("html[data-interview-state=holding]")).to_have_count(1)
    assert room.controls() == ["hold", "done"]
    # Row 13: a track that is live and dead after a telephone call is not trusted.
    room.wait_for("seen.constraints.length === 2")
    frames = room.page.evaluate("room.frames()")
    room.wait_for(f"room.frames() > {frames + 10}")
    assert len(room.posted("connect")) == 1


def test_row_12_sound_that_comes_back_by_itself_needs_no_press(room: Browsing) -> None:
    room.go_live()
    room.hear(type="turn_state", state="speaking")
    room.page.evaluate("seen.contexts.at(-1).suspend()")
    expect(room.page.locator("html[data-interview-state=needs_gesture]")).to_have_count(1)
    room.page.evaluate("seen.contexts.at(-1).resume()")
    expect(room.page.locator("html[data-interview-state=speaking]")).to_have_count(1)
    assert room.controls() == [], "nothing was being answered"


def test_row_12_a_context_that_runs_and_stands_still_is_replaced(room: Browsing) -> None:
    room.go_live()
    room.fault("freeze()")
    room.fault("comeBack()")
    room.wait_for("seen.contexts.length === 2 && room.posted('capture_port').length === 2")
    frames = room.page.evaluate("room.frames()")
    room.wait_for(f"room.frames() > {frames + 10}")
    assert room.seen("contexts[0].state") == "closed"


def test_row_14_the_system_is_told_that_sound_goes_both_ways_and_when_it_is_over(room: Browsing) -> None:
    room.go_live()
    assert room.page.evaluate("navigator.audioSession.type") == "play-and-record"
    room.page.evaluate("room.detach()")
    room.wait_for("navigator.audioSession.type === 'auto'")


def test_row_15_a_hidden_page_goes_on_listening_and_row_17_asks_for_the_screen_again(room: Browsing) -> None:
    room.go_live()
    assert room.seen("locks") == 1
    room.page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })")
    room.fault("comeBack()")
    frames = room.page.evaluate("room.frames()")
    room.wait_for(f"room.frames() > {frames + 20}")
    assert room.seen("locks") == 1
    room.page.evaluate("delete document.visibilityState")
    room.fault("comeBack()")
    assert room.seen("locks") == 2


def test_row_17_a_screen_that_may_sleep_is_no_trouble(page: Page, component_url: str) -> None:
    room = open_room(page, component_url, "window.refusesLock = true")
    room.go_live()
    assert room.seen("locks") == 1
    assert room.told("onError") == []


def test_row_16_a_page_out_of_the_cache_connects_at_once(room: Browsing) -> None:
    room.go_live()
    room.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert len(room.posted("retry")) == 1


def test_row_18_a_worklet_that_cannot_be_loaded_is_said_and_the_interview_can_be_typed(
    page: Page, component_url: str
) -> None:
    missing = (
        "const add = AudioWorklet.prototype.addModule; "
        "AudioWorklet.prototype.addModule = function (url) { return add.call(this, url + '.missing'); }"
    )
    room = open_room(page, component_url, missing)
    room.go_live()
    assert room.codes() == ["audio_failed"]
    room.update(**LIVE, command={"id": 1, "name": "say", "text": "typed all the same"})
    assert room.posted("say") == [{"type": "say", "text": "typed all the same"}]


def test_row_19_there_is_one_context_however_often_the_component_is_mounted(room: Browsing) -> None:
    room.go_live()
    room.page.evaluate("room.detach()")
    room.attach(**LIVE)
    assert room.seen("contexts.length") == 1
    room.page.evaluate("room.detach()")
    room.wait_for("seen.contexts[0].state === 'closed'")


def test_row_20_a_permission_taken_back_is_said_and_the_interview_goes_on_until_it_is_given_again(
    room: Browsing,
) -> None:
    room.go_live()
    room.page.evaluate("window.refusal = 'NotAllowedError'; room.unplug()")
    room.wait_for("document.documentElement.dataset.interviewError === 'mic_denied'")
    assert room.codes() == ["mic_lost", "mic_denied"]
    assert (room.mark("mic"), room.mark("state"), room.mark("permission")) == ("off", "listening", "denied")
    frames = room.page.evaluate("room.frames()")
    room.page.evaluate("window.refusal = null")
    room.fault("permission('granted')")
    room.wait_for("document.documentElement.dataset.interviewError === undefined")
    room.wait_for(f"room.frames() > {frames + 10}")
    assert room.mark("permission") == "granted"
