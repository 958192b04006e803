"""Papers sorted by a model through the real SDK and the emulated REST calls; the rules when that does not work."""

from pathlib import Path

import pytest

from preppal.config import Settings
from preppal.documents.reader import DocumentReader
from preppal.domain.papers import Experience, JobFields, ResumeFields
from preppal.engines.gemini_generation import StructuredGeneration
from preppal.engines.model_paper_reader import ModelPaperReader, create_paper_readers
from preppal.errors import EngineError
from preppal.services.documents import Intake
from preppal.store.blobs import FolderBlobs
from tests.emulators.gemini_live.emulator import GeminiLiveEmulator
from tests.emulators.gemini_live.scenario import RestAnswer, Scenario
from tests.emulators.gemini_live.threaded import emulated
from tests.factories import find_skills
from tests.paper_texts import JOB, RESUME

_SORTED_RESUME = {
    "skills": ["sql", "Tableau", "SQL", "Rocket science"],
    "experience": [
        {
            "title": "Senior Data Analyst",
            "organisation": "Lumen  Freight",
            "start": "Mar 2021",
            "end": "yesterday",
            "points": ["Coached three junior analysts", "Doubled the revenue of the firm"],
        },
        {"title": "Astronaut", "organisation": "Moon base", "start": "", "end": "", "points": []},
    ],
    "projects": [{"name": "Tidewatch", "summary": "", "skills": ["React", "Fortran"]}],
    "education": ["BSc Mathematics, University of Leeds, 2018", "PhD, Oxford"],
}


@pytest.fixture(autouse=True)
def _points_at_the_emulator(monkeypatch: pytest.MonkeyPatch, cert_dir: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(cert_dir / "ca.pem"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def reader(emulator: GeminiLiveEmulator, key: str = "emulated") -> ModelPaperReader:
    settings = Settings(gemini_api_key=key, gemini_base_url=emulator.url)
    return ModelPaperReader(StructuredGeneration(settings, timeout_ms=1_000, pause_s=0.01, attempts=2, answers=1))


def intake(folder: Path, *readers: ModelPaperReader) -> Intake:
    return Intake(DocumentReader(), FolderBlobs(folder), find_skills, readers)


def answering(*answers: RestAnswer) -> Scenario:
    return Scenario(name="papers", group=41, summary="Papers are sorted.", rest=answers)


def test_model_sorts_a_resume_and_what_does_not_stand_in_it_is_dropped(cert_dir: Path) -> None:
    with emulated(answering(RestAnswer(body=_SORTED_RESUME)), cert_dir) as emulator:
        fields = reader(emulator).read_resume(RESUME)
        [request] = emulator.received.received("generateContent")
    assert {skill.casefold() for skill in fields.skills} == {"sql", "tableau"}
    points = ("Coached three junior analysts",)
    assert fields.experience == (Experience("Senior Data Analyst", "Lumen Freight", "Mar 2021", "", points),)
    assert [(project.name, project.skills) for project in fields.projects] == [("Tidewatch", ("React",))]
    assert fields.education == ("BSc Mathematics, University of Leeds, 2018",)
    body = str(request.fields["body"])
    assert "'temperature': 0" in body
    assert "| Maya Okafor" in body, "the paper is fenced"


def test_whatever_a_model_returns_nothing_is_found_that_is_not_there(cert_dir: Path) -> None:
    """The emulator fills the schema with sentences of its own."""
    with emulated("feedback_ok", cert_dir) as emulator:
        assert reader(emulator).read_resume(RESUME) == ResumeFields()
        assert reader(emulator).read_job(JOB) == JobFields()


@pytest.mark.parametrize(
    "failing",
    [
        RestAnswer(code=503, times=2),
        RestAnswer(code=429, times=2),
        RestAnswer(damage="bad_json"),
        RestAnswer(damage="schema"),
        RestAnswer(damage="truncated"),
        RestAnswer(block_reason="SAFETY"),
        RestAnswer(code=200, html="<html>Sign in</html>"),
        RestAnswer(delay_s=30, times=2),
    ],
    ids=["down", "out of quota", "no JSON", "another shape", "cut off", "blocked", "a page", "too slow"],
)
def test_rules_sort_what_the_model_does_not(failing: RestAnswer, cert_dir: Path, tmp_path: Path) -> None:
    by_rules = intake(tmp_path)
    with emulated(answering(failing), cert_dir) as emulator:
        with_model = intake(tmp_path, reader(emulator))
        assert with_model.resume_fields(RESUME) == by_rules.resume_fields(RESUME) != ResumeFields()


def test_refused_key_is_left_to_the_rules(cert_dir: Path, tmp_path: Path) -> None:
    with emulated("feedback_ok", cert_dir) as emulator:
        refused = reader(emulator, key="bad")
        with pytest.raises(EngineError):
            refused.read_job(JOB)
        assert intake(tmp_path, refused).job_fields(JOB) == intake(tmp_path).job_fields(JOB) != JobFields()


def test_no_model_is_asked_where_none_is_configured() -> None:
    assert create_paper_readers(Settings()) == []
    assert [made.name for made in create_paper_readers(Settings(gemini_api_key="k"))] == ["gemini"]
