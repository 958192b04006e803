"""A better version holds nothing but what was said, in a better order, with its gaps named."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preppal.analysis.better import better_version
from preppal.analysis.tokens import tokenize
from preppal.domain.feedback import StarPart
from preppal.domain.interview import InterviewType
from preppal.domain.transcript import Entry
from tests.factories import answer_entry, question_entry

STORY = (
    "So, um, this was in my last team at a freight company. The reports took nine hours every week. "
    "I had to find out where the time went. I, I wrote a script that loaded the figures overnight. "
    "Then I showed the other analysts how to run it. "
)
ENDING = "As a result the weekly report took forty minutes instead of nine hours."


def _entries(*answers: str) -> list[Entry]:
    entries = [question_entry(0)]
    for place, text in enumerate(answers):
        entries.append(replace(answer_entry(2 * place + 1, text), words=()))
        if place + 1 < len(answers):
            follow_up = question_entry(2 * place + 2, "What came of it?")
            assert follow_up.question is not None
            entries.append(replace(follow_up, question=replace(follow_up.question, is_follow_up=True)))
    return entries


def test_fillers_and_false_starts_are_left_out() -> None:
    better = better_version(_entries(STORY + ENDING), 1, InterviewType.BEHAVIORAL)
    assert better is not None
    said = " ".join(line.text for line in better.lines)
    assert "um" not in said.lower().split()
    assert "I, I" not in said


def test_missing_ending_is_named_and_not_made_up() -> None:
    better = better_version(_entries(STORY), 1, InterviewType.BEHAVIORAL)
    assert better is not None
    gaps = [line for line in better.lines if line.order_index is None]
    assert [gap.part for gap in gaps] == [StarPart.RESULT]
    assert "number" in gaps[0].text


def test_nothing_is_asked_for_that_was_said_in_half_a_sentence() -> None:
    claim = "I am good at finishing things, because unfinished work keeps me awake. I cleared nine hundred folders. "
    better = better_version(_entries(claim + "In this role I would clear the open claims."), 1, InterviewType.HR_SCREEN)
    assert better is not None
    assert "because" in " ".join(line.text for line in better.lines)
    assert StarPart.TASK not in {line.part for line in better.lines if line.order_index is None}
    bare = _entries("I am good at finishing things. I cleared nine hundred folders. In this role I would do so again.")
    without = better_version(bare, 1, InterviewType.HR_SCREEN)
    assert without is not None
    assert StarPart.TASK in {line.part for line in without.lines if line.order_index is None}


def test_ending_from_a_follow_up_is_moved_to_the_end_and_says_so() -> None:
    better = better_version(_entries(STORY, ENDING), 1, InterviewType.BEHAVIORAL)
    assert better is not None
    last = better.lines[-1]
    assert (last.order_index, last.is_moved, last.part) == (3, True, StarPart.RESULT)
    assert last.text == ENDING
    assert not any(line.order_index is None for line in better.lines)


def test_background_is_cut_to_two_sentences() -> None:
    better = better_version(
        _entries("This was in my last team. We were six. It was winter. It snowed a lot. " + STORY),
        1,
        InterviewType.BEHAVIORAL,
    )
    assert better is not None
    assert sum(line.part is StarPart.SITUATION for line in better.lines) == 2


@pytest.mark.parametrize("said", ["", "Yes.", "I moved the report to a nightly job."])
def test_too_little_is_left_as_it_is(said: str) -> None:
    assert better_version(_entries(said), 1, InterviewType.BEHAVIORAL) is None


def test_draft_transcript_is_not_put_in_order() -> None:
    assert better_version(_entries(STORY), 1, InterviewType.BEHAVIORAL, is_draft=True) is None


def test_question_that_was_not_asked_has_none() -> None:
    assert better_version(_entries(STORY), 7, InterviewType.BEHAVIORAL) is None


_SENTENCES = st.sampled_from(
    [
        "I built it in 3 weeks.",
        "We had to move.",
        "um like it it was fine",
        "As a result, sales grew 12%.",
        "I learned, you know, to ask first.",
        "So — then; I called her!",
        "Because it’s cheaper I chose the queue.",
    ]
)


# The first example reads the word lists.
@settings(deadline=None)
@given(st.lists(st.lists(_SENTENCES, max_size=8).map(" ".join), min_size=1, max_size=3), st.sampled_from(InterviewType))
def test_every_word_of_every_line_was_said_in_that_turn_in_that_order(said: list[str], kind: InterviewType) -> None:
    entries = _entries(*said)
    better = better_version(entries, 1, kind)
    spoken = {entry.order_index: [token.text for token in tokenize(entry.content)] for entry in entries}
    for line in better.lines if better else ():
        if line.order_index is not None:
            left = iter(spoken[line.order_index])
            assert all(token.text in left for token in tokenize(line.text)), line.text
