"""Random schedules of faults: whole interviews against the Gemini emulator, each with its own seed.

PREPPAL_FAULT_SCHEDULES says how many (200), PREPPAL_FAULT_SEED the first one. A seed that fails is printed; play it
again with `PREPPAL_FAULT_SEED=7 PREPPAL_FAULT_SCHEDULES=1 python -m benchmarks faults`.
"""

import os
import tempfile
import traceback
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.table import Missed, Row, print_table
from tests.integration.gemini.long_interviews import agrees_after_a_storm, storm, stormy
from tests.integration.gemini.stage import Stage, Theatre

SCHEDULES = 200
_TELL_EVERY = 20
_COUNTED = ("connections", "resumptions", "user_turns", "interruptions")


def run() -> None:
    first = int(os.environ.get("PREPPAL_FAULT_SEED", "0"))
    seeds = range(first, first + int(os.environ.get("PREPPAL_FAULT_SCHEDULES", str(SCHEDULES))))
    totals: Counter[str] = Counter()
    failed: list[int] = []
    for played, seed in enumerate(seeds):
        if played and played % _TELL_EVERY == 0:
            print(f"{played} of {len(seeds)} played, {len(failed)} failed", flush=True)
        if not _holds(seed, totals):
            failed.append(seed)
    print_table(_rows(len(seeds), failed, totals))
    if failed:
        raise Missed(f"{len(failed)} of {len(seeds)} schedules broke an invariant; their seeds: {_listed(failed)}")


def _holds(seed: int, totals: Counter[str]) -> bool:
    """Whether the interview with that seed kept every invariant. What it did is added to the totals."""
    try:
        stage = _play(seed)
        agrees_after_a_storm(stage)
    except Exception:  # whatever goes wrong with one seed is that seed's failure; the others are still to be played
        print(f"seed {seed} failed:\n{traceback.format_exc(limit=-4)}", flush=True)
        return False
    metrics = stage.metrics()
    totals.update({name: int(str(metrics[name])) for name in _COUNTED})
    totals["answers"] += len(stage.candidate.said)
    totals["entries"] += len(stage.entries())
    return True


def _play(seed: int) -> Stage:
    with pytest.MonkeyPatch.context() as monkeypatch, tempfile.TemporaryDirectory() as folder:
        return Theatre(monkeypatch, Path(folder)).play(storm(seed), stormy)


def _rows(played: int, failed: list[int], totals: Counter[str]) -> list[Row]:
    return [
        Row("schedules", str(played)),
        Row("with every invariant kept", str(played - len(failed))),
        Row("failing seeds", _listed(failed) or "none"),
        *(Row(f"{name} in the others", str(count)) for name, count in sorted(totals.items())),
    ]


def _listed(seeds: list[int]) -> str:
    return ", ".join(map(str, seeds))
