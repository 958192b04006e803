"""How a benchmark prints what it measured, and how it says that a promise was not kept."""

from collections.abc import Sequence
from dataclasses import dataclass


class Missed(Exception):
    """A figure that was promised, or an invariant, was not kept. Its text is printed, and the run exits with 1."""


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    value: str


def print_table(rows: Sequence[Row]) -> None:
    width = max((len(row.what) for row in rows), default=0)
    for row in rows:
        print(f"{row.what:<{width}}  {row.value}", flush=True)
