"""Interviews turn by turn in JSON."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from preppal.api.feedback_shapes import FindingBody, Scores, StarPartBody, scores_body
from preppal.api.session_shapes import AskedQuestion, TranscriptItem, entry_body
from preppal.api.shapes import MAX_ORDER_INDEX, Answer, Body, SessionId
from preppal.domain.feedback import WrittenBy
from preppal.domain.interview import Difficulty, EndReason, InterviewType, Patience, Status
from preppal.domain.transcript import Entry, Role, Span, Word, last_question
from preppal.ports import Said
from preppal.services.analyses import AnswerAnalysis
from preppal.services.summaries import entry_measures
from preppal.services.views import InterviewDetail, Person

MAX_ANSWER_CHARS = 4_000  # as on the socket
_MAX_ANSWER_MS = 3_600_000

_Ms = Annotated[int, Field(ge=0, le=_MAX_ANSWER_MS)]


class SpokenWord(Body):
    text: Annotated[str, Field(min_length=1, max_length=100)]
    start_ms: _Ms
    end_ms: _Ms
    confidence: Annotated[float | None, Field(ge=0, le=1)] = None


class SpeechSpan(Body):
    start_ms: _Ms
    end_ms: _Ms


class SpokenAnswer(Body):
    """How the text was spoken, as `/api/voice/transcribe` answers it. Times from the start of the answer."""

    duration_ms: Annotated[int, Field(ge=1, le=_MAX_ANSWER_MS, examples=[21_340])]
    words: Annotated[list[SpokenWord], Field(max_length=4_000)] = []
    speech: Annotated[list[SpeechSpan], Field(max_length=4_000)] = []

    @model_validator(mode="after")
    def _in_order(self) -> "SpokenAnswer":
        for name, parts in (("words", self.words), ("speech", self.speech)):
            at_ms = 0
            for part in parts:
                if not at_ms <= part.start_ms <= part.end_ms <= self.duration_ms:
                    raise ValueError(f"{name} must be in order and within durationMs")
                at_ms = part.start_ms
        return self


class Respond(Body):
    """No text: the interviewer begins, or goes on. With a text: an answer, and the interviewer's turn after it."""

    session_id: SessionId
    text: Annotated[
        str | None,
        Field(max_length=MAX_ANSWER_CHARS, examples=["I moved the report to a nightly job, and errors fell by half."]),
    ] = None
    order_index: Annotated[
        int | None,
        Field(
            ge=0,
            le=MAX_ORDER_INDEX,
            description="`nextOrderIndex` of the turn before. The same answer sent again is then not said twice.",
        ),
    ] = None
    spoken: SpokenAnswer | None = None

    def said(self) -> Said | None:
        if self.text is None or not self.text.strip():
            return None
        if self.spoken is None:
            return Said(self.text)
        words = tuple(Word(word.text, word.start_ms, word.end_ms, word.confidence) for word in self.spoken.words)
        speech = tuple(Span(span.start_ms, span.end_ms) for span in self.spoken.speech)
        return Said(self.text, self.spoken.duration_ms, words, speech)


class Turn(Answer):
    """`messages` are what the interviewer has said since the answer; at the end, the farewell."""

    session_id: str
    status: Status
    is_over: bool
    end_reason: EndReason | None
    answer: TranscriptItem | None
    messages: tuple[TranscriptItem, ...]
    question: Annotated[AskedQuestion | None, Field(description="The open question; null once it is over.")]
    question_count: int
    seconds_left: int
    next_order_index: Annotated[int, Field(description="Send it with the next answer.")]


class InterviewerBody(Answer):
    key: str
    name: str
    role: str
    manner: str


class InterviewContextBody(Answer):
    """Everything the interviewer goes by, and how the interview stands."""

    session_id: str
    status: Status
    interview_type: InterviewType
    difficulty: Difficulty
    patience: Patience
    persona: InterviewerBody
    candidate_name: str
    job_title: str
    job_description: str
    resume: str
    duration_minutes: int
    question_count: int
    seconds_left: int
    waits_for: Annotated[
        Literal["interviewer", "candidate", "nobody"],
        Field(description="Whose turn it is, by what is stored; nobody's once it is over."),
    ]
    question: AskedQuestion | None
    next_order_index: int
    transcript: tuple[TranscriptItem, ...]


class AnalyzeMessage(Body):
    session_id: SessionId
    order_index: Annotated[
        int, Field(ge=0, le=MAX_ORDER_INDEX, examples=[1], description="An answer of the candidate.")
    ]


class Analysis(Answer):
    """One answer by itself. Nothing of it is stored; the feedback on the whole interview comes at its end."""

    session_id: str
    order_index: int
    question: str
    content: str
    word_count: int
    filler_word_count: int | None
    hedge_count: int | None
    pause_count: int | None
    longest_pause_ms: int | None
    response_ms: int | None
    speech_rate_wpm: float | None
    summary: str
    scores: Scores
    star: tuple[StarPartBody, ...]
    missing: tuple[str, ...]
    strengths: tuple[FindingBody, ...]
    improvements: tuple[FindingBody, ...]
    written_by: WrittenBy
    notice: str


def turn_body(detail: InterviewDetail, answer_index: int | None) -> Turn:
    """The interview after a turn. `answer_index` is where the answer is, None when nothing was said."""
    summary, is_over = detail.summary, detail.summary.status.is_final
    answer = next((item for item in _items(detail) if item.order_index == answer_index), None)
    since = answer_index if answer_index is not None else _newest_answer(detail.entries)
    return Turn(
        session_id=summary.id,
        status=summary.status,
        is_over=is_over,
        end_reason=summary.end_reason,
        answer=answer,
        messages=tuple(item for item in _items(detail) if item.role is Role.INTERVIEWER and item.order_index > since),
        question=None if is_over else _open_question(detail),
        question_count=summary.question_count,
        seconds_left=_seconds_left(detail),
        next_order_index=next_order_index(detail.entries),
    )


def context_body(detail: InterviewDetail, person: Person) -> InterviewContextBody:
    summary = detail.summary
    return InterviewContextBody(
        session_id=summary.id,
        status=summary.status,
        interview_type=summary.interview_type,
        difficulty=summary.difficulty,
        patience=detail.patience,
        persona=InterviewerBody.model_validate(detail.persona),
        candidate_name=person.name,
        job_title=summary.job_title,
        job_description=detail.job_description,
        resume=detail.resume,
        duration_minutes=summary.duration_min,
        question_count=summary.question_count,
        seconds_left=_seconds_left(detail),
        waits_for=_waits_for(detail),
        question=None if summary.status.is_final else _open_question(detail),
        next_order_index=next_order_index(detail.entries),
        transcript=_items(detail),
    )


def analysis_body(detail: InterviewDetail, analysis: AnswerAnalysis) -> Analysis:
    measures, feedback = analysis.measures, analysis.feedback
    looked_at = feedback.answers[0] if feedback.answers else None
    return Analysis(
        session_id=detail.summary.id,
        order_index=analysis.entry.order_index,
        question=analysis.question,
        content=analysis.entry.content,
        word_count=measures.word_count,
        filler_word_count=measures.filler_count,
        hedge_count=measures.hedge_count,
        pause_count=measures.pause_count,
        longest_pause_ms=measures.longest_pause_ms,
        response_ms=measures.response_ms,
        speech_rate_wpm=measures.speech_rate_wpm,
        summary=looked_at.note if looked_at else feedback.summary,
        scores=scores_body(looked_at.scores, looked_at.overall)
        if looked_at
        else scores_body(feedback.scores, feedback.overall),
        star=tuple(map(StarPartBody.model_validate, looked_at.star)) if looked_at else (),
        missing=looked_at.missing if looked_at else (),
        strengths=tuple(map(FindingBody.model_validate, feedback.strengths)),
        improvements=tuple(map(FindingBody.model_validate, feedback.improvements)),
        written_by=feedback.written_by,
        notice=feedback.notice,
    )


def next_order_index(entries: tuple[Entry, ...]) -> int:
    return max((entry.order_index for entry in entries), default=-1) + 1


def _items(detail: InterviewDetail) -> tuple[TranscriptItem, ...]:
    measures = entry_measures(detail)
    return tuple(entry_body(entry, measures.get(entry.order_index), None) for entry in detail.entries)


def _newest_answer(entries: tuple[Entry, ...]) -> int:
    return max((entry.order_index for entry in entries if entry.role is Role.CANDIDATE), default=-1)


def _open_question(detail: InterviewDetail) -> AskedQuestion | None:
    asked = last_question(detail.entries)
    return AskedQuestion.model_validate(asked.question) if asked is not None else None


def _seconds_left(detail: InterviewDetail) -> int:
    summary = detail.summary
    return 0 if summary.status.is_final else max(0, summary.duration_min * 60 - summary.duration_s)


def _waits_for(detail: InterviewDetail) -> Literal["interviewer", "candidate", "nobody"]:
    if detail.summary.status.is_final:
        return "nobody"
    is_answered = detail.entries and detail.entries[-1].role is Role.INTERVIEWER
    return "candidate" if is_answered else "interviewer"
