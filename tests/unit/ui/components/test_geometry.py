"""The motif arithmetic against the design's own figures."""

import re

import pytest

from preppal.ui.components import geometry


def starts(path: str) -> list[float]:
    return [float(x) for x in re.findall(r"M([\d.]+)", path)]


def test_wave_draws_one_bar_per_level_on_the_middle_line() -> None:
    drawn = geometry.wave([0.5, 1.0], width=20, height=10)
    assert drawn.voice == "M1.5 4.0v2.00M11.5 1.5v7.00"
    assert drawn.rest == ""


def test_wave_draws_silence_as_rest_dots() -> None:
    drawn = geometry.wave([0.0, 0.8, 0.0], width=30, height=10)
    assert starts(drawn.rest) == [1.5, 21.5]
    assert starts(drawn.voice) == [11.5]


def test_wave_separates_what_was_played() -> None:
    drawn = geometry.wave([1.0] * 4, width=40, height=10, played=0.5)
    assert starts(drawn.voice) == [1.5, 11.5]
    assert starts(drawn.unplayed) == [21.5, 31.5]


def test_wave_never_draws_outside_its_box() -> None:
    drawn = geometry.wave([5.0], width=10, height=10)
    top, length = re.findall(r"M[\d.]+ ([\d.]+)v([\d.]+)", drawn.voice)[0]
    assert float(top) >= drawn.bar / 2
    assert float(top) + float(length) <= 10 - drawn.bar / 2


def test_resampled_envelope_keeps_its_loudest_at_one() -> None:
    assert geometry.resample([0.1, 0.2, 0.4, 0.4], 2) == pytest.approx([0.375, 1.0])
    assert len(geometry.resample([0.3, 0.9, 0.1], 20)) == 20


def test_silent_or_missing_envelope_is_all_rest() -> None:
    for levels in ([], [0.0, 0.0]):
        drawn = geometry.voiceprint(levels)
        assert drawn.voice == ""
        assert len(starts(drawn.rest)) == geometry.VOICEPRINT_BARS


def test_voiceprint_is_always_the_same_for_the_same_recording() -> None:
    levels = [0.1, 0.9, 0.4] * 20
    assert geometry.voiceprint(levels) == geometry.voiceprint(tuple(levels))


def test_rest_dots_are_broken_by_one_voice() -> None:
    drawn = geometry.rest_dots(150, 34, voice_at=(0.5,))
    assert min(starts(drawn.rest)) < min(starts(drawn.voice)) < max(starts(drawn.rest))
    assert geometry.rest_dots(150, 34).voice == ""


@pytest.mark.parametrize(("value", "expected_x"), [(1, 6.0), (10, 294.0), (5.5, 150.0)])
def test_score_axis_places_its_mark(value: float, expected_x: float) -> None:
    assert geometry.score_axis(value, 1).mark_x == expected_x


def test_score_axis_keeps_its_band_on_the_scale() -> None:
    axis = geometry.score_axis(10, 1)
    assert axis.band_x + axis.band_width == 300.0
    assert axis.label == "10 out of 10, likely between 9 and 10"


def test_score_ticks_stand_at_every_whole_score() -> None:
    ticks = geometry.score_ticks()
    assert len(ticks) == 10
    assert ticks[6] == geometry.score_axis(7, 1).mark_x


def test_gauge_says_whether_the_value_meets_its_band() -> None:
    assert geometry.gauge(140, 110, 160, 80, 220).is_inside
    assert not geometry.gauge(168, 110, 160, 80, 220).is_inside


def test_gauge_keeps_values_off_the_scale_at_its_end() -> None:
    assert geometry.gauge(900, 110, 160, 80, 220).mark_x == 196
    assert geometry.gauge(0, 110, 160, 80, 220).mark_x == 4


def test_sparkline_ends_in_its_last_value() -> None:
    line = geometry.sparkline([5, 7])
    assert line.line == "M4.0 39.0L194.0 5.0"
    assert (line.last_x, line.last_y) == (194.0, 5.0)
    assert line.band_height == 0


def test_sparkline_of_one_or_equal_values_is_flat() -> None:
    for values in ([6], [6, 6, 6]):
        heights = {point.split()[1] for point in geometry.sparkline(values).line[1:].split("L")}
        assert len(heights) == 1


def test_sparkline_band_lies_within_the_picture() -> None:
    line = geometry.sparkline([168, 160], band=(110, 150))
    assert line.band_y >= 0
    assert line.band_y + line.band_height <= 44


def test_star_parts_share_the_bar_by_seconds() -> None:
    parts = geometry.star_parts([10, 10, 60, 0], thin="R")
    assert [part.share for part in parts] == [0.125, 0.125, 0.75, 0.0]
    assert [part.css for part in parts] == ["S", "T", "A", "miss"]


def test_star_parts_of_an_empty_answer_divide_by_nothing() -> None:
    assert sum(part.share for part in geometry.star_parts([0, 0, 0, 0])) == 0


def test_ring_grows_outward_with_the_level() -> None:
    quiet, loud = geometry.ring([0.1, 0.1])[0], geometry.ring([1.0, 1.0])[0]
    assert quiet.y1 == loud.y1 == 54
    assert loud.y2 == 17
    assert quiet.y2 > loud.y2


def test_ring_levels_smooth_the_voice_around_the_circle() -> None:
    shaped = geometry.ring_levels([1.0] * 84)
    assert len(shaped) == 84
    assert all(0.55 <= level <= 1.0 for level in shaped)
    assert max(geometry.ring_levels([1.0] + [0.0] * 83)) < 1.0


def test_each_interviewer_has_a_face_of_their_own() -> None:
    assert len({geometry.face_bars(face) for face in range(3)}) == 3
    for face in range(3):
        bars = geometry.face_bars(face)
        assert bars[0].x + bars[-1].x + bars[-1].width == pytest.approx(100, abs=0.3)


def test_speech_like_envelope_rests_in_its_pauses() -> None:
    levels = geometry.speech_like(100, seed=3, pauses=[(0.2, 0.3)])
    assert all(level == 0 for level in levels[20:31])
    assert max(levels) <= 1


@pytest.mark.parametrize(
    ("name", "expected"), [("Maya Okafor", "MO"), ("Maya", "M"), ("Ana de la Cruz", "AC"), ("", "?"), ("  ", "?")]
)
def test_initials_come_from_the_first_and_last_name(name: str, expected: str) -> None:
    assert geometry.initials(name) == expected
