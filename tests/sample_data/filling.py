"""Puts the planned interviews into a database, through the services that a real interview goes through."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from preppal.auth.tokens import TokenSigner
from preppal.config import EngineName, Settings
from preppal.domain.feedback import Evidence, Feedback, Finding
from preppal.domain.interview import EndReason, Status
from preppal.domain.transcript import Entry, Role
from preppal.engines.reviewers import RuleReviewer
from preppal.ports import BlobStore, ReviewMaterial
from preppal.services.accounts import AccountService
from preppal.services.interviews import InterviewService, NewInterview
from preppal.services.recordings import RecordingService
from preppal.services.review_steps import ReviewSteps
from preppal.services.reviews import ReviewService
from preppal.services.takes import TakeService
from preppal.store.blob_store import create_blob_store
from preppal.store.database import Database
from tests.sample_data.plans import Fate, Plan, make_plans
from tests.sample_data.speech import best_answer_to, conversation, one_answer, sound_of

_TIME_ZONE = "Europe/Berlin"
_KEY = "only for samples, never to sign anybody in"
_ENDS = {Fate.LEFT: (Status.ABANDONED, EndReason.ABANDONED), Fate.NO_ANSWER: (Status.ABANDONED, EndReason.ABANDONED)}


@dataclass(frozen=True, slots=True)
class Filled:
    """Whose the interviews are, and their ids, oldest first; `retried` has a second take of its question 1."""

    user_id: str
    email: str
    interview_ids: tuple[str, ...]
    by_fate: dict[Fate, str]
    retried: str = ""


class BoastfulReviewer(RuleReviewer):
    """The rules, with two findings on top that quote what nobody said: the product has to notice."""

    def review(self, material: ReviewMaterial) -> Feedback:
        written = super().review(material)
        made_up = tuple(
            Finding(text, (Evidence(1, quote),))
            for text, quote in (
                ("You doubled the turnover.", "and so we doubled the turnover in a single quarter"),
                ("You name your sources.", "as the annual report of the ministry put it"),
            )
        )
        return replace(written, strengths=(*written.strengths, *made_up))


class _Filler:
    """One person's sample interviews. Its clock stands where the interview being made is."""

    def __init__(self, database: Database, settings: Settings, blobs: BlobStore, now: datetime) -> None:
        self._database = database
        self._settings = settings
        self._today = now
        self._now = now
        tokens = TokenSigner(_KEY, self._clock)
        self.accounts = AccountService(database, settings, tokens, self._clock)
        self._tokens = tokens
        self._recordings = RecordingService(database, blobs, settings, self._clock)
        self._reviews = ReviewService(database, settings, [RuleReviewer()], self._clock)

    def _clock(self) -> datetime:
        return self._now

    def person(self, email: str, name: str) -> str:
        user_id = self.accounts.sign_in_dev(email, name).person.id
        self.accounts.update_profile(user_id, time_zone=_TIME_ZONE)
        return user_id

    def interview(self, user_id: str, plan: Plan) -> str:
        self._now = self._today - timedelta(days=plan.days_ago, hours=3, minutes=plan.number % 50)
        interviews = self._interviews(replace(self._settings, engine=plan.engine))
        interview_id = interviews.create(user_id, _choices(plan))[0].id
        if plan.fate is not Fate.WAITING:
            self._hold(interviews, user_id, interview_id, plan, _entries(plan, self._now))
        return interview_id

    def another_take(self, user_id: str, interview_id: str) -> str:
        """Question 1 once more, the next day at the latest, with the best answer there is to it."""
        self._now = min(self._now + timedelta(hours=2), self._today)
        settings = replace(self._settings, engine=EngineName.GEMINI)  # as the newest plan has it
        takes = TakeService(self._database, settings, self._clock)
        made = takes.retry(user_id, interview_id, 1)
        interviews = self._interviews(settings)
        asked = interviews.claim(made.id, user_id).retried
        assert asked is not None  # what makes it a take
        plan = replace(make_plans(1)[0], skill=1.0, kind=made.interview_type, fate=Fate.RECORDED)
        began_ms = round(self._now.timestamp() * 1000)
        entries = one_answer(asked, best_answer_to(asked.text), began_ms, plan.skill, Random(1))
        self._hold(interviews, user_id, made.id, plan, entries)
        return made.id

    def review_again(self, user_id: str, interview_id: str) -> None:
        """Another version, by a reviewer that makes things up."""
        version = self._reviews.regenerate(user_id, interview_id)
        self._run(interview_id, version, BoastfulReviewer())

    def _interviews(self, settings: Settings) -> InterviewService:
        return InterviewService(self._database, settings, self._tokens, on_ended=self._reviews.start, now=self._clock)

    def _hold(
        self, interviews: InterviewService, user_id: str, interview_id: str, plan: Plan, entries: list[Entry]
    ) -> None:
        epoch = interviews.claim(interview_id, user_id).epoch
        interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
        elapsed_ms = entries[-1].ended_at_ms - entries[0].started_at_ms
        interviews.store_turn(interview_id, epoch, entries, 1, elapsed_ms, "")
        if plan.fate is Fate.RECORDED:
            interviews.update_setup(user_id, interview_id, record_audio=True)
            self._record(interview_id, epoch, entries)
        self._now += timedelta(milliseconds=elapsed_ms)
        status, reason = _ENDS.get(plan.fate, (Status.COMPLETED, EndReason.INTERVIEWER_ENDED))
        interviews.store_status(interview_id, epoch, status, reason, elapsed_ms)
        self._review(interview_id, plan)

    def _record(self, interview_id: str, epoch: int, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.role is Role.CANDIDATE:
                sound = sound_of(entry, Random(entry.order_index))
                self._recordings.keep(interview_id, epoch, entry.order_index, [sound])

    def _review(self, interview_id: str, plan: Plan) -> None:
        if plan.fate is Fate.REVIEW_FAILED:
            ReviewSteps(self._database, [RuleReviewer()], self._clock).fail(interview_id, 1, "engine")
        else:
            self._run(interview_id, 1, RuleReviewer())

    def _run(self, interview_id: str, version: int, reviewer: RuleReviewer) -> None:
        """The steps in their order, as the workflow takes them."""
        steps = ReviewSteps(self._database, [reviewer], self._clock)
        frozen = steps.read_transcript(interview_id, version)
        assert frozen is not None  # this version is new
        steps.measure(interview_id, version, frozen)
        steps.score(interview_id, version, frozen)
        steps.publish(interview_id, version, frozen)


def fill(
    database: Database,
    settings: Settings,
    count: int,
    *,
    email: str = "maya@example.com",
    name: str = "Maya Okafor",
    now: datetime | None = None,
) -> Filled:
    """Make `count` interviews of this person in a migrated database, the newest of them today."""
    filler = _Filler(database, settings, create_blob_store(settings), now or datetime.now(UTC))
    user_id = filler.person(email, name)
    plans = make_plans(count)
    ids = [filler.interview(user_id, plan) for plan in plans]
    retried = ids[-1] if count > 1 else ""
    if retried:
        filler.another_take(user_id, retried)
        filler.review_again(user_id, retried)
    by_fate = {plan.fate: interview_id for plan, interview_id in zip(plans, ids, strict=True)}
    return Filled(user_id, email, tuple(ids), by_fate, retried)


def _choices(plan: Plan) -> NewInterview:
    return NewInterview(
        plan.kind,
        plan.difficulty,
        idempotency_key=f"sample-{plan.number}",
        persona=plan.persona,
        duration_min=plan.duration_min,
        job_title=plan.job_title[:120],
        record_audio=plan.fate is Fate.RECORDED,
    )


def _entries(plan: Plan, now: datetime) -> list[Entry]:
    began_ms = round(now.timestamp() * 1000)
    chance = Random(plan.number)
    entries = conversation(plan.kind, plan.skill, plan.questions, began_ms, chance, is_typed=plan.fate is Fate.TYPED)
    if plan.fate is Fate.NO_ANSWER:
        return entries[:1]
    if plan.fate is Fate.TOO_SHORT:
        said = entries[1]
        kept = tuple(word for word in said.words[:9])
        words = " ".join(word.text for word in kept)
        return [entries[0], replace(said, content=words, words=kept, speech=said.speech[:1])]
    return entries[:4] if plan.fate is Fate.LEFT else entries
