"""`/api/interview`: an interview by request and answer, for clients without a socket. Same rules, same transcript."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.concurrency import run_in_threadpool

from preppal.api.identity import person_of
from preppal.api.interview_shapes import (
    Analysis,
    AnalyzeMessage,
    InterviewContextBody,
    Respond,
    Turn,
    analysis_body,
    context_body,
    next_order_index,
    turn_body,
)
from preppal.api.problems import responses
from preppal.config import Settings
from preppal.domain.transcript import Role
from preppal.errors import Conflict
from preppal.ports import Correspondence
from preppal.services.container import Services
from preppal.services.views import InterviewDetail, Person


def create_interview_routes(services: Services, settings: Settings, correspondence: Correspondence) -> APIRouter:
    router = APIRouter(prefix="/api/interview", tags=["interview"])
    interviews = services.interviews
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get("/context", summary="What the interviewer goes by", responses=responses(401, 404, 422))
    def get_context(
        asker: Asker, session_id: Annotated[str, Query(alias="sessionId", max_length=100)]
    ) -> InterviewContextBody:
        """Job description, résumé and persona as the interview was made with, whose turn it is, and what was said."""
        return context_body(interviews.get(asker.id, session_id), asker)

    @router.post(
        "/respond", summary="Take a turn, get the interviewer's", responses=responses(401, 403, 404, 409, 422, 503)
    )
    async def respond(asker: Asker, body: Respond) -> Turn:
        """Without a text the interviewer begins, or goes on where the interview stands. With one it is the answer to
        the open question. Repeat a request that got no answer, with the same `orderIndex`: nothing is said twice.
        409 when the interview has ended, has not begun, or the interviewer has spoken since `orderIndex`."""
        before = await run_in_threadpool(interviews.get, asker.id, body.session_id)
        said = body.said()
        expected = next_order_index(before.entries)
        index = expected if said is None or body.order_index is None else body.order_index
        is_repeat = said is not None and _is_answer(before, index)
        if not before.summary.status.is_final:
            if not before.summary.is_resumable:
                raise Conflict("This interview was left alone for too long and has ended.")
            if said is not None and not is_repeat:
                _refuse_out_of_turn(before, index, expected)
            new, at = (None, expected) if is_repeat else (said, index)
            await correspondence.take_turn(body.session_id, asker.id, new, at)
        elif said is not None and not is_repeat:
            raise Conflict("This interview has ended.")
        after = await run_in_threadpool(interviews.get, asker.id, body.session_id)
        if said is not None and not _is_answer(after, index):
            raise Conflict("The interviewer has spoken meanwhile. Read the context and answer that.")
        return turn_body(after, index if said is not None else None)

    @router.post("/analyze-message", summary="Look at one answer by itself", responses=responses(401, 403, 404, 422))
    def analyze(asker: Asker, body: AnalyzeMessage) -> Analysis:
        """By rules, at once, while the interview runs or afterwards. 404 when there is no answer at that index."""
        detail = interviews.get(asker.id, body.session_id)
        skipped = services.accounts.profile(asker.id).skipped_measures
        return analysis_body(detail, services.reviews.analyze(detail, body.order_index, skipped))

    return router


def _is_answer(detail: InterviewDetail, index: int) -> bool:
    return any(entry.order_index == index and entry.role is Role.CANDIDATE for entry in detail.entries)


def _refuse_out_of_turn(detail: InterviewDetail, index: int, expected: int) -> None:
    if not detail.entries:
        raise Conflict("The interviewer speaks first: ask without a text.")
    if index != expected:
        raise Conflict(f"The next entry of this interview is {expected}, not {index}. Read the context again.")
