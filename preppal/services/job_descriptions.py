"""The library's job descriptions."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from preppal.documents.job_fields import job_title
from preppal.domain.blob_keys import job_description_key
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
from preppal.services.paper_views import JobDescriptionView, job_view
from preppal.services.views import Page
from preppal.store.database import Database
from preppal.store.models import JobDescription, new_id, utc_now
from preppal.store.queries import library


class JobLibrary:
    """Thread-safe. Uploads block while the file is read."""

    def __init__(self, database: Database, intake: Intake, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._intake = intake
        self._now = now

    def paste(self, user_id: str, text: str, title: str = "", company: str = "") -> JobDescriptionView:
        """Raises InvalidInput, Conflict when the library is full."""
        return self._add(user_id, self._intake.paste(text), title, company)

    def upload(
        self, user_id: str, file_name: str, data: bytes, title: str = "", company: str = ""
    ) -> JobDescriptionView:
        """Raises InvalidInput with a sentence for the person, Conflict when the library is full, LimitReached."""
        return self._add(user_id, self._intake.upload(file_name, data), title, company)

    def page(self, user_id: str, limit: int = 20, cursor: str | None = None) -> Page[JobDescriptionView]:
        """Newest first. Raises InvalidInput for a cursor that is not ours."""
        with self._database.read() as db:
            rows, next_cursor = page_of(db, JobDescription, user_id, limit, cursor)
            uses = library.uses_of_job_descriptions(db, [row.id for row in rows])
            best = library.best_scores(db, [row.id for row in rows])
        return Page(tuple(job_view(row, uses.get(row.id, 0), best.get(row.id)) for row in rows), next_cursor)

    def get(self, user_id: str, job_description_id: str) -> JobDescriptionView:
        """Raises NotFound."""
        with self._database.read() as db:
            return _job_view(db, required(library.job_description(db, user_id, job_description_id)))

    def update(
        self,
        user_id: str,
        job_description_id: str,
        *,
        title: str | None = None,
        company: str | None = None,
        text: str | None = None,
    ) -> JobDescriptionView:
        """What is None stays. A new text has new fields. Raises InvalidInput, NotFound."""
        changed = None if text is None else self._changed(user_id, job_description_id, checked_text(text))
        with self._database.begin() as db:
            row = required(library.job_description(db, user_id, job_description_id))
            if title is not None:
                row.title = checked_title("title", title, row.title)
            if company is not None:
                row.company = checked_title("company", company)
            if changed is not None:
                row.text = changed.text
                row.parsed = row.parsed | {"fields": changed.fields, "is_cut": False}
            row.updated_at = self._now()
            db.add(row)
            return _job_view(db, row)

    def delete(self, user_id: str, job_description_id: str) -> None:
        """With its file. Raises NotFound."""
        with self._database.begin() as db:
            row = required(library.job_description(db, user_id, job_description_id))
            self._intake.blobs.delete(job_description_key(user_id, job_description_id))
            db.delete(row)

    def file(self, user_id: str, job_description_id: str) -> StoredFile:
        """Raises NotFound, also when the text was pasted."""
        with self._database.read() as db:
            row = required(library.job_description(db, user_id, job_description_id))
        return file_of(self._intake, row)

    def _add(self, user_id: str, paper: Paper, title: str, company: str) -> JobDescriptionView:
        row = JobDescription(id=new_id(), user_id=user_id, file_name=paper.file_name, text=paper.text)
        found = job_title(paper.text) or title_from(paper, "Job description")
        row.title = checked_title("title", title, found)
        row.company = checked_title("company", company)
        row.parsed = parsed_column(paper, self._fields(paper.text))
        row.created_at = row.updated_at = self._now()
        row.file_key = self._intake.keep_file(job_description_key(user_id, row.id), paper)
        try:
            with self._database.begin() as db:
                refuse_full(db, JobDescription, user_id)
                db.add(row)
                db.flush()
                return _job_view(db, row)
        except PreppalError:
            self._intake.blobs.delete(job_description_key(user_id, row.id))
            raise

    def _changed(self, user_id: str, job_description_id: str, text: str) -> ChangedText | None:
        """The new text with its fields, which a model may have to be asked for: never inside a unit of work."""
        is_same = self.get(user_id, job_description_id).text == text
        return None if is_same else ChangedText(text, self._fields(text))

    def _fields(self, text: str) -> dict[str, object]:
        return write_fields(self._intake.job_fields(text))


def _job_view(db: Session, row: JobDescription) -> JobDescriptionView:
    uses = library.uses_of_job_descriptions(db, [row.id])
    return job_view(row, uses.get(row.id, 0), library.best_scores(db, [row.id]).get(row.id))
