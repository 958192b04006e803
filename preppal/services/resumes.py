"""The library's résumés, of which one is the default."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from preppal.domain.blob_keys import resume_key
from preppal.domain.papers import write_fields
from preppal.errors import PreppalError
from preppal.services.documents import (
    ChangedText,
    Intake,
    Paper,
    checked_text,
    checked_title,
    parsed_column,
    title_from,
)
from preppal.services.library import StoredFile, file_of, page_of, refuse_full, required
from preppal.services.paper_views import ResumeView, resume_view
from preppal.services.views import Page
from preppal.store.database import Database
from preppal.store.models import Resume, new_id, utc_now
from preppal.store.queries import accounts, library


class ResumeLibrary:
    """Thread-safe. Uploads block while the file is read."""

    def __init__(self, database: Database, intake: Intake, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._intake = intake
        self._now = now

    def paste(self, user_id: str, text: str, title: str = "") -> ResumeView:
        """Raises InvalidInput, Conflict when the library is full."""
        return self._add(user_id, self._intake.paste(text), title)

    def upload(self, user_id: str, file_name: str, data: bytes, title: str = "") -> ResumeView:
        """Raises InvalidInput with a sentence for the person, Conflict when the library is full, LimitReached."""
        return self._add(user_id, self._intake.upload(file_name, data), title)

    def page(self, user_id: str, limit: int = 20, cursor: str | None = None) -> Page[ResumeView]:
        """Newest first. Raises InvalidInput for a cursor that is not ours."""
        with self._database.read() as db:
            rows, next_cursor = page_of(db, Resume, user_id, limit, cursor)
            uses = library.uses_of_resumes(db, [row.id for row in rows])
        return Page(tuple(resume_view(row, uses.get(row.id, 0)) for row in rows), next_cursor)

    def get(self, user_id: str, resume_id: str) -> ResumeView:
        """Raises NotFound."""
        with self._database.read() as db:
            return _resume_view(db, required(library.resume(db, user_id, resume_id)))

    def default(self, user_id: str) -> ResumeView:
        """Raises NotFound when there is none."""
        with self._database.read() as db:
            return _resume_view(db, required(library.default_resume(db, user_id)))

    def update(
        self,
        user_id: str,
        resume_id: str,
        *,
        title: str | None = None,
        text: str | None = None,
        is_default: bool | None = None,
    ) -> ResumeView:
        """What is None stays. A new text has new fields. Raises InvalidInput, NotFound."""
        changed = None if text is None else self._changed(user_id, resume_id, checked_text(text))
        with self._database.begin() as db:
            accounts.locked_user(db, user_id)
            row = required(library.resume(db, user_id, resume_id))
            if title is not None:
                row.title = checked_title("title", title, row.title)
            if changed is not None:
                row.text = changed.text
                row.parsed = row.parsed | {"fields": changed.fields, "is_cut": False}
            if is_default:
                library.clear_default(db, user_id)
            row.is_default = row.is_default if is_default is None else is_default
            row.updated_at = self._now()
            db.add(row)
            return _resume_view(db, row)

    def delete(self, user_id: str, resume_id: str) -> None:
        """With its file. The newest one left becomes the default. Raises NotFound."""
        with self._database.begin() as db:
            accounts.locked_user(db, user_id)
            row = required(library.resume(db, user_id, resume_id))
            self._intake.blobs.delete(resume_key(user_id, resume_id))
            db.delete(row)
            db.flush()
            heir = library.newest_resume(db, user_id) if row.is_default else None
            if heir is not None:
                heir.is_default = True
                db.add(heir)

    def file(self, user_id: str, resume_id: str) -> StoredFile:
        """Raises NotFound, also when the text was pasted."""
        with self._database.read() as db:
            row = required(library.resume(db, user_id, resume_id))
        return file_of(self._intake, row)

    def _add(self, user_id: str, paper: Paper, title: str) -> ResumeView:
        row = Resume(id=new_id(), user_id=user_id, file_name=paper.file_name, text=paper.text)
        row.title = checked_title("title", title, title_from(paper, "Résumé"))
        row.parsed = parsed_column(paper, self._fields(paper.text))
        row.created_at = row.updated_at = self._now()
        row.file_key = self._intake.keep_file(resume_key(user_id, row.id), paper)
        try:
            with self._database.begin() as db:
                refuse_full(db, Resume, user_id)
                row.is_default = library.default_resume(db, user_id) is None
                db.add(row)
                db.flush()
                return _resume_view(db, row)
        except PreppalError:
            self._intake.blobs.delete(resume_key(user_id, row.id))
            raise

    def _changed(self, user_id: str, resume_id: str, text: str) -> ChangedText | None:
        """The new text with its fields, which a model may have to be asked for: never inside a unit of work."""
        is_same = self.get(user_id, resume_id).text == text
        return None if is_same else ChangedText(text, self._fields(text))

    def _fields(self, text: str) -> dict[str, object]:
        return write_fields(self._intake.resume_fields(text))


def _resume_view(db: Session, row: Resume) -> ResumeView:
    return resume_view(row, library.uses_of_resumes(db, [row.id]).get(row.id, 0))
