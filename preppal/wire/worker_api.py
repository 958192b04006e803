"""`POST /api/worker`: WorkerApiRequest and WorkerApiResponse as values, both ways.

Readers pass over fields they do not know. A word's confidence keeps six digits; all else comes out as it went in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from google.protobuf.message import DecodeError

from preppal.domain.feedback import Feedback
from preppal.domain.interview import (
    Difficulty,
    EndReason,
    InterviewContext,
    InterviewType,
    Patience,
    Persona,
    SpeakingSpeed,
    Status,
)
from preppal.domain.languages import language_of
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry, Heard, Question, Role, Source, Span, Word
from preppal.errors import ProtocolError
from preppal.wire import interview_pb2 as pb
from preppal.wire.feedback import read_feedback, write_feedback

Repeated = Any  # Protobuf's containers have no public type

_MAX_UINT32 = 2**32 - 1
_MAX_UINT64 = 2**64 - 1
_CONFIDENCE_DIGITS = 6
_TOKENS = ("audio_in", "audio_out", "text_in", "text_out")


class Refused(IntEnum):
    """The codes of an error answer, and the HTTP status it comes with."""

    NONSENSE = 400
    NOT_ALLOWED = 401
    NOT_FOUND = 404
    ENDED = 409
    GONE = 410
    STALE_OWNER = 412
    UNAVAILABLE = 503


@dataclass(frozen=True, slots=True)
class GetContext:
    interview_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class UpdateStatus:
    interview_id: str
    epoch: int
    status: Status
    end_reason: EndReason | None
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class SubmitTranscript:
    interview_id: str
    epoch: int
    entries: tuple[Entry, ...]
    last_sequence: int
    elapsed_ms: int
    engine_state: str
    usage: TokenUsage = NO_USAGE


@dataclass(frozen=True, slots=True)
class SubmitFeedback:
    interview_id: str
    epoch: int
    feedback: Feedback


Request = GetContext | UpdateStatus | SubmitTranscript | SubmitFeedback


@dataclass(frozen=True, slots=True)
class Refusal:
    code: int
    message: str


# ---- requests


def encode_request(request: Request) -> bytes:
    out = pb.WorkerApiRequest()
    match request:
        case GetContext():
            out.get_context.interview_id = request.interview_id
            out.get_context.user_id = request.user_id
            out.get_context.SetInParent()
        case UpdateStatus():
            out.update_status.interview_id = request.interview_id
            out.update_status.epoch = request.epoch
            out.update_status.status = request.status.value
            out.update_status.end_reason = request.end_reason.value if request.end_reason else ""
            out.update_status.elapsed_ms = min(request.elapsed_ms, _MAX_UINT32)
        case SubmitTranscript():
            turn = out.submit_transcript
            turn.interview_id = request.interview_id
            turn.epoch = request.epoch
            turn.last_sequence = min(request.last_sequence, _MAX_UINT64)
            turn.elapsed_ms = min(request.elapsed_ms, _MAX_UINT32)
            turn.engine_state = request.engine_state
            _write_usage(turn.usage, request.usage)
            _write_entries(turn.entries, request.entries)
        case SubmitFeedback():
            out.submit_feedback.interview_id = request.interview_id
            out.submit_feedback.epoch = request.epoch
            write_feedback(out.submit_feedback, request.feedback)
    return out.SerializeToString()


def decode_request(data: bytes) -> Request:
    """Raises ProtocolError for what is no request, or names a status or role that does not exist."""
    message = pb.WorkerApiRequest()
    try:
        message.ParseFromString(data)
        return _read_request(message)
    except (DecodeError, ValueError) as error:
        raise ProtocolError("That body is no WorkerApiRequest.") from error


def _read_request(message: pb.WorkerApiRequest) -> Request:
    match message.WhichOneof("request"):
        case "get_context":
            return GetContext(message.get_context.interview_id, message.get_context.user_id)
        case "update_status":
            told = message.update_status
            reason = EndReason(told.end_reason) if told.end_reason else None
            return UpdateStatus(told.interview_id, told.epoch, Status(told.status), reason, told.elapsed_ms)
        case "submit_transcript":
            turn = message.submit_transcript
            return SubmitTranscript(
                turn.interview_id,
                turn.epoch,
                tuple(_read_entry(entry) for entry in turn.entries),
                turn.last_sequence,
                turn.elapsed_ms,
                turn.engine_state,
                _read_usage(turn.usage),
            )
        case "submit_feedback":
            given = message.submit_feedback
            return SubmitFeedback(given.interview_id, given.epoch, read_feedback(given))
        case _:
            raise ProtocolError("That request asks for nothing that this backend knows.")


# ---- answers


def encode_context(context: InterviewContext) -> bytes:
    out = pb.WorkerApiResponse()
    told = out.get_context
    told.interview_type = context.interview_type.value
    told.difficulty = context.difficulty.value
    told.persona = context.persona.key
    _write_persona(told.persona_snapshot, context.persona)
    told.patience = context.patience.value
    told.speaking_speed = context.speaking_speed.value
    told.language = context.language.code
    told.duration_seconds = context.duration_s
    told.question_count = context.question_count
    told.candidate_name = context.candidate_name
    told.job_description = context.job_description
    told.resume = context.resume
    told.status = context.status.value
    told.end_reason = context.end_reason.value if context.end_reason else ""
    told.epoch = context.epoch
    _write_entries(told.transcript, context.transcript)
    told.last_sequence = context.last_sequence
    told.elapsed_ms = min(context.elapsed_ms, _MAX_UINT32)
    told.engine_state = context.engine_state
    told.recent_question_ids.extend(context.recent_question_ids)
    told.record_audio = context.record_audio
    _write_usage(told.usage, context.usage)
    if context.retried is not None:
        told.retried.question_id = context.retried.question_id
        told.retried.competency = context.retried.competency
        told.retried.text = context.retried.text
        told.retried.SetInParent()
    return out.SerializeToString()


def encode_done(request: Request) -> bytes:
    """The answer to a write that was made."""
    out = pb.WorkerApiResponse()
    match request:
        case UpdateStatus():
            out.update_status.status = request.status.value
        case SubmitTranscript():
            out.submit_transcript.stored = len(request.entries)
            out.submit_transcript.SetInParent()
        case SubmitFeedback():
            out.submit_feedback.SetInParent()
        case GetContext():
            raise ValueError("a context answers this")
    return out.SerializeToString()


def encode_refusal(refusal: Refusal) -> bytes:
    out = pb.WorkerApiResponse()
    out.error.code = refusal.code
    out.error.message = refusal.message
    return out.SerializeToString()


def decode_response(data: bytes, request: Request) -> InterviewContext | Refusal | None:
    """The context that was asked for, why not, or None for a write that was made. Raises ProtocolError."""
    message = pb.WorkerApiResponse()
    try:
        message.ParseFromString(data)
        match message.WhichOneof("response"):
            case "error":
                return Refusal(message.error.code, message.error.message)
            case "get_context" if isinstance(request, GetContext):
                return _read_context(message.get_context, request)
            case "update_status" | "submit_transcript" | "submit_feedback" if not isinstance(request, GetContext):
                return None
            case _:
                raise ProtocolError("That answer is to another question.")
    except (DecodeError, ValueError) as error:
        raise ProtocolError("That body is no WorkerApiResponse.") from error


def _read_context(told: pb.GetContextResponse, request: GetContext) -> InterviewContext:
    return InterviewContext(
        interview_id=request.interview_id,
        user_id=request.user_id,
        interview_type=InterviewType(told.interview_type),
        difficulty=Difficulty(told.difficulty),
        persona=_read_persona(told.persona_snapshot),
        patience=Patience(told.patience),
        # A backend of an earlier version says neither.
        speaking_speed=SpeakingSpeed(told.speaking_speed or SpeakingSpeed.NORMAL),
        language=language_of(told.language),
        duration_s=told.duration_seconds,
        question_count=told.question_count,
        candidate_name=told.candidate_name,
        job_description=told.job_description,
        resume=told.resume,
        status=Status(told.status),
        end_reason=EndReason(told.end_reason) if told.end_reason else None,
        epoch=told.epoch,
        transcript=tuple(_read_entry(entry) for entry in told.transcript),
        last_sequence=told.last_sequence,
        elapsed_ms=told.elapsed_ms,
        engine_state=told.engine_state,
        recent_question_ids=tuple(told.recent_question_ids),
        record_audio=told.record_audio,
        usage=_read_usage(told.usage),
        retried=_read_retried(told.retried) if told.HasField("retried") else None,
    )


# ---- parts


def _write_persona(out: pb.PersonaSnapshot, persona: Persona) -> None:
    for name in ("key", "name", "role", "manner", "face", "espeak_voice", "gemini_voice", "words_per_minute"):
        setattr(out, name, getattr(persona, name))


def _read_persona(told: pb.PersonaSnapshot) -> Persona:
    return Persona(
        told.key,
        told.name,
        told.role,
        told.manner,
        told.face,
        told.espeak_voice,
        told.gemini_voice,
        told.words_per_minute,
    )


def _write_usage(out: pb.TokenUsage, usage: TokenUsage) -> None:
    for name in _TOKENS:
        setattr(out, name, min(getattr(usage, name), _MAX_UINT64))
    out.model = usage.model


def _read_usage(told: pb.TokenUsage) -> TokenUsage:
    return TokenUsage(told.audio_in, told.audio_out, told.text_in, told.text_out, told.model)


def _read_retried(told: pb.RetriedQuestion) -> Question:
    return Question(1, competency=told.competency, question_id=told.question_id, text=told.text)


def _write_entries(out: Repeated, entries: Iterable[Entry]) -> None:
    for entry in entries:
        _write_entry(out.add(), entry)


def _write_entry(out: pb.TranscriptEntry, entry: Entry) -> None:
    out.order_index = entry.order_index
    out.role = entry.role.value
    out.content = entry.content
    out.started_at_ms = entry.started_at_ms
    out.ended_at_ms = entry.ended_at_ms
    out.heard = entry.heard.value
    out.source = entry.source.value
    if entry.response_ms is not None:
        out.response_ms, out.response_measured = min(max(0, entry.response_ms), _MAX_UINT32), True
    if entry.distance_db is not None:
        out.distance_db, out.distance_measured = entry.distance_db, True
    for span in entry.speech:
        out.speech_spans_ms.extend((span.start_ms, span.end_ms))
    for word in entry.words:
        told = out.words.add(text=word.text, start_ms=word.start_ms, end_ms=word.end_ms)
        if word.confidence is not None:
            told.confidence, told.confidence_measured = word.confidence, True
    if entry.question is not None:
        out.has_question = True
        out.question_index = entry.question.index
        out.question_id = entry.question.question_id
        out.question_text = entry.question.text
        out.competency = entry.question.competency
        out.follow_up = entry.question.is_follow_up


def _read_entry(told: pb.TranscriptEntry) -> Entry:
    edges = list(told.speech_spans_ms)
    return Entry(
        order_index=told.order_index,
        role=Role(told.role),
        content=told.content,
        started_at_ms=told.started_at_ms,
        ended_at_ms=told.ended_at_ms,
        heard=Heard(told.heard),
        source=Source(told.source),
        response_ms=told.response_ms if told.response_measured else None,
        speech=tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)),
        words=tuple(_read_word(word) for word in told.words),
        question=_read_question(told) if told.has_question else None,
        distance_db=told.distance_db if told.distance_measured else None,
    )


def _read_word(told: pb.Word) -> Word:
    confidence = round(told.confidence, _CONFIDENCE_DIGITS) if told.confidence_measured else None
    return Word(told.text, told.start_ms, told.end_ms, confidence)


def _read_question(told: pb.TranscriptEntry) -> Question:
    return Question(
        index=told.question_index,
        competency=told.competency,
        question_id=told.question_id,
        is_follow_up=told.follow_up,
        text=told.question_text,
    )
