"""The library: résumés and job descriptions."""

from preppal.ui.pages.library.page import ROUTE, TITLE, page
from preppal.ui.pages.library.state import LibraryState

__all__ = ["ROUTE", "TITLE", "LibraryState", "page"]
