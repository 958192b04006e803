"""Everything held about a person as one ZIP: data for programs, Markdown for people, files as they came."""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from preppal.domain.blob_keys import job_description_key, recording_prefix, resume_key
from preppal.errors import NotFound
from preppal.ports import BlobStore
from preppal.services.interviews import InterviewService
from preppal.services.markdown import interview_markdown
from preppal.services.views import InterviewDetail
from preppal.store.database import Database
from preppal.store.models import JobDescription, Resume
from preppal.store.queries import accounts, belongings, library

_IN_MEMORY_BYTES = 8_000_000
_READ_BYTES = 256 * 1024
_PAGE = 100
_UNSAFE = re.compile(r"[^\w .,-]+")
_ABOUT = """# Your things from Preppal

- `data.json` holds every stored row about you, table by table, for programs. Passwords and tokens are left out:
  of those only fingerprints are kept.
- `interviews/` has a page for each interview, with what was said and the feedback, and its recordings if you made any.
- `resumes/` and `job descriptions/` hold the texts and the files you uploaded.
"""


class Export:
    """Thread-safe."""

    def __init__(self, database: Database, blobs: BlobStore, interviews: InterviewService) -> None:
        self._database = database
        self._blobs = blobs
        self._interviews = interviews

    def pack(self, user_id: str) -> Iterator[bytes]:
        """The ZIP, piece by piece; it is made whole before the first. Raises NotFound, BackendError."""
        # Nameless, and gone when it is closed: by whoever has taken the last piece.
        file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                self._fill(archive, user_id)
        except BaseException:
            file.close()
            raise
        return _pieces(file)

    def _fill(self, archive: zipfile.ZipFile, user_id: str) -> None:
        with self._database.read() as db:
            user = accounts.user(db, user_id)
            if user is None:
                raise NotFound("There is no such account.")
            data = belongings.rows_of(db, user)
            resumes = list(library.page(db, Resume, user_id, _PAGE, None))
            jobs = list(library.page(db, JobDescription, user_id, _PAGE, None))
        archive.writestr("README.md", _ABOUT)
        archive.writestr("data.json", json.dumps(data, default=_plain, ensure_ascii=False, indent=1))
        for detail in self._details(user_id):
            self._add_interview(archive, user_id, detail)
        for resume in resumes:
            self._add_paper(archive, "resumes", resume, resume_key(user_id, resume.id))
        for job in jobs:
            self._add_paper(archive, "job descriptions", job, job_description_key(user_id, job.id))

    def _details(self, user_id: str) -> Iterator[InterviewDetail]:
        cursor: str | None = None
        while True:
            page = self._interviews.history(user_id, _PAGE, cursor)
            for summary in page.items:
                yield self._interviews.get(user_id, summary.id)
            cursor = page.next_cursor
            if cursor is None:
                return

    def _add_interview(self, archive: zipfile.ZipFile, user_id: str, detail: InterviewDetail) -> None:
        summary = detail.summary
        folder = f"interviews/{summary.created_at:%Y-%m-%d} {_safe(summary.title)} {summary.id[:8]}"
        archive.writestr(f"{folder}/interview.md", interview_markdown(detail))
        for key in self._blobs.keys(recording_prefix(user_id, summary.id)):
            self._add_blob(archive, f"{folder}/{key.rpartition('/')[2]}", key)

    def _add_paper(self, archive: zipfile.ZipFile, folder: str, row: Resume | JobDescription, key: str) -> None:
        name = f"{folder}/{_safe(row.title)} {row.id[:8]}"
        archive.writestr(f"{name}.md", row.text + "\n")
        if row.file_key:
            self._add_blob(archive, f"{name} {_safe(row.file_name)}", key)

    def _add_blob(self, archive: zipfile.ZipFile, name: str, key: str) -> None:
        with archive.open(name, "w") as entry:
            for piece in self._blobs.get(key):
                entry.write(piece)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_READ_BYTES):
            yield piece


def _safe(name: str) -> str:
    """A name that every system can unpack."""
    return _UNSAFE.sub(" ", name).strip(" .")[:60] or "untitled"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
