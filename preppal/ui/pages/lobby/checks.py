"""The speaker and the connection check."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.live_devices import device_select
from preppal.ui.components.surface import badge
from preppal.ui.pages.lobby.state import LobbyState


def speaker_check() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(icon("volume-2", 19), "Speaker", class_name="h3 row g2"),
            rx.el.div(_heard_badge(), role="status"),
            class_name="row between",
        ),
        rx.el.div(_output(), _chime(), class_name="grid c2 mt3 check-choices"),
        rx.match(
            LobbyState.chime,
            ("asking", _did_you_hear()),
            ("unheard", _not_heard()),
            rx.el.p("Headphones keep the interviewer's voice out of your microphone.", class_name="help mt3"),
        ),
        class_name="check-part",
        aria_label="Speaker",
    )


def _heard_badge() -> rx.Component:
    return rx.match(
        LobbyState.chime,
        ("heard", badge("You heard the chime", "ok")),
        ("unheard", badge("Not heard", "warn")),
        ("asking", badge("Did you hear it?")),
        badge("Not tested"),
    )


def _output() -> rx.Component:
    return rx.cond(
        LobbyState.outputs.length() > 0,
        device_select(
            "Output",
            "choose_output",
            LobbyState.outputs,
            chosen=LobbyState.output_id,
            on_choose=LobbyState.choose_output,
            id="output-device",
        ),
        rx.el.div(
            rx.el.span("Output", class_name="flabel"),
            rx.el.p("Uses your system speaker", class_name="check-fixed sub"),
            class_name="field",
        ),
    )


def _chime() -> rx.Component:
    label = rx.cond(LobbyState.chime == "untested", "Play a chime", "Play the chime again")
    return rx.el.div(
        rx.el.button(
            icon("bell", 16), label, type="button", class_name="btn line full", data_interview_command="play_chime"
        ),
        class_name="field check-low",
    )


def _did_you_hear() -> rx.Component:
    return rx.el.div(
        rx.el.span("Did you hear it?", class_name="med"),
        rx.el.button("Yes", type="button", class_name="btn sm soft", data_interview_command="chime_heard"),
        rx.el.button("No", type="button", class_name="btn sm line", data_interview_command="chime_not_heard"),
        class_name="row mt3",
        role="group",
        aria_label="Did you hear the chime?",
    )


def _not_heard() -> rx.Component:
    return rx.el.p(
        "Turn the volume up, see that this tab is not muted, or choose another speaker. "
        "Captions show every word either way.",
        class_name="t1 mt3",
        role="status",
    )


def connection_check() -> rx.Component:
    return rx.el.section(
        rx.el.h2(icon("wifi", 19), "Connection", class_name="h3 row g2"),
        rx.el.div(
            rx.el.span(data_interview_slot="network", class_name="t1 sub num"),
            rx.el.div(_verdict(), role="status"),
            rx.cond(
                (LobbyState.network != "good") & (LobbyState.network != "checking"),
                rx.el.button(
                    "Measure again",
                    type="button",
                    class_name="btn sm ghost",
                    data_interview_command="check_network",
                ),
            ),
            class_name="row wrap g3",
        ),
        rx.cond(LobbyState.network == "dead", _dead()),
        class_name="check-part row between wrap",
        aria_label="Connection",
    )


def _verdict() -> rx.Component:
    return rx.match(
        LobbyState.network,
        ("good", badge("Good for voice", "ok")),
        ("fair", badge("Fair, captions may lag", "warn")),
        ("poor", badge("Poor, typing may be easier", "warn")),
        ("dead", badge("No live connection", "bad")),
        badge("Measuring", is_busy=True),
    )


def _dead() -> rx.Component:
    return rx.el.p(
        "This page loads, but its live connection (a WebSocket) doesn't open. A company network, a VPN or a proxy "
        "in front of this server may be holding it back. Try another network, or tell whoever runs the server.",
        class_name="t1",
        role="status",
    )
