"""The real playback worklet in Chromium: how clean it sounds, how fast it stops, what it says was heard."""

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.integration.audio.worklets import PLAYBACK_RATE_HZ, decibels, fit_tone, play, rms, tone

pytestmark = pytest.mark.browser

QUANTUM = 128


@pytest.mark.parametrize("rate_hz", [44_100, 48_000, 96_000])
@pytest.mark.parametrize("frequency_hz", [440, 3000, 7000])
def test_interviewer_sounds_clean_at_the_rate_of_the_device(page: Page, rate_hz: int, frequency_hz: int) -> None:
    voice = tone(frequency_hz, 1.0, PLAYBACK_RATE_HZ)
    sound = play(page, 1.2, rate_hz, (0.0, "samples", 1, 0, voice), (0.0, "end")).samples
    amplitude, rest = fit_tone(sound[rate_hz // 5 : rate_hz * 4 // 5], frequency_hz, rate_hz)
    assert abs(decibels(amplitude / 0.5)) <= 0.01
    assert decibels(amplitude / np.sqrt(2) / rms(rest)) >= 88  # 16-bit samples hold no more at half of full scale


def test_sound_in_pieces_is_one_sound(page: Page) -> None:
    voice = tone(440, 1.0, PLAYBACK_RATE_HZ)
    whole = play(page, 1.2, 44_100, (0.0, "samples", 1, 0, voice), (0.0, "end")).samples
    pieces = [(0.0, "samples", 1, 0, voice[start : start + 997]) for start in range(0, len(voice), 997)]
    cut = play(page, 1.2, 44_100, *pieces, (0.0, "end")).samples
    np.testing.assert_array_equal(whole, cut)


def test_an_interruption_is_silence_after_one_block(page: Page) -> None:
    rate_hz = 48_000
    flush_at = 200 * QUANTUM / rate_hz
    voice = tone(440, 3.0, PLAYBACK_RATE_HZ)
    played = play(page, 1.5, rate_hz, (0.0, "samples", 1, 4, voice), (flush_at, "flush"))
    start = 200 * QUANTUM
    fade = np.abs(played.samples[start : start + QUANTUM])
    assert rms(played.samples[start - QUANTUM : start]) > 0.2
    assert np.all(fade <= 0.51 * np.linspace(1, 0, QUANTUM) + 1e-6)
    assert not np.any(played.samples[start + QUANTUM :])


def test_an_interruption_reports_exactly_what_was_played(page: Page) -> None:
    rate_hz = 48_000
    flush_at = 375 * QUANTUM / rate_hz
    voice = tone(440, 3.0, PLAYBACK_RATE_HZ)
    reports = play(page, 1.5, rate_hz, (0.0, "samples", 1, 4, voice), (flush_at, "flush")).reports
    last = reports[-1]
    assert (last["orderIndex"], last["playing"], last["flushed"]) == (4, False, True)
    # Everything the device had taken, the faded block included: 376 blocks of 2.67 ms.
    assert last["playedMs"] == pytest.approx(376 * QUANTUM * 1000 / rate_hz, abs=1.5)


def test_a_turn_is_reported_at_its_start_four_times_a_second_and_at_its_end(page: Page) -> None:
    voice = tone(440, 1.0, PLAYBACK_RATE_HZ)
    reports = play(page, 1.5, 48_000, (0.0, "samples", 1, 2, voice), (0.0, "end")).reports
    assert [report["playing"] for report in reports] == [True, True, True, True, False]
    assert [report["playedMs"] for report in reports] == pytest.approx([0, 250, 500, 750, 1000], abs=20)
    assert reports[-1]["playedMs"] == 1000
    assert {report["orderIndex"] for report in reports} == {2}
    assert reports[-1]["underruns"] == 0


def test_a_hole_in_the_arrival_is_counted_and_playing_goes_on(page: Page) -> None:
    rate_hz = 48_000
    voice = tone(440, 0.4, PLAYBACK_RATE_HZ)
    played = play(
        page,
        2.0,
        rate_hz,
        (0.0, "samples", 1, 0, voice[: PLAYBACK_RATE_HZ // 5]),
        (QUANTUM * 300 / rate_hz, "samples", 1, 0, voice[PLAYBACK_RATE_HZ // 5 :]),
        (QUANTUM * 300 / rate_hz, "end"),
    )
    assert played.reports[-1]["underruns"] == 1
    assert played.reports[-1]["playedMs"] == 400
    assert [report["playing"] for report in played.reports].count(False) == 2


def test_sound_behind_an_interruption_is_kept(page: Page) -> None:
    rate_hz = 48_000
    flush_at = QUANTUM * 100 / rate_hz
    played = play(
        page,
        1.0,
        rate_hz,
        (0.0, "samples", 1, 4, tone(440, 2.0, PLAYBACK_RATE_HZ)),
        (flush_at, "flush"),
        (flush_at, "samples", 2, 5, tone(880, 0.3, PLAYBACK_RATE_HZ)),
        (flush_at, "end"),
    )
    again = played.samples[QUANTUM * 110 : QUANTUM * 110 + rate_hz // 5]
    amplitude, rest = fit_tone(again, 880, rate_hz)
    assert amplitude == pytest.approx(0.5, abs=0.01)
    assert rms(rest) < 0.01
    assert (played.reports[-1]["orderIndex"], played.reports[-1]["playedMs"]) == (5, 300)
