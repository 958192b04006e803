"""What LibreOffice and LaTeX themselves make: every word whole, in the order of reading, and its fields found."""

from pathlib import Path

import pytest

from preppal.documents.reader import DocumentReader
from preppal.documents.resume_fields import read_resume
from preppal.domain.papers import ResumeFields
from tests.factories import find_skills
from tests.made_papers import MADE

_EXPECTED = {
    "latex_article.pdf": (
        ("Sheffield", "flow controller", "firefighting", "five\ncalls", "difference between two offsets", "affiliated"),
        [("Senior Firmware Engineer", "Finch Instruments", "May 2020", "present"),
         ("Firmware Engineer", "Cliffside Robotics", "2016", "2020")],
        {"C", "Python", "Git", "Linux", "Docker"},
        "Tidefinder",
    ),
    "latex_two_columns.pdf": (
        ("Tobias Grifflin", "profitability dashboard", "finance office", "Identified inefficient", "fifteen depots"),
        [("Data Analyst", "Heffer Logistics", "2021", "present"), ("Junior Analyst", "Offa Rail", "2018", "2021")],
        {"SQL", "Python", "Tableau", "Excel", "Git"},
        "Ferrywatch",
    ),
    "latex_sidebar.pdf": (
        ("Hester Offield", "Fiddlehead", "office map, offering offline", "Ruffle Press", "fewer faults"),
        [("Web Developer", "Fiddlehead Maps", "Jan 2019", "present"),
         ("Web Developer", "Ruffle Press", "2016", "2019")],
        {"React", "TypeScript", "PostgreSQL", "Docker"},
        "Leafline",
    ),
    "libreoffice_table": (
        ("Imogen Straker", "flood sensors of twelve villages", "1.4 million pounds", "ninety volunteers"),
        [("Project Manager", "Wensum Water", "Feb 2019", "present"), ("Coordinator", "Broads Trust", "2015", "2019")],
        {"Excel", "SQL", "Jira", "stakeholder management"},
        "Reedcount",
    ),
    "libreoffice_columns": (
        ("Nadia Okonjo", "twenty-two beds", "diabetic feet", "Quiet hours"),
        [("Nurse in charge", "Ashby Infirmary", "Mar 2018", "present"),
         ("Staff nurse", "Oadby Clinic", "2014", "2018")],
        {"Team leadership", "Excel", "Coaching"},
        "Quiet hours",
    ),
}  # fmt: skip
_PARTS = ("Experience", "Skills", "Education", "Projects")


def _read(data: bytes, name: str) -> tuple[str, ResumeFields]:
    text = DocumentReader().read(name, data).text
    return text, read_resume(text, find_skills)


@pytest.mark.parametrize("name", [name for name, _, _ in MADE])
def test_program_made_paper_gives_whole_words_and_its_fields(name: str) -> None:
    data = next(read() for made, _, read in MADE if made == name)
    assert len(data) < 100_000
    words, positions, skills, project = _EXPECTED.get(name) or _EXPECTED[Path(name).stem]
    text, fields = _read(data, name)
    assert [each for each in words if each not in text] == []
    places = [text.index(each) for each in words]
    assert places == sorted(places), "in the order of reading"
    assert [line for line in text.splitlines() if line in _PARTS] != []
    assert [(each.title, each.organisation, each.start, each.end) for each in fields.experience] == positions
    assert all(each.points for each in fields.experience)
    assert skills <= set(fields.skills)
    assert [each.name for each in fields.projects] == [project]
    assert all(len(line) > 1 for line in fields.education), "a page number is no education"


def test_wrapped_bullet_is_one_point_and_no_head_of_the_next_position() -> None:
    (data,) = [read() for made, _, read in MADE if made == "libreoffice_columns.pdf"]
    first = _read(data, "a.pdf")[1].experience[0]
    assert first.points[1] == "Trained fifteen new colleagues in the electronic record"
