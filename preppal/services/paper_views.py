"""What the library hands out."""

from dataclasses import dataclass
from datetime import datetime

from preppal.domain.papers import JobFields, ResumeFields, read_job_fields, read_resume_fields
from preppal.store.models import JobDescription, Resume


@dataclass(frozen=True, slots=True)
class ResumeView:
    """A résumé of the library. `kind` is pasted, pdf, word, markdown or text; `pages` None where there are none."""

    id: str
    title: str
    text: str
    fields: ResumeFields
    kind: str
    pages: int | None
    is_cut: bool
    file_name: str
    has_file: bool
    is_default: bool
    used_in: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class JobDescriptionView:
    """A posting of the library. `best` is the best overall score of the interviews for it."""

    id: str
    title: str
    company: str
    text: str
    fields: JobFields
    kind: str
    pages: int | None
    is_cut: bool
    file_name: str
    has_file: bool
    used_in: int
    best: float | None
    best_spread: float | None
    created_at: datetime
    updated_at: datetime


def resume_view(row: Resume, used_in: int) -> ResumeView:
    parsed = row.parsed
    return ResumeView(
        id=row.id,
        title=row.title,
        text=row.text,
        fields=read_resume_fields(parsed.get("fields", {})),
        kind=str(parsed.get("kind", "pasted")),
        pages=parsed.get("pages"),
        is_cut=bool(parsed.get("is_cut", False)),
        file_name=row.file_name,
        has_file=bool(row.file_key),
        is_default=row.is_default,
        used_in=used_in,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def job_view(row: JobDescription, used_in: int, best: tuple[float, float] | None) -> JobDescriptionView:
    parsed = row.parsed
    return JobDescriptionView(
        id=row.id,
        title=row.title,
        company=row.company,
        text=row.text,
        fields=read_job_fields(parsed.get("fields", {})),
        kind=str(parsed.get("kind", "pasted")),
        pages=parsed.get("pages"),
        is_cut=bool(parsed.get("is_cut", False)),
        file_name=row.file_name,
        has_file=bool(row.file_key),
        used_in=used_in,
        best=best[0] if best else None,
        best_spread=best[1] if best else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
