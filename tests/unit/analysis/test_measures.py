"""Measures of entries, answers and interviews: what is there, what is too short, what was never measured."""

from dataclasses import replace

import pytest

from preppal.analysis.answers import group_answers
from preppal.analysis.measures import measure_entry, measure_interview
from preppal.domain.bands import Measure
from preppal.domain.metrics import InterviewMetrics, Measured
from preppal.domain.transcript import Entry, Heard, Question, Span
from tests.unit.analysis.making import asked, interview, spoken, typed
from tests.unit.analysis.samples import MIDDLING, STRONG

LONG = " ".join(["I planned the work of the team and wrote it down for them."] * 8)  # 96 words


def _asked_and(answer: Entry, *, question: Question | None = None) -> tuple[Entry, ...]:
    return (asked("What did you do?", question or Question(1), order_index=0), answer)


def test_an_entry_shows_its_words_fillers_and_pauses() -> None:
    entry = spoken("Um, I left.", speech=(Span(0, 500), Span(2_000, 3_000)))
    measured = measure_entry(entry)
    assert (measured.word_count, measured.filler_count) == (3, 1)
    assert (measured.pause_count, measured.longest_pause_ms) == (1, 1_500)


def test_a_spoken_interview_has_every_measure() -> None:
    entries = interview([(sample, sample.text) for sample in STRONG[:3]])
    metrics = measure_interview(entries, "gemini")
    assert set(metrics.notes.values()) == {Measured.OK}
    assert metrics.questions_answered == 3
    assert metrics.total_word_count == sum(len(sample.text.split()) for sample in STRONG[:3])
    assert metrics.speech_rate_wpm == pytest.approx(60_000 / 420)
    assert metrics.average_response_ms == 1_200
    assert 0.8 < (metrics.talk_ratio or 0) < 1
    assert metrics.transcript_source == "gemini"


def test_typed_answers_have_words_and_no_sound() -> None:
    metrics = measure_interview(_asked_and(typed(LONG)), "gemini")
    sound = (Measure.SPEECH_RATE, Measure.FILLERS, Measure.LONG_PAUSES, Measure.LONGEST_PAUSE, Measure.RESPONSE)
    for measure in (*sound, Measure.TALK_RATIO):
        assert getattr(metrics, measure) is None
        assert metrics.notes[measure] is Measured.NOT_MEASURED
    assert metrics.notes[Measure.HEDGES] is Measured.OK
    assert (metrics.total_pauses, metrics.talk_time_ms, metrics.total_filler_words) == (None, None, 0)


def test_rates_of_a_short_answer_are_called_too_short() -> None:
    metrics = measure_interview(_asked_and(spoken("I left the firm.", speech=(Span(0, 2_000),))), "gemini")
    for measure in (Measure.SPEECH_RATE, Measure.FILLERS, Measure.LONG_PAUSES, Measure.HEDGES, Measure.VOCABULARY):
        assert getattr(metrics, measure) is None
        assert metrics.notes[measure] is Measured.TOO_SHORT


def test_half_a_minute_of_speech_is_enough_for_rates_by_the_minute() -> None:
    enough = measure_interview(_asked_and(spoken(LONG, speech=(Span(0, 30_000),))), "gemini")
    short = measure_interview(_asked_and(spoken(LONG, speech=(Span(0, 29_999),))), "gemini")
    assert enough.fillers_per_minute == 0
    assert short.fillers_per_minute is None


def test_fillers_are_not_measured_where_the_recogniser_never_writes_them() -> None:
    metrics = measure_interview(_asked_and(spoken(f"You know, {LONG}")), "offline")
    assert metrics.total_filler_words is None, "a count of some would read as a count of all"
    assert [answer.filler_count for answer in metrics.answers] == [None]
    assert metrics.fillers_per_minute is None
    assert metrics.notes[Measure.FILLERS] is Measured.NOT_MEASURED


def test_an_interview_without_answers_measures_nothing() -> None:
    metrics = measure_interview((asked("Hello?", Question(1)),), "gemini")
    assert metrics == replace(InterviewMetrics(transcript_source="gemini"), notes=metrics.notes)
    assert set(metrics.notes.values()) == {Measured.NOT_MEASURED}


def test_speech_nobody_could_make_out_has_time_and_no_words() -> None:
    unclear = spoken("", heard=Heard.UNCLEAR, speech=(Span(0, 40_000),))
    metrics = measure_interview(_asked_and(unclear), "offline")
    assert (metrics.total_word_count, metrics.talk_time_ms, metrics.questions_answered) == (0, 40_000, 1)
    assert metrics.speech_rate_wpm is None
    assert metrics.long_pauses_per_minute == 0


def test_words_without_speech_never_stretch_the_pace() -> None:
    unclear = spoken("", order_index=3, heard=Heard.UNCLEAR, speech=(Span(0, 60_000),))
    clear = spoken(LONG, speech=(Span(0, 40_000),))
    alone = measure_interview(_asked_and(clear), "gemini")
    both = measure_interview((*_asked_and(clear), asked("And?", Question(2), order_index=2), unclear), "gemini")
    assert both.speech_rate_wpm == alone.speech_rate_wpm


def test_what_the_person_opted_out_of_is_not_measured() -> None:
    skipped = {Measure.FILLERS, Measure.SPEECH_RATE, Measure.LONGEST_PAUSE}
    metrics = measure_interview(_asked_and(spoken(LONG)), "gemini", skipped)
    assert {measure for measure in Measure if metrics.notes[measure] is Measured.OPTED_OUT} == skipped
    assert (metrics.fillers_per_minute, metrics.total_filler_words, metrics.articulation_rate_wpm) == (None, None, None)
    assert (metrics.answers[0].filler_count, metrics.answers[0].longest_pause_ms) == (None, None)


def test_passing_on_a_question_answers_nothing() -> None:
    metrics = measure_interview(
        _asked_and(spoken("I'd rather not say anything about that one, sorry, no idea.")), "gemini"
    )
    assert metrics.questions_answered == 0


def test_a_turn_taken_too_early_counts_as_a_cut_off() -> None:
    question = Question(1)
    cut_short = replace(asked("Thank", None, order_index=2, ms=700), heard=Heard.CUT)
    interrupted = replace(asked("Let me explain what I", None, order_index=2, ms=6_000), heard=Heard.CUT)
    spoke_on = spoken("and then I left.", order_index=3)
    first = (asked("Why?", question), spoken("I was tired", order_index=1))
    assert measure_interview((*first, cut_short, spoke_on), "gemini").cut_offs == 1
    assert measure_interview((*first, interrupted, spoke_on), "gemini").cut_offs == 0


def test_follow_ups_belong_to_the_answer() -> None:
    follow_up = Question(1, is_follow_up=True)
    entries = (
        asked("Hello. What did you do?", Question(1, competency="ownership", text="What did you do?"), order_index=0),
        spoken("I left.", order_index=1),
        asked("How did it end?", follow_up, order_index=2),
        spoken("Well.", order_index=3),
    )
    (answer,) = group_answers(entries)
    assert (answer.question, answer.competency) == ("What did you do?", "ownership")
    assert [entry.order_index for entry in answer.entries] == [1, 3]


def test_a_question_passed_over_stays_and_an_open_one_at_the_end_does_not() -> None:
    entries = (
        spoken("Good morning.", order_index=0),
        asked("One?", Question(1), order_index=1),
        asked("Two?", Question(2), order_index=2),
        spoken("Yes, two.", order_index=3),
        asked("Three?", Question(3), order_index=4),
    )
    assert [(answer.question_index, len(answer.entries)) for answer in group_answers(entries)] == [(1, 0), (2, 1)]


def test_questions_nobody_numbered_are_numbered_by_their_answers() -> None:
    entries = (
        asked("Hello.", None, order_index=0),
        asked("What did you do?", None, order_index=1),
        spoken("I left.", order_index=2),
        asked("Why did you leave?", None, order_index=3),
        spoken("I was tired.", order_index=4),
        asked("Goodbye.", None, order_index=5),
    )
    answers = group_answers(entries)
    assert [(answer.question_index, answer.question) for answer in answers] == [
        (1, "What did you do?"),
        (2, "Why did you leave?"),
    ]


def test_no_measure_is_ever_not_a_number() -> None:
    for sample in MIDDLING:
        for speech in ((), (Span(0, 0),), (Span(5, 5), Span(400, 380))):
            metrics = measure_interview(_asked_and(spoken(sample.text, speech=speech or None)), "gemini")
            assert all(value is None or value == value for value in (getattr(metrics, measure) for measure in Measure))
