"""Understand in one line, start. The waveform and the presence are drawings, not somebody's data."""

import reflex as rx

from preppal.ui.auth_state import AuthState
from preppal.ui.components import shapes
from preppal.ui.components.button import button_link, jump
from preppal.ui.components.geometry import Wave, speech_like, voiceprint, wave
from preppal.ui.components.icon import icon
from preppal.ui.components.logo import brand
from preppal.ui.components.voice import presence_still, waveform
from preppal.ui.template import public_footer, skip_link

ROUTE = "/"
TITLE = "Practise interviews aloud"
DESCRIPTION = "Practise a job interview aloud with an interviewer that listens, follows up and waits while you think."

_START = "/interview/new"
_SAMPLE_WIDTH, _SAMPLE_HEIGHT, _SAMPLE_SECONDS = 1116, 110, 100
_PAUSES = ((17.5, 20.6), (57.0, 59.4))
_FILLERS = ((8.0, "um"), (33.0, "kind of"), (71.0, "um"))


def page() -> rx.Component:
    return rx.fragment(
        skip_link(),
        rx.el.div(_header(), class_name="hero"),
        rx.el.main(
            rx.el.div(_opening(), class_name="hero"),
            _how_it_works(),
            rx.el.div(_closing(), class_name="hero"),
            id="main",
            tab_index=-1,
        ),
        rx.el.div(public_footer(), class_name="hero"),
    )


def _header() -> rx.Component:
    return rx.el.header(
        brand("/", size=26),
        rx.el.nav(
            jump("How it works", to="how", class_name="btn ghost hide-s"),
            rx.cond(AuthState.is_signed_in, button_link("Home", "/dashboard"), button_link("Sign in", "/sign-in")),
            class_name="row g2",
            aria_label="Main",
        ),
        class_name="row between",
    )


def _opening() -> rx.Component:
    words = rx.el.div(
        rx.el.h1("Say it out loud before it counts."),
        rx.el.p(
            "Practise a real interview with a live AI interviewer that listens, follows up and waits while you think. "
            "Then read back what you actually said.",
            class_name="sub mt5 hero-line",
        ),
        rx.el.div(
            button_link("Start practising", _START, kind="solid", size="lg", icon_name="mic"), class_name="row wrap mt6"
        ),
        rx.el.p(
            icon("server", 16), "Runs on your own server. No account anywhere else.", class_name="t1 sub mt5 row g2"
        ),
    )
    return rx.el.section(words, _presence(), class_name="hero-split")


def _presence() -> rx.Component:
    return rx.el.div(
        presence_still("The interviewer listening, ringed by your voice"),
        rx.el.p("Tell me about a time you changed someone’s mind.", class_name="speech mt4 hero-question"),
        rx.el.p(
            _legend("them", "The interviewer"), _legend("you", "Your voice"), class_name="t1 sub mt3 row g4 center"
        ),
        style={"textAlign": "center"},
    )


def _legend(voice: str, words: str) -> rx.Component:
    return rx.el.span(rx.el.span(class_name=f"dotk {voice}"), words, class_name="row g2")


def _how_it_works() -> rx.Component:
    columns = (
        (
            "It waits",
            "Take a breath, ask for a moment, or press Done yourself. You choose how long it waits after you stop.",
        ),
        ("It quotes you", "Every strength and suggestion carries your own words, found again in the transcript."),
        (
            "It is honest about doubt",
            "Scores come as 7 ± 1 with the meaning of each number printed beside it. No mystery grades.",
        ),
    )
    return rx.el.section(
        rx.el.div(
            rx.el.h2(
                "Hear the pause, the “um” and the moment it got good.",
                class_name="huge h2",
                style={"maxWidth": "24ch"},
            ),
            rx.el.div(rx.el.div(_annotated_answer(), class_name="lw"), class_name="sample"),
            rx.el.div(
                *[
                    rx.el.div(rx.el.h3(title, class_name="t4"), rx.el.p(body, class_name="sub t3 mt2"))
                    for title, body in columns
                ],
                class_name="grid c3",
                style={"gap": "40px"},
            ),
            class_name="hero",
        ),
        id="how",
        class_name="band",
    )


def _annotated_answer() -> rx.Component:
    """One answer with its long pauses and fillers marked, as a report shows it."""
    scale = _SAMPLE_WIDTH / _SAMPLE_SECONDS
    shares = [(start / _SAMPLE_SECONDS, end / _SAMPLE_SECONDS) for start, end in _PAUSES]
    drawn: Wave = wave(speech_like(190, 21, shares), _SAMPLE_WIDTH, _SAMPLE_HEIGHT, bar=3.4, min_height=4)
    marks: list[rx.Component] = []
    for start, end in _PAUSES:
        left, right = start * scale, end * scale
        marks.append(shapes.rect("pause", x=left, y=9, width=right - left, height=92, rx=6))
        marks.append(shapes.text(f"{end - start:.1f} s", x=(left + right) / 2, y=134, textAnchor="middle"))
    for at, word in _FILLERS:
        x = round(at * scale, 1)
        marks.append(shapes.path(f"M{x} 11V114", "filler-line"))
        marks.append(shapes.path(f"M{x} 113l5 7h-10z", "filler-mark"))
        marks.append(shapes.text(word, x=x, y=134, textAnchor="middle", className="filler"))
    return waveform(
        drawn,
        *marks,
        label="An example answer of 100 seconds, with two long pauses and the fillers um, kind of and um marked",
    )


def _closing() -> rx.Component:
    return rx.el.section(
        rx.el.span(waveform(voiceprint(speech_like(40, 4), 150, 40)), style={"width": "150px"}, aria_hidden="true"),
        rx.el.h2("The first answer is the hardest. Have it here.", class_name="huge h2"),
        button_link("Start a five-minute warm-up", f"{_START}?warmup=1", kind="solid", size="lg"),
        class_name="closing",
    )
