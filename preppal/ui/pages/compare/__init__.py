"""Two takes of one question side by side."""

from preppal.ui.pages.compare.page import ROUTE, TITLE, page
from preppal.ui.pages.compare.state import CompareState

__all__ = ["ROUTE", "TITLE", "CompareState", "page"]
