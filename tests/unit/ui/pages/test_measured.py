"""A measure on the page says where it was heard."""

from dataclasses import replace

from preppal.domain.bands import MEASURES, Measure
from preppal.domain.metrics import InterviewMetrics, Measured
from preppal.ui.pages.feedback.measured import measure_views

_METRICS = InterviewMetrics(total_word_count=300, questions_answered=3, fillers_per_minute=2.0)


def test_fillers_counted_by_their_sound_say_so() -> None:
    by_sound = replace(_METRICS, notes={Measure.FILLERS.value: Measured.BY_SOUND})
    (shown,) = measure_views(by_sound, [Measure.FILLERS])
    assert shown.is_measured
    assert "sound alone, on trial" in shown.heard_in


def test_fillers_from_words_say_so() -> None:
    from_words = replace(_METRICS, notes={Measure.FILLERS.value: Measured.OK})
    (shown,) = measure_views(from_words, [Measure.FILLERS])
    assert shown.heard_in == MEASURES[Measure.FILLERS].heard_in
