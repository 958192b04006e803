"""Known pauses in flite's speech, found as every answer's are: the figures of docs/scores.md on a small set."""

from pathlib import Path
from statistics import median

import pytest

from benchmarks.pauses import (
    MAX_EDGE_MS,
    MAX_LONGEST_MS,
    MIN_F1,
    Tally,
    compare,
    make_clips,
    measure,
    our_pauses,
    pooled,
    praat_pauses,
)
from preppal.domain.transcript import Span
from tests.spoken import INSTALL_HINT, can_speak


@pytest.mark.skipif(not can_speak(), reason=INSTALL_HINT)
def test_pauses_are_found_to_a_few_milliseconds_also_under_noise(tmp_path: Path) -> None:
    clips = make_clips(tmp_path, voices=("rms", "slt"), clips_per_voice=1)
    conditions = [("clean", 90.0), ("pink", 30.0), ("keyboard", 20.0)]
    ours = pooled(measure(clips, our_pauses, conditions))
    praat = pooled(measure(clips, praat_pauses, conditions))
    assert ours.f1 >= MIN_F1
    assert median(ours.edges_ms) <= MAX_EDGE_MS
    assert median(ours.longest_ms) <= MAX_LONGEST_MS
    assert ours.f1 >= praat.f1 - 0.02


def test_a_meter_that_finds_nothing_or_everything_is_caught() -> None:
    true = [Span(1_000, 1_500), Span(3_000, 4_000)]
    assert compare(true, []).f1 == 0
    everywhere = [Span(at, at + 250) for at in range(0, 5_000, 250)]
    assert compare(true, everywhere).f1 < 0.2
    exact = compare(true, true)
    assert (exact.f1, exact.edges_ms, exact.longest_ms) == (1.0, [0, 0, 0, 0], [0])
    assert Tally().f1 == 0.0
