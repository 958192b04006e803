"""`/api/resumes`, the library, and `/api/resume`, which means the default one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from starlette.responses import StreamingResponse

from preppal.api.identity import person_of
from preppal.api.library_shapes import NewResume, ResumeBody, ResumeChanges, ResumePage, resume_body, resume_page
from preppal.api.problems import responses
from preppal.api.uploads import DOWNLOAD, download, read_upload
from preppal.config import Settings
from preppal.services.container import Services
from preppal.services.views import Person


def create_resume_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(tags=["resumes"])
    resumes = services.resumes
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get("/api/resumes", summary="Résumés, newest first", responses=responses(401, 422))
    def get_page(
        asker: Asker,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Annotated[str, Query(max_length=200, description="`nextCursor` of the page before")] = "",
    ) -> ResumePage:
        """In pages: send `nextCursor` as `cursor` for the next one."""
        return resume_page(resumes.page(asker.id, limit, cursor or None))

    @router.post("/api/resumes", status_code=201, summary="Paste a résumé", responses=responses(401, 403, 409, 422))
    def paste(asker: Asker, body: NewResume) -> ResumeBody:
        """The first one becomes the default."""
        return resume_body(resumes.paste(asker.id, body.text, body.title))

    @router.get("/api/resumes/{resume_id}", summary="A résumé with its text", responses=responses(401, 404))
    def get(asker: Asker, resume_id: str) -> ResumeBody:
        """With the fields that rules found in the text; what they did not find is empty."""
        return resume_body(resumes.get(asker.id, resume_id))

    @router.patch("/api/resumes/{resume_id}", summary="Change a résumé", responses=responses(401, 403, 404, 422))
    def update(asker: Asker, resume_id: str, body: ResumeChanges) -> ResumeBody:
        """Interviews that were made with it keep the text they were made with."""
        return resume_body(
            resumes.update(asker.id, resume_id, title=body.title, text=body.text, is_default=body.is_default)
        )

    @router.delete(
        "/api/resumes/{resume_id}", status_code=204, summary="Delete it for good", responses=responses(401, 403, 404)
    )
    def delete(asker: Asker, resume_id: str) -> None:
        """With its file. Interviews keep their copy of the text."""
        resumes.delete(asker.id, resume_id)

    @router.get(
        "/api/resumes/{resume_id}/file",
        summary="The file as it was uploaded",
        response_class=StreamingResponse,
        responses={**DOWNLOAD, **responses(401, 404)},
    )
    def get_file(asker: Asker, resume_id: str) -> StreamingResponse:
        """404 when the text was pasted."""
        return download(resumes.file(asker.id, resume_id))

    @router.post(
        "/api/resume/upload",
        status_code=201,
        summary="Upload a résumé",
        responses=responses(401, 403, 409, 413, 422, 429),
    )
    def upload(asker: Asker, file: UploadFile, title: Annotated[str, Form(max_length=200)] = "") -> ResumeBody:
        """PDF, Word (.docx), Markdown or plain text up to 5 MB. 422 says in a sentence why a file cannot be read."""
        return resume_body(resumes.upload(asker.id, *read_upload(file), title))

    @router.get("/api/resume", summary="The default résumé", responses=responses(401, 404))
    def get_default(asker: Asker) -> ResumeBody:
        """404 while there is none."""
        return resume_body(resumes.default(asker.id))

    @router.delete(
        "/api/resume", status_code=204, summary="Delete the default résumé", responses=responses(401, 403, 404)
    )
    def delete_default(asker: Asker) -> None:
        """The newest one left becomes the default."""
        resumes.delete(asker.id, resumes.default(asker.id).id)

    return router
