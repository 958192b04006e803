"""One answer of a report: how it was built, how it sounded, what was said, and how it could be put."""

from preppal.ui.pages.answer.page import ROUTE, TITLE, page
from preppal.ui.pages.answer.state import AnswerState

__all__ = ["ROUTE", "TITLE", "AnswerState", "page"]
