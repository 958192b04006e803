"""The text of a PDF, page by page, in the order in which it was written: columns stay whole in most files."""

import io

import pypdf
from pypdf import PageObject, PdfReader
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError, WrongPasswordError
from pypdf.generic import DictionaryObject, PdfObject

from preppal.documents.limits import MAX_PAGES, MAX_PDF_STREAM_BYTES
from preppal.documents.problems import Problem, Unreadable

# Fonts that LaTeX draws as bitmaps name no letters: their codes are those of its T1 and TS1 encodings, where ligatures,
# dashes, quotes and bullets lie among the control characters.
_LATEX_CODES = {
    0x10: "“",
    0x11: "”",
    0x15: "–",
    0x16: "—",
    0x1B: "ff",
    0x1C: "fi",
    0x1D: "fl",
    0x1E: "ffi",
    0x1F: "ffl",
    0x88: "•",
}
_FEW_LETTERS = 100
_NO_LETTERS = 10
_MAX_GARBLED = 0.2


def read_pdf(data: bytes) -> tuple[str, int]:
    """Text and number of pages. Raises Unreadable."""
    # pypdf's own limits let 75 MB through per stream.
    pypdf.overwrite_configuration(zlib_maximum_output_length=MAX_PDF_STREAM_BYTES)
    try:
        return _read(data)
    except LimitReachedError as error:
        raise Unreadable(Problem.UNPACKS_TOO_FAR) from error
    except (FileNotDecryptedError, WrongPasswordError) as error:
        raise Unreadable(Problem.LOCKED) from error
    except (PyPdfError, RecursionError) as error:
        raise Unreadable(Problem.DAMAGED) from error


def _read(data: bytes) -> tuple[str, int]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):  # many are only locked against printing
        raise Unreadable(Problem.LOCKED)
    pages = len(reader.pages)
    if pages == 0:
        raise Unreadable(Problem.EMPTY)
    if pages > MAX_PAGES:
        raise Unreadable(Problem.TOO_MANY_PAGES)
    text = "\n\n".join(_without_number(_page_text(page), at) for at, page in enumerate(reader.pages, 1))
    _refuse_unreadable(text, reader)
    return text, pages


def _page_text(page: PageObject) -> str:
    contents = page.get_contents()
    if contents is not None:
        contents.get_data()  # extract_text swallows the error of a stream that unpacks too far
    return page.extract_text().translate(_LATEX_CODES)


def _without_number(text: str, page_number: int) -> str:
    """The number at the foot of a page is no line of the text."""
    body, _, last = text.rstrip().rpartition("\n")
    return body if last.strip() == str(page_number) else text


def _refuse_unreadable(text: str, reader: PdfReader) -> None:
    letters = sum(1 for letter in text if letter.isalnum())
    if letters < _FEW_LETTERS and _has_pictures(reader):
        raise Unreadable(Problem.SCANNED)
    strange = sum(1 for letter in text if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or letter < "\t")
    if strange > _NO_LETTERS + letters * _MAX_GARBLED:
        raise Unreadable(Problem.GARBLED)
    if letters < _NO_LETTERS:
        raise Unreadable(Problem.NO_TEXT)


def _has_pictures(reader: PdfReader) -> bool:
    """By the pages' lists of what they draw; no picture is decoded."""
    for page in reader.pages:
        resources = page.get("/Resources")
        drawn = resources.get_object().get("/XObject") if resources is not None else None
        if drawn is not None and any(_is_picture(item) for item in drawn.get_object().values()):
            return True
    return False


def _is_picture(item: PdfObject) -> bool:
    drawn = item.get_object()
    return isinstance(drawn, DictionaryObject) and drawn.get("/Subtype") == "/Image"
