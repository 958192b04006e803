"""What the library offers to an interview, and which of it to begin with."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from preppal.ui.deps import get_services

PASTED = ""  # the choice of pasting instead
_OFFERED = 50


@dataclass(frozen=True)
class Papers:
    """Choices as (id, title); ids are empty for what is pasted."""

    resumes: list[list[str]] = field(default_factory=list)
    jobs: list[list[str]] = field(default_factory=list)
    resume_id: str = PASTED
    job_id: str = PASTED


async def papers_of(user_id: str, last_setup: Mapping[str, Any], asked: Mapping[str, str]) -> Papers:
    """`asked` is what a link names; then what was used last time; then the default résumé. Raises PreppalError."""
    services = get_services()
    resumes = (await asyncio.to_thread(services.resumes.page, user_id, _OFFERED)).items
    jobs = (await asyncio.to_thread(services.jobs.page, user_id, _OFFERED)).items
    default = next((view.id for view in resumes if view.is_default), PASTED)
    pasted_last = bool(last_setup) and not last_setup.get("resume_id")
    return Papers(
        resumes=[[view.id, view.title + (" (default)" if view.is_default else "")] for view in resumes],
        jobs=[[view.id, f"{view.title}, {view.company}" if view.company else view.title] for view in jobs],
        resume_id=_known(
            (view.id for view in resumes),
            asked.get("resume"),
            last_setup.get("resume_id"),
            PASTED if pasted_last else default,
        ),
        job_id=_known((view.id for view in jobs), asked.get("job"), last_setup.get("job_description_id")),
    )


def _known(offered: Iterable[str], *wanted: Any) -> str:
    ids = set(offered)
    return next((str(paper_id) for paper_id in wanted if paper_id in ids), PASTED)
