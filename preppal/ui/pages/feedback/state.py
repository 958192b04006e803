"""The report's state: the interview, the wait for its review, the report itself and the person's rating."""

import asyncio
from typing import Any
from uuid import uuid4

import reflex as rx

from preppal.errors import NotAllowed, NotFound, PreppalError
from preppal.services.comparison import compare
from preppal.services.views import InterviewDetail
from preppal.ui.components.player import Clip, clips_of
from preppal.ui.components.transcript_view import TranscriptLine, transcript_lines
from preppal.ui.deps import get_services
from preppal.ui.pages.feedback.about import Heading, heading_of
from preppal.ui.pages.feedback.versions import VersionView, version_views
from preppal.ui.pages.feedback.views import ReportView, report_of
from preppal.ui.pages.feedback.waiting import WaitView, voice_levels, wait_view
from preppal.ui.pages.own_interview import find_report, interview_id_in, page_of, require_person

_POLL_S = 1.0
_MAX_POLLS = 900


class FeedbackState(rx.State):
    loading: str = "loading"  # loading, waiting, ready, missing, failed
    heading: Heading = Heading()
    wait: WaitView = WaitView()
    report: ReportView = ReportView()
    lines: list[TranscriptLine] = []
    clips: list[Clip] = []
    tab: str = "overview"
    rating: int = 0
    rating_note: str = ""
    versions: list[VersionView] = []
    version: str = ""
    writing: str = ""  # empty, now, failed: another version that is being written
    writing_note: str = ""
    take: int = 1
    take_verdict: str = ""
    _feedback_id: str = ""
    _watch_id: str = ""

    @rx.var
    def answers_address(self) -> str:
        """Where single answers are looked at; the number of the question follows."""
        return page_of(self.heading.interview_id, "feedback")

    @rx.var
    def compare_address(self) -> str:
        """A retry is an interview of one question."""
        return f"{page_of(self.heading.interview_id, 'compare')}?question=1&take={self.take}"

    @rx.var
    def version_query(self) -> str:
        """What an address needs so that it leads to the version that is looked at."""
        is_newest = not self.versions or self.version == self.versions[0].number
        return "" if is_newest else f"?version={self.version}"

    @rx.event
    async def load(self) -> Any:
        """Show the report, or follow the review until there is one."""
        self.reset()
        try:
            person = await require_person(self)
            detail = await find_report(self, person.id)
            profile = await asyncio.to_thread(get_services().accounts.profile, person.id)
            turns = await asyncio.to_thread(get_services().recordings.of_interview, person.id, detail.summary.id)
        except NotAllowed:
            return None
        except NotFound:
            self.loading = "missing"
            return None
        except PreppalError:
            self.loading = "failed"
            return None
        if detail.summary.is_resumable:
            return rx.redirect(page_of(detail.summary.id, "lobby"), replace=True)
        self.heading = heading_of(detail, profile.time_zone)
        self.clips = clips_of(detail.summary.id, detail.entries, turns, is_english=detail.language.is_english)
        self.lines = transcript_lines(detail.entries, detail.summary.persona_name, self._recorded)
        if detail.feedback is None and detail.summary.answers > 0:
            self.loading = "waiting"
            return FeedbackState.follow
        self._show(detail)
        await self._place_among_takes(person.id, detail)
        return await self._load_versions(person.id, detail, profile.time_zone)

    async def _place_among_takes(self, user_id: str, detail: InterviewDetail) -> None:
        """A retry says which take it is, and how it went beside the first one."""
        if detail.summary.take == 1 or detail.feedback is None:
            return
        try:
            takes = await asyncio.to_thread(get_services().takes.of_question, user_id, detail.summary.id, 1)
        except PreppalError:
            return  # the page to compare them on says what is wrong
        this = next((take for take in takes if take.number == detail.summary.take), None)
        if this is not None and takes[0].number != this.number:
            self.take, self.take_verdict = this.number, compare(takes[0], this).headline

    async def _load_versions(self, user_id: str, detail: InterviewDetail, time_zone: str) -> Any:
        """The other versions, and how far the one is that is being written."""
        if detail.feedback is None:
            return None
        reviews, interview_id = get_services().reviews, detail.summary.id
        try:
            views = await asyncio.to_thread(reviews.versions, user_id, interview_id)
            progress = await asyncio.to_thread(reviews.progress, user_id, interview_id)
        except PreppalError:
            self.writing_note = "Other versions could not be looked up just now."
            return None
        self.versions = version_views(views, time_zone)
        self.version = str(detail.feedback.version)
        if progress.is_ready:
            return None
        self.writing = "now"
        return FeedbackState.follow

    @property
    def _recorded(self) -> frozenset[int]:
        return frozenset(clip.order_index for clip in self.clips)

    def _show(self, detail: InterviewDetail) -> None:
        self.report = report_of(detail, self._recorded)
        if detail.feedback is not None:
            self._feedback_id = detail.feedback.id
            self.rating = detail.feedback.rating or 0
        self.loading = "ready"

    @rx.event(background=True)
    async def follow(self) -> Any:
        """Ask how far the review is, once a second, until it is done, has failed, or nobody looks any more."""
        watch_id, interview_id = uuid4().hex, self.heading.interview_id
        async with self:
            self._watch_id = watch_id
        services = get_services()
        try:
            person = await require_person(self)
            detail = await asyncio.to_thread(services.interviews.get, person.id, interview_id)
            levels = voice_levels(detail.entries)
            for _ in range(_MAX_POLLS):
                progress = await asyncio.to_thread(services.reviews.progress, person.id, interview_id)
                async with self:
                    if self._watch_id != watch_id or interview_id_in(self.router.url.path) != interview_id:
                        return
                    self.wait = wait_view(detail.summary, levels, progress)
                    if self.loading == "ready":
                        self.writing = "failed" if progress.has_failed else "now"
                    is_other = bool(self.router.url.query_parameters.get("version", ""))
                if progress.is_ready:
                    yield rx.redirect(page_of(interview_id, "feedback")) if is_other else FeedbackState.load
                    return
                if progress.has_failed:
                    return
                await asyncio.sleep(_POLL_S)
        except PreppalError:
            async with self:
                self.loading = "failed"

    @rx.event
    async def try_again(self) -> Any:
        """After a failure: let the review start once more."""
        person = await require_person(self)
        await asyncio.to_thread(get_services().reviews.retry, person.id, self.heading.interview_id)
        if self.loading == "ready":
            self.writing = "now"
        return FeedbackState.follow

    @rx.event
    async def write_again(self) -> Any:
        """Another version, by whoever writes reports now. The old ones stay."""
        if self.writing == "now":
            return None
        try:
            person = await require_person(self)
            await asyncio.to_thread(get_services().reviews.regenerate, person.id, self.heading.interview_id)
        except PreppalError:
            self.writing_note = "It could not be started. This report is safe; try again in a moment."
            return None
        self.writing, self.writing_note = "now", ""
        return FeedbackState.follow

    @rx.event
    def show_version(self, version: str) -> Any:
        """Each version has an address of its own; the newest is the report's."""
        if version not in {each.number for each in self.versions}:
            return None
        address = page_of(self.heading.interview_id, "feedback")
        is_newest = version == self.versions[0].number
        return rx.redirect(address if is_newest else f"{address}?version={version}")

    @rx.event
    def show_tab(self, tab: str) -> Any:
        """Answers have an address each; the tab leads to the first."""
        if tab == "answers" and self.report.answers:
            return rx.redirect(f"{self.answers_address}/{self.report.answers[0].number}{self.version_query}")
        self.tab = tab
        return None

    @rx.event
    async def rate(self, rating: str) -> None:
        """One to five, kept with this version of the feedback."""
        if rating not in {"1", "2", "3", "4", "5"} or not self._feedback_id:
            return
        person = await require_person(self)
        self.rating = int(rating)
        await asyncio.to_thread(get_services().reviews.rate, person.id, self._feedback_id, int(rating))
        self.rating_note = "Saved"
