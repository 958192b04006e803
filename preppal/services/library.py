"""What both shelves of the library have in common. Interviews copy from the library and never point into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from preppal.errors import Conflict, NotFound
from preppal.services.cursors import read_cursor, write_cursor
from preppal.services.documents import MAX_PAPERS, Intake
from preppal.store.models import JobDescription, Resume
from preppal.store.queries import accounts, library

_MAX_PAGE = 100
_Row = TypeVar("_Row", Resume, JobDescription)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file as it came."""

    file_name: str
    pieces: Iterator[bytes]


def page_of(
    db: Session, kind: type[_Row], user_id: str, limit: int, cursor: str | None
) -> tuple[list[_Row], str | None]:
    limit = max(1, min(limit, _MAX_PAGE))
    before = read_cursor(cursor) if cursor else None
    rows = list(library.page(db, kind, user_id, limit + 1, before))
    shown = rows[:limit]
    return shown, write_cursor(shown[-1].created_at, shown[-1].id) if len(rows) > limit else None


def refuse_full(db: Session, kind: type[_Row], user_id: str) -> None:
    """Holds the person's row, so that two at once cannot both be the last or both the default."""
    if accounts.locked_user(db, user_id) is None:
        raise NotFound("There is no such account.")
    if library.count(db, kind, user_id) >= MAX_PAPERS:
        raise Conflict(f"Your library holds {MAX_PAPERS} of these. Delete one you no longer need.")


def file_of(intake: Intake, row: _Row) -> StoredFile:
    if not row.file_key:
        raise NotFound("There is no file: the text was pasted.")
    return StoredFile(row.file_name, intake.blobs.get(row.file_key))


def required(row: _Row | None) -> _Row:
    if row is None:
        raise NotFound("There is no such document.")
    return row
