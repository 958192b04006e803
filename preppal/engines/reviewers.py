"""Reviewers: what writes the feedback when an interview is over."""

from preppal.analysis.report import write_report
from preppal.domain.feedback import Feedback
from preppal.engines.question_bank import questions_by_id
from preppal.ports import ReviewMaterial


class RuleReviewer:
    """Needs nothing but the transcript: no network, no model, milliseconds. What everything else falls back to."""

    @property
    def name(self) -> str:
        return "rules"

    def review(self, material: ReviewMaterial) -> Feedback:
        return write_report(
            material.interview_type,
            material.entries,
            material.metrics,
            job_description=material.job_description,
            lexicons={key: question.lexicon for key, question in questions_by_id().items()},
        )
