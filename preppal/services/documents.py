"""Takes a paper in, pasted or as a file: its text, where it came from, and the file kept beside it."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any  # the JSON column `parsed`

from preppal.documents.cleaning import clean_text
from preppal.documents.limits import MAX_FILE_BYTES
from preppal.documents.reader import DocumentReader
from preppal.documents.rule_reader import RulePaperReader
from preppal.domain.papers import JobFields, ResumeFields
from preppal.errors import EngineError
from preppal.ports import BlobStore, PaperReader
from preppal.services.texts import Checked

__all__ = ["MAX_FILE_BYTES", "Intake", "Paper"]

FindSkills = Callable[[str], Sequence[str]]

MAX_PAPERS = 50
MAX_TITLE_CHARS = 120
_PASTED = "pasted"

_log = logging.getLogger(__name__)
_NAME_BREAKS = re.compile(r"[\s_]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper taken in. `kind` is pasted, pdf, word, markdown or text; `is_cut` when it was longer than we keep."""

    text: str
    kind: str = _PASTED
    pages: int | None = None
    is_cut: bool = False
    file_name: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class ChangedText:
    """What a person made of the text of a paper, and the fields found in that."""

    text: str
    fields: dict[str, Any]


class Intake:
    """Thread-safe. Reading a file blocks for up to some seconds, and longer where a model sorts it.

    `readers` are asked for the fields in order, and the rules when none of them can.
    """

    def __init__(
        self,
        reader: DocumentReader,
        blobs: BlobStore,
        find_skills: FindSkills,
        readers: Sequence[PaperReader] = (),
    ) -> None:
        self._reader = reader
        self._readers = readers
        self._rules = RulePaperReader(find_skills)
        self.blobs = blobs

    def paste(self, text: str) -> Paper:
        """Raises InvalidInput."""
        return Paper(checked_text(text))

    def upload(self, file_name: str, data: bytes) -> Paper:
        """Raises InvalidInput with a sentence for each way a file can be no good, LimitReached."""
        read = self._reader.read(file_name, data)
        return Paper(read.text, read.kind.value, read.pages, read.is_cut, plain_name(file_name), data)

    def keep_file(self, key: str, paper: Paper) -> str:
        """Store the file as it came; the key, or nothing when the text was pasted."""
        if not paper.data:
            return ""
        self.blobs.put(key, iter([paper.data]))
        return key

    def resume_fields(self, text: str) -> ResumeFields:
        """Never fails: what nobody finds stays empty."""
        for reader in self._readers:
            try:
                return reader.read_resume(text)
            except EngineError:
                _log.warning("%s could not sort a résumé; the rules do", reader.name)
        return self._rules.read_resume(text)

    def job_fields(self, text: str) -> JobFields:
        """Never fails: what nobody finds stays empty."""
        for reader in self._readers:
            try:
                return reader.read_job(text)
            except EngineError:
                _log.warning("%s could not sort a job description; the rules do", reader.name)
        return self._rules.read_job(text)


def checked_text(text: str) -> str:
    """Raises InvalidInput."""
    checked = Checked()
    cleaned = checked.document("text", clean_text(text))
    checked.require("text", bool(cleaned), "Paste the text.")
    checked.raise_problems()
    return cleaned


def checked_title(field: str, title: str, otherwise: str = "") -> str:
    """Raises InvalidInput."""
    checked = Checked()
    line = checked.line(field, clean_text(title), MAX_TITLE_CHARS)
    checked.raise_problems()
    return line or otherwise


def plain_name(file_name: str) -> str:
    """The last part of a name, without anything that a header or a page could stumble over."""
    name = PurePath(file_name.replace("\\", "/")).name
    return clean_text(name).replace("\n", " ").replace('"', "'")[-120:]


def title_from(paper: Paper, otherwise: str) -> str:
    """The file's name as words, or the first line of what was pasted."""
    if paper.file_name:
        return " ".join(_NAME_BREAKS.split(PurePath(paper.file_name).stem)).strip()[:MAX_TITLE_CHARS] or otherwise
    first = next((line for line in paper.text.split("\n") if line.strip()), "").lstrip("# ")
    return first if 0 < len(first) <= 80 else otherwise


def parsed_column(paper: Paper, fields: dict[str, Any]) -> dict[str, Any]:
    return {"fields": fields, "kind": paper.kind, "pages": paper.pages, "is_cut": paper.is_cut}
