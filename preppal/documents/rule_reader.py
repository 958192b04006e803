"""Papers sorted into fields by rules: needs no network and no model, and what everything else falls back to."""

from preppal.documents.job_fields import read_job
from preppal.documents.resume_fields import FindSkills, read_resume
from preppal.domain.papers import JobFields, ResumeFields


class RulePaperReader:
    """ports.PaperReader."""

    def __init__(self, find_skills: FindSkills) -> None:
        self._find_skills = find_skills

    @property
    def name(self) -> str:
        return "rules"

    def read_resume(self, text: str) -> ResumeFields:
        return read_resume(text, self._find_skills)

    def read_job(self, text: str) -> JobFields:
        return read_job(text, self._find_skills)
