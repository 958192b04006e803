"""The wait for a report as values: its steps, how far it is, and the interview's own voice as the bar that fills."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from preppal.domain.review import ReviewStep
from preppal.domain.transcript import Entry, Role
from preppal.services.views import InterviewSummary, ReviewProgress
from preppal.ui.components.geometry import Wave, wave
from preppal.ui.pages.own_interview import count_words

LATE_AFTER_S = 90
_BARS = 92
_WIDTH, _HEIGHT = 556, 84
_STEPS = {
    ReviewStep.TRANSCRIPT: "Transcript put in order",
    ReviewStep.MEASURES: "Pace, pauses and fillers measured",
    ReviewStep.SCORES: "Answers scored",
    ReviewStep.FEEDBACK: "Feedback written, quotes checked",
}


@dataclass(frozen=True)
class StepView:
    name: str
    stage: str  # done, now, later


@dataclass(frozen=True)
class WaitView:
    facts: str = ""
    wave: Wave = field(default_factory=lambda: wave([0.0] * _BARS, _WIDTH, _HEIGHT))
    percent: int = 0
    steps: tuple[StepView, ...] = ()
    is_late: bool = False
    has_failed: bool = False


def wait_view(summary: InterviewSummary, levels: Sequence[float], progress: ReviewProgress) -> WaitView:
    done = len(progress.done)
    share = done / len(_STEPS)
    return WaitView(
        facts=_facts(summary),
        wave=wave(levels, _WIDTH, _HEIGHT, played=share),
        percent=round(100 * share),
        steps=tuple(StepView(name, _stage(step, progress)) for step, name in _STEPS.items()),
        is_late=progress.waiting_s >= LATE_AFTER_S,
        has_failed=progress.has_failed,
    )


def _stage(step: ReviewStep, progress: ReviewProgress) -> str:
    if step in progress.done:
        return "done"
    return "now" if step is progress.step else "later"


def _facts(summary: InterviewSummary) -> str:
    minutes = max(1, round(summary.duration_s / 60))
    return f"{minutes} minute{'' if minutes == 1 else 's'}, {count_words(summary.answers, 'answer')}."


def voice_levels(entries: Sequence[Entry], count: int = _BARS) -> list[float]:
    """How much of each slice of the interview the candidate spoke, 0 to 1; silence is 0."""
    if not entries:
        return [0.0] * count
    start_ms = min(entry.started_at_ms for entry in entries)
    slice_ms = max(1.0, (max(entry.ended_at_ms for entry in entries) - start_ms) / count)
    levels = [0.0] * count
    for from_ms, to_ms in _spoken(entries):
        first, last = int((from_ms - start_ms) / slice_ms), int((to_ms - start_ms) / slice_ms)
        for index in range(max(0, first), min(count - 1, last) + 1):
            left = start_ms + index * slice_ms
            levels[index] += max(0.0, min(to_ms, left + slice_ms) - max(from_ms, left)) / slice_ms
    return [round(min(1.0, level), 2) for level in levels]


def _spoken(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Where the candidate's voice was; a turn without measured spans counts as a whole."""
    stretches: list[tuple[int, int]] = []
    for entry in entries:
        if entry.role is Role.CANDIDATE:
            spans = [(entry.started_at_ms + span.start_ms, entry.started_at_ms + span.end_ms) for span in entry.speech]
            stretches += spans or [(entry.started_at_ms, max(entry.ended_at_ms, entry.started_at_ms + 1))]
    return stretches
