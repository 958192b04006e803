"""A better version of one stored answer, for its owner."""

from preppal.analysis.better import BetterLine, BetterVersion, better_version
from preppal.analysis.measures import DRAFT_SOURCES
from preppal.domain.transcript import Role, Source
from preppal.services.views import InterviewDetail

__all__ = ["BetterLine", "BetterVersion", "better_answer", "is_draft_answer"]


def is_draft_answer(detail: InterviewDetail) -> bool:
    """Whether its words come from a recogniser that gets many of them wrong."""
    is_spoken = any(entry.role is Role.CANDIDATE and entry.source is Source.VOICE for entry in detail.entries)
    return is_spoken and detail.metrics is not None and detail.metrics.transcript_source in DRAFT_SOURCES


def better_answer(detail: InterviewDetail, question_index: int) -> BetterVersion | None:
    """None where there is nothing to make better by rule, as in any language but English."""
    if not detail.language.is_english:
        return None
    kind = detail.summary.interview_type
    return better_version(detail.entries, question_index, kind, is_draft=is_draft_answer(detail))
