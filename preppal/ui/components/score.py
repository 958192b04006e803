"""Scores and measures: the 1-10 axis with its spread, gauges with target bands, trend lines, the STAR bar."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from preppal.ui.components import shapes
from preppal.ui.components.geometry import Gauge, ScoreAxis, Sparkline, StarPart, score_ticks

_AXIS_WIDTH = 300


def score_number(value: Any, spread: Any, class_name: str = "score-n") -> rx.Component:
    """`7 ± 1`; never a bare number."""
    return rx.el.span(value, rx.el.span(" ± ", spread, class_name="score-pm"), class_name=class_name)


def score_axis_svg(axis: ScoreAxis | Any, *, has_numbers: bool = True) -> rx.Component:
    """The axis always runs from 1 to 10; the band is the spread."""
    ticks = score_ticks(_AXIS_WIDTH)
    anchor = {1: "start", 10: "end"}
    numbers = [
        shapes.text(str(number), x=ticks[number - 1], y=31, textAnchor=anchor.get(number, "middle"))
        for number in (1, 4, 7, 10)
    ]
    return rx.el.svg(
        shapes.line("line", x1=6, x2=_AXIS_WIDTH - 6, y1=9, y2=9),
        shapes.path("".join(f"M{x} 6v6" for x in ticks), "ticks"),
        shapes.rect("band", x=axis.band_x, y=3, width=axis.band_width, height=12, rx=6),
        shapes.circle("mark", cx=axis.mark_x, cy=9, r=7),
        *(numbers if has_numbers else []),
        view_box=f"0 0 {_AXIS_WIDTH} {34 if has_numbers else 18}",
        class_name="axis",
        role="img",
        aria_label=axis.label,
    )


def gauge_svg(gauge: Gauge | Any) -> rx.Component:
    """The words beside it say the same, so it is hidden from assistive technology."""
    return rx.el.svg(
        shapes.rect("track", x=0, y=9, width=200, height=6, rx=3),
        shapes.rect("target", x=gauge.band_x, y=9, width=gauge.band_width, height=6, rx=3),
        rx.cond(
            gauge.is_inside,
            shapes.circle("dot-in", cx=gauge.mark_x, cy=12, r=7),
            shapes.path(gauge.diamond, "dot-out"),
        ),
        view_box="0 0 200 24",
        class_name="axis",
        aria_hidden="true",
    )


def sparkline_svg(line: Sparkline | Any) -> rx.Component:
    """The verdict beside it says the same, so it is hidden from assistive technology."""
    return rx.el.svg(
        shapes.rect("aim", x=0, y=line.band_y, width=200, height=line.band_height, rx=3),
        shapes.path(line.line, "trend"),
        shapes.circle("dot-in", cx=line.last_x, cy=line.last_y, r=4),
        view_box="0 0 200 44",
        class_name="axis",
        aria_hidden="true",
    )


def star_bar(parts: Sequence[StarPart] | Any, label: Any, *, is_small: bool = False) -> rx.Component:
    """Situation, Task, Action, Result by their seconds; too thin is hatched amber."""

    def draw(part: Any) -> rx.Component:
        return rx.el.i(part.letter, class_name=part.css, style={"flexGrow": part.share, "flexBasis": "0"})

    children = [draw(part) for part in parts] if isinstance(parts, list | tuple) else [rx.foreach(parts, draw)]
    return rx.el.div(*children, class_name="star sm" if is_small else "star", role="img", aria_label=label)
