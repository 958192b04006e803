"""The live room: one page, its state, and the parts it is put together from."""

from preppal.ui.pages.session.page import ROUTE, TITLE, page
from preppal.ui.pages.session.state import LiveState

__all__ = ["ROUTE", "TITLE", "LiveState", "page"]
