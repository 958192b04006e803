"""Takes a paper in, pasted or as a file: its text, where it came from, and the file kept beside it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any  # the JSON column `parsed`

from preppal.documents.cleaning import clean_text
from preppal.documents.limits import MAX_FILE_BYTES
from preppal.documents.reader import DocumentReader
from preppal.ports import BlobStore
from preppal.services.texts import Checked

__all__ = ["MAX_FILE_BYTES", "Intake", "Paper"]

FindSkills = Callable[[str], Sequence[str]]

MAX_PAPERS = 50
MAX_TITLE_CHARS = 120
_PASTED = "pasted"
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


class Intake:
    """Thread-safe. Reading a file blocks for up to some seconds."""

    def __init__(self, reader: DocumentReader, blobs: BlobStore, find_skills: FindSkills) -> None:
        self._reader = reader
        self.blobs = blobs
        self.find_skills = find_skills

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
