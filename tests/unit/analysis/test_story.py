"""What no set phrase marks in a story is found by where it stands, and not where it is not told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.analysis.answers import AnswerText
from preppal.analysis.cues import phrase_cues
from preppal.analysis.outcome import OutcomeSigns, load_weights, outcome_likelihood
from preppal.analysis.story import find_cues, judge_outcome
from preppal.analysis.tokens import tokenize
from preppal.domain.feedback import StarPart
from preppal.domain.interview import InterviewType

_STORY = (
    "I worked in a laundry and the sheets came back grey. I tested the water, and I wrote down the hardness of "
    "each machine for a week. I asked the owner for one new filter."
)
_OUTCOMES = (
    "The hotel across the street is a customer again, and they send us their curtains too.",
    "Nobody has complained about grey sheets since. The other two laundries have the same filter now.",
    "It cost ninety pounds, and the soap bill is half of what it was before the summer.",
)
_PADDINGS = (
    "As I said before, this is something that matters a lot to me, and I could go on and on about it.",
    "So yeah, that's it.",
    "That's basically my story.",
    "And so on, it is what it is, at the end of the day.",
)


def _text(said: str) -> AnswerText:
    tokens = tuple(tokenize(said))
    return AnswerText(tokens, (0,) * len(tokens))


def _likelihood(said: str) -> float:
    text = _text(said)
    return judge_outcome(text, phrase_cues(text, InterviewType.BEHAVIORAL), InterviewType.BEHAVIORAL)


def _result(said: str, kind: InterviewType = InterviewType.BEHAVIORAL) -> list[str]:
    return _found(StarPart.RESULT, said, kind)


def _found(part: StarPart, said: str, kind: InterviewType = InterviewType.BEHAVIORAL) -> list[str]:
    text = _text(said)
    cues = [cue for cue in find_cues(text, kind) if cue.part is part]
    return [" ".join(token.text for token in text.tokens[cue.first : cue.end]) for cue in cues]


def test_what_called_for_a_step_is_the_sentence_before_it() -> None:
    told = "We are four in the kitchen. The delivery had not come and the hall was full. I rang the market."
    assert _found(StarPart.TASK, told) == ["the delivery had not come and the hall was full"]


def test_story_that_starts_with_a_step_says_neither_where_nor_why() -> None:
    told = "I rang the market and asked for thirty fish. I drove there myself. I paid in cash."
    assert _found(StarPart.TASK, told) == _found(StarPart.SITUATION, told) == []


@pytest.mark.parametrize(
    "opening",
    ["In the costume workshop I shared a table.", "As a mountain guide I stood below a pass.", "I'm a tax adviser."],
)
def test_where_it_happened_is_heard_in_the_first_words(opening: str) -> None:
    assert _found(StarPart.SITUATION, f"{opening} I asked everybody to wait.")


def test_ends_of_stories_are_no_places() -> None:
    assert _found(StarPart.SITUATION, "In the end I called her. I asked for a day.") == []


@pytest.mark.parametrize("outcome", _OUTCOMES)
def test_outcome_in_words_that_no_list_knows_is_found_where_it_begins(outcome: str) -> None:
    assert not any(cue.part is StarPart.RESULT for cue in phrase_cues(_text(outcome), InterviewType.BEHAVIORAL))
    found = _result(f"{_STORY} {outcome}")
    assert len(found) == 1
    assert outcome.lower().startswith(found[0].split(" ", 1)[0])


def test_story_that_ends_with_what_was_done_has_no_outcome() -> None:
    assert _result(_STORY) == []
    assert _likelihood(_STORY) < 0.25


@pytest.mark.parametrize("padding", _PADDINGS)
def test_padding_is_no_outcome(padding: str) -> None:
    assert _result(f"{_STORY} {padding}") == []


@pytest.mark.parametrize("padding", _PADDINGS)
@pytest.mark.parametrize("outcome", _OUTCOMES)
def test_padding_makes_no_outcome_much_likelier(outcome: str, padding: str) -> None:
    assert _likelihood(f"{_STORY} {outcome} {padding}") <= _likelihood(f"{_STORY} {outcome}") + 0.05


def test_missing_full_stops_change_nothing() -> None:
    bare = f"{_STORY} {_OUTCOMES[1]}".replace(".", "").replace(",", "").lower()
    assert _likelihood(bare) == pytest.approx(_likelihood(f"{_STORY} {_OUTCOMES[1]}"))


def test_step_told_in_a_clause_is_not_the_last_one() -> None:
    """ "Where I put it" belongs to the outcome."""
    told = "She never said that it was good, but the shelf is still where I put it, and the queue has gone."
    assert _result(f"{_STORY} {told}")


def test_opinions_have_no_outcome_however_they_end() -> None:
    assert _likelihood("Teams are important. They have to talk, and it is still the best way, today and always.") == 0


def test_only_stories_are_read_for_it() -> None:
    assert _result(f"{_STORY} {_OUTCOMES[0]}", InterviewType.TECHNICAL_VERBAL) == []


def test_every_sign_speaks_for_an_outcome() -> None:
    assert min(load_weights().weights) > 0


@given(
    st.builds(
        OutcomeSigns,
        st.integers(0, 8),
        st.booleans(),
        st.booleans(),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 2),
    )
)
def test_likelihood_lies_between_nothing_and_all(signs: OutcomeSigns) -> None:
    assert outcome_likelihood(OutcomeSigns(0, False, False, 0, 0, 0)) <= outcome_likelihood(signs) < 1
