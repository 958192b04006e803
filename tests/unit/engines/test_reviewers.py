"""The reviewer that needs nothing but the transcript."""

import pytest

from preppal.analysis.measures import measure_interview
from preppal.analysis.terms import topic_stems
from preppal.domain.feedback import Dimension, Feedback, WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry, Question
from preppal.engines.question_bank import load_questions
from preppal.engines.reviewers import RuleReviewer
from preppal.ports import ReviewMaterial
from tests.unit.analysis.making import asked, interview, spoken
from tests.unit.analysis.samples import STRONG


def _review(kind: InterviewType, entries: tuple[Entry, ...]) -> Feedback:
    metrics = measure_interview(entries, "gemini")
    return RuleReviewer().review(ReviewMaterial("an-id", kind, "standard", entries, metrics))


@pytest.mark.parametrize("kind", InterviewType)
def test_rules_review_every_type_of_interview(kind: InterviewType) -> None:
    feedback = _review(kind, interview([(sample, sample.text) for sample in STRONG if sample.kind is kind]))
    assert feedback.written_by is WrittenBy.RULES
    assert feedback.overall.value is not None
    assert set(feedback.scores) == set(Dimension)


def test_the_same_interview_is_reviewed_the_same_way_twice() -> None:
    entries = interview([(sample, sample.text) for sample in STRONG])
    assert _review(InterviewType.BEHAVIORAL, entries) == _review(InterviewType.BEHAVIORAL, entries)


def test_words_that_the_bank_expects_make_an_answer_more_relevant() -> None:
    question = next(item for item in load_questions() if item.id == "ownership-promise")
    story = "I was new in the firm and I wrote a list. I called my aunt, I drove there and I painted the wall in blue. "
    fitting = story + f"It was about {', '.join(question.lexicon)}."

    def relevance(text: str) -> float:
        tag = Question(1, question.competency, question.id, text=question.text)
        entries = (asked(question.text, tag), spoken(text + " We sat in the garden for some hours after that day."))
        return _review(InterviewType.BEHAVIORAL, entries).scores[Dimension.RELEVANCE].value or 0.0

    assert relevance(fitting) >= relevance(story + "It was about " + ", ".join(["paint", "walls"] * 6)) + 1


@pytest.mark.parametrize("competency", sorted({question.competency for question in load_questions()}))
def test_every_competency_of_the_bank_has_words_of_its_own(competency: str) -> None:
    assert len(topic_stems(competency)) >= 15
