"""What a log may hold of an error."""

from preppal.errors import where


def _fail(words: str) -> None:
    raise ValueError(f"cannot read {words!r}")


def test_place_of_an_error_holds_its_kind_and_lines_and_none_of_its_words() -> None:
    try:
        _fail("what somebody said")
    except ValueError as error:
        told = where(error)
    assert told.startswith("ValueError at ")
    assert told.count(__file__) == 2, "where it was raised, and who called"
    assert "somebody" not in told


def test_place_of_a_group_is_that_of_its_first_error() -> None:
    try:
        try:
            _fail("words")
        except ValueError as error:
            raise ExceptionGroup("several", [error]) from None
    except ExceptionGroup as group:
        told = where(group)
    assert told.startswith(f"ValueError at {__file__}:")


def test_error_that_was_never_raised_has_no_place() -> None:
    assert where(KeyError("secret")) == "KeyError at nowhere"
