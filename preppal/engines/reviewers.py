"""Reviewers: what writes the feedback when an interview is over."""

from preppal.analysis.other_languages import report_in
from preppal.analysis.report import write_report
from preppal.config import Settings
from preppal.domain.feedback import Feedback
from preppal.engines.question_bank import questions_by_id
from preppal.ports import Reviewer, ReviewMaterial


def create_reviewers(settings: Settings) -> list[Reviewer]:
    """Those that are configured, the best first; the last is the one that can always review."""
    rules = RuleReviewer()
    if not settings.gemini_api_key:
        return [rules]
    from preppal.engines.gemini_generation import StructuredGeneration
    from preppal.engines.model_reviewer import ModelReviewer

    model = ModelReviewer(StructuredGeneration(settings), rules, model=settings.gemini_review_model)
    return [model, rules]


class RuleReviewer:
    """Needs nothing but the transcript: no network, no model, milliseconds. What everything else falls back to."""

    @property
    def name(self) -> str:
        return "rules"

    def review(self, material: ReviewMaterial) -> Feedback:
        if not material.language.is_english:
            return report_in(material.language, material.entries)
        return write_report(
            material.interview_type,
            material.entries,
            material.metrics,
            job_description=material.job_description,
            lexicons={key: question.lexicon for key, question in questions_by_id().items()},
        )
