"""The server's end: hands a file to a child process, waits for a limited time, and turns its answer into values."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path, PurePath

from preppal.documents.kinds import Kind
from preppal.documents.limits import CHILD_WALL_S, MAX_CHILDREN, MAX_FILE_BYTES, WAIT_FOR_CHILD_S
from preppal.documents.problems import Problem
from preppal.errors import InvalidInput, LimitReached

_PACKAGE_PARENT = Path(__file__).resolve().parents[2]
_CHILD = "preppal.documents.child"
_RETRY_AFTER_S = 10


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says. `pages` is None where files have none; `is_cut` when it was longer than we keep."""

    text: str
    kind: Kind
    pages: int | None = None
    is_cut: bool = False


class DocumentReader:
    """Thread-safe; `read` blocks for up to some seconds and belongs on a worker thread."""

    def __init__(self, wall_s: float = CHILD_WALL_S) -> None:
        self._wall_s = wall_s
        self._places = threading.BoundedSemaphore(MAX_CHILDREN)

    def read(self, file_name: str, data: bytes) -> Document:
        """Raises InvalidInput with a sentence for the person, LimitReached when too many are read at once."""
        if not data or len(data) > MAX_FILE_BYTES:
            raise _refusal(Problem.TOO_LARGE if data else Problem.EMPTY)
        if not self._places.acquire(timeout=WAIT_FOR_CHILD_S):
            raise LimitReached("Many files are being read just now. Try again in a moment.", _RETRY_AFTER_S)
        try:
            return _value(self._ask_child(file_name, data))
        finally:
            self._places.release()

    def _ask_child(self, file_name: str, data: bytes) -> bytes:
        """A fresh interpreter without our environment: it inherits no secret and no open file."""
        suffix = PurePath(file_name).suffix[:20]
        try:
            done = subprocess.run(
                [sys.executable, "-m", _CHILD, f"file{suffix}"],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # parsers print what they read; that belongs in no log
                cwd=_PACKAGE_PARENT,
                env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
                timeout=self._wall_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _refusal(Problem.TOO_SLOW) from None
        return done.stdout


def _value(answer: bytes) -> Document:
    try:
        said = json.loads(answer)
    except ValueError:
        # It was killed: by its CPU limit, or by running out of memory where Python cannot say so.
        raise _refusal(Problem.TOO_SLOW) from None
    if "problem" in said:
        raise _refusal(Problem(said["problem"]))
    return Document(said["text"], Kind(said["kind"]), said["pages"], said["is_cut"])


def _refusal(problem: Problem) -> InvalidInput:
    return InvalidInput(problem.sentence, {"file": problem.sentence})
