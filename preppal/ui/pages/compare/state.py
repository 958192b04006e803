"""The state of the comparison: the question of the address, two of its takes, and what changed between them."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from preppal.domain.feedback import AnswerReview
from preppal.errors import LimitReached, NotAllowed, NotFound, PreppalError
from preppal.services.comparison import compare, listeners_caution
from preppal.services.recordings import RecordedTurn
from preppal.services.takes import Take
from preppal.ui.components.comparison import RowView
from preppal.ui.components.geometry import StarPart as StarSegment
from preppal.ui.components.player import Clip, clips_of
from preppal.ui.deps import get_services
from preppal.ui.pages.feedback.about import day_text
from preppal.ui.pages.feedback.views import ScoreView, duration_text, score_view, star_segments
from preppal.ui.pages.own_interview import find_interview, page_of, require_person

_LAST_WORDS = 28


@dataclass(frozen=True)
class TakeView:
    number: int = 0
    when: str = ""
    address: str = ""
    score: ScoreView = field(default_factory=ScoreView)
    star: list[StarSegment] = field(default_factory=list)
    star_words: str = ""
    duration: str = ""
    ending: str = ""
    clips: list[Clip] = field(default_factory=list)


class CompareState(rx.State):
    loading: str = "loading"  # loading, ready, alone, missing, failed
    question: str = ""
    interview_id: str = ""
    question_index: int = 0
    headline: str = ""
    detail: str = ""
    direction: str = "same"
    caution: str = ""
    first: TakeView = TakeView()
    second: TakeView = TakeView()
    others: list[TakeView] = []
    rows: list[RowView] = []
    next_take: int = 2
    problem: str = ""
    is_busy: bool = False

    @rx.var
    def answer_address(self) -> str:
        return f"{page_of(self.interview_id, 'feedback')}/{self.question_index}"

    @rx.event
    async def load(self) -> Any:
        """The newest take beside the first, or beside the one that `take` in the address names."""
        self.reset()
        services = get_services()
        try:
            person = await require_person(self)
            detail = await find_interview(self, person.id)
            index = self._asked_index()
            profile = await asyncio.to_thread(services.accounts.profile, person.id)
            takes = await asyncio.to_thread(services.takes.of_question, person.id, detail.summary.id, index)
            if not takes:
                raise NotFound("There is no such question.")
            turns = {
                take.summary.id: await asyncio.to_thread(services.recordings.of_interview, person.id, take.summary.id)
                for take in takes
            }
        except NotAllowed:
            return
        except NotFound:
            self.loading = "missing"
            return
        except PreppalError:
            self.loading = "failed"
            return
        self.interview_id, self.question_index = detail.summary.id, index
        self.question, self.next_take = takes[0].question, takes[-1].number + 1
        if len(takes) == 1:
            self.loading = "alone"
            return
        first, second = self._chosen(takes)
        found = compare(first, second)
        self.headline, self.detail, self.direction = found.headline, found.detail, found.direction.value
        self.caution = listeners_caution(first, second)
        self.rows = [RowView(r.name, r.first, r.second, r.change, r.direction.value) for r in found.rows]
        zone = profile.time_zone
        self.first, self.second = (take_view(take, turns[take.summary.id], zone) for take in (first, second))
        self.others = [take_view(take, (), zone) for take in takes if take.number not in (first.number, second.number)]
        self.loading = "ready"

    def _asked_index(self) -> int:
        asked = str(self.router.url.query_parameters.get("question", "1"))
        return int(asked) if asked.isdecimal() and len(asked) < 4 else 1

    def _chosen(self, takes: tuple[Take, ...]) -> tuple[Take, Take]:
        asked = str(self.router.url.query_parameters.get("take", ""))
        second = next((take for take in takes[1:] if str(take.number) == asked), takes[-1])
        return takes[0], second

    @rx.event
    async def record(self) -> Any:
        """Another take, and on to its sound check."""
        self.problem, self.is_busy = "", True
        yield
        try:
            person = await require_person(self)
            takes, index = get_services().takes, self.question_index
            made = await asyncio.to_thread(takes.retry, person.id, self.interview_id, index)
            yield rx.redirect(page_of(made.id, "lobby"))
        except LimitReached as error:
            self.problem = str(error)
        except PreppalError:
            self.problem = "The retry could not be set up. Nothing is lost; try once more."
        self.is_busy = False


def take_view(take: Take, turns: tuple[RecordedTurn, ...], time_zone: str) -> TakeView:
    review = take.review
    mine = {entry.order_index for entry in take.entries}
    star = star_segments(review, take.summary.interview_type) if review else []
    where = "retry" if take.number > 1 else "in the interview"
    at = take.summary.completed_at or take.summary.created_at
    return TakeView(
        number=take.number,
        when=f"{day_text(at, time_zone)}, {where}",
        address=f"{page_of(take.summary.id, 'feedback')}/{take.question_index}",
        score=score_view("Score", review.overall) if review else ScoreView(shown="No score"),
        star=star,
        star_words=", ".join(
            f"{part.name} {'missing' if part.css == 'miss' else f'{part.seconds} s'}" for part in star
        ),
        duration=_duration(review),
        ending=_ending(take),
        clips=clips_of(take.summary.id, take.entries, [turn for turn in turns if turn.order_index in mine]),
    )


def _duration(review: AnswerReview | None) -> str:
    if review is None:
        return "No report yet"
    return duration_text(review.duration_ms) if review.duration_ms else "Typed"


def _ending(take: Take) -> str:
    """How it ended, in its own last words."""
    spoken = [entry.content for entry in take.entries if entry.content.strip()]
    words = spoken[-1].split() if spoken else []
    cut = "… " if len(words) > _LAST_WORDS else ""
    return cut + " ".join(words[-_LAST_WORDS:])
