"""The history's state: the lines shown so far, the search, and what was just done."""

import asyncio
from datetime import UTC, datetime

import reflex as rx

from preppal.errors import NotFound, PreppalError
from preppal.services.views import InterviewSummary, Page
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.interview_rows import InterviewRow, interview_row
from preppal.ui.deps import get_services
from preppal.ui.when import number_words

NOTICE_ID = "history-notice"

_PAGE = 20
_MAX_SEARCH_CHARS = 100


class HistoryState(rx.State):
    """`loading` is loading, ready or failed."""

    loading: str = "loading"
    rows: list[InterviewRow] = []
    search: str = ""
    sub: str = ""
    has_older: bool = False
    is_fetching: bool = False
    notice: str = ""
    _cursor: str | None = None
    _time_zone: str = "UTC"

    @rx.event
    async def load(self):
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            self._time_zone = (await asyncio.to_thread(get_services().accounts.profile, person.id)).time_zone
            self._count((await asyncio.to_thread(get_services().accounts.stats, person.id)).total_sessions)
        except PreppalError:
            self.loading = "failed"
            return
        yield HistoryState.show_newest

    @rx.event
    async def show_newest(self):
        """The first part of the list, for the words searched."""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            page = await asyncio.to_thread(get_services().interviews.history, person.id, _PAGE, None, self.search)
        except PreppalError:
            self.loading = "failed"
            return
        self.rows = []
        self._append(page)
        self.loading = "ready"

    @rx.event
    async def show_older(self):
        """The next part, below what is there."""
        self.is_fetching, self.notice = True, ""
        yield
        try:
            person = await signed_in_person(self)
            if person is None or self._cursor is None:
                return
            history = get_services().interviews.history
            self._append(await asyncio.to_thread(history, person.id, _PAGE, self._cursor, self.search))
        except PreppalError:
            self.notice = "The older ones did not come. Try again in a moment."
        self.is_fetching = False

    @rx.event
    def find(self, words: str):
        """Search what was said, and the job."""
        self.search = words[:_MAX_SEARCH_CHARS]
        return HistoryState.show_newest

    @rx.event
    def clear_search(self):
        self.search = ""
        return [rx.set_value("search", ""), HistoryState.show_newest]

    @rx.event
    async def delete(self, interview_id: str):
        """Delete after the question was answered. One that is gone already is as well as deleted."""
        self.notice = ""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            await asyncio.to_thread(get_services().interviews.delete, person.id, interview_id)
        except NotFound:
            pass
        except PreppalError:
            self.notice = "It could not be deleted, the server did not answer as it should. Try again in a moment."
            return
        gone = next((row for row in self.rows if row.id == interview_id), InterviewRow())
        self.rows = [row for row in self.rows if row.id != interview_id]
        self.notice = f"Deleted: {gone.title}, {gone.day}." if gone.id else ""
        # The line goes first, and the dialog's hold on the focus with it.
        yield
        yield rx.set_focus(NOTICE_ID)

    def _append(self, page: Page[InterviewSummary]) -> None:
        now = datetime.now(UTC)
        self.rows = [*self.rows, *(interview_row(summary, now, self._time_zone) for summary in page.items)]
        self._cursor, self.has_older = page.next_cursor, page.next_cursor is not None

    def _count(self, completed: int) -> None:
        noun = "interview" if completed == 1 else "interviews"
        self.sub = f"{number_words(completed)} {noun} completed." if completed else "Nothing completed yet."
