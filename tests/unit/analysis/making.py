"""Makes entries and scored answers out of plain text, for the tests beside it."""

from collections.abc import Sequence
from dataclasses import replace

from preppal.analysis.answers import Answer
from preppal.analysis.measures import measure_answer
from preppal.analysis.scoring import ScoredAnswer, score_answers, weigh
from preppal.domain.feedback import Dimension
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry, Heard, Question, Role, Source, Span, Word
from tests.unit.analysis.samples import Sample

MS_PER_WORD = 420  # 143 words a minute


def spoken(
    text: str,
    *,
    order_index: int = 1,
    started_at_ms: int = 0,
    ms_per_word: int = MS_PER_WORD,
    response_ms: int | None = 1_200,
    speech: tuple[Span, ...] | None = None,
    words: tuple[Word, ...] = (),
    question: Question | None = None,
    heard: Heard = Heard.FULL,
) -> Entry:
    """A candidate's turn; one unbroken stretch of voice unless `speech` says otherwise."""
    length_ms = (
        max(1_000, len(text.split()) * ms_per_word) if speech is None else speech[-1].end_ms if speech else 1_000
    )
    return Entry(
        order_index=order_index,
        role=Role.CANDIDATE,
        content=text,
        started_at_ms=started_at_ms,
        ended_at_ms=started_at_ms + length_ms,
        heard=heard,
        response_ms=response_ms,
        speech=(Span(0, length_ms),) if speech is None else speech,
        words=words,
        question=question,
    )


def typed(text: str, **changes: object) -> Entry:
    entry = spoken(text, response_ms=None, speech=())
    return replace(entry, source=Source.TYPED, **changes)  # type: ignore[arg-type]  # whatever field a test names


def asked(
    text: str, question: Question | None, *, order_index: int = 0, started_at_ms: int = 0, ms: int = 4_000
) -> Entry:
    return Entry(
        order_index=order_index,
        role=Role.INTERVIEWER,
        content=text,
        started_at_ms=started_at_ms,
        ended_at_ms=started_at_ms + ms,
        question=question,
    )


def timed_words(pairs: Sequence[tuple[str, int]], *, word_ms: int = 200) -> tuple[Word, ...]:
    """Words with the silence before each."""
    words: list[Word] = []
    now = 0
    for text, gap_ms in pairs:
        now += gap_ms
        words.append(Word(text, now, now + word_ms))
        now += word_ms
    return tuple(words)


def interview(samples: Sequence[tuple[Sample, str]]) -> tuple[Entry, ...]:
    """Question, answer, question, answer: each sample's question with the text given to it."""
    entries: list[Entry] = []
    now = 1_000_000
    for index, (sample, text) in enumerate(samples, start=1):
        question = Question(index, sample.competency, text=sample.question)
        entries.append(asked(sample.question, question, order_index=len(entries), started_at_ms=now))
        now = entries[-1].ended_at_ms + 1_200
        entries.append(spoken(text, order_index=len(entries), started_at_ms=now, question=question))
        now = entries[-1].ended_at_ms + 800
    return tuple(entries)


def score(
    text: str,
    question: str,
    competency: str = "",
    kind: InterviewType = InterviewType.BEHAVIORAL,
    *,
    ms_per_word: int = MS_PER_WORD,
    response_ms: int = 1_200,
    is_draft: bool = False,
) -> ScoredAnswer:
    entries = (spoken(text, ms_per_word=ms_per_word, response_ms=response_ms),) if text else ()
    answer = Answer(1, question, competency, "", entries)
    return score_answers([answer], [measure_answer(answer)], kind, is_draft=is_draft)[0]


def score_sample(
    sample: Sample, text: str | None = None, *, ms_per_word: int = MS_PER_WORD, response_ms: int = 1_200
) -> dict[str, float]:
    """The four scores and `overall`, not rounded."""
    result = score(
        sample.text if text is None else text,
        sample.question,
        sample.competency,
        sample.kind,
        ms_per_word=ms_per_word,
        response_ms=response_ms,
    )
    assert result.scores is not None
    return {
        **{name.value: value for name, value in result.scores.items()},
        "overall": weigh(result.scores, sample.kind),
    }


DIMENSIONS = tuple(dimension.value for dimension in Dimension)
