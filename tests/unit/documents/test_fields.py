"""Fields found by rules: in a résumé and in a posting. What is not there stays empty."""

from preppal.documents.job_fields import job_title, read_job
from preppal.documents.resume_fields import read_resume
from preppal.domain.papers import Experience, ResumeFields, read_job_fields, read_resume_fields, write_fields
from tests.factories import find_skills
from tests.paper_texts import HEBREW, JOB, RESUME


def test_resume_gives_its_positions_with_dates_and_points() -> None:
    first, second = read_resume(RESUME, find_skills).experience
    assert (first.title, first.organisation, first.start, first.end) == (
        "Senior Data Analyst",
        "Lumen Freight",
        "Mar 2021",
        "present",
    )
    assert first.points[1] == "Led the move of 140 dashboards from Excel to Tableau"
    assert (second.title, second.organisation, second.start, second.end) == (
        "Data Analyst",
        "Halden Rail",
        "2018",
        "2021",
    )


def test_resume_gives_skills_projects_and_education() -> None:
    fields = read_resume(RESUME, find_skills)
    assert {"SQL", "Python", "Tableau", "stakeholder management"} <= set(fields.skills)
    assert [project.name for project in fields.projects] == ["Tidewatch"]
    assert "React" in fields.projects[0].skills
    assert fields.education == ("BSc Mathematics, University of Leeds, 2018",)


def test_positions_are_found_however_their_heads_are_written() -> None:
    heads = (
        "Work Experience\nHalden Rail\nData Analyst\n01/2018 – 12/2020\n- Built a forecast",
        "EMPLOYMENT HISTORY\n**Data Analyst** at Halden Rail (Jan 2018 to Dec 2020)\n- Built a forecast",
        "E X P E R I E N C E\n2018 - 2020 Data Analyst, Halden Rail\n- Built a forecast",
        "## Career\nData Analyst | Halden Rail | 2018 — 2020\nBuilt a forecast",
    )
    for text in heads:
        (position,) = read_resume(text, find_skills).experience
        assert (position.title, position.organisation) == ("Data Analyst", "Halden Rail"), text
        assert position.points == ("Built a forecast",)


def test_hebrew_headings_are_known() -> None:
    (position,) = read_resume(HEBREW, find_skills).experience
    assert (position.organisation, position.start) == ("חברת אור", "2021")


def test_text_without_structure_gives_empty_fields() -> None:
    assert read_resume("I have cooked for forty years and love it.", find_skills) == ResumeFields()


def test_posting_gives_what_it_demands_and_what_it_would_like() -> None:
    fields = read_job(JOB, find_skills)
    assert fields.must_have == ("At least 3 years with SQL and Python", "Proven experience with A/B tests")
    assert fields.nice_to_have == ("Experience in logistics", "Airflow is a plus")
    assert fields.responsibilities[0] == "Define metrics with product managers"
    assert "Flexible hours" not in str(fields)
    assert {"SQL", "Python", "Tableau"} <= set(fields.skills)


def test_posting_in_running_text_is_understood_by_its_sentences() -> None:
    fields = read_job("We hire. You must speak French. Knowing SAP would be a plus. We are nice.", find_skills)
    assert fields.must_have == ("You must speak French.",)
    assert fields.nice_to_have == ("Knowing SAP would be a plus.",)


def test_title_of_a_posting_is_its_first_line_when_that_is_short() -> None:
    assert job_title(JOB) == "Product Analyst"
    assert job_title("Job title: Team lead\nmore") == "Team lead"
    assert job_title("We are looking for somebody who can do many things at once.") == ""


def test_fields_survive_being_stored_as_json() -> None:
    resume, job = read_resume(RESUME, find_skills), read_job(JOB, find_skills)
    assert read_resume_fields(write_fields(resume)) == resume
    assert read_job_fields(write_fields(job)) == job
    assert read_resume_fields({}) == ResumeFields()
    assert read_resume_fields({"experience": [{"title": "Cook"}]}).experience == (Experience("Cook"),)
