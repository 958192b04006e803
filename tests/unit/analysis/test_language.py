"""Fillers, hedges and repeats in labelled sentences of our own, with and without punctuation."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.analysis.language import filler_weight, find_fillers, find_hedges, find_repeats, mattr
from preppal.analysis.tokens import tokenize
from tests.unit.analysis.filler_sentences import labelled
from tests.unit.analysis.making import timed_words

# Sentence, and the fillers in it.
FILLERS: tuple[tuple[str, list[str]], ...] = (
    ("Um, I was the lead.", ["Um"]),
    ("I was, uh, the lead of, er, the team.", ["uh", "er"]),
    ("Umm, hmm, that was mm hard.", ["Umm", "hmm", "mm"]),
    ("Erm, ah, I forgot.", ["Erm", "ah"]),
    ("It was, like, a mess.", ["like"]),
    ("It was like forty people.", ["like"]),
    ("And like nobody knew.", ["like"]),
    ("But like we had no plan.", ["like"]),
    ("It just like stopped.", ["like"]),
    ("Like, we were late.", ["Like"]),
    ("I would like to lead a team.", []),
    ("I like to plan.", []),
    ("It looks like rain.", []),
    ("We did things like that.", []),
    ("It was like the first time.", []),
    ("It was like a marathon.", []),
    ("They like the new page.", []),
    ("I felt like giving up.", []),
    ("So, I called him.", []),  # one at the start of an answer is free
    ("I called him. So we talked.", []),  # what followed from it
    ("I called him. So, we talked.", ["So"]),
    ("I called him. So um, we talked.", ["So", "um"]),
    ("It was so late.", []),
    ("I did it so that they could sleep.", []),
    ("He came, so, we began.", ["so"]),
    ("He came. Well, we began.", ["Well"]),
    ("It went well.", []),
    ("We did well in March.", []),
    ("Okay, the plan was simple.", ["Okay"]),
    ("The plan was okay.", []),
    ("Right, the second point.", ["Right"]),
    ("It was the right choice.", []),
    ("Right after that we left.", []),
    ("Actually, I wrote it.", ["Actually"]),
    ("I actually wrote it.", []),
    ("Basically, it failed.", ["Basically"]),
    ("It is basically a queue.", []),
    ("It was, actually, my idea.", ["actually"]),
    ("It was, you know, hard.", ["you know"]),
    ("You know what I mean.", []),
    ("Did you know him?", []),
    ("You know how it goes.", []),
    ("You know that he left.", []),
    ("I mean, it worked.", ["I mean"]),
    ("I know what I mean.", []),
    ("It was kind of hard.", ["kind of"]),
    ("It is a kind of queue.", []),
    ("What kind of queue?", []),
    ("It was sort of fine.", ["sort of"]),
    ("That sort of thing happens.", []),
    ("This kind of mistake is cheap.", []),
    ("The two kinds of users differ.", []),
    ("I had sort of a plan.", ["sort of"]),
    ("We use a hammer and an umbrella.", []),
    ("The error was mine, and the user saw it.", []),
    ("Her manager hired me.", []),
)


@pytest.mark.parametrize(("sentence", "expected"), FILLERS, ids=[sentence for sentence, _ in FILLERS])
def test_fillers_are_found_where_they_are_fillers(sentence: str, expected: list[str]) -> None:
    tokens = tokenize(sentence)
    found = [sentence[tokens[hit.first].start : tokens[hit.end - 1].end] for hit in find_fillers(tokens)]
    assert found == expected


def test_fillers_of_sentences_labelled_beforehand_are_found_and_little_else() -> None:
    """Of 100 marked fillers at least 95 are found, and of 100 found at least 95 are marked."""
    sentences = labelled()
    assert len(sentences) >= 120
    right = found = marked = 0
    for sentence, expected in sentences:
        tokens = tokenize(sentence)
        hits = Counter(sentence[tokens[hit.first].start : tokens[hit.end - 1].end] for hit in find_fillers(tokens))
        right += (hits & Counter(expected)).total()
        found, marked = found + hits.total(), marked + len(expected)
    assert right / found >= 0.95, f"precision {right} of {found}"
    assert right / marked >= 0.95, f"recall {right} of {marked}"


def test_gaps_stand_for_commas_where_nobody_wrote_any() -> None:
    text = "it was like forty people and well we left"
    close = timed_words([(word, 60) for word in text.split()])
    apart = timed_words([(word, 200 if word in {"well", "we"} else 60) for word in text.split()])
    heard = [hit.first for hit in find_fillers(tokenize(text, close))]
    heard_with_gaps = [hit.first for hit in find_fillers(tokenize(text, apart))]
    assert heard == [2]
    assert heard_with_gaps == [2, 6]


def test_gaps_are_not_looked_at_where_there_is_punctuation() -> None:
    text = "It went well, and we left."
    apart = timed_words([(word, 400) for word in text.split()])
    assert find_fillers(tokenize(text, apart)) == ()


def test_words_that_the_recogniser_numbered_still_lend_their_times() -> None:
    words = timed_words([("the(2)", 0), ("plan", 300)])
    tokens = tokenize("the plan", words)
    assert [(token.start_ms, token.opens) for token in tokens] == [(0, True), (500, True)]


def test_an_edited_text_keeps_the_times_of_the_words_that_stayed() -> None:
    words = timed_words([("we", 0), ("shipped", 100), ("it", 100)])
    tokens = tokenize("we really shipped it", words)
    assert [token.start_ms for token in tokens] == [0, None, 300, 600]


def test_sounds_weigh_one_and_words_half() -> None:
    assert filler_weight(find_fillers(tokenize("Um, it was, like, hard."))) == 1.5


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("I think it was probably fine.", 2),
        ("Maybe, I guess, I'm not sure.", 3),
        ("It was kind of slow, hopefully not for long.", 2),
        ("What kind of plan did I have in mind?", 0),
        ("I thought about it and decided.", 0),
    ],
)
def test_hedges_are_counted(sentence: str, count: int) -> None:
    assert len(find_hedges(tokenize(sentence))) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("I I went home.", 1),
        ("I, I went home.", 1),
        ("I went I went home.", 1),
        ("The the the plan.", 2),
        ("It was very very late.", 0),
        ("They had had enough.", 0),
        ("I know that that works.", 0),
        ("I did it. It was late.", 0),
        ("Call two two four.", 0),
        ("I mean, the plan was new.", 1),
        ("We sent, no wait, we called.", 1),
        ("Sorry, I meant March.", 1),
        ("I said sorry to him.", 0),
        ("The proj- project failed.", 1),
        ("A well-known follow-up.", 0),
        ("Um um, I left.", 0),
    ],
)
def test_repeats_and_repairs_are_counted(sentence: str, count: int) -> None:
    assert len(find_repeats(tokenize(sentence))) == count


def test_vocabulary_needs_fifty_words() -> None:
    assert mattr(["word"] * 49) is None
    assert mattr(["word"] * 50) == 1 / 50
    assert mattr([str(number) for number in range(60)]) == 1


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=50, max_size=160))
def test_moving_window_gives_the_mean_of_all_windows(words: list[str]) -> None:
    windows = [len(set(words[start : start + 50])) / 50 for start in range(len(words) - 49)]
    measured = mattr(words)
    assert measured is not None
    assert abs(measured - sum(windows) / len(windows)) < 1e-9


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] for token in tokens)
    for find in (find_fillers, find_hedges, find_repeats):
        assert all(0 <= hit.first < hit.end <= len(tokens) for hit in find(tokens))
