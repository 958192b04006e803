"""How scores and measures moved over the weeks."""

from preppal.ui.pages.progress.page import ROUTE, TITLE, page
from preppal.ui.pages.progress.state import ProgressState

__all__ = ["ROUTE", "TITLE", "ProgressState", "page"]
