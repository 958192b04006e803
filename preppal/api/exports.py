"""Reports to take away, as files."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from preppal.api.identity import person_of
from preppal.api.problems import responses
from preppal.api.session_shapes import Session, session_body
from preppal.api.shapes import Answer, Moment
from preppal.config import Settings
from preppal.domain.feedback import WrittenBy
from preppal.errors import NotFound
from preppal.services.container import Services
from preppal.services.report_files import markdown_of, stamp_of
from preppal.services.summaries import entry_measures
from preppal.services.views import FeedbackView, InterviewDetail, Person


class ExportKind(StrEnum):
    MARKDOWN = "md"
    JSON = "json"
    PDF = "pdf"


class StampBody(Answer):
    """How the report came about; what is not known is empty or null."""

    format_version: int
    interview_id: str = Field(serialization_alias="sessionId")
    feedback_version: int | None
    created_at: Moment | None
    engine: str
    engine_model: str
    transcript_source: str
    written_by: WrittenBy | None
    review_model: str
    rubric_version: str
    prompt_version: str


class Export(Answer):
    stamp: StampBody
    session: Session


_MEDIA_TYPES = {
    ExportKind.MARKDOWN: "text/markdown; charset=utf-8",
    ExportKind.JSON: "application/json",
    ExportKind.PDF: "application/pdf",
}


def create_export_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/api/session", tags=["session"])
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get(
        "/{session_id}/export.{kind}",
        summary="The report as a file",
        response_class=Response,
        responses={
            200: {
                "content": {"text/markdown": {}, "application/json": {}, "application/pdf": {}},
                "description": "A file to keep",
            },
            **responses(401, 404, 422),
        },
    )
    def export(
        asker: Asker,
        session_id: str,
        kind: ExportKind,
        version: Annotated[
            int | None, Query(ge=1, le=10_000, description="of the feedback; the newest if none")
        ] = None,
    ) -> Response:
        """Interview, measures, feedback and transcript, with a stamp of what made them."""
        detail = services.interviews.get(asker.id, session_id)
        if version is not None:
            detail = _with_version(detail, services.reviews.versions(asker.id, session_id), version)
        headers = {"Content-Disposition": f'attachment; filename="preppal-{session_id[:8]}.{kind}"'}
        if kind is ExportKind.MARKDOWN:
            return Response(markdown_of(detail), media_type=_MEDIA_TYPES[kind], headers=headers)
        if kind is ExportKind.PDF:
            # The library takes a fifth of a second to load: only who asks for a PDF waits for it.
            from preppal.services.report_pdf import pdf_of

            return Response(pdf_of(detail), media_type=_MEDIA_TYPES[kind], headers=headers)
        recorded = frozenset(turn.order_index for turn in services.recordings.of_interview(asker.id, session_id))
        stamp = StampBody.model_validate(stamp_of(detail))
        body = Export(stamp=stamp, session=session_body(detail, entry_measures(detail), recorded))
        return Response(body.model_dump_json(by_alias=True, indent=2), media_type=_MEDIA_TYPES[kind], headers=headers)

    return router


def _with_version(detail: InterviewDetail, views: Sequence[FeedbackView], version: int) -> InterviewDetail:
    for view in views:
        if view.version == version:
            return replace(detail, feedback=view)
    raise NotFound("There is no such version of the report.")
