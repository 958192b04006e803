"""A person's own things as a whole: taking them out, and erasing them."""

import logging
from collections.abc import Iterator
from pathlib import Path

from preppal.domain.blob_keys import person_prefix
from preppal.errors import NotFound, PreppalError
from preppal.ports import BlobStore
from preppal.services.backups import Backups
from preppal.services.export import Export
from preppal.services.interviews import InterviewService
from preppal.store.database import Database
from preppal.store.queries import accounts, belongings, interviews

_log = logging.getLogger(__name__)


class Belongings:
    """Thread-safe. Both verbs may take long and belong on a worker thread."""

    def __init__(
        self, database: Database, blobs: BlobStore, live: InterviewService, backups: Backups, states_dir: Path
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._live = live
        self._backups = backups
        self._states_dir = states_dir

    def export(self, user_id: str) -> Iterator[bytes]:
        """Everything held about a person, as a ZIP in pieces. Raises NotFound, BackendError."""
        return Export(self._database, self._blobs, self._live).pack(user_id)

    def erase(self, user_id: str) -> None:
        """For good: rows, files, what the database keeps of deleted rows, what pages have shown, and our backups.

        Raises NotFound, and BackendError when it could not be done: asking again goes on.
        """
        self._end_live(user_id)
        self._backups.note_erased(user_id)
        self._blobs.delete(person_prefix(user_id))
        with self._database.begin() as db:
            user = accounts.locked_user(db, user_id)
            if user is None:
                raise NotFound("There is no such account.")
            belongings.erase(db, user)
        self._blobs.delete(person_prefix(user_id))  # what was being written meanwhile
        self._clean_up(user_id)

    def finish_erasures(self) -> None:
        """At start: what earlier erasures left to do, because a backup was busy or the machine went down."""
        for user_id in self._backups.unforgotten():
            self._clean_up(user_id)

    def _end_live(self, user_id: str) -> None:
        """Nobody may go on speaking into rows that are gone."""
        with self._database.read() as db:
            running = [row.id for row in interviews.open_ones(db, user_id)]
        for interview_id in running:
            if self._live.end_live is not None:
                self._live.end_live(interview_id)

    def _forget_pages(self) -> None:
        """What open pages have shown, of everybody: whose it was is not written on it.

        Pages that are open go on from memory, and after a restart from the database.
        """
        for path in self._states_dir.glob("*.pkl"):
            path.unlink(missing_ok=True)

    def _clean_up(self, user_id: str) -> None:
        """The account is gone whatever happens here; what could not be done is tried again at the next start."""
        try:
            self._forget_pages()
            self._database.forget_deleted()
            self._backups.forget(user_id)
        except (PreppalError, OSError) as error:
            _log.error("erasing left something for the next start: %s", type(error).__name__)
