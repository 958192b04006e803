"""Timing of speech, from where the voice was (VAD spans with their edges corrected). Never from transcript gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from preppal.domain.transcript import Entry, Role, Source, Span

PAUSE_MS = 250
# "A second or more"; measured gaps of exactly 1.00 s often read a little shorter.
LONG_PAUSE_MS = 950
# Shorter gaps are stops inside words, shorter bursts are clicks.
_MIN_GAP_MS = 100
_MIN_BURST_MS = 60


@dataclass(frozen=True, slots=True)
class Timing:
    """Where the voice was, and how long it stopped. `pauses` lie inside the speech, never before or after it."""

    speech_ms: int
    span_ms: int
    pauses: tuple[Span, ...]

    @property
    def long_pauses(self) -> int:
        return sum(1 for pause in self.pauses if pause.length_ms >= LONG_PAUSE_MS)

    @property
    def longest_pause_ms(self) -> int:
        return max((pause.length_ms for pause in self.pauses), default=0)


def time_entry(entry: Entry) -> Timing | None:
    """None when nothing was measured: typed, or no voice was found."""
    if entry.source is Source.TYPED:
        return None
    spans = tidy(entry.speech)
    if not spans:
        return None
    gaps = (Span(left.end_ms, right.start_ms) for left, right in zip(spans, spans[1:], strict=False))
    return Timing(
        speech_ms=sum(span.length_ms for span in spans),
        span_ms=spans[-1].end_ms - spans[0].start_ms,
        pauses=tuple(gap for gap in gaps if gap.length_ms >= PAUSE_MS),
    )


def join(timings: Iterable[Timing]) -> Timing | None:
    """Several turns of one answer together; the time between turns is nobody's pause."""
    parts = list(timings)
    if not parts:
        return None
    return Timing(
        speech_ms=sum(part.speech_ms for part in parts),
        span_ms=sum(part.span_ms for part in parts),
        pauses=tuple(pause for part in parts for pause in part.pauses),
    )


def tidy(spans: Sequence[Span]) -> tuple[Span, ...]:
    """In order, without overlaps, without gaps and bursts too short to be speech."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start_ms, span.end_ms)):
        if joined and span.start_ms - joined[-1].end_ms < _MIN_GAP_MS:
            joined[-1] = Span(joined[-1].start_ms, max(joined[-1].end_ms, span.end_ms))
        else:
            joined.append(span)
    return tuple(span for span in joined if span.length_ms >= _MIN_BURST_MS)


def interviewer_ms(entries: Sequence[Entry]) -> int:
    """How long the interviewer's voice was heard before spoken answers; what was answered by typing stays out."""
    total = waiting = 0
    for entry in sorted(entries, key=lambda entry: entry.order_index):
        if entry.role is Role.INTERVIEWER:
            waiting += entry.duration_ms if entry.source is Source.VOICE else 0
        else:
            total += waiting if entry.source is Source.VOICE else 0
            waiting = 0
    return total
