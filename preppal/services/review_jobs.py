"""The review as a durable workflow. The only module that knows DBOS, which allows one instance in a process.

Importing it registers the workflow and opens nothing. Steps are checkpointed: after a crash the next start goes on at
the first step that was not.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowID
from dbos import error as dbos_error
from sqlalchemy.engine import make_url

from preppal.errors import BackendError, Conflict, EngineError, NotFound
from preppal.services.review_steps import ReviewSteps

# Pinned: with DBOS's own hash of the source, every change of the code would orphan running reviews. Raise it only
# when the order of the steps changes: reviews that an older program left are then run anew from their first step.
_APPLICATION_VERSION = "2"
_FIRST_STEP = 1
_MAX_ATTEMPTS = 5
_BACKOFF_RATE = 2.0
_FINISH_LIMIT_S = 5
_ACTIVE = frozenset({"PENDING", "ENQUEUED", "DELAYED"})

_DELETED = "deleted"

T = TypeVar("T")

_log = logging.getLogger(__name__)


class StepFailed(Exception):
    """Stands for any error of a step: what DBOS stores and logs of it must hold nobody's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Open:
    """What this process's workflow works with while it is open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: ReviewSteps | None = None
        self._running = 0
        self.retry_interval_s = 1.0

    @property
    def steps(self) -> ReviewSteps:
        assert self._steps is not None  # DBOS runs workflows only between launch and destroy
        return self._steps

    @property
    def running(self) -> int:
        with self._lock:
            return self._running

    def take(self, steps: ReviewSteps) -> None:
        with self._lock:
            if self._steps is not None:
                raise Conflict("Reviews run once in a process, and they run already.")
            self._steps = steps

    def release(self) -> None:
        with self._lock:
            self._steps = None

    def count(self, change: int) -> None:
        with self._lock:
            self._running += change


_open = _Open()


@DBOS.workflow(name="review")
def _review(interview_id: str, version: int) -> None:
    _open.count(1)
    try:
        _run_steps(interview_id, version)
    except StepFailed as error:
        code = error.code
        if code != _DELETED:
            _step("fail", lambda: _open.steps.fail(interview_id, version, code))
            _log.warning("review %s:%d failed: %s", interview_id, version, code)
    finally:
        _open.count(-1)


def _run_steps(interview_id: str, version: int) -> None:
    steps = _open.steps
    frozen = _step("transcript", lambda: steps.read_transcript(interview_id, version))
    if frozen is None:
        return
    _step("hearing", lambda: steps.hear_again(interview_id, version))
    _step("measures", lambda: steps.measure(interview_id, version, frozen))
    _step("scores", lambda: steps.score(interview_id, version, frozen))
    _step("feedback", lambda: steps.publish(interview_id, version, frozen))
    _log.info("review %s:%d done", interview_id, version)


def _step(name: str, work: Callable[[], T]) -> T:
    """Run one step, again and with longer waits while that may help. Raises StepFailed."""
    try:
        return DBOS.run_step(
            {
                "name": name,
                "retries_allowed": True,
                "should_retry": _may_help,
                "max_attempts": _MAX_ATTEMPTS,
                "interval_seconds": _open.retry_interval_s,
                "backoff_rate": _BACKOFF_RATE,
            },
            _guarded(work),
        )
    except dbos_error.DBOSMaxStepRetriesExceeded as error:
        raise error.errors[-1] from None


def _guarded(work: Callable[[], T]) -> Callable[[], T]:
    def guarded() -> T:
        try:
            return work()
        except NotFound:
            raise StepFailed(_DELETED) from None
        except EngineError:
            raise StepFailed("engine") from None
        except BackendError:
            raise StepFailed("database") from None
        except Exception as error:
            # Where and what, and not its message: that may quote the transcript.
            place = extract_tb(error.__traceback__)[-1]
            _log.error("a review step broke: %s at %s:%d", type(error).__name__, place.filename, place.lineno or 0)
            raise StepFailed("internal") from None

    return guarded


def _may_help(error: BaseException) -> bool:
    return isinstance(error, StepFailed) and error.code != _DELETED


class ReviewJobs:
    """Starts reviews and looks after them. Made by opening; `close` lets go, and what still runs goes on later."""

    def __init__(self, steps: ReviewSteps, database_url: str, retry_interval_s: float = 1.0) -> None:
        _open.take(steps)
        _open.retry_interval_s = retry_interval_s
        try:
            _make_folder(database_url)
            DBOS(config=_config(database_url))
            DBOS.launch()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        DBOS.destroy(workflow_completion_timeout_sec=_FINISH_LIMIT_S if _open.running else 0)
        _open.release()

    def ensure(self, interview_id: str, version: int, *, has_failed: bool = False) -> None:
        """See to it that this review runs: start it, leave it running, or run one that stopped from the beginning.

        One that `has_failed` has said so just before its end: that end is waited for.
        """
        workflow_id = _workflow_id(interview_id, version)
        status = DBOS.get_workflow_status(workflow_id)
        if status is None:
            with SetWorkflowID(workflow_id):
                DBOS.start_workflow(_review, interview_id, version)
            return
        if has_failed:
            DBOS.get_result(workflow_id)
        is_of_older_program = status.app_version != _APPLICATION_VERSION and status.status in _ACTIVE
        if is_of_older_program:
            # Its steps are not today's, and nobody else would ever go on with it.
            DBOS.cancel_workflow(workflow_id)
        if is_of_older_program or has_failed or status.status not in _ACTIVE:
            DBOS.rewind_workflow(workflow_id, start_step=_FIRST_STEP, application_version=_APPLICATION_VERSION)


def _workflow_id(interview_id: str, version: int) -> str:
    """The same for each start of the same review, so that starting twice is harmless."""
    return f"{interview_id}:{version}"


def _config(database_url: str) -> DBOSConfig:
    return {
        "name": "preppal",
        "system_database_url": database_url,
        "application_version": _APPLICATION_VERSION,
        # Our own lines say what failed; DBOS would add a stack of its own to each attempt.
        "log_level": "ERROR",
        "enable_otlp": False,
    }


def _make_folder(database_url: str) -> None:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
