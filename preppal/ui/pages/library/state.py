"""The library's state: two lists, the files that could not be read, and the paper that is open in the editor."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from preppal.errors import Conflict, InvalidInput, NotFound, PreppalError
from preppal.services.paper_views import JobDescriptionView, ResumeView
from preppal.ui.auth_state import signed_in_person
from preppal.ui.deps import get_services
from preppal.ui.pages.library.views import (
    PaperRow,
    UnreadFile,
    found_in_job,
    found_in_resume,
    job_row,
    resume_row,
)

NOTICE_ID = "library-notice"
_ALL = 100
_NO_ANSWER = "The server did not answer as it should. What you entered is still here. Try once more."


class LibraryState(rx.State):
    """`loading` is loading, ready or failed; `open_kind` is resume, job or empty while no editor is open."""

    loading: str = "loading"
    resumes: list[PaperRow] = []
    jobs: list[PaperRow] = []
    unread: list[UnreadFile] = []
    unread_jobs: list[UnreadFile] = []
    open_kind: str = ""
    open_id: str = ""
    title: str = ""
    company: str = ""
    text: str = ""
    found: str = ""
    errors: dict[str, str] = {}
    is_busy: bool = False
    deleting_kind: str = ""
    deleting: PaperRow = PaperRow()
    notice: str = ""
    _unread_name: str = ""

    @rx.event
    async def load(self) -> None:
        self.reset()
        await self._fetch()

    async def _fetch(self) -> None:
        """Both lists anew."""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            services = get_services()
            time_zone = (await asyncio.to_thread(services.accounts.profile, person.id)).time_zone
            resumes = await asyncio.to_thread(services.resumes.page, person.id, _ALL)
            jobs = await asyncio.to_thread(services.jobs.page, person.id, _ALL)
        except PreppalError:
            self.loading = "failed"
            return
        now = datetime.now(UTC)
        self.resumes = [resume_row(view, now, time_zone) for view in resumes.items]
        self.jobs = [job_row(view, now, time_zone) for view in jobs.items]
        self.loading = "ready"

    # ---- uploads: the browser sends the file to the JSON route and tells how it came out

    @rx.event
    async def resume_uploaded(self, name: str, problem: str) -> None:
        self.unread = self._after_upload(self.unread, name, problem)
        await self._fetch()

    @rx.event
    async def job_uploaded(self, name: str, problem: str) -> None:
        self.unread_jobs = self._after_upload(self.unread_jobs, name, problem)
        await self._fetch()

    def _after_upload(self, unread: list[UnreadFile], name: str, problem: str) -> list[UnreadFile]:
        others = [file for file in unread if file.name != name]
        self.notice = "" if problem else f"Added: {name}."
        return [*others, UnreadFile(name, problem)] if problem else others

    @rx.event
    def forget_unread(self, name: str) -> None:
        self.unread = [file for file in self.unread if file.name != name]
        self.unread_jobs = [file for file in self.unread_jobs if file.name != name]

    # ---- the editor

    @rx.event
    def paste_resume(self, unread_name: str = "") -> None:
        """An empty editor; `unread_name` is the file it stands in for."""
        self._open("resume", unread_name=unread_name)

    @rx.event
    def paste_job(self, unread_name: str = "") -> None:
        self._open("job", unread_name=unread_name)

    @rx.event
    async def edit_resume(self, resume_id: str) -> None:
        view = await self._get("resumes", resume_id)
        if isinstance(view, ResumeView):
            self._open("resume", view.id, view.title, view.text, found_in_resume(view))

    @rx.event
    async def edit_job(self, job_id: str) -> None:
        view = await self._get("jobs", job_id)
        if isinstance(view, JobDescriptionView):
            self._open("job", view.id, view.title, view.text, found_in_job(view))
            self.company = view.company

    async def _get(self, shelf: str, paper_id: str) -> ResumeView | JobDescriptionView | None:
        try:
            person = await signed_in_person(self)
            if person is None:
                return None
            view: ResumeView | JobDescriptionView = await asyncio.to_thread(
                getattr(get_services(), shelf).get, person.id, paper_id
            )
        except PreppalError:
            self.notice = "It could not be fetched. Try again in a moment."
            return None
        return view

    def _open(
        self, kind: str, paper_id: str = "", title: str = "", text: str = "", found: str = "", *, unread_name: str = ""
    ) -> None:
        self.open_kind, self.open_id = kind, paper_id
        self.title, self.text, self.company, self.found = title, text, "", found
        self.errors, self.notice, self.is_busy = {}, "", False
        self._unread_name = unread_name

    @rx.event
    def show_editor(self, is_open: bool) -> None:
        """The dialog closes itself with Escape and its cross."""
        if not is_open:
            self.open_kind = ""

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Add what was pasted, or keep the changes."""
        self.errors, self.is_busy = {}, True
        yield
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            await asyncio.to_thread(self._save, person.id, form)
        except InvalidInput as error:
            self.errors = error.fields
        except (Conflict, NotFound) as error:
            self.errors = {"text": str(error)}
        except PreppalError:
            self.errors = {"text": _NO_ANSWER}
        self.is_busy = False
        if self.errors:
            yield rx.set_focus("title" if "title" in self.errors else "text")
            return
        self.forget_unread(self._unread_name)
        self.notice = f"Saved: {str(form.get('title', '')).strip() or 'your text'}."
        self.open_kind = ""
        await self._fetch()

    def _save(self, user_id: str, form: dict[str, Any]) -> None:
        title, text = str(form.get("title", "")), str(form.get("text", ""))
        services = get_services()
        match self.open_kind, self.open_id:
            case "resume", "":
                services.resumes.paste(user_id, text, title)
            case "resume", resume_id:
                services.resumes.update(user_id, resume_id, title=title, text=text)
            case "job", "":
                services.jobs.paste(user_id, text, title, str(form.get("company", "")))
            case "job", job_id:
                services.jobs.update(user_id, job_id, title=title, text=text, company=str(form.get("company", "")))

    # ---- one line

    @rx.event
    async def make_default(self, resume_id: str) -> None:
        await self._do("resumes", "update", resume_id, is_default=True)

    @rx.event
    def ask_to_delete(self, kind: str, paper_id: str) -> None:
        rows = self.resumes if kind == "resume" else self.jobs
        self.deleting = next((row for row in rows if row.id == paper_id), PaperRow())
        self.deleting_kind = kind if self.deleting.id else ""

    @rx.event
    def keep(self, is_open: bool = False) -> None:
        if not is_open:
            self.deleting_kind = ""

    @rx.event
    async def delete(self):
        """After the question was answered."""
        gone, shelf = self.deleting, "resumes" if self.deleting_kind == "resume" else "jobs"
        self.deleting_kind = ""
        yield
        if await self._do(shelf, "delete", gone.id):
            self.notice = f"Deleted: {gone.title}."
            yield rx.set_focus(NOTICE_ID)

    async def _do(self, shelf: str, verb: str, paper_id: str, **changes: Any) -> bool:
        self.notice = ""
        try:
            person = await signed_in_person(self)
            if person is None:
                return False
            await asyncio.to_thread(getattr(getattr(get_services(), shelf), verb), person.id, paper_id, **changes)
        except NotFound:
            pass  # gone already is as good
        except PreppalError:
            self.notice = "That did not work, the server did not answer as it should. Try again in a moment."
            return False
        await self._fetch()
        return True
