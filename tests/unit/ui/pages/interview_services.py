"""Stand-ins for the services behind an interview's pages, and States opened at an address as a browser opens them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import reflex as rx
from reflex.istate.data import RouterData

from preppal.domain.interview import Difficulty, EndReason, InterviewType, Patience, Status
from preppal.domain.review import ReviewStep
from preppal.domain.transcript import Entry
from preppal.errors import NotAllowed, NotFound
from preppal.services.recordings import RecordedTurn
from preppal.services.views import FeedbackView, InterviewDetail, InterviewSummary, Person, Profile, ReviewProgress

S = TypeVar("S", bound=rx.State)

MAYA = Person("maya", "maya@example.org", "Maya Okafor")
STRANGER = Person("stranger", "sam@example.org", "Sam")
_MORNING = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def interview(interview_id: str = "abc", entries: Sequence[Entry] = (), **changes: Any) -> InterviewDetail:
    """An interview of Maya's that has not begun; `changes` are fields of its summary."""
    summary = InterviewSummary(
        id=interview_id,
        interview_type=InterviewType.BEHAVIORAL,
        difficulty=Difficulty.STANDARD,
        persona_key="ruth",
        persona_name="Ruth",
        persona_role="Hiring manager",
        status=Status.PENDING,
        title="Behavioral",
        job_title="",
        duration_min=20,
        question_count=6,
        created_at=_MORNING,
        started_at=None,
        completed_at=None,
        duration_s=0,
        end_reason=None,
        overall=None,
        overall_spread=None,
        voiceprint=(),
        answers=0,
        is_resumable=True,
        engine="offline",
    )
    return InterviewDetail(replace(summary, **changes), Patience.NORMAL, False, "", "", tuple(entries), None, None)


def ended(detail: InterviewDetail, answers: int = 1, reason: EndReason = EndReason.USER_ENDED) -> InterviewDetail:
    summary = replace(
        detail.summary,
        status=Status.COMPLETED,
        is_resumable=False,
        started_at=_MORNING,
        duration_s=540,
        answers=answers,
        end_reason=reason,
    )
    return replace(detail, summary=summary)


@dataclass
class Accounts:
    """Whoever comes with the token "maya" is Maya; "stranger" is somebody else."""

    captions: bool = True

    def person_for_token(self, token: str) -> Person:
        people = {"maya": MAYA, "stranger": STRANGER}
        if token not in people:
            raise NotAllowed("Sign in first.")
        return people[token]

    def profile(self, user_id: str) -> Profile:
        return Profile(MAYA, "", "", "", Patience.NORMAL, self.captions, "system", "Europe/London", (), False, 0, {})

    def update_profile(self, user_id: str, captions: bool) -> Profile:
        self.captions = captions
        return self.profile(user_id)


@dataclass
class Interviews:
    """Maya's interviews by id."""

    held: dict[str, InterviewDetail] = field(default_factory=dict)

    def get(self, user_id: str, interview_id: str) -> InterviewDetail:
        if user_id != MAYA.id or interview_id not in self.held:
            raise NotFound("There is no such interview.")
        return self.held[interview_id]

    def update_setup(self, user_id: str, interview_id: str, **changes: Any) -> InterviewSummary:
        self.held[interview_id] = replace(self.get(user_id, interview_id), **changes)
        return self.held[interview_id].summary


@dataclass
class Reviews:
    """Answers `progress` with what is queued, the last one again and again; `when_asked` is what happens meanwhile."""

    queued: list[ReviewProgress] = field(default_factory=list)
    when_asked: Callable[[], None] = lambda: None
    asked: int = 0
    retried: list[str] = field(default_factory=list)
    ratings: dict[str, int] = field(default_factory=dict)
    written: list[FeedbackView] = field(default_factory=list)
    regenerated: list[str] = field(default_factory=list)
    rested_on: dict[tuple[str, int], tuple[Entry, ...]] = field(default_factory=dict)

    def words_of(self, user_id: str, interview_id: str, version: int) -> tuple[Entry, ...]:
        return self.rested_on[interview_id, version]

    def versions(self, user_id: str, interview_id: str) -> tuple[FeedbackView, ...]:
        return tuple(self.written)

    def regenerate(self, user_id: str, interview_id: str) -> int:
        self.regenerated.append(interview_id)
        return len(self.written) + 1

    def progress(self, user_id: str, interview_id: str) -> ReviewProgress:
        self.asked += 1
        self.when_asked()
        if not self.queued:
            return progress(len(ReviewStep), is_ready=True)
        return self.queued.pop(0) if len(self.queued) > 1 else self.queued[0]

    def retry(self, user_id: str, interview_id: str) -> None:
        self.retried.append(interview_id)

    def rate(self, user_id: str, feedback_id: str, rating: int) -> None:
        self.ratings[feedback_id] = rating


@dataclass
class Recordings:
    """Maya's recorded turns by interview."""

    is_offered: bool = True
    kept_days: int = 90

    def days_kept_for(self, wished_days: int) -> int:
        return wished_days or self.kept_days

    held: dict[str, tuple[RecordedTurn, ...]] = field(default_factory=dict)

    def of_interview(self, user_id: str, interview_id: str) -> tuple[RecordedTurn, ...]:
        return self.held.get(interview_id, ())


@dataclass
class FakeServices:
    accounts: Accounts = field(default_factory=Accounts)
    interviews: Interviews = field(default_factory=Interviews)
    reviews: Reviews = field(default_factory=Reviews)
    recordings: Recordings = field(default_factory=Recordings)

    def hold(self, detail: InterviewDetail) -> InterviewDetail:
        self.interviews.held[detail.summary.id] = detail
        for version in range(1, 4):
            self.reviews.rested_on[detail.summary.id, version] = detail.entries
        return detail


def progress(done: int, *, is_ready: bool = False, has_failed: bool = False, waiting_s: float = 3.0) -> ReviewProgress:
    """A review with so many steps done."""
    steps = tuple(ReviewStep)
    step = steps[done] if done < len(steps) and not has_failed else None
    return ReviewProgress(step, steps[:done], is_ready, has_failed, "", waiting_s)


def open_state(state_class: type[S], path: str, token: str = "maya") -> S:
    """A State as it is for a browser at `path` that carries this token."""
    state = state_class()
    go_to(state, path, token)
    return state


def go_to(state: rx.State, path: str, token: str = "maya") -> None:
    state.router = RouterData.from_router_data(
        {
            "pathname": urlsplit(path).path,
            "asPath": path,
            "headers": {"origin": "http://localhost:3000", "cookie": f"preppal_session={token}"},
            "query": dict(parse_qsl(urlsplit(path).query)),
        }
    )


def target_of(event: Any) -> str:
    """Where a redirect leads."""
    arguments = {str(name): str(value).strip('"') for name, value in event.args}
    return arguments["path"]


def rendered(component: rx.Component) -> str:
    """The whole component as text, to look for words and attributes in."""
    return str(component.render()).replace("\\'", "'")
