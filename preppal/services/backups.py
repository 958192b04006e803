"""Backups: database and files in one archive, taken while the server runs, restored only when whole.

The server remembers where it put them: erasing a person erases them there too, and an erased person does not come
back with a backup that was out of reach.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from preppal.config import Settings
from preppal.domain.blob_keys import person_prefix
from preppal.errors import ConfigurationError
from preppal.ports import BlobStore
from preppal.services.backup_archive import Archive, existing, opened, write_archive
from preppal.services.notes import Notes
from preppal.store.database import Database
from preppal.store.migrations import migrate
from preppal.store.models import utc_now
from preppal.store.queries import accounts, belongings

_ONLY_SQLITE = "This backs up SQLite. For PostgreSQL use pg_dump, and copy the file store beside it."


class Backups:
    """The command line makes and restores them; erasures clean them."""

    def __init__(
        self, database: Database, blobs: BlobStore, settings: Settings, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._now = now
        self._notes = Notes(settings.data_dir / "backups.json")

    def make(self, target: Path) -> int:
        """Write a backup; returns its size in bytes. Raises ConfigurationError, BackendError."""
        source = self._database_path()
        if not source.exists():
            raise ConfigurationError("There is no database yet: start Preppal once, then back it up.")
        with _folder_beside(target) as folder:
            copy = folder / "copy.db"
            _copy_database(source, copy)
            write_archive(target, folder, copy, existing(self._blobs.keys(), self._blobs.get), self._now())
        self._notes.add_backup(target.resolve())
        return target.stat().st_size

    def restore(self, source: Path, *, replace: bool = False) -> int:
        """Put a backup in place of what is there; returns the number of files. Checked whole before anything changes.

        Raises ConfigurationError when it is damaged, when there is data and `replace` is not set, or when the server
        runs.
        """
        target = self._database_path()
        with opened(source) as archive, _folder_beside(target) as folder:
            copy = folder / "copy.db"
            archive.unpack_database(copy)
            self._database.close()
            _refuse_unsafe(target, replace)
            _put_in_place(copy, target)
            (self._settings.data_dir / "jobs.db").unlink(missing_ok=True)  # reviews under way are begun anew
            self._restore_blobs(archive)
            restored = len(archive.keys)
        migrate(self._database)
        self._erase_again()
        return restored

    # ---- for erasures

    def note_erased(self, user_id: str) -> None:
        """Before anything is deleted, so that a crash in between is made good later."""
        self._notes.set_erased(user_id, is_forgotten=False)

    def forget(self, user_id: str) -> None:
        """Take a person out of every backup that is still where it was put. Raises ConfigurationError."""
        for path in self._notes.backups():
            if path.is_file():
                self._rewrite_without(path, user_id)
        self._notes.set_erased(user_id, is_forgotten=True)

    def unforgotten(self) -> list[str]:
        """Erased people whom a backup may still hold."""
        return self._notes.unforgotten()

    # ---- inside

    def _database_path(self) -> Path:
        if not self._database.is_sqlite:
            raise ConfigurationError(_ONLY_SQLITE)
        return Path(make_url(self._database.url).database or "")

    def _restore_blobs(self, archive: Archive) -> None:
        kept = set(archive.keys)
        for key in list(self._blobs.keys()):
            if key not in kept:
                self._blobs.delete(key)
        for key in archive.keys:
            self._blobs.put(key, archive.pieces(key))

    def _erase_again(self) -> None:
        for user_id in self._notes.erased():
            _erase_from(self._database, user_id)
            self._blobs.delete(person_prefix(user_id))

    def _rewrite_without(self, path: Path, user_id: str) -> None:
        with opened(path) as archive, _folder_beside(path) as folder:
            copy = folder / "copy.db"
            archive.unpack_database(copy)
            database = Database(f"sqlite:///{copy}")
            try:
                migrate(database)
                _erase_from(database, user_id)
            finally:
                database.close()
            kept = [key for key in archive.keys if not key.startswith(person_prefix(user_id) + "/")]
            write_archive(path, folder, copy, ((key, archive.pieces(key)) for key in kept), self._now())


def _erase_from(database: Database, user_id: str) -> None:
    with database.begin() as db:
        user = accounts.user(db, user_id)
        if user is not None:
            belongings.erase(db, user)
    database.forget_deleted()


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's own way to copy while others write; one file, without a log beside it."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")


def _refuse_unsafe(target: Path, replace: bool) -> None:
    if not target.exists():
        return
    if not replace:
        raise ConfigurationError("There is a database already. To put the backup in its place, add --replace.")
    with closing(sqlite3.connect(target, timeout=0.2, isolation_level=None)) as connection:
        try:
            # Only then a second process is noticed that has the file open and does nothing with it just now.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            raise ConfigurationError("Something has the database open. Stop Preppal first.") from error


def _put_in_place(copy: Path, target: Path) -> None:
    """A log that belongs to the old file would be played into the new one."""
    for name in (f"{target.name}-wal", f"{target.name}-shm"):
        target.with_name(name).unlink(missing_ok=True)
    os.replace(copy, target)


@contextmanager
def _folder_beside(target: Path) -> Iterator[Path]:
    """On the same disk, so that moving into place is one step; gone afterwards with everything in it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".preppal-", dir=target.parent) as folder:
        yield Path(folder)
