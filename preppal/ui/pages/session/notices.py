"""What went wrong, what is safe, what to do next. The style sheet shows a notice by the error the browser reports."""

import reflex as rx

from preppal.ui.components.button import button_link
from preppal.ui.components.icon import icon
from preppal.ui.pages.session.dialogs import sound_dialog
from preppal.ui.pages.session.state import LiveState

# code, title, body, and what can be done about it
_PROBLEMS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "mic_lost",
        "Your microphone went away",
        "Your answer so far is saved. Plug it back in or choose another.",
        ("Choose another", "Type"),
    ),
    (
        "mic_denied",
        "Your browser is blocking the microphone",
        "Allow it in the site settings at the left of the address bar, then check again.",
        ("Check again", "Type"),
    ),
    (
        "mic_blocked",
        "Your computer is keeping the microphone from the browser",
        "Turn it on in the system's privacy settings, then check again.",
        ("Check again", "Type"),
    ),
    (
        "mic_busy",
        "Another app is using your microphone",
        "Close the call or recorder that has it, or pick a different microphone.",
        ("Try again", "Choose another", "Type"),
    ),
    ("mic_missing", "We can't find a microphone", "Plug one in and it will appear here by itself.", ("Type",)),
    (
        "mic_failed",
        "Your microphone did not start",
        "Nothing is lost. Try again, or choose a different one.",
        ("Try again", "Choose another", "Type"),
    ),
    (
        "insecure",
        "This address can't use the microphone",
        "Browsers only allow it on https addresses. Ask whoever runs this server for the secure link. "
        "Typing works here.",
        ("Type",),
    ),
    (
        "audio_failed",
        "This browser can't play or record sound here",
        "Your interview is kept. Typing works, or try another browser.",
        ("Type",),
    ),
    (
        "not_allowed",
        "This room won't open for you",
        "Your answers are safe. Sign in again, then return to the room.",
        ("Sign in",),
    ),
    (
        "protocol",
        "The server and this page lost each other",
        "Your answers are safe. Connect again to go on.",
        ("Try again",),
    ),
)


def notices() -> rx.Component:
    return rx.el.div(
        _reconnecting(),
        _could_not_reconnect(),
        _full(),
        *(_problem(*problem) for problem in _PROBLEMS),
        _server_said(),
        _quiet(),
        _echo(),
        _back(),
        _replaced(),
        class_name="room-notices",
    )


def _callout(
    tone: str, icon_name: str, title: rx.Component, body: rx.Component, *ways: rx.Component, **props: str
) -> rx.Component:
    return rx.el.div(
        rx.el.span(icon(icon_name, 20), class_name="spin" if icon_name == "loader-circle" else ""),
        rx.el.div(title, body, class_name="grow"),
        *ways,
        class_name=f"callout notice {tone}",
        **props,
    )


def _problem(code: str, title: str, body: str, ways: tuple[str, ...]) -> rx.Component:
    return _callout(
        "warn",
        "triangle-alert",
        rx.el.div(title, class_name="strong"),
        rx.el.div(body, class_name="t1"),
        *(_way(label) for label in ways),
        role="alert",
        data_live_error=code,
    )


def _way(label: str) -> rx.Component:
    match label:
        case "Type":
            return rx.el.button(label, class_name="btn sm ghost", on_click=LiveState.type_answers)
        case "Choose another":
            return sound_dialog(rx.el.button(label, class_name="btn sm line"))
        case "Sign in":
            return button_link(label, "/sign-in", size="sm")
        case _:
            return _retry(label)


def _reconnecting() -> rx.Component:
    """Said once per outage: only the sentence is an alert, the count of tries beside it is not."""
    return _callout(
        "warn",
        "loader-circle",
        rx.el.div(data_interview_slot="connection", class_name="strong"),
        rx.el.div(
            rx.el.span("Reconnecting. ", class_name="sr"),
            "The clock is paused and your answer so far is saved.",
            class_name="t1",
            role="alert",
        ),
        _retry("Try now"),
        data_live_outage="true",
    )


def _could_not_reconnect() -> rx.Component:
    return _callout(
        "bad",
        "wifi-off",
        rx.el.div("We couldn't get you back in", class_name="strong"),
        rx.el.div(
            rx.cond(
                LiveState.answered > 0,
                "Your answers are safe. We go on trying; you can also finish later from Home.",
                "Nothing is lost. We go on trying; you can also start again later from Home.",
            ),
            class_name="t1",
        ),
        _retry("Try again"),
        button_link("Go to Home", "/dashboard", kind="ghost", size="sm"),
        role="alert",
        data_live_error="unreachable",
    )


def _full() -> rx.Component:
    return _callout(
        "warn",
        "door-closed",
        rx.el.div("All rooms are taken", class_name="strong"),
        rx.el.div(
            "As many people as this server takes are practising right now. Your place is kept: stay here, and you are "
            "let in as soon as a room is free.",
            class_name="t1",
            role="alert",
        ),
        button_link("Go to Home", "/dashboard", kind="ghost", size="sm"),
        data_live_error="full",
    )


def _server_said() -> rx.Component:
    return rx.cond(
        LiveState.server_message != "",
        _callout(
            "",
            "info",
            rx.el.div(LiveState.server_message, class_name="med"),
            rx.fragment(),
            role="alert",
            data_live_error="server",
        ),
    )


def _quiet() -> rx.Component:
    return _callout(
        "",
        "volume-1",
        rx.el.div("You're very quiet", class_name="strong"),
        rx.el.div(
            LiveState.room.interviewer, " may miss words. Move closer, or raise the input level.", class_name="t1"
        ),
        sound_dialog(rx.el.button("Check sound", class_name="btn sm line")),
        role="status",
        data_live_mic="quiet",
    )


def _echo() -> rx.Component:
    return _callout(
        "",
        "headphones",
        rx.el.div("Your microphone hears ", LiveState.room.interviewer, class_name="strong"),
        rx.el.div("Use headphones, or turn the speaker down, so that only your voice is heard.", class_name="t1"),
        role="status",
        data_live_mic="echo",
    )


def _back() -> rx.Component:
    return _callout(
        "ok",
        "circle-check",
        rx.el.div("Back with you", class_name="strong"),
        rx.el.div(LiveState.room.interviewer, " has your answer so far. Carry on from there.", class_name="t1"),
        role="status",
        data_live_back="true",
    )


def _replaced() -> rx.Component:
    return rx.cond(
        LiveState.is_replaced,
        _callout(
            "warn",
            "panels-top-left",
            rx.el.div("This interview is open in another place", class_name="strong"),
            rx.el.div("It goes on there. Nothing is lost.", class_name="t1"),
            rx.el.button("Use it here", class_name="btn sm line", on_click=rx.run_script("window.location.reload()")),
            role="alert",
            data_live_shown="replaced",
        ),
    )


def _retry(label: str) -> rx.Component:
    return rx.el.button(label, class_name="btn sm line", data_interview_command="retry")
