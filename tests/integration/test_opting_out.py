"""What somebody turned off in the settings is neither measured nor scored nor named in their report."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from dbos import DBOS

from preppal.composition import Product, compose
from preppal.config import EngineName, Settings
from preppal.domain.interview import EndReason, Status
from preppal.services.views import InterviewDetail
from preppal.store.migrations import migrate
from preppal.store.models import Interview
from preppal.ui.pages.own_measures import GROUPS
from tests.factories import answer_entry, new_interview, question_entry

_ANSWER = (
    "Um, last year our, um, billing job failed every night and I was, um, the one on call. Um, I read the logs, um, "
    "found a slow query, um, rewrote it with an index and, um, added a test. After that, um, the job ran in four "
    "minutes instead of ninety, um, and we had no failed night in the six months that followed."
)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = compose(Settings(data_dir=tmp_path))
    migrate(made.database)
    made.services.reviews.open()
    yield made
    made.services.reviews.close()
    made.database.close()


def reviewed(product: Product, email: str, *left_out: str) -> InterviewDetail:
    services = product.services
    user_id = services.accounts.sign_in_dev(email).person.id
    skipped = [measure for name in left_out for measure in GROUPS[name].measures]
    services.accounts.update_profile(user_id, skipped_measures=skipped)
    interview_id = services.interviews.create(user_id, new_interview())[0].id
    with product.database.begin() as db:  # as one that hears an "um": the offline recogniser does not
        row = db.get(Interview, interview_id)
        assert row is not None
        row.engine = EngineName.GEMINI.value
    epoch = services.interviews.claim(interview_id, user_id).epoch
    services.interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    turns = [question_entry(0, "Tell me about a failure you handled."), answer_entry(1, _ANSWER)]
    services.interviews.store_turn(interview_id, epoch, turns, 2, 70_000, "")
    services.interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 71_000)
    DBOS.get_result(f"{interview_id}:1")
    return services.interviews.get(user_id, interview_id)


def test_fillers_that_were_turned_off_are_neither_counted_nor_named(product: Product) -> None:
    with_them, without = reviewed(product, "ann@example.com"), reviewed(product, "ben@example.com", "fillers", "pauses")
    assert with_them.metrics is not None
    assert with_them.metrics.total_filler_words
    assert with_them.metrics.longest_pause_ms
    assert without.metrics is not None
    assert without.feedback is not None
    assert without.metrics.total_filler_words is None
    assert without.metrics.fillers_per_minute is None
    assert without.metrics.longest_pause_ms is None
    assert all(answer.filler_count is None and answer.pause_count is None for answer in without.metrics.answers)
    words = str(asdict(without.feedback)).lower()
    place = words.find("filler")
    assert place < 0, words[max(0, place - 80) : place + 80]
    assert without.feedback.feedback.overall.value is not None, "the rest is scored"
