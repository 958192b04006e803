"""The sound check before an interview: one page, its state, and the parts it is put together from."""

from preppal.ui.pages.lobby.page import ROUTE, TITLE, page
from preppal.ui.pages.lobby.state import LobbyState

__all__ = ["ROUTE", "TITLE", "LobbyState", "page"]
