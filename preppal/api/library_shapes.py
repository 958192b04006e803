"""Résumés and job descriptions in JSON."""

from typing import Annotated, Literal

from pydantic import Field

from preppal.api.shapes import Answer, Body, Moment
from preppal.services.paper_views import JobDescriptionView, ResumeView
from preppal.services.views import Page

Origin = Annotated[Literal["pasted", "pdf", "word", "markdown", "text"], Field(description="Where the text came from.")]


class ExperienceBody(Answer):
    """One position, with dates as they were written."""

    title: str
    organisation: str
    start: str
    end: str
    points: tuple[str, ...]


class ProjectBody(Answer):
    name: str
    summary: str
    skills: tuple[str, ...]


class ParsedResume(Answer):
    """What rules found in the text; what they did not find is empty."""

    skills: tuple[str, ...]
    experience: tuple[ExperienceBody, ...]
    projects: tuple[ProjectBody, ...]
    education: tuple[str, ...]


class ParsedJob(Answer):
    skills: tuple[str, ...]
    must_have: tuple[str, ...]
    nice_to_have: tuple[str, ...]
    responsibilities: tuple[str, ...]


class _PaperBody(Answer):
    id: str
    title: str
    file_name: str
    file_url: Annotated[str | None, Field(description="The file as it was uploaded; null when the text was pasted.")]
    origin: Origin
    pages: int | None
    is_cut: Annotated[bool, Field(description="The file was longer than what is kept.")]
    raw_text: str
    used_in: Annotated[int, Field(description="Interviews that took a copy.")]
    created_at: Moment
    updated_at: Moment


class ResumeBody(_PaperBody):
    is_default: bool
    parsed_data: ParsedResume


class JobDescriptionBody(_PaperBody):
    company: str
    parsed_data: ParsedJob
    best_score: float | None
    best_spread: float | None


class ResumePage(Answer):
    items: tuple[ResumeBody, ...]
    next_cursor: str | None


class JobDescriptionPage(Answer):
    items: tuple[JobDescriptionBody, ...]
    next_cursor: str | None


Title = Annotated[str, Field(max_length=200, examples=["Maya Okafor, analyst, 2026"])]
Text = Annotated[str, Field(max_length=200_000)]


class NewResume(Body):
    text: Annotated[Text, Field(examples=["Maya Okafor\nProduct analyst\n\nSkills\nSQL, Python"])]
    title: Title = ""


class ResumeChanges(Body):
    """What is left out stays. A new text is sorted into fields anew."""

    title: Title | None = None
    text: Text | None = None
    is_default: bool | None = None


class NewJobDescription(Body):
    text: Annotated[Text, Field(examples=["Product Analyst\n\nRequirements\n- SQL\n- Python"])]
    title: Title = ""
    company: Title = ""


class JobDescriptionChanges(Body):
    """What is left out stays. A new text is sorted into fields anew."""

    title: Title | None = None
    company: Title | None = None
    text: Text | None = None


def resume_body(view: ResumeView) -> ResumeBody:
    return ResumeBody(
        id=view.id,
        title=view.title,
        file_name=view.file_name,
        file_url=f"/api/resumes/{view.id}/file" if view.has_file else None,
        origin=_origin(view.kind),
        pages=view.pages,
        is_cut=view.is_cut,
        raw_text=view.text,
        used_in=view.used_in,
        created_at=view.created_at,
        updated_at=view.updated_at,
        is_default=view.is_default,
        parsed_data=ParsedResume.model_validate(view.fields),
    )


def job_body(view: JobDescriptionView) -> JobDescriptionBody:
    return JobDescriptionBody(
        id=view.id,
        title=view.title,
        file_name=view.file_name,
        file_url=f"/api/job-descriptions/{view.id}/file" if view.has_file else None,
        origin=_origin(view.kind),
        pages=view.pages,
        is_cut=view.is_cut,
        raw_text=view.text,
        used_in=view.used_in,
        created_at=view.created_at,
        updated_at=view.updated_at,
        company=view.company,
        parsed_data=ParsedJob.model_validate(view.fields),
        best_score=view.best,
        best_spread=view.best_spread,
    )


def resume_page(page: Page[ResumeView]) -> ResumePage:
    return ResumePage(items=tuple(map(resume_body, page.items)), next_cursor=page.next_cursor)


def job_page(page: Page[JobDescriptionView]) -> JobDescriptionPage:
    return JobDescriptionPage(items=tuple(map(job_body, page.items)), next_cursor=page.next_cursor)


def _origin(kind: str) -> Literal["pasted", "pdf", "word", "markdown", "text"]:
    match kind:
        case "pdf" | "word" | "markdown" | "text":
            return kind
        case _:
            return "pasted"
