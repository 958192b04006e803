"""Twenty bars that show when the candidate spoke: the same interview always gives the same ones."""

from collections.abc import Sequence

from preppal.analysis.prosody import tidy
from preppal.domain.transcript import Entry, Role, Source

BARS = 20


def voiceprint(entries: Sequence[Entry]) -> tuple[float, ...]:
    """Share of each twentieth of the interview that the candidate's voice filled, the fullest being 1. Typed is 0."""
    if not entries:
        return (0.0,) * BARS
    began = min(entry.started_at_ms for entry in entries)
    length = max(entry.ended_at_ms for entry in entries) - began
    if length <= 0:
        return (0.0,) * BARS
    filled = [0.0] * BARS
    for start, end in _voice(entries):
        for bar in range(BARS):
            left, right = began + length * bar / BARS, began + length * (bar + 1) / BARS
            filled[bar] += max(0.0, min(end, right) - max(start, left))
    most = max(filled)
    return tuple(round(value / most, 3) if most else 0.0 for value in filled)


def _voice(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    return [
        (entry.started_at_ms + span.start_ms, entry.started_at_ms + span.end_ms)
        for entry in entries
        if entry.role is Role.CANDIDATE and entry.source is Source.VOICE
        for span in tidy(entry.speech)
    ]
