"""The live room: header, stage or typing, transcript, dock, and the audio component that fills their slots."""

import reflex as rx

from audio_worklet import interview_audio
from preppal.ui.components.button import icon_button
from preppal.ui.components.transcript_view import transcript_list
from preppal.ui.pages import not_found
from preppal.ui.pages.interview_failed import interview_failed
from preppal.ui.pages.session.composer import composer
from preppal.ui.pages.session.dock import dock
from preppal.ui.pages.session.header import room_header
from preppal.ui.pages.session.notices import notices
from preppal.ui.pages.session.stage import stage
from preppal.ui.pages.session.state import LiveState

ROUTE = "/interview/[interview_id]/session"
TITLE = "Interview"


def page() -> rx.Component:
    return rx.match(
        LiveState.loading,
        ("ready", _room()),
        ("missing", not_found.page()),
        ("failed", interview_failed(LiveState.load)),
        rx.el.main(class_name="room", aria_busy="true", aria_label="Opening the room"),
    )


def _room() -> rx.Component:
    shows_transcript = LiveState.is_transcript_open & ~LiveState.is_typing
    return rx.el.div(
        room_header(),
        rx.el.div(
            notices(),
            rx.el.main(stage(), composer(), id="main", class_name="room-main"),
            rx.cond(shows_transcript, _transcript()),
            class_name=rx.cond(shows_transcript, "room-body split", "room-body"),
        ),
        dock(),
        _audio(),
        class_name=rx.cond(LiveState.is_typing, "room is-typing", "room"),
        data_caption_size=LiveState.caption_size,
    )


def _transcript() -> rx.Component:
    return rx.el.aside(
        rx.el.header(
            rx.el.h2("Transcript", class_name="h3"),
            icon_button("x", "Close transcript", data_interview_key="Escape", on_click=LiveState.toggle_transcript),
        ),
        rx.el.div(transcript_list(LiveState.lines), class_name="script-turns", tab_index=0),
        class_name="script",
        aria_label="Transcript",
    )


def _audio() -> rx.Component:
    return interview_audio(
        mode="live",
        connect_url=LiveState.room.connect_url,
        reconnect_url=LiveState.room.reconnect_url,
        microphone=LiveState.has_microphone,
        interviewer=LiveState.room.interviewer,
        patience=LiveState.patience,
        status_texts=LiveState.status_texts,
        duration_seconds=LiveState.room.duration_s,
        captions=LiveState.has_captions,
        sounds=True,
        keyboard=LiveState.has_keys,
        on_turn=LiveState.add_turn,
        on_question=LiveState.show_question,
        on_captions=LiveState.set_captions,
        on_devices=LiveState.list_devices,
        on_error=LiveState.note_error,
        on_ended=LiveState.leave,
    )
