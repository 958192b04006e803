"""Setting up an interview: one page, its state, and the words it reads the choices back in."""

from preppal.ui.pages.setup.page import ROUTE, TITLE, page
from preppal.ui.pages.setup.state import SetupState

__all__ = ["ROUTE", "TITLE", "SetupState", "page"]
