"""The sound check: three checks at the left, how it will run at the right, and the way into the room."""

import reflex as rx

from audio_worklet import interview_audio
from preppal.ui.components.button import button_link, link
from preppal.ui.components.field import checkbox, switch
from preppal.ui.components.logo import brand
from preppal.ui.components.patience import patience_choice
from preppal.ui.components.surface import card, skeleton_card
from preppal.ui.pages import not_found
from preppal.ui.pages.interview_failed import interview_failed
from preppal.ui.pages.lobby.checks import connection_check, speaker_check
from preppal.ui.pages.lobby.microphone import microphone_check, typing_address
from preppal.ui.pages.lobby.state import LobbyState
from preppal.ui.pages.lobby.views import Expectation
from preppal.ui.pages.lobby.warm_up import warm_up
from preppal.ui.template import skip_link

ROUTE = "/interview/[interview_id]/lobby"
TITLE = "Sound check"


def page() -> rx.Component:
    return rx.match(
        LobbyState.loading,
        ("ready", _frame(_lobby(), _audio())),
        ("missing", not_found.page()),
        ("failed", interview_failed(LobbyState.load)),
        _frame(rx.el.h1("Sound check"), skeleton_card("Loading the sound check", "mt6")),
    )


def _frame(*children: rx.Component) -> rx.Component:
    return rx.el.div(
        skip_link(),
        rx.el.header(
            brand("/dashboard"),
            button_link("Back to setup", "/interview/new", kind="ghost", size="sm", icon_name="arrow-left"),
        ),
        rx.el.main(rx.el.div(*children, class_name="soundcheck"), id="main", tab_index=-1),
        class_name="solo check-page",
    )


def _lobby() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Sound check"),
        rx.el.p(LobbyState.briefing.sentence, class_name="sub t3 mt2"),
        rx.el.div(
            card(microphone_check(), speaker_check(), connection_check(), class_name="pad0 check-parts"),
            rx.el.div(_how_it_will_run(), _way_in(), class_name="col g5 check-side"),
            rx.el.div(warm_up(), _what_to_expect(), class_name="col g5"),
            class_name="mt6 check-columns",
        ),
    )


def _how_it_will_run() -> rx.Component:
    return card(
        rx.el.h2("How it will run", class_name="h3"),
        rx.el.div(
            patience_choice(
                LobbyState.briefing.interviewer,
                chosen=LobbyState.patience,
                on_choose=LobbyState.choose_patience,
                help=LobbyState.patience_help,
                more="You can change this in the room, under Help.",
            ),
            class_name="mt4",
        ),
        rx.el.hr(),
        rx.el.div(
            rx.el.div(
                rx.el.div("Live captions", class_name="flabel"),
                rx.el.p("Both voices, as text on screen.", class_name="help"),
            ),
            switch("Live captions", checked=LobbyState.has_captions, on_change=LobbyState.choose_captions),
            class_name="row between",
        ),
        rx.cond(LobbyState.offers_recording, rx.fragment(rx.el.hr(), _consent())),
        class_name="check-run",
    )


def _consent() -> rx.Component:
    return rx.el.div(
        checkbox(
            rx.el.span("Record my answers", class_name="flabel"),
            checked=LobbyState.is_recorded,
            on_change=LobbyState.choose_recording,
            aria_describedby="recording-help",
        ),
        rx.el.p(LobbyState.recording_help, id="recording-help", class_name="help mt2"),
    )


def _what_to_expect() -> rx.Component:
    return card(
        rx.el.h2("What to expect", class_name="h3"),
        rx.el.dl(rx.foreach(LobbyState.briefing.expectations, _expectation), class_name="expect mt4"),
    )


def _expectation(expectation: rx.Var[Expectation]) -> rx.Component:
    return rx.el.div(
        rx.el.dt(expectation.name),
        rx.el.dd(expectation.words),
        class_name=rx.cond(expectation.is_long, "wide", ""),
        key=expectation.name,
    )


def _way_in() -> rx.Component:
    label = rx.cond(LobbyState.briefing.is_running, "Return to the room", "Enter the room")
    return rx.el.div(
        rx.cond(
            LobbyState.has_microphone,
            rx.fragment(
                rx.el.button(
                    label,
                    type="button",
                    class_name=rx.cond(LobbyState.warm_up == "running", "btn lg line full", "btn lg solid full"),
                    data_interview_command="enter",
                ),
                rx.el.p(
                    rx.cond(
                        LobbyState.briefing.is_running,
                        "You come back to the same question.",
                        LobbyState.briefing.interviewer + " speaks first. You can stop at any time.",
                    ),
                    class_name="help check-why",
                ),
            ),
            rx.fragment(
                rx.el.button(label, type="button", class_name="btn lg full", disabled=True, aria_describedby="why"),
                rx.el.p(
                    "Waiting for a microphone. Or ",
                    link("answer by typing", href=typing_address()),
                    ".",
                    id="why",
                    class_name="help check-why",
                ),
            ),
        ),
        class_name="col g3",
    )


def warm_up_address() -> rx.Var[str]:
    return f"/api/session/{LobbyState.briefing.interview_id}/warm-up-token"


def _audio() -> rx.Component:
    return interview_audio(
        mode=LobbyState.mode,
        ping_url="/interview-echo",
        connect_url=warm_up_address(),
        status_texts=LobbyState.status_texts,
        shortcuts={"Space": "done"},
        microphone=True,
        patience=LobbyState.patience,
        interviewer=LobbyState.briefing.interviewer,
        captions=LobbyState.has_captions,
        command=LobbyState.command,
        on_enter=LobbyState.enter,
        on_permission=LobbyState.note_permission,
        on_devices=LobbyState.list_devices,
        on_mic=LobbyState.note_microphone,
        on_recording=LobbyState.note_recording,
        on_chime=LobbyState.ask_about_chime,
        on_heard_chime=LobbyState.note_chime,
        on_network=LobbyState.note_network,
        on_captions=LobbyState.note_captions,
        on_ended=LobbyState.end_warm_up,
        on_error=LobbyState.note_problem,
    )
