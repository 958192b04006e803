"""Every benchmark can be chosen by its name, and one that is not as promised fails the run."""

import importlib
import pkgutil

import pytest

import benchmarks
from benchmarks.__main__ import BENCHMARKS, SOAKS, main
from benchmarks.table import Missed

_MODULES = [name for _, name, _ in pkgutil.iter_modules(benchmarks.__path__) if name != "__main__"]
_RUNNABLE = [name for name in _MODULES if hasattr(importlib.import_module(f"benchmarks.{name}"), "run")]


def test_every_module_that_can_run_is_registered_once() -> None:
    assert sorted((*BENCHMARKS, *SOAKS)) == sorted(_RUNNABLE)


def test_list_says_what_each_one_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line.split(maxsplit=2)) == 3 for line in lines)
    assert [line.split()[1] for line in lines] == [*BENCHMARKS, *SOAKS]


def test_unknown_name_is_refused_with_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "there is no nonsense; choose from" in capsys.readouterr().err


def test_long_runs_are_run_only_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    for name in (*BENCHMARKS, *SOAKS):
        monkeypatch.setattr(f"benchmarks.{name}.run", lambda name=name: ran.append(name))
    assert main([]) == 0
    assert ran == list(BENCHMARKS)
    ran.clear()
    assert main(["--soak"]) == 0
    assert ran == list(SOAKS)


def test_broken_promise_fails_the_run_after_the_others_have_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_a_promise() -> None:
        raise Missed("two of three schedules broke an invariant")

    ran: list[str] = []
    monkeypatch.setattr("benchmarks.faults.run", break_a_promise)
    monkeypatch.setattr("benchmarks.speech.run", lambda: ran.append("speech"))
    assert main(["faults", "speech"]) == 1
    assert ran == ["speech"]
    assert "two of three schedules broke an invariant" in capsys.readouterr().out
