"""The text of a Word file: header, paragraphs, tables cell by cell, and text boxes, which often hold columns."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any  # lxml elements: lxml ships no types

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from preppal.documents.problems import Problem, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PAGES = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NO_LETTERS = 10


def read_word(data: bytes) -> tuple[str, int | None]:
    """Text, and the number of pages where Word noted it. Raises Unreadable."""
    try:
        document = docx.Document(io.BytesIO(data))
        header = _block_text(document.sections[0].header._element) if document.sections else ""
        body = _block_text(document.element.body)
        pages = _pages(data)
    except (OpcError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        raise Unreadable(Problem.DAMAGED) from error
    text = f"{header}\n{body}"
    if sum(1 for letter in text if letter.isalnum()) < _NO_LETTERS:
        raise Unreadable(Problem.SCANNED if b"word/media/" in data else Problem.NO_TEXT)
    return text, pages


def _block_text(block: Any) -> str:
    return "\n".join(_paragraphs(block))


def _paragraphs(block: Any) -> Iterator[str]:
    """Each paragraph, then the text boxes anchored in it. Word stores a box twice; the fallback is left out."""
    for element in block.iterchildren():
        if element.tag == f"{_W}p":
            yield _paragraph_text(element)
            for box in _boxes(element):
                yield from _paragraphs(box)
        elif isinstance(element.tag, str) and element.tag not in (f"{_W}sectPr", f"{_W}tblPr"):
            yield from _paragraphs(element)


def _paragraph_text(paragraph: Any) -> str:
    return ("- " if _is_listed(paragraph) else "") + "".join(_runs(paragraph))


def _is_listed(paragraph: Any) -> bool:
    """By its own numbering, or by a style that Word calls List Something in every language."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    has_list_style = style is not None and (style.get(f"{_W}val") or "").startswith("List")
    numbering = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    # LibreOffice gives its headings number 0: none.
    return has_list_style or (numbering is not None and numbering.get(f"{_W}val") != "0")


def _runs(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in (f"{_W}txbxContent", f"{_W}pPr", _FALLBACK):
            yield from _runs(child)


def _boxes(element: Any) -> Iterator[Any]:
    for child in element.iterchildren():
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _pages(data: bytes) -> int | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "docProps/app.xml" not in archive.namelist():
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        noted = etree.fromstring(archive.read("docProps/app.xml"), parser).findtext(_PAGES)
    return int(noted) if noted and noted.isdigit() else None
