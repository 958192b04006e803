"""Corrected words: what they change, what they leave, and what is never lost."""

from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preppal.analysis.evidence import find_quote
from preppal.analysis.tokens import tokenize
from preppal.domain.bands import Measure
from preppal.domain.feedback import Dimension, Evidence, Feedback, Finding, Score
from preppal.domain.metrics import Measured
from preppal.domain.transcript import Word
from preppal.errors import Conflict, InvalidInput, NotFound
from preppal.ports import ReviewMaterial
from preppal.services.corrections import doubtful_places
from tests.unit.services.conftest import World
from tests.unit.services.reviewed import STORIES, Reviewed

_FROM_SOUND = (
    "total_pauses",
    "long_pauses_per_minute",
    "longest_pause_ms",
    "average_response_ms",
    "talk_ratio",
    "talk_time_ms",
    "cut_offs",
)


@pytest.fixture
def over(world: World) -> Reviewed:
    made = Reviewed(world)
    made.review()
    return made


def _with_ums(text: str) -> str:
    return text.replace(". ", ". Um, maybe, I guess, ")


def test_correcting_a_turn_begins_a_version_and_keeps_what_was_heard(over: Reviewed) -> None:
    said = _with_ums(STORIES[0].text)
    assert over.corrections.correct(over.person, over.id, {1: said}) == 2
    over.review()
    assert [view.version for view in over.reviews.versions(over.person, over.id)] == [2, 1]
    turn = next(turn for turn in over.corrections.turns(over.person, over.id) if turn.order_index == 1)
    assert (turn.live, turn.content, turn.corrected, turn.heard_again) == (STORIES[0].text, said, said, None)
    assert over.live()[1].content == STORIES[0].text
    assert over.world.interviews.get(over.person, over.id).entries[1].content == said


def test_only_what_depends_on_words_changes(over: Reviewed) -> None:
    before, first = over.metrics(), over.reviews.latest(over.person, over.id)
    over.corrections.correct(over.person, over.id, {1: _with_ums(STORIES[0].text)})
    second = over.review()
    after = over.metrics()
    assert first is not None
    assert {name: getattr(before, name) for name in _FROM_SOUND} == {name: getattr(after, name) for name in _FROM_SOUND}
    assert (before.total_filler_words or 0) < (after.total_filler_words or 0)
    assert (before.hedges_per_100_words or 0) < (after.hedges_per_100_words or 0)
    changed, other = second.answers
    assert other == first.feedback.answers[1], "the answer that was not corrected is scored as before"
    assert (changed.scores[Dimension.CONFIDENCE].value or 0) < (
        first.feedback.answers[0].scores[Dimension.CONFIDENCE].value or 0
    )
    sounds = [field.name for field in fields(before.answers[0]) if field.name.endswith("_ms") or "pause" in field.name]
    assert [getattr(before.answers[0], name) for name in sounds] == [getattr(after.answers[0], name) for name in sounds]


def test_saving_without_a_change_writes_nothing(over: Reviewed) -> None:
    assert over.corrections.correct(over.person, over.id, {1: f"  {STORIES[0].text} "}) is None
    assert [view.version for view in over.reviews.versions(over.person, over.id)] == [1]


def test_older_version_stands_beside_the_words_it_rests_on(over: Reviewed) -> None:
    said = _with_ums(STORIES[0].text)
    over.corrections.correct(over.person, over.id, {1: said})
    over.review()
    first, second = (over.reviews.words_of(over.person, over.id, version) for version in (1, 2))
    assert (first[1].content, second[1].content) == (STORIES[0].text, said)
    with pytest.raises(NotFound):
        over.reviews.words_of("somebody else", over.id, 1)


def test_correcting_twice_keeps_both_and_the_last_counts(over: Reviewed) -> None:
    for text in ("I built the first board by hand.", "I built the second board by hand."):
        over.corrections.correct(over.person, over.id, {1: text})
        over.review()
    assert over.entries_of(2)[1].content == "I built the first board by hand."
    assert over.entries_of(3)[1].content == "I built the second board by hand."


def test_words_cannot_be_corrected_while_a_report_rests_on_them(over: Reviewed) -> None:
    over.reviews.regenerate(over.person, over.id)
    with pytest.raises(Conflict, match="being written"):
        over.corrections.correct(over.person, over.id, {1: "Something else."})


@pytest.mark.parametrize(
    "texts", [{0: "The question was mine."}, {99: "Nobody said it."}, {1: "   "}, {1: "x" * 20_001}]
)
def test_only_own_turns_take_words_and_only_a_bearable_number(over: Reviewed, texts: dict[int, str]) -> None:
    with pytest.raises(InvalidInput):
        over.corrections.correct(over.person, over.id, texts)
    assert all(turn.corrected is None for turn in over.corrections.turns(over.person, over.id))


def test_a_stranger_finds_no_transcript(over: Reviewed) -> None:
    stranger = over.world.person("ben@example.com")
    with pytest.raises(NotFound):
        over.corrections.turns(stranger, over.id)
    with pytest.raises(NotFound):
        over.corrections.correct(stranger, over.id, {1: "Mine now."})


def test_a_corrected_draft_is_no_draft_and_still_has_no_fillers(world: World) -> None:
    """Nobody who corrects what a recogniser wrote types in the sounds that it never wrote."""
    over = Reviewed(world, engine="offline")
    over.review()
    assert over.metrics().transcript_source == "offline"
    over.corrections.correct(over.person, over.id, {1: STORIES[0].text.upper(), 3: STORIES[1].text.upper()})
    over.review()
    after = over.metrics()
    assert after.transcript_source == "candidate"
    assert after.fillers_per_minute is None
    assert after.notes[Measure.FILLERS] is Measured.NOT_MEASURED


def test_doubtful_words_are_found_in_the_text() -> None:
    words = (Word("we", 0, 1, 0.9), Word("cut", 1, 2, 0.2), Word("the", 2, 3, 0.3), Word("cost", 3, 4, None))
    text = "We, we cut the cost."
    assert [text[first:end] for first, end in doubtful_places(text, words)] == ["cut the"]
    assert doubtful_places("We cut costs.", ()) == ()


class _Quoting:
    """A reviewer that quotes whatever it is told to, true or not."""

    name = "quoting"

    def __init__(self) -> None:
        self.quotes: list[str] = []

    def review(self, material: ReviewMaterial) -> Feedback:
        findings = tuple(Finding(f"No. {at}", (Evidence(1, quote),)) for at, quote in enumerate(self.quotes))
        half = len(findings) // 2
        score = Score(7.0, 1.0, "", tuple(Evidence(3, quote) for quote in self.quotes))
        return Feedback(
            "", "", findings[:half], findings[half:], (), dict.fromkeys(Dimension, score), score, answers=()
        )


_WORDS = sorted({token.text for story in STORIES for token in tokenize(story.text)})
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14).map(" ".join)
_PASSAGES = st.builds(
    lambda text, first, size: " ".join(text.split()[first : first + size]),
    st.sampled_from([story.text for story in STORIES]),
    st.integers(0, 60),
    st.integers(1, 20),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quotes=st.lists(_TEXTS | _PASSAGES | st.text(max_size=30), max_size=8), corrected=st.none() | _TEXTS)
def test_every_quote_of_every_stored_finding_is_in_the_transcript_it_rests_on(
    over: Reviewed, quotes: list[str], corrected: str | None
) -> None:
    reviewer = _Quoting()
    reviewer.quotes = quotes
    over.reviewer = reviewer
    if corrected is None or over.corrections.correct(over.person, over.id, {1: corrected}) is None:
        over.reviews.regenerate(over.person, over.id)
    stored = over.review()
    view = over.reviews.latest(over.person, over.id)
    assert view is not None
    entries = {entry.order_index: entry for entry in over.entries_of(view.version)}
    shown = [evidence for finding in (*stored.strengths, *stored.improvements) for evidence in finding.evidence]
    scored = [evidence for score in (*stored.scores.values(), stored.overall) for evidence in score.evidence]
    for evidence in (*shown, *scored):
        assert evidence.quote in entries[evidence.order_index].content
        assert find_quote(evidence.quote, list(entries.values())) is not None
    assert len(stored.strengths) + len(stored.improvements) + stored.dropped_findings == len(quotes)
