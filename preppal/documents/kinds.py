"""What a file is, by its first bytes and not by its name. Names lie; the name only tells Markdown from plain text."""

import io
import zipfile
from enum import StrEnum

from preppal.documents.limits import MAX_ARCHIVE_ENTRIES, MAX_FILE_BYTES, MAX_UNPACKED_BYTES
from preppal.documents.problems import Problem, Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OOXML = "EncryptedPackage".encode("utf-16-le")
_PDF_WITHIN = 1024  # a PDF may begin with other bytes
_MARKDOWN_NAMES = (".md", ".markdown", ".mdown")


class Kind(StrEnum):
    PDF = "pdf"
    WORD = "word"
    MARKDOWN = "markdown"
    TEXT = "text"


def kind_of(file_name: str, data: bytes) -> Kind:
    """Raises Unreadable for everything we do not read, before any parser sees it."""
    if not data.strip():
        raise Unreadable(Problem.EMPTY)
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind.PDF
    if data.startswith(_OLE):
        raise Unreadable(Problem.LOCKED if _ENCRYPTED_OOXML in data else Problem.OLD_WORD)
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    if data.startswith(b"{\\rtf") or _is_binary(data):
        raise Unreadable(Problem.UNKNOWN)
    return Kind.MARKDOWN if file_name.lower().endswith(_MARKDOWN_NAMES) else Kind.TEXT


def _kind_of_archive(data: bytes) -> Kind:
    """A Word file is an archive; its table of contents says how much it unpacks to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(Problem.DAMAGED) from error
    if len(entries) > MAX_ARCHIVE_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise Unreadable(Problem.UNPACKS_TOO_FAR)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(Problem.LOCKED)
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise Unreadable(Problem.UNKNOWN)
    return Kind.WORD


def _is_binary(data: bytes) -> bool:
    """Text has no NUL, except in UTF-16, which says so in its first two bytes."""
    return b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
