"""A quote is shown only when it is in the transcript."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preppal.analysis.evidence import FUZZY_THRESHOLD, MIN_QUOTE_WORDS, find_quote, verify
from preppal.domain.feedback import Evidence, Finding
from preppal.domain.transcript import Question
from tests.unit.analysis.making import asked, spoken, timed_words, typed

TEXT = (
    "Last year we didn't have a plan. I cut the page load time by forty percent, and nobody left the team; "
    "then I wrote the guide."
)
QUESTION = asked("What did you cut the page load time by?", Question(1), order_index=0, started_at_ms=10_000)
ANSWER = spoken(TEXT, order_index=1, started_at_ms=15_000)
ENTRIES = (QUESTION, ANSWER)


@pytest.mark.parametrize(
    ("quote", "as_said"),
    [
        ("cut the page load time", "cut the page load time"),
        ("CUT THE PAGE, load time!", "cut the page load time"),
        ("we didn’t have a plan", "we didn't have a plan"),
        ("I cut the page load times by forty percent", "I cut the page load time by forty percent"),
        (
            "cut page load time by forty percent and nobody left",
            "cut the page load time by forty percent, and nobody left",
        ),
    ],
)
def test_a_quote_is_found_as_it_was_said(quote: str, as_said: str) -> None:
    assert find_quote(quote, ENTRIES) == Evidence(1, as_said)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "the team",
        "I cut the page load time by sixty percent",
        "I cut the page load time by 40 percent",
        "we did have a plan last year",
        "nobody stayed in the office over the weekend",
        "What did you cut the page load time by",
        "word " * 200,
    ],
)
def test_what_was_not_said_is_not_found(quote: str) -> None:
    assert find_quote(quote, ENTRIES) is None


def test_a_short_answer_may_be_quoted_whole() -> None:
    assert find_quote("Yes.", [spoken("Yes.")]) == Evidence(1, "Yes")
    assert find_quote("Yes", [spoken("Yes, I did that.")]) is None


def test_a_quote_is_timed_from_the_start_of_the_interview() -> None:
    words = timed_words([(word, 100) for word in "i wrote the guide".split()])
    answer = spoken("I wrote the guide.", order_index=1, started_at_ms=15_000, words=words)
    assert find_quote("wrote the guide", (QUESTION, answer)) == Evidence(1, "wrote the guide", 5_400, 6_200)


def test_typed_words_have_no_time() -> None:
    found = find_quote("wrote the guide", [QUESTION, typed("I wrote the guide.", order_index=1)])
    assert found == Evidence(1, "wrote the guide", None, None)


def test_the_entry_a_finding_names_is_looked_at_first() -> None:
    again = replace(ANSWER, order_index=3, started_at_ms=90_000)
    kept, dropped = verify([Finding("It is true.", (Evidence(3, "wrote the guide"),))], (*ENTRIES, again))
    assert dropped == 0
    assert kept[0].evidence[0].order_index == 3


def test_a_finding_keeps_its_true_quotes_and_falls_without_any() -> None:
    true, false = Evidence(1, "I wrote the guide"), Evidence(1, "I tripled the revenue of the company")
    findings = [
        Finding("Both.", (false, true)),
        Finding("True.", (true,)),
        Finding("False.", (false,)),
        Finding("Nothing.", ()),
    ]
    kept, dropped = verify(findings, ENTRIES)
    assert [(finding.text, len(finding.evidence)) for finding in kept] == [("Both.", 1), ("True.", 1)]
    assert dropped == 2


WORDS = st.sampled_from("plan team left wrote forty not guide page the a cut ship late nine river orange".split())
SENTENCE = st.lists(WORDS, min_size=MIN_QUOTE_WORDS, max_size=40)


@given(SENTENCE, st.data())
def test_every_passage_of_an_answer_is_found_in_it(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - MIN_QUOTE_WORDS))
    end = data.draw(st.integers(first + MIN_QUOTE_WORDS, len(words)))
    found = find_quote(", ".join(words[first:end]).upper(), [spoken(" ".join(words))])
    assert found is not None
    assert found.quote == " ".join(words[first:end])


@settings(max_examples=60)
@given(SENTENCE, SENTENCE)
def test_whatever_is_found_stands_in_the_transcript(quote: list[str], said: list[str]) -> None:
    entry = spoken(" ".join(said))
    found = find_quote(" ".join(quote), [entry])
    if found is not None:
        assert found.quote in entry.content
        facts = {"forty", "nine", "not"}
        assert sorted(facts.intersection(quote)) == sorted(facts.intersection(found.quote.split()))


@settings(max_examples=40)
@given(st.lists(st.sampled_from("zebra violin magnet harbour copper".split()), min_size=5, max_size=30))
def test_words_nobody_said_are_never_found(quote: list[str]) -> None:
    assert find_quote(" ".join(quote), ENTRIES) is None


def test_the_interviewers_words_prove_nothing() -> None:
    assert find_quote("cut the page load time by", (QUESTION,)) is None


def test_the_documentation_prints_the_threshold() -> None:
    text = (Path(__file__).parents[3] / "docs" / "scores.md").read_text(encoding="utf-8")
    assert f"{FUZZY_THRESHOLD * 100:.0f} %" in text
