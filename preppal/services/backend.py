"""The Backend port inside one process: each verb on a worker thread, so that no query holds the event loop."""

import asyncio
from collections.abc import Sequence

from preppal.domain.feedback import Feedback
from preppal.domain.interview import EndReason, InterviewContext, Status
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry
from preppal.services.interviews import InterviewService
from preppal.services.recordings import RecordingService


class LocalBackend:
    """Adapts InterviewService, whose errors are the port's own."""

    def __init__(self, interviews: InterviewService) -> None:
        self._interviews = interviews

    async def get_context(self, interview_id: str, user_id: str) -> InterviewContext:
        return await asyncio.to_thread(self._interviews.claim, interview_id, user_id)

    async def update_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        await asyncio.to_thread(self._interviews.store_status, interview_id, epoch, status, end_reason, elapsed_ms)

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
        await asyncio.to_thread(
            self._interviews.store_turn, interview_id, epoch, entries, last_sequence, elapsed_ms, engine_state, usage
        )

    async def submit_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        await asyncio.to_thread(self._interviews.store_feedback, interview_id, epoch, feedback)


class LocalArchive:
    """The SoundArchive port inside one process."""

    def __init__(self, recordings: RecordingService) -> None:
        self._recordings = recordings

    async def keep(
        self, interview_id: str, epoch: int, order_index: int, pieces: Sequence[bytes], lost_ms: int
    ) -> None:
        await asyncio.to_thread(self._recordings.keep, interview_id, epoch, order_index, pieces, lost_ms)
