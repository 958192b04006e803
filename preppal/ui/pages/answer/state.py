"""The state of one answer: which question of which interview, and everything there is to say of it."""

import asyncio
from typing import Any

import reflex as rx

from preppal.domain.transcript import Role, Source
from preppal.errors import LimitReached, NotAllowed, NotFound, PreppalError
from preppal.services.better import better_answer, is_draft_answer
from preppal.services.views import InterviewDetail
from preppal.ui.components.player import Clip, clips_of
from preppal.ui.deps import get_services
from preppal.ui.pages.answer.views import BetterView, SaidLine, better_view, numbers_words, said_lines
from preppal.ui.pages.feedback.about import Heading, heading_of
from preppal.ui.pages.feedback.views import AnswerView, report_of
from preppal.ui.pages.own_interview import find_report, page_of, question_in, require_person


class AnswerState(rx.State):
    loading: str = "loading"  # loading, ready, missing, failed
    heading: Heading = Heading()
    answers: list[AnswerView] = []
    answer: AnswerView = AnswerView()
    lines: list[SaidLine] = []
    numbers: str = ""
    better: BetterView = BetterView()
    clips: list[Clip] = []
    is_unrecorded: bool = False  # spoken in an interview whose other answers can be heard
    compare_address: str = ""
    version_query: str = ""
    problem: str = ""
    is_busy: bool = False

    @rx.var
    def report_address(self) -> str:
        """The report itself, without the version that `version_query` names."""
        return page_of(self.heading.interview_id, "feedback")

    @rx.event
    async def load(self) -> Any:
        """Everything about the question in the address; a report that is not there yet is waited for elsewhere."""
        self.reset()
        services = get_services()
        try:
            person = await require_person(self)
            detail = await find_report(self, person.id)
            question = question_in(self.router.url.path)
            profile = await asyncio.to_thread(services.accounts.profile, person.id)
            turns = await asyncio.to_thread(services.recordings.of_interview, person.id, detail.summary.id)
            takes = await asyncio.to_thread(services.takes.of_question, person.id, detail.summary.id, question)
        except NotAllowed:
            return None
        except NotFound:
            self.loading = "missing"
            return None
        except PreppalError:
            self.loading = "failed"
            return None
        if detail.feedback is None:
            return rx.redirect(page_of(detail.summary.id, "feedback"), replace=True)
        recorded = frozenset(turn.order_index for turn in turns)
        self.answers = report_of(detail, recorded).answers
        chosen = next((answer for answer in self.answers if answer.number == question), None)
        if chosen is None:
            self.loading = "missing"
            return None
        self.heading, self.answer = heading_of(detail, profile.time_zone), chosen
        asked_version = str(self.router.url.query_parameters.get("version", ""))
        self.version_query = f"?version={asked_version}" if asked_version else ""
        self.lines = said_lines(detail, chosen, recorded)
        self.numbers = numbers_words(self.lines)
        mine = {line.order_index for line in self.lines if line.is_recorded}
        own_turns = [turn for turn in turns if turn.order_index in mine]
        self.clips = clips_of(detail.summary.id, detail.entries, own_turns, is_english=detail.language.is_english)
        self.is_unrecorded = bool(turns) and not own_turns and _is_spoken(detail, chosen.number)
        self.better = better_view(better_answer(detail, question), detail.entries, is_draft=is_draft_answer(detail))
        if len(takes) > 1:
            self.compare_address = f"{page_of(detail.summary.id, 'compare')}?question={question}"
        self.loading = "ready"
        return None

    @rx.event
    async def retry(self) -> Any:
        """Make another take of this question and go to its sound check."""
        self.problem, self.is_busy = "", True
        yield
        try:
            person = await require_person(self)
            takes, interview_id = get_services().takes, self.heading.interview_id
            made = await asyncio.to_thread(takes.retry, person.id, interview_id, self.answer.number)
            yield rx.redirect(page_of(made.id, "lobby"))
        except LimitReached as error:
            self.problem = str(error)
        except PreppalError:
            self.problem = "The retry could not be set up. Nothing is lost; try once more."
        self.is_busy = False


def _is_spoken(detail: InterviewDetail, question: int) -> bool:
    """Whether anything of this answer was said aloud."""
    return any(
        entry.role is Role.CANDIDATE and entry.source is not Source.TYPED
        for entry in detail.entries
        if entry.question is not None and entry.question.index == question
    )
