"""Typing instead of speaking: the conversation so far and a field for the answer."""

import reflex as rx

from preppal.ui.components.icon import icon
from preppal.ui.components.transcript_view import TranscriptLine, turn_label
from preppal.ui.components.voice import avatar
from preppal.ui.pages.session.state import LiveState


def composer() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.ol(rx.foreach(LiveState.lines, _turn), _question_in_the_making(), class_name="typed-turns"),
            class_name="typed-scroll",
            role="region",
            aria_label="Conversation",
            tab_index=0,
        ),
        rx.el.p(LiveState.room.interviewer, " is thinking", class_name="t1 sub typed-note", data_turn="thinking"),
        _field(),
        rx.el.p(
            "Typed answers are scored for content and structure. Delivery is left blank.",
            class_name="t1 sub typed-note",
        ),
        class_name="typed",
    )


def _turn(line: rx.Var[TranscriptLine]) -> rx.Component:
    return rx.cond(
        line.is_candidate,
        rx.el.li(
            rx.el.div(
                rx.el.div(turn_label(line), class_name="lbl"),
                rx.el.p(line.text, class_name="speech"),
                class_name="well",
            ),
            class_name="turn me",
        ),
        rx.el.li(
            _face(),
            rx.el.div(
                rx.el.div(turn_label(line), class_name="lbl"),
                rx.el.p(line.text, class_name="speech"),
                class_name="turn grow",
            ),
            class_name="row top g4 them",
        ),
    )


def _face() -> rx.Component:
    face = rx.match(LiveState.room.face, (0, avatar(0, 48)), (1, avatar(1, 48)), (2, avatar(2, 48)), avatar(3, 48))
    return rx.el.span(face, class_name="typed-face")


def _question_in_the_making() -> rx.Component:
    """What the interviewer is saying right now; it joins the list when it is stored."""
    return rx.el.li(
        _face(),
        rx.el.p(data_interview_slot="caption_interviewer", class_name="speech grow"),
        class_name="row top g4 now",
        data_turn="speaking",
    )


def _field() -> rx.Component:
    return rx.el.div(
        rx.el.label("Your answer", html_for="answer", class_name="sr"),
        rx.el.textarea(
            id="answer",
            rows="6",
            max_length="4000",
            auto_focus=True,
            class_name="input",
            data_interview_slot="answer",
        ),
        rx.el.div(
            rx.el.span(
                rx.el.span("0", data_interview_slot="answer_words"),
                " words. Typing speed isn't scored.",
                class_name="t1 sub num hide-s",
            ),
            rx.el.div(
                rx.el.button(icon("mic"), "Use voice", class_name="btn ghost", on_click=LiveState.use_voice),
                rx.el.button(
                    "Send answer ",
                    rx.el.kbd("Ctrl ↵", class_name="hide-s"),
                    class_name="btn solid",
                    data_interview_command="say",
                ),
                class_name="row g2",
            ),
            class_name="row between typed-ways",
        ),
        class_name="card typed-field",
    )
