"""Papers sorted into fields by a language model, held to their words by code: what does not stand there is dropped."""

import secrets
from collections.abc import Iterable, Sequence

from preppal.config import Settings
from preppal.domain import paper_prompts
from preppal.domain.papers import Experience, JobFields, Project, ResumeFields
from preppal.engines.model_reviewer import Generation
from preppal.engines.paper_schema import SortedJob, SortedPosition, SortedProject, SortedResume
from preppal.ports import PaperReader

# Somebody waits for their upload meanwhile: at most two tries of ten seconds, then the rules have their turn.
_TIMEOUT_MS = 10_000
_ATTEMPTS = 2


def create_paper_readers(settings: Settings) -> list[PaperReader]:
    """Those that are configured, the best first. The rules, which can always read, are not among them."""
    if not settings.gemini_api_key:
        return []
    from preppal.engines.gemini_generation import StructuredGeneration

    return [ModelPaperReader(StructuredGeneration(settings, timeout_ms=_TIMEOUT_MS, attempts=_ATTEMPTS, answers=1))]


class ModelPaperReader:
    """ports.PaperReader."""

    def __init__(self, generation: Generation, name: str = "gemini") -> None:
        self._generation = generation
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def read_resume(self, text: str) -> ResumeFields:
        request = paper_prompts.paper_request(text, secrets.token_hex(4))
        found = self._generation.ask(SortedResume, paper_prompts.resume_instructions(), request)
        words = _Words(text)
        return ResumeFields(
            skills=words.only(found.skills),
            experience=tuple(filter(None, (_position(item, words) for item in found.experience))),
            projects=tuple(filter(None, (_project(item, words) for item in found.projects))),
            education=words.only(found.education),
        )

    def read_job(self, text: str) -> JobFields:
        request = paper_prompts.paper_request(text, secrets.token_hex(4))
        found = self._generation.ask(SortedJob, paper_prompts.job_instructions(), request)
        words = _Words(text)
        return JobFields(
            skills=words.only(found.skills),
            must_have=words.only(found.must_have),
            nice_to_have=words.only(found.nice_to_have),
            responsibilities=words.only(found.responsibilities),
        )


def _position(item: SortedPosition, words: "_Words") -> Experience | None:
    title, organisation = words.held(item.title), words.held(item.organisation)
    if not title and not organisation:
        return None
    return Experience(title, organisation, words.held(item.start), words.held(item.end), words.only(item.points))


def _project(item: SortedProject, words: "_Words") -> Project | None:
    name, summary = words.held(item.name), words.held(item.summary)
    return Project(name, summary, words.only(item.skills)) if name or summary else None


class _Words:
    """The words of one paper, to hold a model to. Lines may have been broken elsewhere, case does not matter."""

    def __init__(self, text: str) -> None:
        self._text = _plain(text)

    def held(self, claim: str) -> str:
        """The claim on one line; nothing when it does not stand in the paper."""
        line = " ".join(claim.split())
        return line if line and _plain(line) in self._text else ""

    def only(self, claims: Sequence[str]) -> tuple[str, ...]:
        """Those that stand in the paper, each once."""
        return tuple(_unique(filter(None, map(self.held, claims))))


def _unique(lines: Iterable[str]) -> Iterable[str]:
    return {line.casefold(): line for line in lines}.values()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
