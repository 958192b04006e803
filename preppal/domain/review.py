"""What happens to an interview after it ends, as a person may follow it."""

from enum import StrEnum


class ReviewStep(StrEnum):
    """The steps of a review, in order."""

    TRANSCRIPT = "transcript"
    MEASURES = "measures"
    SCORES = "scores"
    FEEDBACK = "feedback"


class ReviewStatus(StrEnum):
    """How a review stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
