"""Values survive the database unchanged, whatever they hold."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from preppal.domain.feedback import Feedback
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.transcript import Entry
from preppal.store import models
from preppal.store.records import read_entry, read_feedback, read_metrics, write_entry, write_feedback, write_metrics

_JSON_COLUMNS = (
    "speech",
    "words",
    "answers",
    "notes",
    "strengths",
    "improvements",
    "suggestions",
    "scores",
    "overall",
)

# Values come in every shape their types allow, as Hypothesis finds them out.
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def through_json(row: Any) -> None:
    """What a database does to a row: JSON columns become text and come back."""
    for column in _JSON_COLUMNS:
        if hasattr(row, column):
            setattr(row, column, json.loads(json.dumps(getattr(row, column))))


@given(st.from_type(Entry))
def test_entry_survives_its_row(entry: Entry) -> None:
    row = models.TranscriptEntry(interview_id="i", order_index=entry.order_index)
    write_entry(row, entry)
    through_json(row)
    assert read_entry(row) == entry


@given(st.from_type(InterviewMetrics))
def test_metrics_survive_their_row(metrics: InterviewMetrics) -> None:
    row = models.Metrics(interview_id="i")
    write_metrics(row, metrics)
    through_json(row)
    assert read_metrics(row) == metrics


@given(st.from_type(Feedback))
def test_feedback_survives_its_row(feedback: Feedback) -> None:
    row = models.Feedback(interview_id="i", version=1)
    write_feedback(row, feedback)
    through_json(row)
    assert read_feedback(row) == feedback
