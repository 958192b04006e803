"""`/api/session`: interviews, the tokens for their sockets, and ending one from outside."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.api.session_shapes import (
    CreateSession,
    LiveTokenBody,
    Session,
    SessionPage,
    SessionSummary,
    page_body,
    session_body,
    summary_body,
    token_body,
)
from preppal.api.shapes import AskedMoment
from preppal.config import Settings
from preppal.domain.history import HistoryFilter
from preppal.domain.interview import Difficulty, InterviewType
from preppal.services.container import Services
from preppal.services.summaries import entry_measures
from preppal.services.views import Person


def create_session_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/session", tags=["session"])
    interviews = services.interviews
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.post(
        "/create",
        status_code=201,
        summary="Make an interview",
        responses={
            200: {"model": SessionSummary, "description": "This key made it before"},
            **responses(401, 403, 404, 422, 429),
        },
    )
    @router.post("", status_code=201, summary="Make an interview", include_in_schema=False)
    def create(asker: Asker, body: CreateSession, response: Response) -> SessionSummary:
        """`POST /api/session` is the same. Texts and persona are copied: what changes later changes nothing here."""
        summary, is_new = interviews.create(asker.id, body.value())
        if not is_new:
            response.status_code = 200
        return summary_body(summary)

    @router.get("/current", summary="The interview that waits or runs", responses=responses(401))
    def current(asker: Asker) -> SessionSummary | None:
        """`null` when there is none."""
        summary = interviews.current(asker.id)
        return summary_body(summary) if summary else None

    @router.get("/history", summary="Interviews, newest first", responses=responses(401, 422))
    def history(
        asker: Asker,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Annotated[str, Query(max_length=200, description="`nextCursor` of the page before")] = "",
        search: Annotated[str, Query(max_length=200, description="looks at the job and at what was said")] = "",
        interview_type: Annotated[InterviewType | None, Query(alias="interviewType")] = None,
        difficulty: Difficulty | None = None,
        since: Annotated[AskedMoment | None, Query(description="from this moment on")] = None,
        until: Annotated[AskedMoment | None, Query(description="before this moment")] = None,
        min_score: Annotated[float | None, Query(alias="minScore", ge=1, le=10)] = None,
    ) -> SessionPage:
        """In pages: send `nextCursor` as `cursor` for the next one; `null` says that this was the last."""
        wanted = HistoryFilter(search, interview_type, difficulty, since, until, min_score)
        return page_body(interviews.history(asker.id, limit, cursor or None, wanted))

    @router.get("/{session_id}", summary="An interview with all that was said", responses=responses(401, 404))
    def get(asker: Asker, session_id: str) -> Session:
        """Transcript, measures and newest feedback. What was not measured is null, never a guess."""
        detail = interviews.get(asker.id, session_id)
        recorded = frozenset(turn.order_index for turn in services.recordings.of_interview(asker.id, session_id))
        return session_body(detail, entry_measures(detail), recorded)

    @router.delete("/{session_id}", status_code=204, summary="Delete it for good", responses=responses(401, 403, 404))
    def delete(asker: Asker, session_id: str) -> None:
        """With the transcript, the measures and every version of the feedback."""
        interviews.delete(asker.id, session_id)

    @router.post(
        "/{session_id}/worker-token",
        summary="Open the socket within 5 minutes",
        responses=responses(401, 403, 404, 409),
    )
    def connect_token(asker: Asker, session_id: str) -> LiveTokenBody:
        """409 when the interview has ended, or was left alone for too long."""
        return token_body(interviews.connect_token(asker.id, session_id))

    @router.post(
        "/{session_id}/ws-token", summary="Come back to it for an hour", responses=responses(401, 403, 404, 409)
    )
    def reconnect_token(asker: Asker, session_id: str) -> LiveTokenBody:
        """Good for this interview alone, as the other one. 409 when it has ended."""
        return token_body(interviews.reconnect_token(asker.id, session_id))

    @router.post(
        "/{session_id}/warm-up-token",
        summary="A minute with the interviewer, kept nowhere",
        responses=responses(401, 403, 404, 409, 429),
    )
    def warm_up_token(asker: Asker, session_id: str) -> LiveTokenBody:
        """Opens a socket that speaks as an interview's does. Nothing said on it is stored, measured or scored."""
        return token_body(interviews.warm_up_token(asker.id, session_id))

    @router.post("/{session_id}/complete", summary="End it from outside the socket", responses=responses(401, 403, 404))
    def complete(asker: Asker, session_id: str) -> SessionSummary:
        """The socket, if there is one, is closed in order. An interview that has ended stays as it is."""
        return summary_body(interviews.complete(asker.id, session_id))

    return router
