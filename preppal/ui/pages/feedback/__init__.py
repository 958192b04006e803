"""The report of an interview, and the wait for it: one page, its state, and the parts it is put together from."""

from preppal.ui.pages.feedback.page import ROUTE, TITLE, page
from preppal.ui.pages.feedback.state import FeedbackState

__all__ = ["ROUTE", "TITLE", "FeedbackState", "page"]
