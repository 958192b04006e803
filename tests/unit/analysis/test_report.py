"""The rule-based feedback: every sentence has a reason, every quote is in the transcript, nothing is invented."""

import re

import pytest

from preppal.analysis.catalogue import IMPROVEMENTS, STRENGTHS
from preppal.analysis.evidence import find_quote
from preppal.analysis.findings import say_count
from preppal.analysis.measures import measure_interview
from preppal.analysis.report import write_report
from preppal.domain.bands import Measure
from preppal.domain.feedback import Dimension, Feedback, StarPart, WrittenBy
from preppal.domain.interview import InterviewType
from preppal.domain.rubric import DRAFT_SPREAD, EXERCISES, RULE_RELEVANCE_SPREAD, TOO_FEW_WORDS
from preppal.domain.transcript import Entry, Heard, Question, Span
from tests.unit.analysis.making import asked, interview, spoken, timed_words, typed
from tests.unit.analysis.samples import ALL, MIDDLING, STRONG, WEAK, Sample

KINDS = pytest.mark.parametrize("kind", InterviewType)


def _entries(kind: InterviewType, samples: tuple[Sample, ...] = ALL) -> tuple[Entry, ...]:
    return interview([(sample, sample.text) for sample in samples if sample.kind is kind])


def _report(
    kind: InterviewType, entries: tuple[Entry, ...], source: str = "gemini", skipped: frozenset[str] = frozenset()
) -> Feedback:
    return write_report(kind, entries, measure_interview(entries, source, skipped))


@KINDS
@pytest.mark.parametrize("source", ["gemini", "offline"])
def test_every_quote_stands_in_the_transcript(kind: InterviewType, source: str) -> None:
    entries = _entries(kind)
    feedback = _report(kind, entries, source)
    findings = (*feedback.strengths, *feedback.improvements)
    evidence = [item for finding in findings for item in finding.evidence]
    evidence += [item for score in feedback.scores.values() for item in score.evidence]
    assert findings
    for item in evidence:
        assert item.quote in entries[item.order_index].content
        assert find_quote(item.quote, entries) is not None
    assert all(finding.evidence for finding in findings)
    assert feedback.dropped_findings == 0


@KINDS
def test_report_is_short_and_plain(kind: InterviewType) -> None:
    feedback = _report(kind, _entries(kind))
    assert len(feedback.strengths) <= 3
    assert len(feedback.improvements) <= 3
    assert 1 <= len(feedback.suggestions) <= 3
    assert feedback.written_by is WrittenBy.RULES
    assert feedback.rubric_version
    assert re.fullmatch(r"[A-Z][^.!?]*\.", feedback.headline)


@KINDS
def test_strong_answers_get_strengths_and_weak_ones_do_not(kind: InterviewType) -> None:
    assert len(_report(kind, _entries(kind, STRONG)).strengths) >= 2
    # A pleasant pace is one, whatever is said.
    texts = [finding.text for finding in _report(kind, _entries(kind, WEAK) + _entries(kind, WEAK)).strengths]
    assert [text for text in texts if "pace" not in text] == []


def test_missing_result_is_named_quoted_and_given_an_exercise() -> None:
    feedback = _report(InterviewType.BEHAVIORAL, _entries(InterviewType.BEHAVIORAL, MIDDLING[:1]))
    assert feedback.improvements[0].text == "No result found in one answer"
    assert "there was a lot to do that month" in feedback.improvements[0].evidence[0].quote
    assert any("As a result" in suggestion for suggestion in feedback.suggestions)
    assert feedback.answers[0].missing == ("task", "result")
    assert feedback.answers[0].note == "No result found."


def test_suggestions_begin_with_what_was_seen_and_end_with_the_lowest_side() -> None:
    feedback = _report(InterviewType.HR_SCREEN, _entries(InterviewType.HR_SCREEN, STRONG))
    lowest = min(feedback.scores, key=lambda dimension: feedback.scores[dimension].value or 0)
    assert feedback.suggestions[-1] == EXERCISES[lowest]


def test_draft_transcript_is_called_one_and_widens_the_spread() -> None:
    entries = _entries(InterviewType.BEHAVIORAL, STRONG)
    draft, exact = _report(InterviewType.BEHAVIORAL, entries, "offline"), _report(InterviewType.BEHAVIORAL, entries)
    assert "draft transcript" in draft.notice
    assert draft.overall.spread == DRAFT_SPREAD
    assert "draft" not in exact.notice
    assert exact.overall.spread < DRAFT_SPREAD


def test_doubt_of_the_rule_for_relevance_is_not_made_smaller_by_more_answers() -> None:
    report = _report(InterviewType.BEHAVIORAL, _entries(InterviewType.BEHAVIORAL, STRONG))
    assert report.scores[Dimension.RELEVANCE].spread >= RULE_RELEVANCE_SPREAD
    assert all(answer.scores[Dimension.RELEVANCE].spread >= RULE_RELEVANCE_SPREAD for answer in report.answers)


def test_typed_answers_are_no_draft_whatever_the_engine() -> None:
    entries = (asked("Why?", Question(1)), typed(STRONG[0].text))
    assert "draft" not in _report(InterviewType.BEHAVIORAL, entries, "offline").notice


def test_nothing_said_invents_nothing() -> None:
    feedback = _report(InterviewType.BEHAVIORAL, (asked("Tell me about a mistake.", Question(1)),))
    assert (feedback.strengths, feedback.improvements, feedback.suggestions, feedback.answers) == ((), (), (), ())
    assert all(score.value is None for score in (*feedback.scores.values(), feedback.overall))
    assert feedback.headline == "There was no answer to look at."


def test_under_forty_words_there_is_no_score() -> None:
    short = (asked("Why?", Question(1)), spoken("word " * 39))
    enough = (asked("Why?", Question(1)), spoken("word " * 40))
    feedback = _report(InterviewType.BEHAVIORAL, short)
    assert (feedback.overall.value, feedback.overall.reason) == (None, TOO_FEW_WORDS)
    assert (feedback.strengths, feedback.improvements) == ((), ())
    assert feedback.answers[0].overall.value is None
    assert feedback.answers[0].missing == ()
    assert _report(InterviewType.BEHAVIORAL, enough).overall.value is not None


def test_speech_nobody_could_make_out_is_not_called_silence() -> None:
    unclear = spoken("", heard=Heard.UNCLEAR, speech=(Span(0, 20_000),))
    feedback = _report(InterviewType.BEHAVIORAL, (asked("Why?", Question(1)), unclear), "offline")
    assert feedback.headline == "You spoke, and no words could be made out."
    assert feedback.overall.value is None
    assert "no words could be made out" in feedback.answers[0].note.lower()


def test_an_unclear_answer_is_left_out_of_the_mean() -> None:
    said = _entries(InterviewType.BEHAVIORAL, STRONG[:2])
    unclear = spoken("", order_index=9, started_at_ms=9_000_000, heard=Heard.UNCLEAR, question=Question(9))
    with_unclear = _report(InterviewType.BEHAVIORAL, (*said, asked("And?", Question(9), order_index=8), unclear))
    assert with_unclear.overall.value == _report(InterviewType.BEHAVIORAL, said).overall.value
    assert "One answer could not be made out and was left out." in with_unclear.summary


def test_a_question_passed_over_counts_as_one() -> None:
    said = list(_entries(InterviewType.BEHAVIORAL, STRONG[:2]))
    passed = asked("And?", Question(2), order_index=9)
    late = asked("Last?", Question(4), order_index=10)
    answer = spoken(STRONG[2].text, order_index=11, question=Question(4))
    skipped = [entry for entry in said if entry.question and entry.question.index == 1]
    feedback = _report(InterviewType.BEHAVIORAL, (*skipped, passed, late, answer))
    assert [review.overall.value for review in feedback.answers][1] == 1
    assert feedback.answers[1].note == "Not answered."
    assert "One question was not answered and counts as 1." in feedback.summary


def test_opted_out_fillers_are_neither_scored_nor_named() -> None:
    text = " ".join(f"um, {word}" if index % 4 == 0 else word for index, word in enumerate(STRONG[0].text.split()))
    entries = (asked(STRONG[0].question, Question(1, "conflict")), spoken(text))
    with_them = _report(InterviewType.BEHAVIORAL, entries)
    without = _report(InterviewType.BEHAVIORAL, entries, skipped=frozenset({Measure.FILLERS}))
    assert any("illers" in finding.text for finding in with_them.improvements)
    assert not any("illers" in finding.text for finding in without.improvements)
    assert (without.scores[Dimension.CLARITY].value or 0) > (with_them.scores[Dimension.CLARITY].value or 0)


def test_a_long_stop_is_quoted_by_the_words_before_it() -> None:
    text = "At my last job I had to move the store. I called the owner and then I lost the thread. " + STRONG[0].text
    count = len(text.split())
    words = timed_words([(word, 7_000 if index == 20 else 150) for index, word in enumerate(text.split())])
    gap_ms = words[19].end_ms
    speech = (Span(words[0].start_ms, gap_ms), Span(words[20].start_ms, words[count - 1].end_ms))
    entries = (
        asked("Tell me about a disagreement.", Question(1, "conflict")),
        spoken(text, speech=speech, words=words),
    )
    feedback = _report(InterviewType.BEHAVIORAL, entries)
    stalls = [finding for finding in feedback.improvements if "five seconds" in finding.text]
    assert stalls[0].evidence[0].quote.endswith("I lost the thread")
    assert stalls[0].evidence[0].end_ms == gap_ms


def test_parts_last_as_long_as_their_words() -> None:
    sentences = ("When I worked at a depot.", "I asked the drivers.", "As a result nobody left.", "word " * 40)
    text = " ".join(sentences)
    words = timed_words([(word, 100) for word in text.split()])
    entries = (asked("Why?", Question(1)), spoken(text, words=words, speech=(Span(0, words[-1].end_ms),)))
    review = _report(InterviewType.BEHAVIORAL, entries).answers[0]
    assert sum(share.ms for share in review.star) == pytest.approx(words[-1].end_ms - words[0].start_ms, abs=5)
    assert {share.part: share.ms for share in review.star}[StarPart.TASK] == 0


@KINDS
def test_a_part_called_missing_lasts_no_time_and_the_others_do(kind: InterviewType) -> None:
    for review in _report(kind, _entries(kind)).answers:
        if review.star:
            assert len(review.missing) == sum(share.ms == 0 for share in review.star)


def test_catalogue_uses_plain_words() -> None:
    rules = [rule for catalogue in (STRENGTHS, IMPROVEMENTS) for rules in catalogue.values() for rule in rules]
    for rule in rules:
        for text in (rule.text, rule.detail, rule.exercise, rule.note, rule.draft_text):
            assert "!" not in text
            assert not re.search(r"\b(great|amazing|awesome|excellent|fantastic|oops|sorry)\b", text, re.IGNORECASE)
        assert not rule.text.endswith(".")
        assert rule.detail.endswith(".")
    for rules_of_kind in IMPROVEMENTS.values():
        assert all(rule.exercise and rule.note for rule in rules_of_kind)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "One answer stops"), (3, "Three answers stop"), (12, "12 answers stop")]
)
def test_counts_agree_with_their_words(count: int, said: str) -> None:
    assert say_count("{n} [stops|stop]", count) == said
