"""What people type, checked: trimmed, within limits, with a sentence for each field that cannot be used."""

from preppal.errors import InvalidInput

MAX_DOCUMENT_BYTES = 40_000
MIN_JOB_CHARS = 80


class Checked:
    """Collects what is wrong with a form, so that a person hears all of it at once."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def require(self, field: str, is_right: bool, problem: str) -> None:
        if not is_right:
            self.problems.setdefault(field, problem)

    def line(self, field: str, value: str, max_chars: int) -> str:
        """One line of text, spaces folded."""
        return self.text(field, " ".join(value.split()), max_chars)

    def text(self, field: str, value: str, max_chars: int) -> str:
        """A few lines."""
        trimmed = value.strip()
        self.require(field, len(trimmed) <= max_chars, f"Keep this under {max_chars} characters.")
        return trimmed

    def document(self, field: str, value: str) -> str:
        """A résumé or job description: long text, limited by size."""
        text = value.strip()
        size = len(text.encode("utf-8", "ignore"))
        limit_kb = MAX_DOCUMENT_BYTES // 1000
        self.require(
            field, size <= MAX_DOCUMENT_BYTES, f"This is longer than {limit_kb} kB. Keep the parts that matter."
        )
        return text

    def raise_problems(self) -> None:
        """Raises InvalidInput when anything was wrong."""
        if self.problems:
            raise InvalidInput(next(iter(self.problems.values())), self.problems)
