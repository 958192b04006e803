"""One answer and two takes, as pages: what they show, to whom, and where they lead."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from preppal.analysis.measures import measure_interview
from preppal.domain.interview import EndReason, Status
from preppal.domain.transcript import Entry
from preppal.engines.reviewers import RuleReviewer
from preppal.services.recordings import RecordingService
from preppal.services.review_steps import ReviewSteps
from preppal.store.blobs import FolderBlobs
from preppal.store.models import utc_now
from preppal.store.queries import reviews
from preppal.ui import deps
from preppal.ui.pages.answer import AnswerState
from preppal.ui.pages.answer.views import pieces_of
from preppal.ui.pages.compare import CompareState
from preppal.ui.pages.feedback import FeedbackState
from tests.factories import answer_entry, new_interview, question_entry
from tests.unit.ui.conftest import NOBODY, Product, Visitor, perform, redirects

STORY = (
    "So, um, this was in my last team. The reports took nine hours every week, and I had to change that. "
    "I wrote a script that loaded the figures overnight and I showed the others how to run it. "
    "I tested it for two weeks beside the old way and I fixed what was wrong with it."
)


@pytest.fixture
def maya(product: Product, tmp_path: Path) -> Visitor:
    recordings = RecordingService(product.database, FolderBlobs(tmp_path / "blobs"), product.settings)
    object.__setattr__(deps.get_services(), "recordings", recordings)
    return product.sign_in()


def _interview(
    product: Product,
    user_id: str,
    *,
    retry: str = "",
    story: str = STORY,
    sound: bytes = b"",
    more: Sequence[Entry] = (),
) -> str:
    """A reviewed interview of one question, and `more` of which nothing was kept; with `retry`, one made before."""
    interviews = product.interviews
    interview_id = retry or interviews.create(user_id, new_interview(record_audio=bool(sound)))[0].id
    epoch = interviews.claim(interview_id, user_id).epoch
    interviews.store_status(interview_id, epoch, Status.IN_PROGRESS, None, 0)
    interviews.store_turn(interview_id, epoch, [question_entry(0), answer_entry(1, story), *more], 2, 60_000, "")
    if sound:
        deps.get_services().recordings.keep(interview_id, epoch, 1, [sound])
    interviews.store_status(interview_id, epoch, Status.COMPLETED, EndReason.USER_ENDED, 60_000)
    with product.database.begin() as db:
        reviews.add_run(db, interview_id, 1, utc_now())
    steps = ReviewSteps(product.database, [RuleReviewer()], utc_now)
    frozen = steps.read_transcript(interview_id, 1)
    assert frozen is not None
    steps.measure(interview_id, 1, frozen)
    steps.score(interview_id, 1, frozen)
    steps.publish(interview_id, 1, frozen)
    with product.database.begin() as db:  # as a recogniser would have it whose words can be trusted
        entries = interviews.get(user_id, interview_id).entries
        reviews.save_metrics(db, interview_id, measure_interview(entries, "gemini", frozenset()))
    return interview_id


def _open(visitor: Visitor, interview_id: str, question: str = "1") -> AnswerState:
    state = visitor.open(AnswerState, f"/interview/{interview_id}/feedback/{question}")
    assert redirects(perform(state.load())) == []
    return state


def test_candidate_sees_one_answer_with_what_is_marked_in_it(product: Product, maya: Visitor) -> None:
    state = _open(maya, _interview(product, maya.user_id))
    assert (state.loading, state.answer.number) == ("ready", 1)
    text = "".join(piece.text for line in state.lines for piece in line.pieces if piece.kind != "pause")
    assert text == STORY
    assert "um" in [piece.text for line in state.lines for piece in line.pieces if piece.kind == "filler"]
    assert state.clips == []
    assert state.compare_address == ""


def test_better_version_names_the_missing_result(product: Product, maya: Visitor) -> None:
    better = _open(maya, _interview(product, maya.user_id)).better
    assert any(line.is_gap and "number" in line.text for line in better.lines)
    assert not any(line.text in better.plain for line in better.lines if line.is_gap)
    words = set(re.findall(r"\w+", better.plain.lower()))
    assert words <= set(re.findall(r"\w+", STORY.lower()))


def test_recorded_answer_can_be_heard(product: Product, maya: Visitor) -> None:
    state = _open(maya, _interview(product, maya.user_id, sound=bytes(32_000)))
    assert [clip.order_index for clip in state.clips] == [1]
    assert state.clips[0].duration_ms == 1_000
    assert [line.is_recorded for line in state.lines] == [True]


@pytest.mark.parametrize("question", ["7", "0", "x", "9999", "1x"])
def test_question_that_was_not_asked_has_no_page(product: Product, maya: Visitor, question: str) -> None:
    state = maya.open(AnswerState, f"/interview/{_interview(product, maya.user_id)}/feedback/{question}")
    perform(state.load())
    assert state.loading == "missing"


def test_nobody_else_sees_an_answer_or_retries_it(product: Product, maya: Visitor) -> None:
    interview_id = _interview(product, maya.user_id)
    sam = product.sign_in("sam@example.org", "Sam")
    for state_class, address in (
        (AnswerState, f"/interview/{interview_id}/feedback/1"),
        (CompareState, f"/interview/{interview_id}/compare"),
    ):
        foreign = sam.open(state_class, address)
        perform(foreign.load())
        assert foreign.loading == "missing"
        signed_out = NOBODY.open(state_class, address)
        perform(signed_out.load())
        assert signed_out.loading == "loading"
    state = _open(maya, interview_id)
    forged = sam.open(AnswerState, f"/interview/{interview_id}/feedback/1")
    forged.heading, forged.answer = state.heading, state.answer
    assert redirects(perform(forged.retry())) == []
    assert forged.problem != ""


def test_answer_of_a_report_that_is_not_written_leads_to_the_wait(product: Product, maya: Visitor) -> None:
    interview_id = product.completed(maya.user_id)
    state = maya.open(AnswerState, f"/interview/{interview_id}/feedback/1")
    assert redirects(perform(state.load())) == [f"/interview/{interview_id}/feedback"]


def test_retry_leads_to_the_sound_check_of_take_two(product: Product, maya: Visitor) -> None:
    interview_id = _interview(product, maya.user_id)
    (address,) = redirects(perform(_open(maya, interview_id).retry()))
    retry_id = address.split("/")[2]
    summary = product.interviews.get(maya.user_id, retry_id).summary
    assert (summary.take, summary.retry_of_id, summary.question_count) == (2, interview_id, 1)


def test_two_takes_stand_side_by_side(product: Product, maya: Visitor) -> None:
    first = _interview(product, maya.user_id)
    retry_id = redirects(perform(_open(maya, first).retry()))[0].split("/")[2]
    ending = " As a result the report takes forty minutes instead of nine hours."
    _interview(product, maya.user_id, retry=retry_id, story=STORY + ending)
    assert _open(maya, first).compare_address == f"/interview/{first}/compare?question=1"
    for address in (f"/interview/{first}/compare?question=1", f"/interview/{retry_id}/compare"):
        state = maya.open(CompareState, address)
        perform(state.load())
        assert (state.loading, state.first.number, state.second.number) == ("ready", 1, 2)
        assert state.next_take == 3
        assert next(row for row in state.rows if row.name == "Result").change == "Now there"
        assert state.second.ending.endswith("nine hours.")


def test_report_of_a_retry_says_which_take_it_is_and_how_it_went(product: Product, maya: Visitor) -> None:
    first = _interview(product, maya.user_id)
    retry_id = redirects(perform(_open(maya, first).retry()))[0].split("/")[2]
    _interview(product, maya.user_id, retry=retry_id, story=STORY + " As a result it takes forty minutes now.")
    report = maya.open(FeedbackState, f"/interview/{retry_id}/feedback")
    perform(report.load())
    assert report.take == 2
    assert "take 1" in report.take_verdict.lower()
    assert report.compare_address == f"/interview/{retry_id}/compare?question=1&take=2"
    plain = maya.open(FeedbackState, f"/interview/{first}/feedback")
    perform(plain.load())
    assert plain.take_verdict == ""


def test_spoken_answer_without_its_sound_says_so(product: Product, maya: Visitor) -> None:
    more = [question_entry(2, question_index=2), answer_entry(3, STORY, question_index=2)]
    interview_id = _interview(product, maya.user_id, sound=b"\x01\x00" * 16_000, more=more)
    assert not _open(maya, interview_id, "1").is_unrecorded
    assert _open(maya, interview_id, "2").is_unrecorded


def test_nothing_is_missed_where_nothing_was_recorded(product: Product, maya: Visitor) -> None:
    assert not _open(maya, _interview(product, maya.user_id)).is_unrecorded


def test_single_take_has_nothing_beside_it(product: Product, maya: Visitor) -> None:
    state = maya.open(CompareState, f"/interview/{_interview(product, maya.user_id)}/compare?question=1")
    perform(state.load())
    assert state.loading == "alone"


def test_pieces_hold_the_whole_text() -> None:
    entry = answer_entry(1, STORY)
    assert "".join(piece.text for piece in pieces_of(entry) if piece.kind != "pause") == STORY


def test_words_that_the_recogniser_was_not_sure_of_are_marked_between_the_other_marks() -> None:
    text = "The reports took nine hours every week."
    sure = answer_entry(1, text)
    words = tuple(replace(word, confidence=0.2 if word.text in ("reports", "nine") else 0.9) for word in sure.words)
    kinds = [(piece.text, piece.kind) for piece in pieces_of(replace(sure, words=words)) if piece.kind != "pause"]
    assert ("reports", "doubtful") in kinds
    assert ("nine", "number") in kinds, "one mark is enough for a word"
    assert "".join(words for words, _ in kinds) == text
    assert "doubtful" not in [piece.kind for piece in pieces_of(sure)]
