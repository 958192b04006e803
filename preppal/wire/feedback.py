"""Feedback on the wire: findings with their quotes, scores that may be missing, one review per answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from preppal.domain.feedback import (
    AnswerReview,
    Dimension,
    Evidence,
    Feedback,
    Finding,
    Score,
    StarPart,
    StarShare,
    WrittenBy,
)
from preppal.wire import interview_pb2 as pb

Repeated = Any  # Protobuf's containers have no public type


def write_feedback(out: pb.SubmitFeedbackRequest, feedback: Feedback) -> None:
    """The design's own fields hold the words alone; those beside them hold everything."""
    out.summary = feedback.summary
    out.strengths.extend(finding.text for finding in feedback.strengths)
    out.improvements.extend(finding.text for finding in feedback.improvements)
    out.suggestions.extend(feedback.suggestions)
    out.headline = feedback.headline
    _write_findings(out.strength_findings, feedback.strengths)
    _write_findings(out.improvement_findings, feedback.improvements)
    _write_scores(out.scores, feedback.scores)
    _write_score(out.overall, feedback.overall)
    for answer in feedback.answers:
        _write_answer(out.answers.add(), answer)
    out.written_by = feedback.written_by.value
    out.dropped_findings = feedback.dropped_findings
    out.rubric_version = feedback.rubric_version
    out.notice = feedback.notice


def read_feedback(told: pb.SubmitFeedbackRequest) -> Feedback:
    """From a gateway that knows only the design's fields, findings come without quotes and scores not at all.

    Raises ValueError for a dimension, part or writer that does not exist.
    """
    return Feedback(
        headline=told.headline,
        summary=told.summary,
        strengths=_read_findings(told.strength_findings, told.strengths),
        improvements=_read_findings(told.improvement_findings, told.improvements),
        suggestions=tuple(told.suggestions),
        scores=_read_scores(told.scores),
        overall=_read_score(told.overall),
        answers=tuple(_read_answer(answer) for answer in told.answers),
        written_by=WrittenBy(told.written_by) if told.written_by else WrittenBy.MODEL,
        dropped_findings=told.dropped_findings,
        rubric_version=told.rubric_version,
        notice=told.notice,
    )


def _write_evidence(out: Repeated, evidence: Iterable[Evidence]) -> None:
    for quote in evidence:
        out.add(order_index=quote.order_index, quote=quote.quote, start_ms=quote.start_ms, end_ms=quote.end_ms)


def _read_evidence(told: Iterable[pb.Evidence]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            quote.order_index,
            quote.quote,
            quote.start_ms if quote.HasField("start_ms") else None,
            quote.end_ms if quote.HasField("end_ms") else None,
        )
        for quote in told
    )


def _write_findings(out: Repeated, findings: Iterable[Finding]) -> None:
    for finding in findings:
        _write_evidence(out.add(text=finding.text, detail=finding.detail).evidence, finding.evidence)


def _read_findings(told: Iterable[pb.Finding], texts: Iterable[str]) -> tuple[Finding, ...]:
    findings = tuple(Finding(finding.text, _read_evidence(finding.evidence), finding.detail) for finding in told)
    return findings or tuple(Finding(text, ()) for text in texts)


def _write_score(out: pb.Score, score: Score) -> None:
    if score.value is not None:
        out.value = score.value
    out.spread = score.spread
    out.reason = score.reason
    _write_evidence(out.evidence, score.evidence)


def _read_score(told: pb.Score) -> Score:
    value = told.value if told.HasField("value") else None
    return Score(value, told.spread, told.reason, _read_evidence(told.evidence))


def _write_scores(out: Repeated, scores: Mapping[Dimension, Score]) -> None:
    for dimension, score in scores.items():
        _write_score(out[dimension.value], score)


def _read_scores(told: Mapping[str, pb.Score]) -> dict[Dimension, Score]:
    """In the order of the dimensions: a map on the wire has none."""
    known = {Dimension(name): _read_score(score) for name, score in told.items()}
    return {dimension: known[dimension] for dimension in Dimension if dimension in known}


def _write_answer(out: pb.AnswerReview, answer: AnswerReview) -> None:
    out.question_index = answer.question_index
    out.question = answer.question
    out.order_indexes.extend(answer.order_indexes)
    out.duration_ms = answer.duration_ms
    _write_scores(out.scores, answer.scores)
    _write_score(out.overall, answer.overall)
    for share in answer.star:
        out.star.add(part=share.part.value, ms=share.ms)
    out.missing.extend(answer.missing)
    out.note = answer.note


def _read_answer(told: pb.AnswerReview) -> AnswerReview:
    return AnswerReview(
        question_index=told.question_index,
        question=told.question,
        order_indexes=tuple(told.order_indexes),
        duration_ms=told.duration_ms,
        scores=_read_scores(told.scores),
        overall=_read_score(told.overall),
        star=tuple(StarShare(StarPart(share.part), share.ms) for share in told.star),
        missing=tuple(told.missing),
        note=told.note,
    )
