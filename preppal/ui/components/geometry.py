"""The motifs as numbers and path strings: pure arithmetic, no Reflex.

A page State may keep any of these values, since all of them are plain numbers and strings; the
components beside this module draw them, whether they come as a value or as a Var.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

SCORE_MIN = 1
SCORE_MAX = 10
VOICEPRINT_BARS = 20


@dataclass(frozen=True, slots=True)
class Wave:
    """A row of rounded bars as three SVG paths, stroked `bar` wide: spoken, not yet played, silence."""

    voice: str
    unplayed: str
    rest: str
    bar: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ScoreAxis:
    """The 1-10 axis: where the mark is, and the band of what is likely."""

    mark_x: float
    band_x: float
    band_width: float
    label: str


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measure against its target band. Outside the band the mark is a diamond, so shape carries it too."""

    mark_x: float
    band_x: float
    band_width: float
    diamond: str
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A trend line that ends in a dot, over an optional target band (height 0 means none)."""

    line: str
    last_x: float
    last_y: float
    band_y: float
    band_height: float


@dataclass(frozen=True, slots=True)
class StarPart:
    """One letter of the STAR bar, `share` of its length."""

    letter: str
    name: str
    seconds: int
    share: float
    css: str


@dataclass(frozen=True, slots=True)
class Tick:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


def wave(
    levels: Sequence[float],
    width: float,
    height: float,
    *,
    bar: float = 3.0,
    min_height: float = 3.0,
    played: float = 1.0,
) -> Wave:
    """Bars for levels 0..1 on a middle line. A level of 0 is a rest dot; `played` is the share already heard."""
    step = width / max(1, len(levels))
    bar = round(min(bar, step * 0.66), 2)
    paths: dict[str, list[str]] = {"voice": [], "unplayed": [], "rest": []}
    for index, level in enumerate(levels):
        kind = "rest" if level <= 0 else "voice" if index / len(levels) < played else "unplayed"
        # Round caps add one bar width, so the stroked line is that much shorter than the bar.
        length = max(0.0, max(min_height, min(1.0, level) * height) - bar)
        x = index * step + bar / 2
        paths[kind].append(f"M{x:.1f} {(height - length) / 2:.1f}v{max(length, 0.01):.2f}")
    return Wave("".join(paths["voice"]), "".join(paths["unplayed"]), "".join(paths["rest"]), bar, width, height)


def resample(levels: Sequence[float], count: int) -> list[float]:
    """The envelope in `count` steps: the mean of each slice, scaled so that the loudest is 1."""
    if not levels:
        return [0.0] * count
    slices = [
        levels[
            (index * len(levels)) // count : max(
                (index * len(levels)) // count + 1, ((index + 1) * len(levels)) // count
            )
        ]
        for index in range(count)
    ]
    means = [sum(part) / len(part) for part in slices]
    peak = max(means)
    return [mean / peak if peak > 0 else 0.0 for mean in means]


def voiceprint(levels: Sequence[float], width: float = 92, height: float = 30) -> Wave:
    """Twenty bars of one interview; without a voice, a row of rest dots."""
    return wave(resample(levels, VOICEPRINT_BARS), width, height)


def rest_dots(width: float, height: float, *, voice_at: Sequence[float] = (), spacing: float = 9.0) -> Wave:
    """The empty state: rest dots broken by a voice at each share of the width in `voice_at`."""
    count = max(1, int(width // spacing))
    levels = [0.0] * count
    shape = (0.16, 0.36, 0.72, 1.0, 0.6, 0.9, 0.4, 0.2) if len(voice_at) == 1 else (0.45,)
    for share in voice_at:
        start = round(share * (count - 1)) - len(shape) // 2
        for offset, level in enumerate(shape):
            if 0 <= start + offset < count:
                levels[start + offset] = level
    return wave(levels, width, height, bar=4.0, min_height=4.0)


def speech_like(count: int, seed: int, pauses: Sequence[tuple[float, float]] = ()) -> list[float]:
    """A decorative envelope that looks like speech; `pauses` are silent shares. Never shown as somebody's data."""
    chance = random.Random(seed)
    phase = chance.random() * 6
    syllable, phrase = chance.uniform(0.5, 0.8), chance.uniform(0.045, 0.07)
    levels = []
    for index in range(count):
        at = index / count
        level = 0.32 + 0.5 * abs(math.sin(index * syllable + phase)) * (
            0.55 + 0.45 * math.sin(index * phrase * 2 + phase)
        )
        level *= (0.65 + 0.7 * chance.random()) * (0.7 + 0.3 * math.sin(index * phrase * 5 + 1))
        if any(start <= at <= end for start, end in pauses):
            level = 0.0
        elif any(end < at < end + 0.012 or start - 0.012 < at < start for start, end in pauses):
            level *= 0.5
        levels.append(max(0.0, min(1.0, level)))
    return levels


def score_axis(value: float, spread: float, width: float = 300) -> ScoreAxis:
    """Where a score and its spread fall on the 1-10 axis."""
    low, high = max(SCORE_MIN, value - spread), min(SCORE_MAX, value + spread)
    inner = width - 12
    left, mark, right = (6 + (at - SCORE_MIN) / (SCORE_MAX - SCORE_MIN) * inner for at in (low, value, high))
    return ScoreAxis(
        mark_x=round(mark, 1),
        band_x=round(left - 6, 1),
        band_width=round(right - left + 12, 1),
        label=f"{value:g} out of 10, likely between {low:g} and {high:g}",
    )


def score_ticks(width: float = 300) -> tuple[float, ...]:
    inner = width - 12
    return tuple(round(6 + step / (SCORE_MAX - SCORE_MIN) * inner, 1) for step in range(SCORE_MAX - SCORE_MIN + 1))


def gauge(value: float, low: float, high: float, scale_min: float, scale_max: float, width: float = 200) -> Gauge:
    """A value on its scale, with the target band low..high. Values off the scale sit at its end."""

    def place(at: float) -> float:
        share = (min(scale_max, max(scale_min, at)) - scale_min) / (scale_max - scale_min)
        return 4 + share * (width - 8)

    x = place(value)
    return Gauge(
        mark_x=round(x, 1),
        band_x=round(place(low), 1),
        band_width=round(place(high) - place(low), 1),
        diamond=f"M{x:.1f} 4l6.5 8l-6.5 8l-6.5 -8z",
        is_inside=low <= value <= high,
    )


def sparkline(
    values: Sequence[float],
    width: float = 200,
    height: float = 44,
    band: tuple[float, float] | None = None,
    scale: tuple[float, float] | None = None,
) -> Sparkline:
    """A line through `values`; one value alone is a flat line, since a trend of one is no trend.

    `scale` is what the height stands for; without one it is what the values and the band need.
    """
    points = list(values) if len(values) > 1 else [values[0], values[0]]
    everything = [*points, *(band or ()), *(scale or ())]
    low, span = min(everything), (max(everything) - min(everything)) or 1.0

    def level(value: float) -> float:
        return height - 5 - (value - low) / span * (height - 10)

    placed = [(4 + index / (len(points) - 1) * (width - 10), level(value)) for index, value in enumerate(points)]
    band_y, band_height = (level(band[1]), max(2.0, level(band[0]) - level(band[1]))) if band else (0.0, 0.0)
    return Sparkline(
        line="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed),
        last_x=round(placed[-1][0], 1),
        last_y=round(placed[-1][1], 1),
        band_y=round(band_y, 1),
        band_height=round(band_height, 1),
    )


_STAR = (("S", "Situation"), ("T", "Task"), ("A", "Action"), ("R", "Result"))


def star_parts(seconds: Sequence[int], thin: str = "") -> tuple[StarPart, ...]:
    """The four parts of an answer by their seconds; letters in `thin` are too short to count."""
    total = sum(seconds) or 1
    return tuple(
        StarPart(letter, name, length, round(length / total, 3), "miss" if letter in thin else letter)
        for (letter, name), length in zip(_STAR, seconds, strict=True)
    )


def ring_levels(levels: Sequence[float]) -> list[float]:
    """Levels smoothed around a circle and drawn towards two sides, as the still picture of a listening ring."""
    count = len(levels)
    shaped = []
    for index, level in enumerate(levels):
        angle = 2 * math.pi * index / count - math.pi / 2
        smooth = (level + levels[(index + 1) % count] * 0.6) / 1.6
        shaped.append(smooth * (0.55 + 0.45 * math.cos(angle * 2 + 0.6) ** 2))
    return shaped


def ring(levels: Sequence[float], radius: float = 126, reach: float = 34, centre: float = 180) -> tuple[Tick, ...]:
    """The candidate's ring: one tick per level, growing outward from 3 to 3 + reach."""
    ticks = []
    for index, level in enumerate(levels):
        angle = 2 * math.pi * index / len(levels) - math.pi / 2
        outer = radius + (3 + level * reach if level > 0 else 0.01)
        x, y = math.cos(angle), math.sin(angle)
        ticks.append(
            Tick(
                round(centre + radius * x, 1),
                round(centre + radius * y, 1),
                round(centre + outer * x, 1),
                round(centre + outer * y, 1),
            )
        )
    return tuple(ticks)


_FACES = (
    (6.0, (18, 40, 62, 34, 50, 22)),
    (8.5, (20, 34, 42, 34, 20)),
    (4.0, (10, 26, 16, 44, 58, 30, 48, 20, 12)),
    (7.0, (14, 30, 58, 58, 30, 14)),  # whoever the candidate described
)


def face_bars(face: int) -> tuple[Bar, ...]:
    """The fixed bar pattern of an interviewer's avatar, in a 100 box."""
    width, heights = _FACES[face % len(_FACES)]
    gap = width * 0.8
    left = 50 - (len(heights) * width + (len(heights) - 1) * gap) / 2
    return tuple(
        Bar(round(left + index * (width + gap), 1), round(50 - height * 0.46, 1), width, round(height * 0.92, 1))
        for index, height in enumerate(heights)
    )


def initials(name: str) -> str:
    """One or two letters for an avatar."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"
