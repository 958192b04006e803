"""The library: two lists, files that cannot be read, an editor, one default, and a question before deleting."""

from preppal.ui.pages.library.state import LibraryState
from preppal.ui.pages.setup.state import SetupState
from tests.factories import new_interview
from tests.paper_texts import JOB, RESUME
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform, redirects


def opened(visitor: Visitor) -> LibraryState:
    state = visitor.open(LibraryState, "/library")
    perform(state.load())
    return state


def test_library_shows_ones_own_papers_and_how_they_were_used(product: Product) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    resume, job = product.resumes.paste(maya.user_id, RESUME), product.jobs.paste(maya.user_id, JOB)
    product.resumes.paste(ben.user_id, RESUME)
    product.reviewed(maya.user_id, overall=7.0, resume_id=resume.id, job_description_id=job.id)
    state = opened(maya)
    (shown,) = state.resumes
    assert (shown.title, shown.is_default) == ("Maya Okafor", True)
    assert shown.note.startswith("Pasted. Added ")
    assert shown.note.endswith("Used in 1 interview")
    assert state.jobs[0].note.endswith("1 interview, best 7 ± 0.5")


def test_empty_library_is_ready_and_empty(product: Product) -> None:
    state = opened(product.sign_in())
    assert (state.loading, state.resumes, state.jobs) == ("ready", [], [])


def test_file_that_cannot_be_read_stays_in_sight_until_its_text_is_pasted(product: Product) -> None:
    state = opened(product.sign_in())
    perform(state.resume_uploaded("scan.pdf", "The pages are pictures."))
    assert [(file.name, file.problem) for file in state.unread] == [("scan.pdf", "The pages are pictures.")]
    state.paste_resume("scan.pdf")
    perform(state.save({"title": "", "text": RESUME}))
    assert (state.unread, state.open_kind) == ([], "")
    assert [row.title for row in state.resumes] == ["Maya Okafor"]


def test_uploaded_file_appears_in_its_list(product: Product) -> None:
    maya = product.sign_in()
    state = opened(maya)
    product.jobs.upload(maya.user_id, "posting.txt", JOB.encode())
    perform(state.job_uploaded("posting.txt", ""))
    assert ([row.title for row in state.jobs], state.unread_jobs) == (["Product Analyst"], [])
    assert state.notice == "Added: posting.txt."


def test_text_is_read_corrected_and_saved(product: Product) -> None:
    maya = product.sign_in()
    made = product.resumes.paste(maya.user_id, RESUME)
    state = opened(maya)
    perform(state.edit_resume(made.id))
    assert (state.open_kind, state.text) == ("resume", made.text)
    assert state.found.startswith("We found 2 positions, 1 project, ")
    perform(state.save({"title": "Analyst", "text": "Shorter now"}))
    assert product.resumes.get(maya.user_id, made.id).text == "Shorter now"
    assert state.notice == "Saved: Analyst."


def test_empty_text_is_refused_at_its_field(product: Product) -> None:
    state = opened(product.sign_in())
    state.paste_job("")
    perform(state.save({"title": "A job", "text": " ", "company": ""}))
    assert (state.open_kind, list(state.errors)) == ("job", ["text"])


def test_another_resume_becomes_the_default(product: Product) -> None:
    maya = product.sign_in()
    product.resumes.paste(maya.user_id, "First")
    second = product.resumes.paste(maya.user_id, "Second")
    state = opened(maya)
    perform(state.make_default(second.id))
    assert [(row.title, row.is_default) for row in state.resumes] == [("Second", True), ("First", False)]


def test_paper_is_deleted_after_the_question(product: Product) -> None:
    maya = product.sign_in()
    made = product.jobs.paste(maya.user_id, JOB)
    state = opened(maya)
    state.ask_to_delete("job", made.id)
    assert state.deleting.title == "Product Analyst"
    state.keep()
    assert opened(maya).jobs
    state.ask_to_delete("job", made.id)
    perform(state.delete())
    assert (state.jobs, state.notice) == ([], "Deleted: Product Analyst.")


def test_somebody_elses_paper_can_be_neither_read_nor_deleted(product: Product) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    made = product.resumes.paste(maya.user_id, RESUME)
    state = opened(ben)
    perform(state.edit_resume(made.id))
    state.ask_to_delete("resume", made.id)
    perform(state.make_default(made.id))
    assert (state.open_kind, state.deleting_kind, state.text) == ("", "", "")
    assert product.resumes.get(maya.user_id, made.id)


def test_library_that_cannot_be_fetched_says_so(product: Product) -> None:
    maya = product.sign_in()
    product.lose_database()
    assert opened(maya).loading == "failed"


def test_signed_out_visitor_sees_nothing(product: Product) -> None:
    assert opened(NOBODY).resumes == []


def setting_up(visitor: Visitor, address: str = "/interview/new") -> SetupState:
    state = visitor.open(SetupState, address)
    perform(state.load())
    return state


def test_setup_begins_with_the_default_resume_and_the_posting_of_the_link(product: Product) -> None:
    maya = product.sign_in()
    resume, job = product.resumes.paste(maya.user_id, RESUME), product.jobs.paste(maya.user_id, JOB)
    state = setting_up(maya, f"/interview/new?job={job.id}")
    assert (state.resume_id, state.job_id) == (resume.id, job.id)
    (address,) = redirects(perform(state.create({})))
    made = product.interviews.get(maya.user_id, address.split("/")[2])
    assert (made.resume, made.job_description, made.summary.job_title) == (resume.text, job.text, "Product Analyst")


def test_pasted_text_takes_the_place_of_the_library(product: Product) -> None:
    maya = product.sign_in()
    product.resumes.paste(maya.user_id, RESUME)
    state = setting_up(maya)
    state.choose_resume("")
    (address,) = redirects(perform(state.create({"resume": "Pasted here"})))
    assert product.interviews.get(maya.user_id, address.split("/")[2]).resume == "Pasted here"
    assert setting_up(maya).resume_id == ""


def test_setup_remembers_what_was_chosen_from_the_library(product: Product) -> None:
    maya = product.sign_in()
    product.resumes.paste(maya.user_id, "First")
    second, job = product.resumes.paste(maya.user_id, "Second"), product.jobs.paste(maya.user_id, JOB)
    product.interviews.create(maya.user_id, new_interview(resume_id=second.id, job_description_id=job.id))
    state = setting_up(maya)
    assert (state.resume_id, state.job_id, state.resume, state.job_description) == (second.id, job.id, "", "")


def test_paper_that_is_not_ones_own_cannot_be_chosen(product: Product) -> None:
    maya, ben = product.sign_in(), product.sign_in("ben@example.org", "Ben")
    theirs = product.resumes.paste(maya.user_id, RESUME)
    state = setting_up(ben, f"/interview/new?resume={theirs.id}")
    state.choose_resume(theirs.id)
    assert state.resume_id == ""
