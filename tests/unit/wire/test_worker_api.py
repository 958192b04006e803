"""The worker API's messages: everything comes out as it went in, and nonsense is told apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.feedback import AnswerReview, Dimension, Evidence, Score, StarPart, StarShare, WrittenBy
from preppal.domain.interview import (
    PERSONAS,
    Difficulty,
    EndReason,
    InterviewContext,
    InterviewType,
    Patience,
    SpeakingSpeed,
    Status,
)
from preppal.domain.languages import LANGUAGES
from preppal.domain.prices import TokenUsage
from preppal.domain.transcript import Entry, Heard, Question, Role, Source, Span, Word
from preppal.errors import ProtocolError
from preppal.wire import interview_pb2 as pb
from preppal.wire import worker_api as wire
from tests.factories import conversation, feedback

_MS = st.integers(0, 2**32 - 1)
_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_WORDS = st.builds(Word, _TEXT, _MS, _MS, st.one_of(st.none(), st.floats(0, 1).map(lambda value: round(value, 6))))
_QUESTIONS = st.builds(Question, st.integers(0, 20), _TEXT, _TEXT, st.booleans(), _TEXT)
_ENTRIES = st.builds(
    Entry,
    st.integers(0, 1_000),
    st.sampled_from(Role),
    _TEXT,
    st.integers(0, 2**50),
    st.integers(0, 2**50),
    st.sampled_from(Heard),
    st.sampled_from(Source),
    st.one_of(st.none(), _MS),
    st.lists(st.builds(Span, _MS, _MS), max_size=3).map(tuple),
    st.lists(_WORDS, max_size=3).map(tuple),
    st.one_of(st.none(), _QUESTIONS),
)


@given(st.lists(_ENTRIES, max_size=4).map(tuple), _MS)
def test_turn_comes_out_as_it_went_in(entries: tuple[Entry, ...], elapsed_ms: int) -> None:
    sent = wire.SubmitTranscript(
        "an id", 7, entries, 2**40, elapsed_ms, "state", TokenUsage(elapsed_ms, 2, 3, 4, "a model")
    )
    assert wire.decode_request(wire.encode_request(sent)) == sent


def test_context_comes_out_as_it_went_in() -> None:
    persona = replace(PERSONAS["imani"], name="Imani A.", words_per_minute=120)
    context = InterviewContext(
        "an id",
        "somebody",
        InterviewType.TECHNICAL_VERBAL,
        Difficulty.INTENSE,
        persona,
        Patience.MANUAL,
        duration_s=900,
        question_count=8,
        candidate_name="Ann",
        job_description="Lead six people.",
        resume="Led five.",
        status=Status.IN_PROGRESS,
        end_reason=EndReason.TIMEOUT,
        epoch=4,
        transcript=tuple(conversation(2)),
        last_sequence=99,
        elapsed_ms=12_345,
        engine_state="{}",
        recent_question_ids=("a", "b"),
        record_audio=True,
        usage=TokenUsage(9_000, 4_000, 12_000, 300, "gemini-3.8-live"),
        retried=Question(1, competency="ownership", question_id="q7", text="What went wrong?"),
        speaking_speed=SpeakingSpeed.SLOWER,
        language=LANGUAGES["de-DE"],
    )
    asked = wire.GetContext("an id", "somebody")
    assert wire.decode_response(wire.encode_context(context), asked) == context


def test_whole_feedback_comes_out_as_it_went_in() -> None:
    evidence = (Evidence(1, "moved the report", None, 2_400),)
    answer = AnswerReview(
        1,
        "What changed?",
        (1, 3),
        21_000,
        {Dimension.CLARITY: Score(None, 0.0), Dimension.CONFIDENCE: Score(3.5, 1.0, "Hedges.", evidence)},
        Score(0.0, 0.5),
        (StarShare(StarPart.ACTION, 9_000), StarShare(StarPart.RESULT, 0)),
        ("result",),
        "No result was said.",
    )
    sent = wire.SubmitFeedback(
        "an id",
        2,
        replace(feedback(), answers=(answer,), written_by=WrittenBy.MODEL, dropped_findings=3, rubric_version="r1"),
    )
    assert wire.decode_request(wire.encode_request(sent)) == sent


def test_gateway_that_knows_only_the_first_fields_is_understood() -> None:
    message = pb.WorkerApiRequest()
    message.submit_feedback.interview_id = "an id"
    message.submit_feedback.summary = "Good."
    message.submit_feedback.strengths.append("You own the action.")
    read = wire.decode_request(message.SerializeToString())
    assert isinstance(read, wire.SubmitFeedback)
    assert [finding.text for finding in read.feedback.strengths] == ["You own the action."]
    assert read.feedback.overall.value is None


def test_oneof_numbers_are_the_designs() -> None:
    requests = pb.WorkerApiRequest.DESCRIPTOR.oneofs_by_name["request"].fields
    responses = pb.WorkerApiResponse.DESCRIPTOR.oneofs_by_name["response"].fields
    names = ["get_context", "update_status", "submit_transcript", "submit_feedback"]
    assert {field.name: field.number for field in requests} == {name: at for at, name in enumerate(names, 1)}
    assert {field.name: field.number for field in responses} == {
        name: at for at, name in enumerate([*names, "error"], 1)
    }


@pytest.mark.parametrize("body", [b"", b"\xff\xff\xff", b"hello"])
def test_nonsense_is_no_request(body: bytes) -> None:
    with pytest.raises(ProtocolError):
        wire.decode_request(body)


def test_status_that_does_not_exist_is_no_request() -> None:
    message = pb.WorkerApiRequest()
    message.update_status.status = "paused"
    with pytest.raises(ProtocolError):
        wire.decode_request(message.SerializeToString())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_request_or_refused(body: bytes) -> None:
    try:
        wire.decode_request(body)
    except ProtocolError:
        return


def test_answer_to_another_question_is_refused() -> None:
    done = wire.encode_done(wire.UpdateStatus("an id", 1, Status.COMPLETED, None, 0))
    with pytest.raises(ProtocolError):
        wire.decode_response(done, wire.GetContext("an id", "somebody"))
