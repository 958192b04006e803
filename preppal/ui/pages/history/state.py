"""The history's state: the lines shown so far, what they were narrowed to, and what was just done."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import reflex as rx

from preppal.errors import NotFound, PreppalError
from preppal.services.views import InterviewSummary, Page, Stats
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.interview_rows import InterviewRow, interview_row
from preppal.ui.deps import get_services
from preppal.ui.pages.history.filters import MAX_SEARCH_CHARS, Choices, is_offered, wanted
from preppal.ui.when import number_words, total_words

NOTICE_ID = "history-notice"

_PAGE = 20
_PAIR = 2


class HistoryState(rx.State):
    """`loading` is loading, ready or failed. `chosen` are the ids to be compared, while `is_choosing`."""

    loading: str = "loading"
    rows: list[InterviewRow] = []
    choices: Choices = Choices()
    sub: str = ""
    matching: int = 0
    has_older: bool = False
    is_fetching: bool = False
    is_choosing: bool = False
    chosen: list[str] = []
    notice: str = ""
    _cursor: str | None = None
    _time_zone: str = "UTC"

    @rx.var
    def is_narrowed(self) -> bool:
        return replace(self.choices, first_day="", last_day="") != Choices()

    @rx.var
    def shown(self) -> str:
        """20 of 200 shown, while there are more."""
        if not self.has_older and not self.is_narrowed:
            return ""
        noun = "interview" if self.matching == 1 else "interviews"
        return f"{len(self.rows)} of {self.matching} shown" if self.has_older else f"{self.matching} {noun} found"

    @rx.var
    def compare_address(self) -> str:
        if len(self.chosen) != _PAIR:
            return ""
        return f"/history/compare?first={self.chosen[0]}&second={self.chosen[1]}"

    @rx.event
    async def load(self):
        self.reset()
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            self._time_zone = (await asyncio.to_thread(get_services().accounts.profile, person.id)).time_zone
            self.sub = practised(await asyncio.to_thread(get_services().accounts.stats, person.id))
        except PreppalError:
            self.loading = "failed"
            return
        yield HistoryState.show_newest

    @rx.event
    async def show_newest(self):
        """The first part of the list, for what is wanted."""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            interviews, only = get_services().interviews, self._wanted()
            page = await asyncio.to_thread(interviews.history, person.id, _PAGE, None, only)
            self.matching = await asyncio.to_thread(interviews.count, person.id, only)
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
            self._append(await asyncio.to_thread(history, person.id, _PAGE, self._cursor, self._wanted()))
        except PreppalError:
            self.notice = "The older ones did not come. Try again in a moment."
        self.is_fetching = False

    # ---- what is wanted

    @rx.event
    def find(self, words: str):
        """Search what was said, and the job."""
        self.choices = replace(self.choices, search=words[:MAX_SEARCH_CHARS])
        return HistoryState.show_newest

    @rx.event
    def narrow(self, name: str, value: str):
        """To a type, a level, a score or days."""
        if not is_offered(name, value):
            return None
        self.choices = replace(self.choices, **{name: value})
        return HistoryState.show_newest

    @rx.event
    def show_all(self):
        self.choices = Choices()
        return [rx.set_value("search", ""), HistoryState.show_newest]

    def _wanted(self):
        return wanted(self.choices, datetime.now(UTC), self._time_zone)

    # ---- comparing two

    @rx.event
    def begin_choosing(self):
        self.is_choosing, self.chosen, self.notice = True, [], ""

    @rx.event
    def stop_choosing(self):
        self.is_choosing, self.chosen = False, []

    @rx.event
    def choose(self, interview_id: str):
        """Put it with the other one, or take it away again; more than two there cannot be."""
        if interview_id in self.chosen:
            self.chosen = [each for each in self.chosen if each != interview_id]
        elif len(self.chosen) < _PAIR and any(row.id == interview_id and row.is_reviewed for row in self.rows):
            self.chosen = [*self.chosen, interview_id]

    # ---- deleting

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
        self.chosen = [each for each in self.chosen if each != interview_id]
        self.matching -= bool(gone.id)
        self.notice = f"Deleted: {gone.title}, {gone.day}." if gone.id else ""
        # The line goes first, and the dialog's hold on the focus with it.
        yield
        yield rx.set_focus(NOTICE_ID)

    def _append(self, page: Page[InterviewSummary]) -> None:
        now = datetime.now(UTC)
        self.rows = [*self.rows, *(interview_row(summary, now, self._time_zone) for summary in page.items)]
        self._cursor, self.has_older = page.next_cursor, page.next_cursor is not None


def practised(stats: Stats) -> str:
    """23 interviews completed, 6 h 52 min aloud."""
    if not stats.total_sessions:
        return "Nothing completed yet."
    noun = "interview" if stats.total_sessions == 1 else "interviews"
    return f"{number_words(stats.total_sessions)} {noun} completed, {total_words(stats.total_s)} in all."
