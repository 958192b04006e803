"""What the library shows, in words. Pure functions of what the services say."""

from dataclasses import dataclass
from datetime import datetime

from preppal.services.paper_views import JobDescriptionView, ResumeView
from preppal.ui.when import day_and_month, local

_KINDS = {"pdf": "PDF", "word": "Word", "markdown": "Markdown", "text": "Text", "pasted": "Pasted"}


@dataclass(frozen=True)
class PaperRow:
    """A paper as one line of a list."""

    id: str = ""
    title: str = ""
    note: str = ""
    is_default: bool = False
    practise: str = ""


@dataclass(frozen=True)
class UnreadFile:
    """A file that could not be read, and why."""

    name: str = ""
    problem: str = ""


def resume_row(view: ResumeView, now: datetime, time_zone: str) -> PaperRow:
    origin = _KINDS[view.kind] + (f", {_counted(view.pages, 'page')}" if view.pages else "")
    used = f" Used in {_counted(view.used_in, 'interview')}." if view.used_in else ""
    cut = " Only its beginning was kept, it is very long." if view.is_cut else ""
    note = f"{origin}. Added {_day(view.created_at, now, time_zone)}.{used}{cut}"
    return PaperRow(view.id, view.title, note.removesuffix("."), view.is_default, f"/interview/new?resume={view.id}")


def job_row(view: JobDescriptionView, now: datetime, time_zone: str) -> PaperRow:
    used = f" {_counted(view.used_in, 'interview')}" if view.used_in else ""
    best = f", best {view.best:g} ± {view.best_spread or 0:g}" if view.best is not None else ""
    title = f"{view.title}, {view.company}" if view.company else view.title
    note = f"Added {_day(view.created_at, now, time_zone)}.{used}{best}"
    return PaperRow(view.id, title, note.removesuffix("."), practise=f"/interview/new?job={view.id}")


def found_in_resume(view: ResumeView) -> str:
    """What the rules made of it, in a line."""
    fields = view.fields
    parts = [
        _counted(len(items), noun)
        for items, noun in (
            (fields.experience, "position"),
            (fields.projects, "project"),
            (fields.skills, "skill"),
            (fields.education, "line about education"),
        )
        if items
    ]
    return f"We found {_joined(parts)}." if parts else "We found no headings we know. Interviews use the text as it is."


def found_in_job(view: JobDescriptionView) -> str:
    fields = view.fields
    parts = [
        _counted(len(items), noun)
        for items, noun in (
            (fields.must_have, "requirement"),
            (fields.nice_to_have, "wish"),
            (fields.responsibilities, "duty"),
            (fields.skills, "skill"),
        )
        if items
    ]
    return f"We found {_joined(parts)}." if parts else "We found no headings we know. Interviews use the text as it is."


def _counted(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    plural = {"duty": "duties", "wish": "wishes", "line about education": "lines about education"}.get(noun, f"{noun}s")
    return f"{number} {plural}"


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def _day(moment: datetime, now: datetime, time_zone: str) -> str:
    year = local(moment, time_zone).year
    return day_and_month(moment, time_zone) + (f" {year}" if year != local(now, time_zone).year else "")
