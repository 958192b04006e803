"""What a résumé and a job description hold, sorted into fields. Found by rules or by a model; people may correct it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any  # JSON in and out


@dataclass(frozen=True, slots=True)
class Experience:
    """One position. Dates are as they were written; empty when there were none."""

    title: str = ""
    organisation: str = ""
    start: str = ""
    end: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    name: str = ""
    summary: str = ""
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResumeFields:
    skills: tuple[str, ...] = ()
    experience: tuple[Experience, ...] = ()
    projects: tuple[Project, ...] = ()
    education: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobFields:
    """What a posting asks for."""

    skills: tuple[str, ...] = ()
    must_have: tuple[str, ...] = ()
    nice_to_have: tuple[str, ...] = ()
    responsibilities: tuple[str, ...] = ()


def write_fields(fields: ResumeFields | JobFields) -> dict[str, Any]:
    """As JSON."""
    return asdict(fields)


def read_resume_fields(stored: Mapping[str, Any]) -> ResumeFields:
    """From JSON that `write_fields` made; whatever is missing is empty."""
    return ResumeFields(
        skills=_lines(stored.get("skills")),
        experience=tuple(
            Experience(**{**item, "points": _lines(item.get("points"))}) for item in stored.get("experience", ())
        ),
        projects=tuple(
            Project(**{**item, "skills": _lines(item.get("skills"))}) for item in stored.get("projects", ())
        ),
        education=_lines(stored.get("education")),
    )


def read_job_fields(stored: Mapping[str, Any]) -> JobFields:
    return JobFields(
        skills=_lines(stored.get("skills")),
        must_have=_lines(stored.get("must_have")),
        nice_to_have=_lines(stored.get("nice_to_have")),
        responsibilities=_lines(stored.get("responsibilities")),
    )


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())
