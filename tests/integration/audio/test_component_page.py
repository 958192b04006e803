"""The component in a page, its worker a stand: what it draws, clicks, keys, microphone and sound."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

LIVE = {"mode": "live", "connectUrl": "/connect", "reconnectUrl": "/reconnect", "interviewer": "Ruth"}


@pytest.fixture
def context(chromium_with_microphone: Browser) -> Iterator[BrowserContext]:
    context = chromium_with_microphone.new_context()
    yield context
    context.close()


class Room:
    """The page, in the words of these tests."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def attach(self, **props: Any) -> None:
        self.page.evaluate("props => room.attach(props)", props)

    def update(self, **props: Any) -> None:
        self.page.evaluate("props => room.update(props)", props)

    def hear(self, **message: Any) -> None:
        """The worker says something."""
        self.page.evaluate("message => room.say(message)", message)

    def posted(self, kind: str) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.page.evaluate("kind => room.posted(kind)", kind)
        return messages

    def told(self, event: str) -> list[Any]:
        arguments: list[Any] = self.page.evaluate("event => room.told(event)", event)
        return arguments

    def wait_for(self, condition: str) -> None:
        self.page.wait_for_function(condition, timeout=15_000)

    def slot(self, name: str) -> Any:
        return self.page.locator(f'[data-interview-slot="{name}"]')

    def command(self, name: str) -> Any:
        return self.page.locator(f'button[data-interview-command="{name}"]')

    def mark(self, name: str) -> str | None:
        return self.page.locator("html").get_attribute(f"data-interview-{name}")

    def go_live(self, **more: Any) -> None:
        self.page.mouse.click(5, 5)  # the gesture that lets sound run
        self.attach(**LIVE, **more)
        self.wait_for("room.posted('connect').length === 1")
        self.hear(
            type="ready",
            isFirst=True,
            resumed=False,
            secondsLeft=702,
            question="",
            questionIndex=0,
            questionCount=6,
            tries=1,
        )
        self.hear(type="turn_state", state="listening")


@pytest.fixture
def room(context: BrowserContext, component_url: str) -> Room:
    page = context.new_page()
    page.goto(f"{component_url}/tests/integration/audio/room.html")
    page.wait_for_function("window.room !== undefined")
    return Room(page)


# ---- what it draws


def test_the_state_is_written_drawn_and_mirrored(room: Room) -> None:
    room.go_live(statusTexts={"listening": ["Listening", "{name} waits two seconds before moving on."]})
    expect(room.slot("status")).to_have_text("ListeningRuth waits two seconds before moving on.")
    expect(room.slot("status")).to_have_attribute("role", "status")
    assert room.mark("state") == "listening"
    presence = room.slot("presence").locator("svg")
    expect(presence).to_have_class("presence listening")
    room.hear(type="turn_state", state="speaking")
    expect(room.slot("status")).to_have_text("Ruth is speaking")
    expect(presence).to_have_class("presence speaking")
    assert room.told("onStatus")[-2:] == ["listening", "speaking"]


def test_coming_back_after_an_outage_is_said_for_a_moment(room: Room) -> None:
    room.page.clock.install()
    room.go_live()
    assert room.mark("back") is None
    room.hear(type="link", link="reconnecting", tries=1, retryInMs=0)
    assert (room.mark("state"), room.mark("back")) == ("reconnecting", None)
    room.hear(type="turn_state", state="listening")
    assert room.mark("back") == "true"
    room.page.clock.run_for(6_100)
    assert room.mark("back") is None
    room.hear(type="turn_state", state="thinking")
    assert room.mark("back") is None


def test_captions_of_both_voices_appear_and_new_words_are_marked(room: Room) -> None:
    room.go_live()
    say = {"type": "transcript", "isFinal": False, "turnComplete": False}
    room.hear(**say, speaker="AI", text="Good morning.", orderIndex=0)
    room.hear(**say, speaker="AI", text="Good morning. Shall we begin?", orderIndex=0)
    room.hear(**say, speaker="USER", text="I had six months", orderIndex=1)
    room.hear(**say, speaker="USER", text="I had six months of data", orderIndex=1)
    expect(room.slot("caption-interviewer")).to_have_text("Good morning. Shall we begin?")
    expect(room.slot("caption-interviewer")).to_have_attribute("aria-live", "polite")
    expect(room.slot("caption")).to_have_text("I had six months of data")
    expect(room.slot("caption")).to_have_attribute("aria-live", "off")
    expect(room.slot("caption").locator(".interim")).to_have_text(" of data")
    assert room.told("onTurn") == []


def test_only_stored_entries_become_events(room: Room) -> None:
    room.go_live(durationSeconds=900)
    final = {"type": "transcript", "speaker": "USER", "isFinal": True, "turnComplete": True}
    room.hear(**final, text="Forty percent.", orderIndex=3)
    entry = room.told("onTurn")[0]
    assert {key: entry[key] for key in ("speaker", "text", "orderIndex")} == {
        "speaker": "USER",
        "text": "Forty percent.",
        "orderIndex": 3,
    }
    assert 198 <= entry["elapsedSeconds"] <= 205


def test_question_and_time_are_shown(room: Room) -> None:
    room.go_live()
    question = {"index": 3, "count": 6, "competency": "teamwork", "text": "How did it end?", "followUp": False}
    room.hear(type="question", kind="question", **question)
    expect(room.slot("question")).to_have_text("How did it end?")
    expect(room.slot("question_count")).to_have_text("Question 3 of 6")
    classes = room.slot("question_segments").locator("i").evaluate_all("all => all.map(one => one.className)")
    assert classes == ["d", "d", "n", "", "", ""]
    expect(room.slot("clock")).to_contain_text("11:4")
    room.hear(type="time", secondsLeft=118)
    expect(room.slot("clock")).to_have_text("About two minutes left")
    assert room.told("onQuestion") == [question]
    assert room.told("onTime") == [118]


def test_a_lost_line_pauses_the_clock_and_says_so(room: Room) -> None:
    room.go_live()
    room.hear(type="time", secondsLeft=657)
    room.hear(type="link", link="reconnecting", tries=2, retryInMs=300)
    expect(room.slot("clock")).to_have_text("Paused at 10:57")
    expect(room.slot("connection")).to_have_text("Reconnecting… second try")
    expect(room.slot("presence").locator("svg")).to_have_class("presence off")
    assert room.mark("state") == "reconnecting"


def test_a_slot_that_appears_later_is_filled(room: Room) -> None:
    room.go_live()
    room.hear(type="question", index=1, count=6, competency="", text="Tell me about yourself.", followUp=False)
    room.page.evaluate(
        """() => {
            const late = document.createElement("p");
            late.id = "late";
            late.dataset.interviewSlot = "question";
            document.body.append(late);
        }"""
    )
    expect(room.page.locator("#late")).to_have_text("Tell me about yourself.")


def test_reduced_motion_shows_the_still_shape_of_each_state(room: Room) -> None:
    room.page.emulate_media(reduced_motion="reduce")
    room.go_live()
    room.hear(type="turn_state", state="speaking")
    room.wait_for("document.querySelector('.presence .bar').getAttribute('height') === '26.0'")
    heights = room.page.locator(".presence .bar").evaluate_all("all => all.map(bar => +bar.getAttribute('height'))")
    assert heights == [26, 54, 82, 60, 96, 46, 22]


def test_the_network_verdict_is_shown_and_told(room: Room) -> None:
    room.attach(mode="check", pingUrl="/ping")
    room.wait_for("room.posted('check_network').length === 1")
    assert room.posted("check_network")[0]["url"].startswith("ws://127.0.0.1")
    room.hear(type="network", verdict="good", roundTripMs=48, jitterMs=3, lossPercent=0)
    expect(room.slot("network")).to_have_text("48 ms round trip, 3 ms jitter, no loss")
    assert room.mark("network") == "good"
    assert room.told("onNetwork") == [{"verdict": "good", "roundTripMs": 48, "jitterMs": 3, "lossPercent": 0}]


# ---- clicks and keys


def test_a_click_is_a_command_at_once(room: Room) -> None:
    room.go_live()
    room.command("done").click()
    room.command("end").click()
    assert room.posted("control") == [{"type": "control", "action": "done"}]
    assert len(room.posted("end")) == 1


def test_a_disabled_button_does_nothing(room: Room) -> None:
    room.go_live()
    room.command("hold").click(force=True)
    assert room.posted("control") == []


def test_space_means_done_only_while_the_candidate_has_the_turn(room: Room) -> None:
    room.go_live()
    room.page.keyboard.press("Space")
    assert room.posted("control") == [{"type": "control", "action": "done"}]
    room.hear(type="turn_state", state="speaking")
    room.page.keyboard.press("Space")
    assert len(room.posted("control")) == 1


def test_keys_are_left_alone_in_fields_and_on_controls(room: Room) -> None:
    room.go_live()
    room.slot("answer").focus()
    room.page.keyboard.type("P m")
    room.command("end").focus()
    room.page.keyboard.press("m")
    assert room.posted("control") == []
    assert room.told("onMuted") == []
    expect(room.slot("answer")).to_have_value("P m")


def test_keys_can_be_turned_off(room: Room) -> None:
    room.go_live(keyboard=False)
    room.page.keyboard.press("Space")
    assert room.posted("control") == []


def test_own_shortcuts_replace_the_default_ones(room: Room) -> None:
    room.go_live(shortcuts={"d": "done", "Shift+E": "ask_end"})
    for key in ("Space", "d", "Shift+E"):
        room.page.keyboard.press(key)
    assert room.posted("control") == [{"type": "control", "action": "done"}]
    assert room.told("onShortcut") == ["ask_end"]


def test_any_control_of_the_page_can_have_a_key(room: Room) -> None:
    room.go_live()
    room.page.evaluate("document.querySelector('#transcript').onclick = () => (document.title = 'open')")
    room.page.keyboard.press("t")
    assert room.page.title() == "open"


def test_a_control_pressed_by_its_key_does_not_keep_the_focus_it_is_given_back(room: Room) -> None:
    room.go_live()
    room.page.keyboard.press("t")
    room.page.evaluate("document.querySelector('#transcript').focus()")  # as a dialog does when it closes
    room.page.keyboard.press("Space")
    assert room.posted("control") == [{"type": "control", "action": "done"}]
    room.command("hold").evaluate("button => { button.disabled = false; button.focus(); }")
    for _ in range(20):
        room.page.keyboard.press("Tab")
        if room.page.evaluate("document.activeElement.id") == "transcript":
            return
    raise AssertionError("Tab stops there all the same")


def test_a_control_that_disappears_under_the_focus_gives_the_keys_back(room: Room) -> None:
    room.go_live()
    room.command("end").focus()
    room.page.evaluate(
        "document.querySelector('[data-interview-command=end]').style.display = 'none';"
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }))"
    )
    assert room.posted("control") == [{"type": "control", "action": "done"}]


def test_keys_wait_while_a_dialog_is_open(room: Room) -> None:
    room.go_live()
    room.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div role=dialog>End here?</div>')")
    room.page.keyboard.press("Space")
    assert room.posted("control") == []


def test_a_typed_answer_is_counted_sent_and_cleared(room: Room) -> None:
    room.go_live()
    room.slot("answer").fill("It went down to four percent")
    expect(room.slot("answer_words")).to_have_text("6")
    room.slot("answer").press("Control+Enter")
    room.command("say").click()  # nothing is left to send
    assert room.posted("say") == [{"type": "say", "text": "It went down to four percent"}]
    expect(room.slot("answer")).to_have_value("")
    expect(room.slot("answer_words")).to_have_text("0")


def test_a_command_from_python_runs_once_for_each_id(room: Room) -> None:
    room.go_live(command={"id": 3, "name": "mute"})
    assert room.told("onMuted") == []  # what the prop held before is old
    for _ in range(2):
        room.update(**LIVE, command={"id": 4, "name": "say", "text": "typed in Python"})
    room.update(**LIVE, command={"id": 5, "name": "toggle-mute"})
    assert room.posted("say") == [{"type": "say", "text": "typed in Python"}]
    assert room.told("onMuted") == [True]


def test_patience_is_told_to_the_server_and_again_only_when_it_changes(room: Room) -> None:
    room.attach(mode="check", pingUrl="/ping", patience="short")
    assert room.posted("patience") == [], "nobody is there to wait"
    room.go_live(patience="normal")
    for patience in ("normal", "manual", "manual"):
        room.update(**LIVE, patience=patience)
    assert [message["patience"] for message in room.posted("patience")] == ["normal", "manual"]


def test_muting_silences_the_track_and_shows_everywhere(room: Room) -> None:
    room.go_live()
    mute = room.command("toggle-mute")
    expect(mute).to_have_attribute("aria-pressed", "false")
    mute.click()
    expect(mute).to_have_attribute("aria-pressed", "true")
    expect(room.slot("status")).to_have_text("You're mutedPress M to speak.")
    expect(room.slot("presence").locator("svg")).to_have_class("presence muted")
    assert room.mark("muted") == "true"
    assert room.page.evaluate("room.tracks().at(-1).enabled") is False
    mute.click()
    assert room.page.evaluate("room.tracks().at(-1).enabled") is True


def test_captions_are_remembered_in_this_browser(room: Room, component_url: str) -> None:
    room.go_live()
    room.command("toggle_captions").click()
    assert room.mark("captions") == "off"
    again = Room(room.page.context.new_page())
    again.page.goto(f"{component_url}/tests/integration/audio/room.html")
    again.page.wait_for_function("window.room !== undefined")
    again.attach(mode="check")
    assert again.mark("captions") == "off"


# ---- microphone and sound


def test_the_sound_check_opens_the_microphone_and_shows_its_level(room: Room) -> None:
    room.attach(mode="check")
    room.command("enable_mic").click()
    room.wait_for("room.frames() > 25")
    room.wait_for("document.querySelectorAll('[data-interview-slot=meter] .on').length > 5")
    assert room.told("onPermission")[-1] == "granted"
    devices = room.told("onDevices")[-1]
    assert {"input", "output"} == {device["kind"] for device in devices}
    assert sum(device["selected"] for device in devices) == 2


def test_a_recording_is_made_of_the_frames_and_played_back(room: Room) -> None:
    room.attach(mode="check")
    room.command("record").click()
    room.wait_for("room.posted('record').length === 1")
    assert room.posted("record") == [{"type": "record", "frames": 250}]
    room.page.evaluate("room.say({type: 'recorded', buffer: new ArrayBuffer(6400)})")
    room.command("play_recording").click()
    room.wait_for("room.told('onRecording').length === 4")
    assert room.told("onRecording") == ["recording", "ready", "playing", "ready"]


def test_the_chime_is_told_when_it_is_over(room: Room) -> None:
    room.attach(mode="check")
    room.command("play_chime").click()
    room.wait_for("room.told('onChime').length === 1")


@pytest.mark.parametrize(
    ("refusal", "code"),
    [("NotAllowedError", "mic_denied"), ("NotFoundError", "mic_missing"), ("NotReadableError", "mic_busy")],
)
def test_each_refusal_of_the_microphone_has_its_own_name(room: Room, refusal: str, code: str) -> None:
    room.attach(mode="check")
    room.page.evaluate("refusal => { window.refusal = refusal; }", refusal)
    room.command("enable_mic").click()
    room.wait_for(f"document.documentElement.dataset.interviewError === {json.dumps(code)}")
    assert room.told("onError")[-1]["code"] == code
    room.page.evaluate("window.refusal = null")
    room.command("enable_mic").click()
    room.wait_for("document.documentElement.dataset.interviewError === undefined")


def test_an_interview_without_a_microphone_still_connects(room: Room) -> None:
    room.page.evaluate("window.refusal = 'NotFoundError'")
    room.go_live()
    assert room.mark("error") == "mic_missing"
    assert room.mark("state") == "listening"


def test_a_microphone_that_is_plugged_in_later_is_taken(room: Room) -> None:
    room.page.evaluate("window.refusal = 'NotFoundError'")
    room.go_live()
    room.page.evaluate("window.refusal = null; navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    room.wait_for("document.documentElement.dataset.interviewError === undefined && room.frames() > 5")


def test_an_unplugged_microphone_is_taken_again(room: Room) -> None:
    room.go_live()
    frames = room.page.evaluate("room.frames()")
    room.page.evaluate("room.unplug()")
    room.wait_for("room.tracks().length === 2 && document.documentElement.dataset.interviewError === undefined")
    room.wait_for(f"room.frames() > {frames + 20}")
    assert [error["code"] for error in room.told("onError")] == ["mic_lost"]
    assert len(room.posted("capture_port")) == 1  # the same worklet, worker and socket


def test_another_microphone_is_chosen_and_remembered(room: Room) -> None:
    room.go_live()
    device = room.page.evaluate(
        """async () => {
          const inputs = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "audioinput");
          document.querySelector("option[value=other]").value = inputs.at(-1).deviceId;
          return inputs.at(-1).deviceId;
        }"""
    )
    room.page.locator("select").select_option(device)
    room.wait_for("room.tracks().length === 2")
    room.wait_for(f"room.told('onDevices').at(-1).find(({{ selected }}) => selected).id === {json.dumps(device)}")
    assert [track["readyState"] for track in room.page.evaluate("room.tracks()")] == ["ended", "live"]
    assert room.page.evaluate("localStorage.getItem('interview-audio.input')") == device


def test_what_the_server_hears_of_the_interviewer_is_told_as_the_microphone_s_state(room: Room) -> None:
    room.go_live()
    room.hear(type="echo")
    assert room.mark("mic") == "echo"
    assert room.told("onMic")[-1] == "echo"
    assert room.told("onError") == []


def test_a_chosen_microphone_that_is_not_here_today_is_replaced(room: Room) -> None:
    room.page.evaluate("localStorage.setItem('interview-audio.input', 'left at home')")
    room.go_live()
    room.wait_for("room.frames() > 5")
    assert room.told("onError") == []


def test_the_way_from_the_sound_check_to_the_room_keeps_the_microphone(room: Room) -> None:
    room.attach(mode="check")
    room.command("enable_mic").click()
    room.wait_for("room.frames() > 5")
    room.command("enter").click()
    room.wait_for("room.told('onEnter').length === 1")
    room.page.evaluate("room.detach()")
    room.attach(**LIVE)
    room.wait_for("room.posted('connect').length === 1")
    assert room.page.evaluate("room.tracks().length") == 1
    assert room.posted("connect")[0]["connectUrl"].endswith("/connect")


def test_the_next_page_is_told_of_devices_and_permission_too(room: Room) -> None:
    room.attach(mode="check")
    room.command("enable_mic").click()
    room.wait_for("room.told('onDevices').length === 1")
    room.page.evaluate("props => room.attachAgain(props)", LIVE)
    assert room.told("onDevices")[1] == room.told("onDevices")[0]
    assert room.told("onPermission")[-1] == "granted"


def test_a_rehearsal_inside_the_sound_check_keeps_the_microphone_and_leaves_no_words(room: Room) -> None:
    room.page.mouse.click(5, 5)
    room.attach(mode="check", pingUrl="/ping", connectUrl="/warm-up", interviewer="Ruth")
    room.command("enable_mic").click()
    room.wait_for("room.frames() > 5")
    room.update(mode="rehearse", pingUrl="/ping", connectUrl="/warm-up", interviewer="Ruth")
    room.wait_for("room.posted('connect').length === 1")
    assert room.posted("connect")[0]["connectUrl"].endswith("/warm-up")
    room.hear(
        type="ready",
        isFirst=True,
        resumed=False,
        secondsLeft=60,
        question="",
        questionIndex=0,
        questionCount=3,
        tries=1,
    )
    room.hear(type="transcript", speaker="AI", text="How is your day?", isFinal=False, orderIndex=0)
    room.hear(type="question", index=1, count=3, competency="", text="How is your day?", followUp=False)
    expect(room.slot("clock")).to_contain_text("minute")
    room.hear(type="ended", reason="interviewer_ended")
    assert room.told("onEnded") == ["interviewer_ended"]
    room.update(mode="check", pingUrl="/ping", connectUrl="/warm-up", interviewer="Ruth")
    assert room.mark("state") == "idle"
    assert room.page.evaluate("room.tracks()") == [{"readyState": "live", "enabled": True}]
    assert "off" not in room.told("onMic")
    assert len(room.posted("check_network")) == 1, "nothing has changed on the line"
    room.update(**LIVE)
    room.wait_for("room.posted('connect').length === 2")
    for name in ("question", "caption-interviewer", "question_count", "clock"):
        expect(room.slot(name)).to_have_text("")
    assert room.page.evaluate("room.tracks()") == [{"readyState": "live", "enabled": True}]


def test_leaving_the_page_lets_everything_go(room: Room) -> None:
    room.go_live()
    room.page.evaluate("room.detach()")
    room.wait_for("room.posted('terminated').length === 1")
    assert [track["readyState"] for track in room.page.evaluate("room.tracks()")] == ["ended"]
    assert room.mark("state") is None


def test_the_end_of_the_interview_closes_the_microphone(room: Room) -> None:
    room.go_live()
    room.hear(type="ended", reason="interviewer_ended")
    assert room.told("onEnded") == ["interviewer_ended"]
    assert room.mark("state") == "ended"
    assert [track["readyState"] for track in room.page.evaluate("room.tracks()")] == ["ended"]


def open_without_gesture(context: BrowserContext, component_url: str) -> Room:
    """A reloaded page: nobody has pressed anything, so the browser holds sound back."""
    page = context.new_page()
    address = f"{component_url}/tests/integration/audio/room.html#{quote(json.dumps(LIVE))}"
    with page.expect_console_message(lambda message: "needs_gesture" in message.text):
        page.goto(address)
    return Room(page)


def test_sound_that_waits_for_a_gesture_says_so_and_goes_on_at_the_first_press(
    context: BrowserContext, component_url: str
) -> None:
    room = open_without_gesture(context, component_url)
    assert room.mark("state") == "needs_gesture"
    assert room.posted("connect") == []
    room.page.keyboard.press("Tab")
    room.wait_for("room.posted('connect').length === 1")
    assert room.told("onStatus") == ["connecting", "needs_gesture", "connecting"]


def test_what_is_typed_before_the_connection_is_sent_with_it(context: BrowserContext, component_url: str) -> None:
    room = open_without_gesture(context, component_url)
    room.update(**LIVE, command={"id": 1, "name": "say", "text": "early"})
    assert room.posted("say") == []
    room.page.keyboard.press("Tab")
    room.wait_for("room.posted('say').length === 1")
    assert len(room.posted("connect")) == 1


def test_an_address_that_comes_late_is_waited_for(room: Room) -> None:
    room.page.mouse.click(5, 5)
    room.attach(**{**LIVE, "connectUrl": ""})
    assert room.mark("state") == "idle"
    room.update(**LIVE)
    room.wait_for("room.posted('connect').length === 1")


def test_a_typed_interview_can_change_to_voice_and_back(room: Room) -> None:
    room.go_live(microphone=False)
    assert room.page.evaluate("room.tracks()") == []
    room.update(**LIVE, microphone=True)
    room.wait_for("room.frames() > 5")
    room.update(**LIVE, microphone=False)
    room.wait_for("room.tracks().at(-1).readyState === 'ended'")
