"""Feedback: of an interview, written anew, and rated."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import JSONResponse

from preppal.api.feedback_shapes import (
    FeedbackBody,
    FeedbackVersion,
    GenerateFeedback,
    PendingFeedback,
    Rated,
    Rating,
    feedback_body,
    pending_body,
)
from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.config import Settings
from preppal.errors import Conflict
from preppal.services.container import Services
from preppal.services.views import Person

_RETRY_AFTER_S = 2


def create_feedback_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(tags=["feedback"])
    reviews = services.reviews
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get(
        "/api/session/{session_id}/feedback",
        summary="The newest feedback, or 202 while it is written",
        response_model=FeedbackBody,
        responses={202: {"model": PendingFeedback, "description": "Not written yet"}, **responses(401, 404, 409)},
    )
    def get_feedback(asker: Asker, session_id: str) -> FeedbackBody | JSONResponse:
        """409 when there is nothing to wait for: the interview runs still, or its review failed."""
        latest = reviews.latest(asker.id, session_id)
        if latest is not None:
            return feedback_body(latest)
        summary = services.interviews.get(asker.id, session_id).summary
        if not summary.status.is_final:
            raise Conflict("The interview has not ended.")
        if summary.started_at is None:
            raise Conflict("The interview never began, so there is nothing to review.")
        progress = reviews.progress(asker.id, session_id)
        if progress.has_failed:
            raise Conflict(progress.message)
        body = pending_body(progress).model_dump(mode="json", by_alias=True)
        return JSONResponse(body, 202, headers={"Retry-After": str(_RETRY_AFTER_S)})

    @router.post(
        "/api/feedback/generate",
        status_code=202,
        summary="Write the feedback anew",
        responses=responses(401, 403, 404, 409, 422),
    )
    def generate(asker: Asker, body: GenerateFeedback) -> FeedbackVersion:
        """A version of its own; older ones are kept."""
        return FeedbackVersion(session_id=body.session_id, version=reviews.regenerate(asker.id, body.session_id))

    @router.post(
        "/api/feedback/{feedback_id}/rate", summary="Say how helpful it was", responses=responses(401, 403, 404, 422)
    )
    def rate(asker: Asker, feedback_id: str, body: Rating) -> Rated:
        """1 to 5; a later rating replaces it."""
        reviews.rate(asker.id, feedback_id, body.rating)
        return Rated(id=feedback_id, helpfulness_rating=body.rating)

    return router
