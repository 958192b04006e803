"""The archive a backup is: a ZIP with the database, the files by their keys, and the sums of them all."""

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from preppal.errors import ConfigurationError, InvalidInput, NotFound
from preppal.store.blobs import check_key

_DATABASE = "preppal.db"
_MANIFEST = "manifest.json"
_BLOBS = "blobs/"
_FORMAT = 1
_PIECE_BYTES = 1024 * 1024
_DAMAGED = "This is no backup of Preppal, or it is damaged. Nothing was changed."

File = tuple[str, Iterator[bytes]]


def write_archive(target: Path, folder: Path, database: Path, files: Iterable[File], made_at: datetime) -> None:
    """Appears whole or not at all; `folder` is beside the target. Readable by nobody else on the machine."""
    unfinished = folder / "archive"
    sums: dict[str, str] = {}
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        with database.open("rb") as file:
            sums[_DATABASE] = _add(archive, _DATABASE, pieces_of(file))
        for key, pieces in files:
            sums[_BLOBS + key] = _add(archive, _BLOBS + key, pieces)
        manifest = {"format": _FORMAT, "madeAt": made_at.isoformat(), "sha256": sums}
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    unfinished.chmod(0o600)
    os.replace(unfinished, target)


@contextmanager
def opened(path: Path) -> Iterator["Archive"]:
    """Raises ConfigurationError when it is no archive of ours or any of it has changed since it was written."""
    try:
        with zipfile.ZipFile(path) as file:
            archive = Archive(file)
            archive.check()
            yield archive
    except FileNotFoundError as error:
        raise ConfigurationError(f"There is no file {path.name}.") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise ConfigurationError(_DAMAGED) from error


class Archive:
    """A backup that was opened."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    @property
    def keys(self) -> list[str]:
        names = self._file.namelist()
        return [name.removeprefix(_BLOBS) for name in names if name.startswith(_BLOBS)]

    def check(self) -> None:
        """Every part is there, nothing else is, and all of it is as it was written."""
        try:
            manifest = json.loads(self._file.read(_MANIFEST))
            sums = dict(manifest["sha256"])
            is_ours = manifest["format"] == _FORMAT and {*sums, _MANIFEST} == set(self._file.namelist())
            is_whole = is_ours and all(self._sum(name) == wanted for name, wanted in sums.items())
            for key in self.keys:
                check_key(key)
        except (KeyError, ValueError, TypeError, InvalidInput, zipfile.BadZipFile) as error:
            raise ConfigurationError(_DAMAGED) from error
        if not is_whole or _DATABASE not in sums:
            raise ConfigurationError(_DAMAGED)

    def pieces(self, key: str) -> Iterator[bytes]:
        with self._file.open(_BLOBS + key) as file:
            yield from pieces_of(file)

    def unpack_database(self, target: Path) -> None:
        """Raises ConfigurationError when SQLite finds it damaged."""
        with self._file.open(_DATABASE) as file, target.open("wb") as written:
            for piece in pieces_of(file):
                written.write(piece)
        with closing(sqlite3.connect(target)) as connection:
            try:
                found = connection.execute("PRAGMA integrity_check").fetchone()
            except sqlite3.DatabaseError as error:
                raise ConfigurationError(_DAMAGED) from error
        if found != ("ok",):
            raise ConfigurationError(_DAMAGED)

    def _sum(self, name: str) -> str:
        counted = hashlib.sha256()
        with self._file.open(name) as file:
            for piece in pieces_of(file):
                counted.update(piece)
        return counted.hexdigest()


def pieces_of(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece


def existing(files: Iterable[str], get: Callable[[str], Iterator[bytes]]) -> Iterator[File]:
    """Each key with its pieces; what was deleted since it was listed is left out."""
    for key in files:
        try:
            pieces = get(key)
        except NotFound:
            continue
        yield key, pieces


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    counted = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as entry:
        for piece in pieces:
            counted.update(piece)
            entry.write(piece)
    return counted.hexdigest()
