"""What is read out of a job description and a résumé."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.background import read_background, stems
from preppal.engines.question_bank import load_skills

SKILLS = load_skills()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Python, Postgres and k8s.", ["Python", "PostgreSQL", "Kubernetes"]),
        ("We use C++, C# and .NET daily.", ["C++", "C#", ".NET"]),
        ("JavaScript is not Java, Javanese is neither.", ["JavaScript", "Java"]),
        ("React Native apps, then React.", ["React Native", "React"]),
        ("Go above and beyond, and react to change.", []),
        ("Golang services behind Nginx", ["Go", "Nginx"]),
        ("spring is here, express yourself, excel at helm", []),
        ("Spring Boot and Express.js", ["Spring", "Express"]),
        ("", []),
    ],
)
def test_known_skills_are_found_by_all_their_spellings(text: str, names: list[str]) -> None:
    assert [skill.name for skill in SKILLS.find(text)] == names


def test_skills_of_both_papers_come_first() -> None:
    background = read_background("Kafka and Python wanted", "Docker, Python", SKILLS)
    assert [skill.name for skill in background.skills] == ["Python", "Docker", "Kafka"]


def test_job_decides_the_roles_and_a_resume_only_without_one() -> None:
    assert read_background("Frontend developer with React", "Kubernetes and Terraform", SKILLS).roles == {"frontend"}
    assert read_background("", "Kubernetes and Terraform", SKILLS).roles == {"devops"}


def test_words_meet_without_their_endings() -> None:
    assert stems("deadlines and customers") == stems("deadline customer")
    assert "the" not in stems("the team of the year")


@given(st.text(max_size=400))
def test_nothing_but_known_skills_comes_out_of_any_text(text: str) -> None:
    background = read_background(text, text, SKILLS)
    assert set(background.skills) <= set(SKILLS.skills)
    assert background.roles <= set(SKILLS.role_words)
