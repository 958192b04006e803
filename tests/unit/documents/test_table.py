"""The table of what each file gives is made from the files, not written by hand."""

from tests.paper_table import PATH, table


def test_documented_table_is_what_the_files_give() -> None:
    assert PATH.read_text(encoding="utf-8") == table(), "run python -m tests.paper_table"
