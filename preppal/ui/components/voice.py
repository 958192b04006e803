"""What a voice looks like: waveforms, voiceprints, rest dots, the presence ring, avatars."""

from typing import Any

import reflex as rx

from preppal.ui.components import shapes
from preppal.ui.components.geometry import Wave, face_bars, initials, ring, ring_levels, speech_like


def waveform(
    wave: Wave | Any, *marks: rx.Component, voice_class: Any = "w-you", label: Any = None, class_name: str = "wave"
) -> rx.Component:
    """A `Wave`, or a Var of one, as SVG, with marks over it. Without a label it is hidden from assistive technology."""
    naming = {"role": "img", "aria_label": label} if label is not None else {"aria_hidden": "true"}
    return rx.el.svg(
        shapes.path(wave.voice, voice_class, strokeWidth=wave.bar),
        shapes.path(wave.unplayed, "w-soft", strokeWidth=wave.bar),
        shapes.path(wave.rest, "w-rest", strokeWidth=wave.bar),
        *marks,
        view_box=f"0 0 {wave.width} {wave.height}",
        class_name=class_name,
        **naming,
    )


def voiceprint_svg(wave: Wave | Any, *, is_quiet: Any = False) -> rx.Component:
    """The twenty bars of one interview in a list; grey where there is no result."""
    quiet = rx.cond(is_quiet, "w-quiet", "w-you") if is_quiet is not False else "w-you"
    return rx.el.span(waveform(wave, voice_class=quiet), class_name="voiceprint")


def avatar(face: int, size: int = 44) -> rx.Component:
    """An interviewer: an ink disc that carries its own bar pattern."""
    bars = [
        shapes.rect(x=bar.x, y=bar.y, width=bar.width, height=bar.height, rx=bar.width / 2, fill="var(--on-ink)")
        for bar in face_bars(face)
    ]
    disc = shapes.circle(cx=50, cy=50, r=50, fill="var(--ink)")
    return rx.el.svg(disc, *bars, view_box="0 0 100 100", width=str(size), height=str(size), aria_hidden="true")


def person_avatar(name: str | Any, class_name: str = "avatar") -> rx.Component:
    """A person's initials; pass them as a Var where the name is only known in State."""
    return rx.el.span(initials(name) if isinstance(name, str) else name, class_name=class_name, aria_hidden="true")


def presence_still(label: str, seed: int = 5) -> rx.Component:
    """The listening presence as a still picture. The live one belongs to the audio component."""
    resting = ((-51, 9), (-34, 9), (-17, 14), (0, 18), (17, 14), (34, 9), (51, 9))
    ticks = [
        shapes.line("tick you", x1=tick.x1, y1=tick.y1, x2=tick.x2, y2=tick.y2)
        for tick in ring(ring_levels(speech_like(84, seed)))
    ]
    bars = [
        shapes.rect("bar", x=180 + x - 4.5, y=180 - height / 2, width=9, height=height, rx=4.5) for x, height in resting
    ]
    return rx.el.svg(
        rx.el.g(*ticks, class_name="ringg"),
        shapes.circle("disc", cx=180, cy=180, r=88),
        *bars,
        view_box="14 14 332 332",
        class_name="presence listening",
        role="img",
        aria_label=label,
    )
