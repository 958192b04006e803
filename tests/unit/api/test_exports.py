"""Reports as files: complete, stamped, and with nothing in them that a reader's program would run."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from preppal.domain.feedback import WrittenBy
from preppal.domain.interview import EndReason, Status
from preppal.store.queries import reviews
from tests.factories import answer_entry, feedback, new_interview, question_entry
from tests.unit.api.conftest import Site


def test_markdown_holds_report_transcript_and_stamp(site: Site) -> None:
    interview_id = site.finished_interview()
    answer = site.client(site.sign_in()).get(f"/api/session/{interview_id}/export.md")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.headers["content-disposition"].endswith(f'preppal-{interview_id[:8]}.md"')
    text = answer.text
    assert "# Behavioral interview" in text
    assert "| Overall | 6.5 ± 0.5 |" in text
    assert "> “moved the report” (question 1)" in text
    assert "> I moved the report to a nightly job." in text
    assert "prompts none" in text, "rules are told nothing"
    assert "Feedback version 1 by rules" in text


def test_json_is_the_interview_with_its_stamp(site: Site) -> None:
    interview_id = site.finished_interview()
    ann = site.client(site.sign_in())
    exported = ann.get(f"/api/session/{interview_id}/export.json").json()
    assert exported["session"] == ann.get(f"/api/session/{interview_id}").json()
    stamp = exported["stamp"]
    assert (stamp["sessionId"], stamp["feedbackVersion"], stamp["writtenBy"]) == (interview_id, 1, "rules")
    assert (stamp["promptVersion"], stamp["reviewModel"]) == ("", "")


def test_stamp_names_the_model_and_what_it_was_told(site: Site) -> None:
    interview_id = site.finished_interview(with_feedback=False)
    with site.database.begin() as db:
        written = replace(feedback(), written_by=WrittenBy.MODEL, model="gemini-3.8-flash", prompt_version="2026-11-27")
        reviews.add_feedback(db, interview_id, 1, written, datetime(2026, 11, 27, tzinfo=UTC))
    ann = site.client(site.sign_in())
    stamp = ann.get(f"/api/session/{interview_id}/export.json").json()["stamp"]
    assert (stamp["reviewModel"], stamp["promptVersion"]) == ("gemini-3.8-flash", "2026-11-27")
    text = ann.get(f"/api/session/{interview_id}/export.md").text
    assert "by model with gemini-3.8-flash" in text
    assert "prompts 2026-11-27" in text


def test_an_older_version_is_exported_when_it_is_named(site: Site) -> None:
    interview_id = site.finished_interview()
    with site.database.begin() as db:
        newer = feedback(headline="Written again.")
        reviews.add_feedback(db, interview_id, 2, newer, datetime(2026, 11, 27, tzinfo=UTC))
    ann = site.client(site.sign_in())
    assert "Written again" in ann.get(f"/api/session/{interview_id}/export.md").text
    assert "Written again" not in ann.get(f"/api/session/{interview_id}/export.md?version=1").text
    assert ann.get(f"/api/session/{interview_id}/export.pdf?version=3").status_code == 404


def test_pdf_holds_report_transcript_and_stamp(site: Site) -> None:
    interview_id = site.finished_interview()
    answer = site.client(site.sign_in()).get(f"/api/session/{interview_id}/export.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = words_of(answer.content)
    for said in ("Behavioral interview", "6.5 ± 0.5", "“moved the report”", "I moved the report to a nightly job."):
        assert said in text
    assert f"Interview {interview_id}" in text
    assert "missing in this copy" not in text
    again = site.client(site.sign_in()).get(f"/api/session/{interview_id}/export.pdf")
    assert again.content == answer.content, "the same report gives the same file"


def test_pdf_counts_the_letters_its_font_does_not_have_and_logs_none(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    ann = site.user_id()
    interview_id = site.interviews.create(ann, new_interview())[0].id
    epoch = site.interviews.claim(interview_id, ann).epoch
    site.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    site.interviews.store_turn(interview_id, epoch, [question_entry(0), answer_entry(1, "Привет 你好 done.")], 2, 1, "")
    site.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 1)
    text = words_of(site.client(site.sign_in()).get(f"/api/session/{interview_id}/export.pdf").content)
    assert "Привет" in text
    assert "2 characters are missing in this copy" in text
    assert "你" not in caplog.text


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_interview_without_a_report_is_exported_as_far_as_it_goes(site: Site) -> None:
    interview_id = site.finished_interview(with_feedback=False)
    ann = site.client(site.sign_in())
    assert "Feedback version 0 by nobody" in ann.get(f"/api/session/{interview_id}/export.md").text
    assert ann.get(f"/api/session/{interview_id}/export.json").json()["stamp"]["feedbackVersion"] is None


@pytest.mark.parametrize("kind", ["docx", "html", "m"])
def test_other_kinds_are_refused(site: Site, kind: str) -> None:
    address = f"/api/session/{site.finished_interview()}/export.{kind}"
    assert site.client(site.sign_in()).get(address).status_code == 422


def test_words_that_look_like_markup_stay_words(site: Site) -> None:
    ann = site.user_id()
    interview_id = site.interviews.create(ann, new_interview(job_title="# Lead"))[0].id
    epoch = site.interviews.claim(interview_id, ann).epoch
    site.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    said = "<img src=x> # not a heading [a](http://b) *so*"
    site.interviews.store_turn(interview_id, epoch, [question_entry(0), answer_entry(1, said)], 2, 1, "")
    site.interviews.store_feedback(interview_id, epoch, replace(feedback(), summary="## Not a heading | either"))
    site.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 1)
    text = site.client(site.sign_in()).get(f"/api/session/{interview_id}/export.md").text
    assert "<img" not in text.replace("\\<img", "")
    assert "[a]" not in text
    assert "\n## Not a heading" not in text
    assert "\\# Lead" in text
