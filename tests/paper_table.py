"""`python -m tests.paper_table` writes docs/documents.md: what each of our made-up résumé files gives."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from preppal.documents.limits import CHILD_CPU_S, CHILD_MEMORY_BYTES, MAX_FILE_BYTES, MAX_PAGES, MAX_TEXT_BYTES
from preppal.documents.reader import Document, DocumentReader
from preppal.documents.resume_fields import read_resume
from preppal.domain.papers import ResumeFields
from preppal.errors import InvalidInput
from tests.factories import find_skills
from tests.made_papers import MADE
from tests.papers import PAPERS

PATH = Path(__file__).parents[1] / "docs" / "documents.md"

_AT_ONCE = 2
_ALL = (*MADE, *PAPERS)
_HEAD = f"""# What comes of a résumé file

Made by `python -m tests.paper_table`; a test keeps it true. LibreOffice and LaTeX themselves made the first files
(`tests/fixtures/resumes`), `tests/papers.py` makes the others in their shape.

A file is read in a process of its own, which ends with it: at most {MAX_FILE_BYTES // 1_000_000} MB, {MAX_PAGES} pages,
{CHILD_CPU_S} s of processor time and {CHILD_MEMORY_BYTES // 1_000_000} MB of memory. That process inherits no setting
of the server, writes no file, opens no connection and starts no program. {MAX_TEXT_BYTES // 1000} kB of text are kept.
Its first bytes decide what a file is, not its name. Fields are found by rules: headings, dates, bullets and
a list of known skills; what the rules do not find stays empty, and interviews use the text as it is.

Known to come out wrong: two columns that were written line by line across both. Their lines alternate, and the text
can be put right in the library.

| file | what it is | what it gives |
|---|---|---|
"""


def table() -> str:
    reader = DocumentReader()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = pool.map(lambda paper: _outcome(reader, paper[0], paper[2]()), _ALL)
        rows = [f"| `{name}` | {what} | {outcome} |\n" for (name, what, _), outcome in zip(_ALL, outcomes, strict=True)]
    return _HEAD + "".join(rows)


def _outcome(reader: DocumentReader, name: str, data: bytes) -> str:
    try:
        document = reader.read(name, data)
    except InvalidInput as refused:
        return f"*{refused}*"
    return _words(document, read_resume(document.text, find_skills))


def _words(document: Document, fields: ResumeFields) -> str:
    pages = f", {document.pages} p." if document.pages else ""
    cut = ", cut" if document.is_cut else ""
    found = (
        (len(fields.experience), "position"),
        (len(fields.projects), "project"),
        (len(fields.skills), "skill"),
        (len(fields.education), "education line"),
    )
    counted = (
        ", ".join(f"{number} {noun}" + ("s" if number > 1 else "") for number, noun in found if number) or "no fields"
    )
    return f"{document.kind}{pages}, {len(document.text)} characters{cut}: {counted}"


if __name__ == "__main__":
    PATH.write_text(table(), encoding="utf-8")
    sys.exit(0)
