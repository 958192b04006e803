"""Relevance counts what belongs to the question, not what any answer says."""

from preppal.analysis.answers import Answer, read_answer
from preppal.analysis.features import read_features
from preppal.analysis.relevance import make_topic
from preppal.analysis.terms import topic_name
from preppal.domain.interview import InterviewType
from tests.unit.analysis.making import spoken

_ANGRY = (
    "A guest was furious because her room had been given away. I apologised, I booked her a better room nearby and I "
    "paid for the taxi. She came back twice that year and left a good review."
)


def _fit(text: str, question: str, competency: str = "", lexicon: tuple[str, ...] = ()) -> float | None:
    answer = read_answer(Answer(1, question, competency, "", (spoken(text),)))
    return read_features(answer, InterviewType.BEHAVIORAL, make_topic(question, competency, lexicon)).fit


def test_answer_fits_its_own_question_better_than_another() -> None:
    own = _fit(_ANGRY, "Tell me about an unhappy guest.", "customer")
    other = _fit(_ANGRY, "When did you have to learn something quickly?", "learning")
    assert own is not None
    assert other is not None
    assert own > other + 0.15


def test_question_of_ones_own_without_a_known_topic_is_judged_by_its_words() -> None:
    text = "I looked after forty bee hives for two summers, and I moved them to the lime trees by night."
    bees = _fit(text, "What have you done with bee hives?")
    forklift = _fit(text, "Have you driven a forklift?")
    assert bees is not None
    assert forklift is not None
    assert bees > forklift + 0.3


def test_words_of_the_bank_for_this_very_question_count() -> None:
    asked = ("What did you find out?", "zymurgy")
    plain, with_words = _fit(_ANGRY, *asked), _fit(_ANGRY, *asked, lexicon=("taxi", "room", "furious"))
    assert plain is not None
    assert with_words is not None
    assert with_words > plain


def test_words_that_any_answer_uses_prove_nothing() -> None:
    text = "Last year I worked in a team, and after some weeks we had a plan and it was good for everybody there."
    fit = _fit(text, "Describe a failure of yours.", "failure")
    assert fit is not None
    assert fit < 0.3


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert _fit(_ANGRY, "") is None


def test_competencies_go_by_many_names() -> None:
    assert topic_name("prioritisation") == "pressure"
    assert topic_name("System Design") == topic_name("design") == "design"
    assert topic_name("bee keeping") == ""
