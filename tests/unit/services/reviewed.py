"""An interview that is over and its reviews, run step by step in this thread: the same steps, without the workflow."""

from collections.abc import Sequence
from dataclasses import replace

from preppal.domain.feedback import Feedback
from preppal.domain.interview import InterviewType
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.transcript import Entry
from preppal.engines.reviewers import RuleReviewer
from preppal.ports import Reviewer
from preppal.services.corrections import CorrectionService
from preppal.services.fillers_by_sound import FillersBySound
from preppal.services.review_steps import ReviewSteps
from preppal.services.reviews import ReviewService
from preppal.services.second_hearing import SecondHearing
from preppal.store.models import Interview
from preppal.store.queries import readings, transcripts
from preppal.store.queries import reviews as queries
from tests.factories import new_interview
from tests.unit.analysis.making import interview
from tests.unit.analysis.samples import STRONG
from tests.unit.services.conftest import World

STORIES = [sample for sample in STRONG if sample.kind is InterviewType.BEHAVIORAL][:2]


class Reviewed:
    """Two spoken answers; entries 1 and 3 are the candidate's."""

    def __init__(
        self, world: World, engine: str = "gemini", reviewer: Reviewer | None = None, *, record_audio: bool = False
    ) -> None:
        self.world = world
        self.person = world.person()
        new = replace(new_interview(), interview_type=InterviewType.BEHAVIORAL, record_audio=record_audio)
        self.id = world.interviews.create(self.person, new)[0].id
        self.reviewer = reviewer or RuleReviewer()
        self.hearing: SecondHearing | None = None
        self.fillers: FillersBySound | None = None
        self.reviews = ReviewService(world.database, world.settings, [self.reviewer], now=world.clock)
        self.corrections = CorrectionService(world.database, self.reviews, world.clock)
        with world.database.begin() as db:
            row = db.get_one(Interview, self.id)
            row.status, row.engine = "completed", engine
            row.started_at, row.completed_at = world.clock(), world.clock()
            db.add(row)
            transcripts.store(db, self.id, interview([(sample, sample.text) for sample in STORIES]))

    def review(self) -> Feedback:
        """Run what was begun, or begin the first, from the first step to the last."""
        self.reviews.start(self.id)
        with self.world.database.read() as db:
            run = queries.latest_run(db, self.id)
            assert run is not None
        steps = ReviewSteps(self.world.database, [self.reviewer], self.world.clock, self.hearing, self.fillers)
        frozen = steps.read_transcript(self.id, run.version)
        assert frozen is not None
        steps.hear_again(self.id, run.version)
        steps.measure(self.id, run.version, frozen)
        steps.score(self.id, run.version, frozen)
        steps.publish(self.id, run.version, frozen)
        latest = self.reviews.latest(self.person, self.id)
        assert latest is not None
        return latest.feedback

    def metrics(self) -> InterviewMetrics:
        with self.world.database.read() as db:
            found = queries.metrics(db, self.id)
        assert found is not None
        return found

    def live(self) -> Sequence[Entry]:
        with self.world.database.read() as db:
            return transcripts.entries(db, self.id)

    def entries_of(self, version: int) -> Sequence[Entry]:
        """In the words that this version of the feedback rests on."""
        with self.world.database.read() as db:
            run = queries.run(db, self.id, version)
            assert run is not None
            return readings.entries_as_read(db, self.id, {int(key): value for key, value in run.readings.items()})
