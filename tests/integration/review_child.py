"""A server process as the review sees it: opens the reviews, begins one, and may be killed in the middle of it.

Arguments: database URL, data folder, interview id, where to die ("" for nowhere), and the version of the workflow's
code, if it is not today's.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbos import DBOS

from preppal.config import Settings
from preppal.domain.audio import Pcm16
from preppal.engines.reviewers import RuleReviewer
from preppal.ports import Hypothesis
from preppal.services import review_jobs
from preppal.services.recordings import RecordingService
from preppal.services.review_steps import ReviewSteps
from preppal.services.reviews import ReviewService
from preppal.services.second_hearing import SecondHearing
from preppal.store.blobs import FolderBlobs
from preppal.store.database import Database

HEARD = "I moved the report to a nightly job and the errors fell by forty percent. " * 12
_HEARING_ONE = "one_hearing"


class Ears:
    """Understands the same of everything."""

    name = "ears"

    def hear(self, sound: Pcm16, question: str) -> Hypothesis:
        return Hypothesis(HEARD)


def main(database_url: str, data_dir: str, interview_id: str, dies_after: str, version: str = "") -> None:
    if version:
        review_jobs._APPLICATION_VERSION = version
    if dies_after:
        _die_after(dies_after)
    database = Database(database_url)
    settings = Settings(data_dir=Path(data_dir), db_url=database_url)
    recordings = RecordingService(database, FolderBlobs(Path(data_dir) / "blobs"), settings)
    hearing = SecondHearing(database, recordings, [Ears()])
    reviews = ReviewService(database, settings, [RuleReviewer()], retry_interval_s=0.01, hearing=hearing)
    reviews.open()
    reviews.start(interview_id)
    DBOS.get_result(f"{interview_id}:1")
    reviews.close()
    database.close()


def _die_after(step: str) -> None:
    """Die when the step's work is stored and DBOS has not heard of it: the worst moment."""
    owner, name = (SecondHearing, "_hear_one") if step == _HEARING_ONE else (ReviewSteps, step)
    work: Callable[..., Any] = getattr(owner, name)

    def work_and_die(*arguments: Any) -> None:
        work(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, work_and_die)


if __name__ == "__main__":
    main(*sys.argv[1:])
