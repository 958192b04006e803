"""Home: what to practise next, this week, how it is going, and the latest interviews."""

from preppal.ui.pages.dashboard.page import ROUTE, TITLE, page
from preppal.ui.pages.dashboard.state import DashboardState

__all__ = ["ROUTE", "TITLE", "DashboardState", "page"]
