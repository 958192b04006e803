"""The warm-up: a minute with the interviewer, in the same voice and over the same line as the interview."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.surface import badge, card
from preppal.ui.components.turn_controls import command_button, done_button, turn_buttons
from preppal.ui.pages.lobby.state import LobbyState


def warm_up() -> rx.Component:
    """Offered where something can be spoken into, until the interview has begun."""
    is_offered = LobbyState.has_microphone & ~LobbyState.briefing.is_running
    return rx.cond(
        is_offered | (LobbyState.warm_up == "running"),
        card(
            rx.el.div(
                rx.el.h2(icon("message-circle", 19), "Warm-up", class_name="h3 row g2"),
                _badge(),
                class_name="row between",
            ),
            rx.match(
                LobbyState.warm_up,
                ("running", _conversation()),
                ("over", _offer("That was your minute. Nothing of it was kept.", "Once more", is_news=True)),
                ("refused", _offer(LobbyState.warm_up_refusal, "Try again", is_news=True)),
                _offer(
                    "Talk with " + LobbyState.briefing.interviewer + " for a minute to get your voice going. "
                    "Nothing is kept, measured or scored.",
                    "Start the warm-up",
                ),
            ),
            class_name="warm",
            role="region",
            aria_label="Warm-up",
        ),
    )


def _badge() -> rx.Component:
    return rx.match(
        LobbyState.warm_up,
        ("running", rx.el.span(rx.el.span(data_interview_slot="clock"), class_name="chip num")),
        ("over", badge("Done", "ok")),
        badge("Optional, not scored"),
    )


def _offer(words: str | rx.Var[str], label: str, *, is_news: bool = False) -> rx.Component:
    news = {"role": "status"} if is_news else {}
    return rx.el.div(
        rx.el.p(words, class_name="sub grow", **news),
        rx.el.button(
            icon("play", 16),
            label,
            type="button",
            class_name="btn line",
            data_interview_command="enable_sound",
            on_click=LobbyState.start_warm_up,
        ),
        class_name="row between wrap g4 mt3",
    )


def _conversation() -> rx.Component:
    return rx.el.div(
        rx.el.div(data_interview_slot="presence", class_name="warm-presence"),
        rx.el.div(
            rx.el.div(data_interview_slot="status", class_name="state"),
            rx.el.div(rx.el.p(data_interview_slot="caption_interviewer", class_name="speech"), data_turn="speaking"),
            rx.el.div(rx.el.p(data_interview_slot="caption", class_name="speech accent"), data_turn="answer"),
            class_name="warm-words",
        ),
        rx.el.div(
            rx.el.div(
                turn_buttons("speaking", command_button("Answer now", "answer_now", "mic", "line")),
                turn_buttons("listening", done_button()),
                class_name="warm-turns",
            ),
            rx.el.button(
                "Stop the warm-up",
                type="button",
                class_name="btn lg ghost",
                data_interview_command="end",
                on_click=LobbyState.stop_warm_up,
            ),
            class_name="row between wrap warm-ways",
        ),
        class_name="warm-room mt4",
    )
