"""The versions of a report as values: each with when and by whom it was written."""

from collections.abc import Sequence
from dataclasses import dataclass

from preppal.domain.feedback import WrittenBy
from preppal.services.views import FeedbackView
from preppal.ui.when import local

_BY = {WrittenBy.RULES: "by rules", WrittenBy.MODEL: "by a language model"}


@dataclass(frozen=True)
class VersionView:
    """`number` is a text, as a select gives it back."""

    number: str
    label: str


def version_views(views: Sequence[FeedbackView], time_zone: str) -> list[VersionView]:
    """Newest first."""
    return [VersionView(str(view.version), _label(view, time_zone)) for view in views]


def _label(view: FeedbackView, time_zone: str) -> str:
    at = local(view.created_at, time_zone)
    rated = f", you gave it {view.rating} of 5" if view.rating else ""
    return f"Version {view.version}, {at.day} {at:%b} {at:%H:%M}, {_BY[view.feedback.written_by]}{rated}"
