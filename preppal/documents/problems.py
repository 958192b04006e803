"""What can be wrong with a file, as one sentence each that says what happened and what to do."""

from enum import StrEnum

from preppal.documents.limits import MAX_FILE_BYTES, MAX_PAGES


class Problem(StrEnum):
    """Names are for the child process's answer; people read the sentence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    OLD_WORD = "old_word"
    LOCKED = "locked"
    TOO_MANY_PAGES = "too_many_pages"
    UNPACKS_TOO_FAR = "unpacks_too_far"
    SCANNED = "scanned"
    NO_TEXT = "no_text"
    GARBLED = "garbled"
    DAMAGED = "damaged"
    TOO_SLOW = "too_slow"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Problem.EMPTY: "This file is empty.",
    Problem.TOO_LARGE: f"This file is larger than {MAX_FILE_BYTES // 1_000_000} MB. Save it without pictures, or paste "
    "the text.",
    Problem.UNKNOWN: "We read PDF, Word (.docx), Markdown and plain text. Save it as one of these, or paste the text.",
    Problem.OLD_WORD: "This is an old Word file (.doc). Save it as .docx or PDF, or paste the text.",
    Problem.LOCKED: "This file is locked with a password. Save it without one, or paste the text.",
    Problem.TOO_MANY_PAGES: f"This file has more than {MAX_PAGES} pages. Keep the pages that matter, or paste the "
    "text.",
    Problem.UNPACKS_TOO_FAR: "This file unpacks to far more than a document holds. Save it anew, or paste the text.",
    Problem.SCANNED: "We couldn’t read this one: the pages are pictures of text. Paste the text instead.",
    Problem.NO_TEXT: "We found no text in this file. Paste the text instead.",
    Problem.GARBLED: "We couldn’t read this one: its letters are stored as drawings. Save it anew from where it was "
    "made, or paste the text.",
    Problem.DAMAGED: "This file is damaged, or not what its name says. Save it anew, or paste the text.",
    Problem.TOO_SLOW: "This file took too long to read. Save it without pictures and drawings, or paste the text.",
}


class Unreadable(Exception):
    """Raised inside the child process; crosses to the server as a name."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
