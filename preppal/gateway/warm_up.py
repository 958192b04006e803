"""What a warm-up has instead of a store: nothing, so that nothing can be kept."""

from collections.abc import Sequence
from dataclasses import replace

from preppal.domain.feedback import Feedback
from preppal.domain.interview import EndReason, InterviewContext, Status
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry
from preppal.domain.warm_up import WARM_UP_OVERTIME_S
from preppal.errors import NotFound
from preppal.session.limits import Limits

# Nobody waits for long for a minute of small talk.
_RESUME_S = 30.0
# The clock of a minute is told more often than that of an interview.
_TIME_NOTICE_S = 5.0


class NothingKept:
    """A Backend that takes everything and holds none of it."""

    async def get_context(self, interview_id: str, user_id: str) -> InterviewContext:
        raise NotFound("A warm-up cannot be gone back to.")

    async def update_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        pass

    async def submit_transcript(
        self,
        interview_id: str,
        epoch: int,
        entries: Sequence[Entry],
        *,
        last_sequence: int,
        elapsed_ms: int,
        engine_state: str,
        usage: TokenUsage = NO_USAGE,
    ) -> None:
        pass

    async def submit_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        pass


def warm_up_limits(limits: Limits) -> Limits:
    return replace(
        limits,
        resume_s=_RESUME_S,
        overtime_s=WARM_UP_OVERTIME_S,
        time_notice_s=min(_TIME_NOTICE_S, limits.time_notice_s),
    )
