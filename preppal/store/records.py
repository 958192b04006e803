"""Rows to domain values and back. The only place that knows how values are laid out in JSON columns."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from preppal.domain import feedback as domain
from preppal.domain import transcript as domain_transcript
from preppal.domain.interview import (
    Difficulty,
    EndReason,
    InterviewContext,
    InterviewType,
    Patience,
    Persona,
    SpeakingSpeed,
    Status,
    shown_persona,
)
from preppal.domain.languages import language_of
from preppal.domain.metrics import AnswerMetrics, InterviewMetrics, Measured
from preppal.domain.prices import TokenUsage
from preppal.domain.transcript import Entry, Heard, Question, Role, Source, Span, Word, count_answers
from preppal.store.models import Feedback, Interview, Metrics, Reading, TranscriptEntry

_PLAIN_METRICS = (
    "total_word_count",
    "questions_answered",
    "total_filler_words",
    "fillers_per_minute",
    "total_pauses",
    "long_pauses_per_minute",
    "longest_pause_ms",
    "average_response_ms",
    "speech_rate_wpm",
    "articulation_rate_wpm",
    "talk_ratio",
    "talk_time_ms",
    "hedges_per_100_words",
    "repeats_per_100_words",
    "vocabulary_mattr",
    "cut_offs",
    "transcript_source",
)
_DRAFT_COLUMNS = (
    "headline",
    "summary",
    "strengths",
    "improvements",
    "suggestions",
    "scores",
    "overall",
    "answers",
    "written_by",
    "dropped_findings",
    "rubric_version",
    "notice",
    "model",
    "prompt_version",
)

Json = dict[str, Any]  # the layout of one JSON column; never leaves this module

# ---- the transcript


def write_entry(row: TranscriptEntry, entry: Entry) -> None:
    """Lay an entry out on its row, new or stored before."""
    question = entry.question
    row.role = entry.role.value
    row.content = entry.content
    row.started_at_ms = entry.started_at_ms
    row.ended_at_ms = entry.ended_at_ms
    row.heard = entry.heard.value
    row.source = entry.source.value
    row.response_ms = entry.response_ms
    row.distance_db = entry.distance_db
    row.speech = [[span.start_ms, span.end_ms] for span in entry.speech]
    row.words = write_words(entry.words)
    row.question_index = question.index if question else None
    row.question_id = question.question_id if question else ""
    row.question_text = question.text if question else ""
    row.competency = question.competency if question else ""
    row.is_follow_up = question.is_follow_up if question else False
    row.is_answer = count_answers([entry]) == 1


def read_reading(row: Reading) -> domain_transcript.Reading:
    return domain_transcript.Reading(
        order_index=row.order_index,
        revision=row.revision,
        reader=row.reader,
        content=row.content,
        words=_read_words(row.words),
    )


def write_words(words: Iterable[Word]) -> list[list[Any]]:
    return [[word.text, word.start_ms, word.end_ms, word.confidence] for word in words]


def _read_words(values: list[list[Any]]) -> tuple[Word, ...]:
    return tuple(Word(text, start, end, confidence) for text, start, end, confidence in values)


def read_entry(row: TranscriptEntry) -> Entry:
    return Entry(
        order_index=row.order_index,
        role=Role(row.role),
        content=row.content,
        started_at_ms=row.started_at_ms,
        ended_at_ms=row.ended_at_ms,
        heard=Heard(row.heard),
        source=Source(row.source),
        response_ms=row.response_ms,
        speech=tuple(Span(start, end) for start, end in row.speech),
        words=_read_words(row.words),
        question=_read_question(row),
        distance_db=row.distance_db,
    )


def _read_question(row: TranscriptEntry) -> Question | None:
    if row.question_index is None:
        return None
    return Question(
        index=row.question_index,
        competency=row.competency,
        question_id=row.question_id,
        is_follow_up=row.is_follow_up,
        text=row.question_text,
    )


# ---- the interview


def read_persona(row: Interview) -> Persona:
    """The snapshot for what the candidate saw, today's table for voice and pace."""
    return shown_persona(row.persona_key, row.persona_name, row.persona_role, row.persona_manner)


def read_context(
    row: Interview, candidate_name: str, entries: tuple[Entry, ...], recent_question_ids: tuple[str, ...]
) -> InterviewContext:
    return InterviewContext(
        interview_id=row.id,
        user_id=row.user_id,
        interview_type=InterviewType(row.interview_type),
        difficulty=Difficulty(row.difficulty),
        persona=read_persona(row),
        patience=Patience(row.patience),
        speaking_speed=SpeakingSpeed(row.speaking_speed),
        language=language_of(row.language),
        duration_s=row.duration_min * 60,
        question_count=row.question_count,
        candidate_name=candidate_name,
        # An interview may be for a role that nobody has written a posting for.
        job_description="\n".join(filter(None, (row.job_title, row.job_description))),
        resume=row.resume,
        status=Status(row.status),
        end_reason=EndReason(row.end_reason) if row.end_reason else None,
        epoch=row.epoch,
        transcript=entries,
        last_sequence=row.last_sequence,
        elapsed_ms=row.elapsed_ms,
        engine_state=row.engine_state,
        recent_question_ids=recent_question_ids,
        record_audio=row.record_audio,
        retried=read_retried(row),
        usage=read_usage(row),
    )


def write_usage(row: Interview, usage: TokenUsage) -> None:
    """Of the whole interview so far. An engine that counts nothing leaves nothing."""
    if usage.total:
        row.usage = asdict(usage)


def read_usage(row: Interview) -> TokenUsage:
    return TokenUsage(**row.usage)


def write_retried(row: Interview, question: Question) -> None:
    """The words of a question that is asked again, kept whatever becomes of the interview they come from."""
    row.retried_question = {"id": question.question_id, "competency": question.competency, "text": question.text}


def read_retried(row: Interview) -> Question | None:
    kept = row.retried_question
    if not kept:
        return None
    return Question(1, competency=kept["competency"], question_id=kept["id"], text=kept["text"])


# ---- the measures


def write_metrics(row: Metrics, metrics: InterviewMetrics) -> None:
    for name in _PLAIN_METRICS:
        setattr(row, name, getattr(metrics, name))
    row.answers = [asdict(answer) for answer in metrics.answers]
    row.notes = {name: measured.value for name, measured in metrics.notes.items()}


def read_metrics(row: Metrics) -> InterviewMetrics:
    plain = {name: getattr(row, name) for name in _PLAIN_METRICS}
    return InterviewMetrics(
        **plain,
        answers=tuple(
            AnswerMetrics(**{**answer, "order_indexes": tuple(answer["order_indexes"])}) for answer in row.answers
        ),
        notes={name: Measured(value) for name, value in row.notes.items()},
    )


# ---- the feedback


def write_feedback(row: Feedback, feedback: domain.Feedback) -> None:
    row.headline = feedback.headline
    row.summary = feedback.summary
    row.strengths = [asdict(finding) for finding in feedback.strengths]
    row.improvements = [asdict(finding) for finding in feedback.improvements]
    row.suggestions = list(feedback.suggestions)
    row.scores = {dimension.value: asdict(score) for dimension, score in feedback.scores.items()}
    row.overall = asdict(feedback.overall)
    row.overall_value = feedback.overall.value
    row.overall_spread = feedback.overall.spread if feedback.overall.value is not None else None
    row.answers = [asdict(answer) for answer in feedback.answers]
    row.written_by = feedback.written_by.value
    row.dropped_findings = feedback.dropped_findings
    row.rubric_version = feedback.rubric_version
    row.notice = feedback.notice
    row.model = feedback.model
    row.prompt_version = feedback.prompt_version


def read_feedback(row: Feedback) -> domain.Feedback:
    return domain.Feedback(
        headline=row.headline,
        summary=row.summary,
        strengths=tuple(_read_finding(finding) for finding in row.strengths),
        improvements=tuple(_read_finding(finding) for finding in row.improvements),
        suggestions=tuple(row.suggestions),
        scores=_read_scores(row.scores),
        overall=_read_score(row.overall),
        answers=tuple(_read_answer(answer) for answer in row.answers),
        written_by=domain.WrittenBy(row.written_by),
        dropped_findings=row.dropped_findings,
        rubric_version=row.rubric_version,
        notice=row.notice,
        model=row.model,
        prompt_version=row.prompt_version,
    )


def write_draft(feedback: domain.Feedback) -> Json:
    """The JSON column of a run: feedback on its way, in the layout of its own table."""
    row = Feedback(interview_id="", version=0)
    write_feedback(row, feedback)
    return {name: getattr(row, name) for name in _DRAFT_COLUMNS}


def read_draft(value: Json) -> domain.Feedback:
    return read_feedback(Feedback(interview_id="", version=0, **value))


def _read_evidence(value: Json) -> Json:
    """The same fields with the evidence as values."""
    return {**value, "evidence": tuple(domain.Evidence(**evidence) for evidence in value["evidence"])}


def _read_finding(value: Json) -> domain.Finding:
    return domain.Finding(**_read_evidence(value))


def _read_score(value: Json) -> domain.Score:
    return domain.Score(**_read_evidence(value))


def _read_scores(values: Json) -> dict[domain.Dimension, domain.Score]:
    return {domain.Dimension(name): _read_score(score) for name, score in values.items()}


def _read_answer(value: Json) -> domain.AnswerReview:
    changed = {
        "order_indexes": tuple(value["order_indexes"]),
        "scores": _read_scores(value["scores"]),
        "overall": _read_score(value["overall"]),
        "star": tuple(domain.StarShare(domain.StarPart(share["part"]), share["ms"]) for share in value["star"]),
        "missing": tuple(value["missing"]),
    }
    return domain.AnswerReview(**{**value, **changed})
