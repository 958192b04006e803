"""Turn taking: where the candidate's voice is, and how long a silence may last before the turn is over.

Numbers from the speech study: Silero windows of 32 ms, speech from 0.5 on in 3 of 4 windows, over below 0.35;
Silero marks the end of speech about 55 ms late and its start about 10 ms late.
"""

import math
from collections import deque

from preppal.domain.audio import VAD_WINDOW_MS
from preppal.domain.interview import Patience
from preppal.domain.transcript import Span

_START = 0.5
_STOP = 0.35
_ONSET_WINDOWS, _ONSET_VOICED = 4, 3
_BARGE_IN = 0.6
_BARGE_IN_WINDOWS, _BARGE_IN_VOICED = 10, 9  # 320 ms
_START_LATE_MS = 10
_END_LATE_MS = 50
_MERGE_GAP_MS = 100

_BASE_SILENCE_S = {Patience.SHORT: 1.2, Patience.NORMAL: 2.0, Patience.LONG: 4.0}
_SHORT_ANSWER_MS = 5_000
_SHORT_ANSWER_EXTRA_S = 1.5
_UNFINISHED_S = 3.5
_FINISHED_S = 1.0
_CUT_OFF_EXTRA_S = 0.3
_CUT_OFF_EXTRA_MAX_S = 1.2

# A last word that promises another one.
_UNFINISHED_WORDS = frozenset(
    "and but so or because that the a an to of in on with for if when while as which who my our we i um uh er erm "
    "like then also very is was were are".split()
)
_FINISHED_PHRASES = ("that's it", "that is it", "that's all", "that is all", "does that answer", "so yeah", "i'm done")


class VoiceTracker:
    """Speech spans from window probabilities, in audio ms since the microphone began."""

    def __init__(self) -> None:
        self.clock_ms = 0
        self.last_voiced_ms: int | None = None
        self._recent: deque[float] = deque(maxlen=_BARGE_IN_WINDOWS)
        self._open_ms: int | None = None
        self._spans: list[Span] = []

    @property
    def is_voiced(self) -> bool:
        return self._open_ms is not None

    @property
    def is_sustained(self) -> bool:
        """Speech that is no back-channel: it may interrupt."""
        voiced = sum(1 for probability in self._recent if probability >= _BARGE_IN)
        return self.is_voiced and voiced >= _BARGE_IN_VOICED

    @property
    def onset_ms(self) -> int:
        """When the running speech began; now, when there is none."""
        return self.clock_ms if self._open_ms is None else self._open_ms

    def hear(self, probability: float) -> None:
        """Take the next 32 ms window."""
        self._recent.append(probability)
        self.clock_ms += VAD_WINDOW_MS
        if self._open_ms is None:
            self._maybe_open()
        elif probability < _STOP:
            self._close()
        if self._open_ms is not None:
            self.last_voiced_ms = self.clock_ms

    def spans_since(self, base_ms: int) -> tuple[Span, ...]:
        """Speech since `base_ms`, measured from it: edges corrected, gaps under 100 ms closed."""
        raw = list(self._spans)
        if self._open_ms is not None:
            raw.append(Span(self._open_ms, self.clock_ms))
        merged: list[Span] = []
        for span in raw:
            start = max(0, span.start_ms - _START_LATE_MS - base_ms)
            end = span.end_ms - _END_LATE_MS - base_ms
            if end <= start:
                continue
            if merged and start - merged[-1].end_ms < _MERGE_GAP_MS:
                merged[-1] = Span(merged[-1].start_ms, end)
            else:
                merged.append(Span(start, end))
        return tuple(merged)

    def forget_before(self, base_ms: int) -> None:
        """Drop spans that no turn needs any more."""
        self._spans = [span for span in self._spans if span.end_ms > base_ms]

    def _maybe_open(self) -> None:
        latest = list(self._recent)[-_ONSET_WINDOWS:]
        voiced = [index for index, probability in enumerate(latest) if probability >= _START]
        if len(voiced) >= _ONSET_VOICED and latest[-1] >= _START:
            self._open_ms = self.clock_ms - (len(latest) - voiced[0]) * VAD_WINDOW_MS

    def _close(self) -> None:
        if self._open_ms is not None and self.last_voiced_ms is not None:
            self._spans.append(Span(self._open_ms, self.last_voiced_ms))
        self._open_ms = None


def speech_ms(spans: tuple[Span, ...]) -> int:
    return sum(span.length_ms for span in spans)


def silence_allowed_s(patience: Patience, spoken_ms: int, text: str, cut_offs: int) -> float:
    """How long the candidate may be silent before the turn is over; for ever, when only "I'm done" ends it.

    A short answer, or one that ends in the middle of a clause, gets longer; a closing phrase ends sooner;
    each time the interviewer came in too early adds 0.3 s.
    """
    if patience is Patience.MANUAL:
        return math.inf
    allowed = _BASE_SILENCE_S[patience]
    if spoken_ms < _SHORT_ANSWER_MS:
        allowed += _SHORT_ANSWER_EXTRA_S
    allowed += min(_CUT_OFF_EXTRA_MAX_S, cut_offs * _CUT_OFF_EXTRA_S)
    lowered = text.lower().rstrip(" .,;!?")
    if lowered.endswith(_FINISHED_PHRASES):
        return min(allowed, _FINISHED_S)
    words = lowered.split()
    if words and words[-1] in _UNFINISHED_WORDS:
        return max(allowed, _UNFINISHED_S)
    return allowed
