"""All interviews of a person: found by what was said, opened, deleted."""

from preppal.ui.pages.history.page import ROUTE, TITLE, page
from preppal.ui.pages.history.state import HistoryState

__all__ = ["ROUTE", "TITLE", "HistoryState", "page"]
