"""Home's state. Each block is fetched by itself, so that one that fails takes nothing else with it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import reflex as rx

from preppal.domain.interview import InterviewType
from preppal.errors import LimitReached, PreppalError
from preppal.services.interviews import NewInterview
from preppal.services.views import InterviewDetail
from preppal.ui.auth_state import signed_in_person
from preppal.ui.components.interview_rows import InterviewRow, interview_row
from preppal.ui.deps import get_services
from preppal.ui.pages.dashboard import views
from preppal.ui.pages.setup.choices import one_of, warmup_choices
from preppal.ui.pages.setup.last_time import LastTime, last_time, new_interview
from preppal.ui.when import greeting, local

_RECENT = 4


class DashboardState(rx.State):
    """`loading`, `ready` or `failed` for each block."""

    greeting: str = ""
    sub: str = ""
    time_zone: str = "UTC"
    is_new_here: bool = False
    recent: list[InterviewRow] = []
    recent_state: str = "loading"
    standing: str = ""
    practice: views.NextPractice = views.NextPractice()
    practice_state: str = "loading"
    week: views.Week = views.Week()
    week_state: str = "loading"
    tiles: list[views.Tile] = []
    tiles_state: str = "loading"
    problem: str = ""
    is_starting: bool = False
    _key: str = ""

    @rx.event
    async def load(self):
        """The frame first, then each block."""
        self.reset()
        self._key = str(uuid4())
        hello = ""
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            self.time_zone = (await asyncio.to_thread(get_services().accounts.profile, person.id)).time_zone
            hello = person.name.split()[0] if person.name.strip() else ""
        except PreppalError:
            self.sub = "The server did not answer as it should. Nothing is lost."
        time_of_day = greeting(_now(), self.time_zone)
        self.greeting = f"{time_of_day}, {hello}" if hello else time_of_day
        yield [
            DashboardState.load_recent,
            DashboardState.load_practice,
            DashboardState.load_week,
            DashboardState.load_tiles,
        ]

    @rx.event
    async def load_recent(self):
        self.recent_state = "loading"
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            page = await asyncio.to_thread(get_services().interviews.history, person.id, _RECENT)
        except PreppalError:
            self.recent_state = "failed"
            return
        self.recent = [interview_row(summary, _now(), self.time_zone) for summary in page.items]
        self.is_new_here = not page.items
        self.recent_state = "ready"

    @rx.event
    async def load_practice(self):
        self.practice_state = "loading"
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            current = await asyncio.to_thread(get_services().interviews.current, person.id)
            guidance = await asyncio.to_thread(get_services().accounts.guidance, person.id)
            latest = None if current or guidance.advice else await self._latest(person.id)
        except PreppalError:
            self.practice_state = "failed"
            return
        self.practice = views.next_practice(current, latest, guidance) or views.NextPractice()
        self.standing = guidance.standing
        self.practice_state = "ready"

    async def _latest(self, user_id: str) -> InterviewDetail | None:
        """The newest interview that has a report."""
        services = get_services()
        points = await asyncio.to_thread(services.accounts.trends, user_id, 1)
        if points:
            return await asyncio.to_thread(services.interviews.get, user_id, points[0].interview_id)
        page = await asyncio.to_thread(services.interviews.history, user_id, 1)
        return await asyncio.to_thread(services.interviews.get, user_id, page.items[0].id) if page.items else None

    @rx.event
    async def load_week(self):
        self.week_state = "loading"
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            stats = await asyncio.to_thread(get_services().accounts.stats, person.id)
        except PreppalError:
            self.week_state = "failed"
            return
        self.week = views.week_view(stats, local(_now(), self.time_zone).date())
        self.sub = views.last_practised(stats, _now(), self.time_zone)
        self.week_state = "ready"

    @rx.event
    async def load_tiles(self):
        self.tiles_state = "loading"
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            points = await asyncio.to_thread(get_services().accounts.trends, person.id)
        except PreppalError:
            self.tiles_state = "failed"
            return
        self.tiles = views.tiles(points)
        self.tiles_state = "ready"

    @rx.event
    async def start(self, is_warmup: bool):
        """Make an interview and go to its sound check. Pressing twice makes one."""
        self.is_starting, self.problem = True, ""
        yield
        try:
            person = await signed_in_person(self)
            if person is None:
                return
            kind = "" if is_warmup else self.practice.kind
            last = LastTime() if is_warmup else await last_time(person.id)
            new = _practice(self._key, last, kind, self.practice.minutes)
            summary, _ = await asyncio.to_thread(get_services().interviews.create, person.id, new)
            yield rx.redirect(f"/interview/{summary.id}/lobby")
        except LimitReached as error:
            self.problem = str(error)
        except PreppalError:
            self.problem = "The interview could not be made. Nothing is lost. Try again in a moment."
        self.is_starting = False


def _now() -> datetime:
    return datetime.now(UTC)


def _practice(key: str, last: LastTime, kind: str = "", minutes: int = views.NEXT_MINUTES) -> NewInterview:
    """A short interview like the last one, of the kind that the advice is about; for a first time, a gentle one."""
    choices = replace(last.choices, duration_min=minutes) if last.is_known else warmup_choices()
    choices = replace(choices, interview_type=one_of(InterviewType, kind, choices.interview_type))
    return new_interview(
        key, choices, job_title=last.job_title, job_description=last.job_description, resume=last.resume
    )
