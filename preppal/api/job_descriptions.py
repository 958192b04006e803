"""`/api/job-descriptions`: the library's postings."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, UploadFile
from starlette.responses import StreamingResponse

from preppal.api.identity import person_of
from preppal.api.library_shapes import (
    JobDescriptionBody,
    JobDescriptionChanges,
    JobDescriptionPage,
    NewJobDescription,
    job_body,
    job_page,
)
from preppal.api.problems import responses
from preppal.api.uploads import DOWNLOAD, download, read_upload
from preppal.config import Settings
from preppal.services.container import Services
from preppal.services.views import Person

_ONE = "/api/job-descriptions/{job_description_id}"


def create_job_description_routes(services: Services, settings: Settings) -> APIRouter:
    router = APIRouter(tags=["job descriptions"])
    jobs = services.jobs
    Asker = Annotated[Person, Depends(person_of(services.accounts, settings))]  # noqa: N806  a type

    @router.get("/api/job-descriptions", summary="Job descriptions, newest first", responses=responses(401, 422))
    def get_page(
        asker: Asker,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
        cursor: Annotated[str, Query(max_length=200, description="`nextCursor` of the page before")] = "",
    ) -> JobDescriptionPage:
        """In pages: send `nextCursor` as `cursor` for the next one."""
        return job_page(jobs.page(asker.id, limit, cursor or None))

    @router.post(
        "/api/job-descriptions",
        status_code=201,
        summary="Paste a job description",
        responses=responses(401, 403, 409, 422),
    )
    def paste(asker: Asker, body: NewJobDescription) -> JobDescriptionBody:
        """Without a title, the first line of the text is it."""
        return job_body(jobs.paste(asker.id, body.text, body.title, body.company))

    @router.post(
        "/api/job-description/upload",
        status_code=201,
        summary="Upload a job description",
        responses=responses(401, 403, 409, 413, 422, 429),
    )
    def upload(
        asker: Asker,
        file: UploadFile,
        title: Annotated[str, Form(max_length=200)] = "",
        company: Annotated[str, Form(max_length=200)] = "",
    ) -> JobDescriptionBody:
        """PDF, Word (.docx), Markdown or plain text up to 5 MB. 422 says in a sentence why a file cannot be read."""
        return job_body(jobs.upload(asker.id, *read_upload(file), title, company))

    @router.get(_ONE, summary="A job description with its text", responses=responses(401, 404))
    def get(asker: Asker, job_description_id: str) -> JobDescriptionBody:
        """With the fields that rules found in the text; what they did not find is empty."""
        return job_body(jobs.get(asker.id, job_description_id))

    @router.patch(_ONE, summary="Change a job description", responses=responses(401, 403, 404, 422))
    def update(asker: Asker, job_description_id: str, body: JobDescriptionChanges) -> JobDescriptionBody:
        """Interviews that were made with it keep the text they were made with."""
        changes = {"title": body.title, "company": body.company, "text": body.text}
        return job_body(jobs.update(asker.id, job_description_id, **changes))

    @router.delete(_ONE, status_code=204, summary="Delete it for good", responses=responses(401, 403, 404))
    def delete(asker: Asker, job_description_id: str) -> None:
        """With its file. Interviews keep their copy of the text."""
        jobs.delete(asker.id, job_description_id)

    @router.get(
        f"{_ONE}/file",
        summary="The file as it was uploaded",
        response_class=StreamingResponse,
        responses={**DOWNLOAD, **responses(401, 404)},
    )
    def get_file(asker: Asker, job_description_id: str) -> StreamingResponse:
        """404 when the text was pasted."""
        return download(jobs.file(asker.id, job_description_id))

    return router
