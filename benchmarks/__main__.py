"""Run the benchmarks, or with --soak the long runs: all of them, or those that are named.

A benchmark is a module of this package with a `run()` that prints its table and raises `table.Missed` when what it
measures is not as promised. Its docstring's first line is what `--list` says. Add its name to one of the two tuples.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Sequence
from types import ModuleType

from benchmarks.table import Missed

BENCHMARKS = ("speech", "audio", "pauses", "fillers", "learn")
SOAKS = ("faults", "api", "line", "soak")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0, or 1 when a benchmark said that something is not as promised."""
    chosen = _parser().parse_args(arguments)
    names = chosen.names or (SOAKS if chosen.soak else BENCHMARKS)
    if chosen.list:
        return _list()
    return max([_run(name) for name in names], default=0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    known = [*BENCHMARKS, *SOAKS]
    parser.add_argument("names", nargs="*", metavar="NAME", type=_known, help=f"any of {', '.join(known)}")
    parser.add_argument("--soak", action="store_true", help="the long runs instead of the benchmarks")
    parser.add_argument("--list", action="store_true", help="say what there is")
    return parser


def _known(name: str) -> str:
    if name not in (*BENCHMARKS, *SOAKS):
        raise argparse.ArgumentTypeError(f"there is no {name}; choose from {', '.join((*BENCHMARKS, *SOAKS))}")
    return name


def _list() -> int:
    for kind, names in (("bench", BENCHMARKS), ("soak", SOAKS)):
        for name in names:
            print(f"{kind:<6} {name:<16} {_first_line(_module(name))}")
    return 0


def _run(name: str) -> int:
    module = _module(name)
    print(f"\n== {name}: {_first_line(module)}", flush=True)
    started = time.monotonic()
    try:
        module.run()
    except Missed as missed:
        print(f"NOT AS PROMISED: {missed}", flush=True)
        return 1
    finally:
        print(f"-- {name} took {time.monotonic() - started:.0f} s", flush=True)
    return 0


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"benchmarks.{name}")


def _first_line(module: ModuleType) -> str:
    return (module.__doc__ or "").splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
