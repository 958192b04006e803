"""The reviewer that needs nothing but the transcript."""

import pytest

from preppal.analysis.measures import measure_interview
from preppal.analysis.other_languages import measure_in
from preppal.analysis.terms import topic_stems
from preppal.domain.feedback import Dimension, Feedback, WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.languages import ENGLISH, LANGUAGES
from preppal.domain.metrics import Measured
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

    assert relevance(fitting) >= relevance(story + "It was about " + ", ".join(["paint", "walls"] * 6)) + 0.5


def test_interview_in_another_language_gets_no_scores_and_says_why() -> None:
    entries = (
        asked("Wie ging es aus?", Question(1, text="Wie ging es aus?")),
        spoken("Um zehn Uhr war alles fertig. " * 9),
    )
    german = LANGUAGES["de-DE"]
    metrics = measure_in(german, entries, "gemini", {"hedges_per_100_words"})
    assert (metrics.total_filler_words, metrics.speech_rate_wpm, metrics.vocabulary_mattr) == (None, None, None)
    assert metrics.notes["fillers_per_minute"] is Measured.OTHER_LANGUAGE
    assert metrics.notes["hedges_per_100_words"] is Measured.OPTED_OUT
    assert metrics.total_word_count == 54
    material = ReviewMaterial("an-id", InterviewType.BEHAVIORAL, "standard", entries, metrics, language=german)
    feedback = RuleReviewer().review(material)
    assert {score.value for score in feedback.scores.values()} == {feedback.overall.value} == {None}
    assert "German" in feedback.notice
    assert [answer.order_indexes for answer in feedback.answers] == [(entries[1].order_index,)]


def test_interview_in_english_is_measured_as_ever() -> None:
    entries = interview([(sample, sample.text) for sample in STRONG])
    assert measure_in(ENGLISH, entries, "gemini") == measure_interview(entries, "gemini")


@pytest.mark.parametrize("competency", sorted({question.competency for question in load_questions()}))
def test_every_competency_of_the_bank_has_words_of_its_own(competency: str) -> None:
    assert len(topic_stems(competency)) >= 15
