"""Files as the world sends them: what each gives, or the one sentence that says why not."""

import time

import pytest

from preppal.documents.kinds import Kind
from preppal.documents.limits import MAX_TEXT_BYTES
from preppal.documents.problems import Problem
from preppal.documents.reader import DocumentReader
from preppal.errors import InvalidInput
from tests.paper_texts import RESUME
from tests.papers import PAPERS, pdf_of, scanned_pdf

MADE = {name: make for name, _, make in PAPERS}


def read(name: str) -> str:
    return DocumentReader().read(name, MADE[name]()).text


def said(text: str) -> list[str]:
    """Its lines, as somebody reads them."""
    return [line for line in text.split("\n") if line]


@pytest.mark.parametrize("name", ["word_processor.pdf", "locked_printing.pdf", "word.docx", "utf16.txt", "hidden.txt"])
def test_file_gives_the_words_of_its_pages(name: str) -> None:
    assert said(read(name)) == said(RESUME)


@pytest.mark.parametrize("name", ["two_columns.pdf", "word_tables.docx", "word_boxes.docx"])
def test_columns_are_read_one_after_the_other_and_once(name: str) -> None:
    text = read(name)
    assert text.index("Skills") < text.index("University of Leeds") < text.index("Lumen Freight")
    assert text.count("Lumen Freight") == 1
    assert "Maya Okafor" in text


def test_typeset_page_gives_whole_words() -> None:
    text = read("latex.pdf")
    assert "- Built an efficient delay forecast and a dashboard that planners use" in text


def test_tracked_changes_are_read_as_accepted() -> None:
    assert "Six years of SQL and Python" in read("word_changes.docx")


def test_hebrew_stays_in_its_order() -> None:
    assert "מאיה כהן" in read("hebrew.docx")


def test_old_encoding_keeps_its_letters() -> None:
    assert read("windows.txt") == "Zoë Müller\nAnalyst – Köln"


def test_long_text_is_cut_at_a_line_and_says_so() -> None:
    document = DocumentReader().read("long.txt", MADE["long.txt"]())
    assert document.is_cut
    assert len(document.text.encode()) <= MAX_TEXT_BYTES
    assert document.text.endswith("SQL.")


def test_reader_knows_kind_and_pages() -> None:
    document = DocumentReader().read("any name", pdf_of(RESUME, RESUME))
    assert (document.kind, document.pages) == (Kind.PDF, 2)
    assert DocumentReader().read("notes.md", b"# Maya").kind is Kind.MARKDOWN


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("scanned.pdf", Problem.SCANNED),
        ("pictures.docx", Problem.SCANNED),
        ("empty_page.pdf", Problem.NO_TEXT),
        ("drawn_letters.pdf", Problem.GARBLED),
        ("200_pages.pdf", Problem.TOO_MANY_PAGES),
        ("locked.pdf", Problem.LOCKED),
        ("locked.docx", Problem.LOCKED),
        ("old.doc", Problem.OLD_WORD),
        ("empty.pdf", Problem.EMPTY),
        ("damaged.pdf", Problem.DAMAGED),
        ("circular.pdf", Problem.DAMAGED),
        ("damaged.docx", Problem.DAMAGED),
        ("bomb.pdf", Problem.UNPACKS_TOO_FAR),
        ("double_bomb.pdf", Problem.UNPACKS_TOO_FAR),
        ("bomb.docx", Problem.UNPACKS_TOO_FAR),
        ("lying_bomb.docx", Problem.DAMAGED),
        ("laughs.docx", Problem.DAMAGED),
        ("entries.docx", Problem.UNPACKS_TOO_FAR),
        ("letter.rtf", Problem.UNKNOWN),
        ("letter.odt", Problem.UNKNOWN),
        ("photo.pdf", Problem.UNKNOWN),
        ("large.txt", Problem.TOO_LARGE),
    ],
)
def test_file_that_cannot_be_read_gets_its_own_sentence(name: str, problem: Problem) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(name)
    assert str(refused.value) == problem.sentence
    assert refused.value.fields == {"file": problem.sentence}


def test_file_that_takes_too_long_is_given_up() -> None:
    began = time.monotonic()
    with pytest.raises(InvalidInput, match="too long to read"):
        DocumentReader(wall_s=0.01).read("a.pdf", scanned_pdf())
    assert time.monotonic() - began < 60


def test_child_that_spends_its_cpu_time_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preppal.documents.reader._CHILD", "tests.unit.documents.busy_child")
    with pytest.raises(InvalidInput, match="too long to read"):
        DocumentReader().read("a.txt", b"spin")


@pytest.mark.parametrize("deed", ["connect", "write", "start", "allocate"])
def test_child_may_not_reach_out(monkeypatch: pytest.MonkeyPatch, deed: str) -> None:
    monkeypatch.setattr("preppal.documents.reader._CHILD", "tests.unit.documents.busy_child")
    assert DocumentReader().read("a.txt", deed.encode()).text == "refused"


def test_child_knows_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREPPAL_SECRET_KEY", "s" * 40)
    monkeypatch.setattr("preppal.documents.reader._CHILD", "tests.unit.documents.busy_child")
    assert DocumentReader().read("a.txt", b"environment").text == "refused"
