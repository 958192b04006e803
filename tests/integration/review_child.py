"""A server process as the review sees it: opens the reviews, begins one, and may be killed in the middle of it.

Arguments: database URL, data folder, interview id, and where to die ("" for nowhere).
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbos import DBOS

from preppal.config import Settings
from preppal.engines.reviewers import RuleReviewer
from preppal.services.review_steps import ReviewSteps
from preppal.services.reviews import ReviewService
from preppal.store.database import Database


def main(database_url: str, data_dir: str, interview_id: str, dies_after: str) -> None:
    if dies_after:
        _die_after(dies_after)
    database = Database(database_url)
    settings = Settings(data_dir=Path(data_dir), db_url=database_url)
    reviews = ReviewService(database, settings, [RuleReviewer()], retry_interval_s=0.01)
    reviews.open()
    reviews.start(interview_id)
    DBOS.get_result(f"{interview_id}:1")
    reviews.close()
    database.close()


def _die_after(step: str) -> None:
    """Die when the step's work is stored and DBOS has not heard of it: the worst moment."""
    work: Callable[..., Any] = getattr(ReviewSteps, step)

    def work_and_die(*arguments: Any) -> None:
        work(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(ReviewSteps, step, work_and_die)


if __name__ == "__main__":
    main(*sys.argv[1:])
