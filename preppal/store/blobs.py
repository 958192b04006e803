"""Recordings and documents by key: in a folder, or in an S3-compatible store. Both are ports.BlobStore."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from preppal.errors import BackendError, InvalidInput, NotFound

_SEGMENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}")
_MAX_KEY_CHARS = 400
_READ_BYTES = 256 * 1024
_UNFINISHED = ".unfinished-"
_TRIES = 5


def check_key(key: str) -> str:
    """A key as it is, when it cannot leave the store or mean two things. Raises InvalidInput."""
    is_safe = len(key) <= _MAX_KEY_CHARS and all(_SEGMENT.fullmatch(segment) for segment in key.split("/"))
    if not is_safe:
        raise InvalidInput("This is no key of the blob store.")
    return key


def no_such_blob() -> NotFound:
    return NotFound("There is no such file.")


class FolderBlobs:
    """A file per key. A blob appears whole or not at all, and only the account that runs the server may read it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: str, pieces: Iterator[bytes]) -> None:
        target = self._root / check_key(key)
        try:
            unfinished = self._write(target.parent, pieces)
            try:
                os.replace(unfinished, target)
            except OSError:
                unfinished.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise BackendError("The file could not be stored.") from error

    def get(self, key: str) -> Iterator[bytes]:
        path = self._root / check_key(key)
        try:
            file = path.open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise no_such_blob() from None
        except OSError as error:
            raise BackendError("The file could not be read.") from error

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(_READ_BYTES):
                    yield piece

        return pieces()

    def keys(self, prefix: str = "") -> Iterator[str]:
        below = self._root / check_key(prefix) if prefix else self._root
        for path in [below] if below.is_file() else sorted(below.rglob("*")):
            if path.is_file() and not path.name.startswith(_UNFINISHED):
                yield path.relative_to(self._root).as_posix()

    def delete(self, prefix: str) -> int:
        target = self._root / check_key(prefix)
        deleted = sum(1 for _ in self.keys(prefix))
        try:
            if target.is_dir():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
        except FileNotFoundError:
            pass  # somebody else deletes the same
        except OSError as error:
            raise BackendError("The files could not be deleted.") from error
        self._prune(target.parent)
        return deleted

    def _write(self, folder: Path, pieces: Iterator[bytes]) -> Path:
        """Beside its place, so that deleting a prefix takes what a crash left half-written too."""
        descriptor, name = self._open_beside(folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)

    def _open_beside(self, folder: Path) -> tuple[int, str]:
        """Another thread that deletes the last neighbour may prune the folder before the file is in it: once more."""
        for _ in range(_TRIES - 1):
            self._make(folder)
            with suppress(FileNotFoundError):
                return tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)
        self._make(folder)
        return tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)

    def _make(self, folder: Path) -> None:
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(parents=True, exist_ok=True)

    def _prune(self, folder: Path) -> None:
        """Empty folders say that somebody was here."""
        with suppress(OSError):  # not empty, or gone already
            while folder != self._root and self._root in folder.parents:
                folder.rmdir()
                folder = folder.parent
