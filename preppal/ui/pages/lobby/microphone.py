"""The microphone check: level, choice of device, five seconds to hear back, and help where there is no microphone."""

import reflex as rx

from preppal.ui.components.button import button, button_link
from preppal.ui.components.icon import icon, spinner
from preppal.ui.components.live_devices import device_select, microphone_hints
from preppal.ui.components.surface import badge, problem
from preppal.ui.pages.lobby.browsers import ALL_BROWSERS, BrowserHelp
from preppal.ui.pages.lobby.state import LobbyState


def microphone_check() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                rx.cond(LobbyState.problem != "", icon("mic-off", 19), icon("mic", 19)),
                "Microphone",
                class_name="h3 row g2",
            ),
            rx.el.div(_badge(), role="status"),
            class_name="row between",
        ),
        rx.match(
            LobbyState.problem,
            ("", rx.cond(LobbyState.has_microphone, rx.fragment(), _ask())),
            ("mic_denied", _denied()),
            ("mic_blocked", _blocked_by_system()),
            ("mic_busy", _busy()),
            ("mic_missing", _missing()),
            ("mic_lost", _missing()),
            ("insecure", _insecure()),
            _failed(),
        ),
        rx.el.div(
            _level(),
            _choices(),
            microphone_hints(LobbyState.microphone_doubts),
            rx.el.p("Keep this screen on: a locked phone stops the microphone.", class_name="help only-s mt3"),
            class_name=rx.cond(LobbyState.has_microphone, "", "hidden"),
        ),
        class_name="check-part",
        aria_label="Microphone",
    )


def _badge() -> rx.Component:
    return rx.cond(
        LobbyState.problem != "",
        rx.match(
            LobbyState.problem,
            ("mic_denied", badge("Blocked", "bad")),
            ("mic_blocked", badge("Blocked by your system", "bad")),
            ("mic_busy", badge("In use elsewhere", "bad")),
            ("mic_missing", badge("Not found", "bad")),
            ("mic_lost", badge("Unplugged", "bad")),
            ("insecure", badge("Not on this address", "bad")),
            badge("Did not start", "bad"),
        ),
        rx.match(
            LobbyState.microphone,
            ("ok", badge("We can hear you", "ok")),
            ("quiet", badge("You're very quiet", "warn")),
            ("loud", badge("Too loud", "warn")),
            ("silent", badge("We hear nothing", "warn")),
            ("muted", badge("Muted by your system", "warn")),
            ("echo", badge("Echo: use headphones", "warn")),
            rx.cond(LobbyState.has_microphone, badge("Say something", is_busy=True), badge("Not tested")),
        ),
    )


def _ask() -> rx.Component:
    return rx.el.div(
        rx.el.p("Your browser will ask for the microphone. Nothing is kept from this check.", class_name="sub"),
        button(
            "Turn on the microphone",
            kind="solid",
            icon_name="mic",
            data_interview_command="enable_mic",
        ),
        class_name="col mt4 check-ask",
    )


def _level() -> rx.Component:
    name = LobbyState.briefing.first_name
    words = rx.cond(
        name != "",
        rx.fragment("Say: “Hi, I'm ", name, ", and I'm ready when you are.”"),
        "Say: “Hi, and I'm ready when you are.”",
    )
    return rx.el.div(
        rx.el.p(words, class_name="speech check-say"),
        rx.el.div(data_interview_slot="meter", class_name="meter mt4", aria_hidden="true"),
        rx.el.div(
            _scale("Too quiet", LobbyState.microphone == "quiet"),
            _scale("Good level", LobbyState.microphone == "ok"),
            _scale("Too loud", LobbyState.microphone == "loud"),
            class_name="row between t1 sub mt2",
            aria_hidden="true",
        ),
        class_name="well check-level mt4",
    )


def _scale(words: str, is_now: rx.Var[bool]) -> rx.Component:
    return rx.el.span(words, class_name=rx.cond(is_now, "med check-now", ""))


def _choices() -> rx.Component:
    return rx.el.div(
        _input("input-device"),
        rx.el.div(
            rx.el.span("Record 5 seconds, hear it back", class_name="flabel", id="record-label"),
            rx.el.div(_record(), class_name="row g2", role="group", aria_labelledby="record-label"),
            class_name="field",
        ),
        class_name="grid c2 mt4 check-choices",
    )


def _input(id: str) -> rx.Component:
    """Some browsers name no devices; then there is nothing to choose."""
    return rx.cond(
        LobbyState.inputs.length() > 0,
        device_select(
            "Input",
            "choose_input",
            LobbyState.inputs,
            chosen=LobbyState.input_id,
            on_choose=LobbyState.choose_input,
            id=id,
        ),
        rx.el.div(
            rx.el.span("Input", class_name="flabel"),
            rx.el.p("Uses your system microphone", class_name="check-fixed sub"),
            class_name="field",
        ),
    )


def _record() -> rx.Component:
    return rx.match(
        LobbyState.recording,
        ("recording", rx.el.span(spinner(), "Recording, speak now", class_name="btn soft grow", role="status")),
        ("ready", rx.fragment(_play("Play it back"), _again())),
        ("playing", rx.fragment(_play("Playing"), _again())),
        rx.el.button(
            icon("mic", 16), "Record", type="button", class_name="btn line grow", data_interview_command="record"
        ),
    )


def _play(label: str) -> rx.Component:
    return rx.el.button(
        icon("play", 16), label, type="button", class_name="btn line grow", data_interview_command="play_recording"
    )


def _again() -> rx.Component:
    return rx.el.button(
        icon("rotate-ccw", 17),
        type="button",
        class_name="btn line icon",
        aria_label="Record again",
        data_interview_command="record",
    )


# ---- no microphone


def _help(title: str, body: str, *more: rx.Component) -> rx.Component:
    return rx.el.div(problem(title, body, class_name="mt4"), *more)


def _ways(*ways: rx.Component) -> rx.Component:
    return rx.el.div(*ways, _answer_by_typing(), class_name="row wrap mt5")


def _retry(label: str) -> rx.Component:
    return button(label, kind="solid", icon_name="rotate-ccw", data_interview_command="retry")


def _answer_by_typing() -> rx.Component:
    return button_link("Answer by typing", typing_address(), icon_name="keyboard")


def typing_address() -> rx.Var[str]:
    return f"/interview/{LobbyState.briefing.interview_id}/session?typing=1"


def _denied() -> rx.Component:
    return _help(
        "Your browser is blocking the microphone",
        "That usually means “Block” was pressed once. It takes about ten seconds to undo.",
        rx.el.ol(
            rx.foreach(LobbyState.browser.steps, _step),
            class_name="col g4 mt5",
            aria_label="In " + LobbyState.browser.name,
        ),
        _ways(_retry("Check again")),
        rx.el.details(
            rx.el.summary("Using another browser or a phone?", class_name="t1 med"),
            rx.el.dl(*(_elsewhere(browser) for browser in ALL_BROWSERS), class_name="dl t1 mt3"),
            class_name="mt4 check-elsewhere",
        ),
    )


def _step(words: rx.Var[str], index: rx.Var[int]) -> rx.Component:
    return rx.el.li(
        rx.el.span(index + 1, class_name="avatar step-n", aria_hidden="true"),
        rx.el.span(words, class_name="step-words"),
        class_name="row top g3",
        key=index,
    )


def _elsewhere(browser: BrowserHelp) -> rx.Component:
    return rx.fragment(rx.el.dt(browser.name, class_name="med"), rx.el.dd(" ".join(browser.steps[:2])))


def _blocked_by_system() -> rx.Component:
    return _help(
        "Your computer is keeping the microphone from the browser",
        "This page may use it, but the system's own switch is off.",
        rx.el.p(LobbyState.system_help, class_name="mt5"),
        _ways(_retry("Check again")),
    )


def _busy() -> rx.Component:
    return _help(
        "Another app is using your microphone",
        "Close the call or recorder that has it, or pick a different microphone.",
        rx.el.div(_input("busy-device"), class_name="mt4"),
        _ways(_retry("Try again")),
    )


def _missing() -> rx.Component:
    return _help(
        "We can't find a microphone",
        "Plug one in and it will appear here by itself.",
        _ways(_retry("Check again")),
    )


def _insecure() -> rx.Component:
    return _help(
        "This address can't use the microphone",
        "Browsers only allow it on https addresses. Ask whoever runs this server for the secure link. "
        "Typing works here.",
        _ways(),
    )


def _failed() -> rx.Component:
    return _help(
        "Your microphone did not start",
        "Nothing is lost. Try again, or answer by typing.",
        _ways(_retry("Try again")),
    )
