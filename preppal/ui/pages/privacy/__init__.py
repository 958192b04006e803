"""What this server keeps, for how long, and who hears it."""

from preppal.ui.pages.privacy.page import ROUTE, TITLE, page
from preppal.ui.pages.privacy.state import PrivacyState

__all__ = ["ROUTE", "TITLE", "PrivacyState", "page"]
