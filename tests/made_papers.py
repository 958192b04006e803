"""Résumés that LibreOffice and LaTeX have made; see tests/fixtures/resumes/README.md."""

from collections.abc import Callable
from pathlib import Path

_FOLDER = Path(__file__).parent / "fixtures" / "resumes"


def _read(name: str) -> Callable[[], bytes]:
    return (_FOLDER / name).read_bytes


MADE: tuple[tuple[str, str, Callable[[], bytes]], ...] = tuple(
    (name, what, _read(name))
    for name, what in (
        ("latex_article.pdf", "made by LaTeX: bitmap fonts that name no letters, ligatures, a page number"),
        ("latex_two_columns.pdf", "made by LaTeX: two columns (multicol)"),
        ("latex_sidebar.pdf", "made by LaTeX: a column beside the text"),
        ("libreoffice_table.docx", "Word made by LibreOffice: laid out in a table"),
        ("libreoffice_table.pdf", "PDF made by LibreOffice: laid out in a table"),
        ("libreoffice_columns.docx", "Word made by LibreOffice: a section of two columns"),
        ("libreoffice_columns.pdf", "PDF made by LibreOffice: a section of two columns, wrapped bullets"),
    )
)
