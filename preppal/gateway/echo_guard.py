"""Keeps the interviewer's own voice, come back through the microphone, from counting as the candidate's speech.

It knows what was sent to the loudspeaker and, from the client's playback reports, what of it sounds now. When the
microphone hears the same sound some way behind, the detector's windows are turned into silence: the session sees no
voice, begins no turn and is not interrupted. A voice of its own on top of the echo is let through.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from preppal.analysis.echo import (
    Samples,
    find_delay,
    laid_out,
    loudness_db,
    newest,
    shared_energy,
    silence,
    to_candidate_rate,
)
from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ, INTERVIEWER_RATE_HZ, VAD_WINDOW_MS, duration_ms
from preppal.session import messages as msg
from preppal.session.messages import Phase

_IS_SPEECH = 0.35  # below, a window is silence to every rule of turn taking
_IS_CLEARLY_SPEECH = 0.5
# Measured with two voices: echo of a 0.6 s room 0.52 and more, another voice 10 dB over the echo 0.34 and less.
_IS_ECHO = 0.5

_WINDOW_MS = 640
_MOST_DELAY_MS = 800  # Bluetooth, buffers, and the way through the air
_MOST_LEAD_MS = 200  # a report is a little older than the sound it is about
_EVIDENCE_MS = 250  # so long after the loudspeaker began nobody is believed: too little to tell voices apart
_AUDIBLE_DB = -55.0
_VERDICT_HOLDS_MS = 60.0  # one costs about 3 ms
_KEPT_MS = 4_000  # sound that has been heard is kept this long
_WINDOW = CANDIDATE_RATE_HZ * _WINDOW_MS // 1000


@dataclass(frozen=True, slots=True)
class _Anchor:
    """`sample` of everything sent was sounding when the microphone was at `heard_ms`."""

    sample: int
    heard_ms: float
    runs: bool


class EchoGuard:
    """One interview's. Tell it what is sent and reported, then let it judge each frame of the microphone."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[int, bytes]] = deque()  # the piece, behind the number of its first sample
        self._sent = 0  # samples since the interview began, without those that never sounded
        self._turn_starts: dict[int, int] = {}
        self._anchor = _Anchor(0, 0.0, runs=False)
        self._began_ms = float("-inf")
        self._heard = silence(_WINDOW)
        self._heard_ms = 0.0
        self._was_echo = False
        self._judged_ms = float("-inf")
        self.echo_ms = 0.0  # clear speech that was echo; whoever acts on it sets it back

    # ---- the loudspeaker

    def follow(self, message: msg.ServerMessage) -> None:
        """Something goes to the client."""
        match message:
            case msg.AudioResponse():
                self._take(message.order_index, message.pcm)
            case msg.Interrupted() | msg.SessionReady() | msg.TurnState(Phase.SPEAKING):
                self._drop_unheard()
            case _:
                pass

    def report(self, report: msg.PlaybackReport) -> None:
        """The client says how much of a turn has sounded."""
        start = self._turn_starts.get(report.order_index)
        if start is None:
            return
        sample = min(self._sent, start + _samples(report.played_ms))
        if report.playing and not self._anchor.runs:
            self._begin()
        self._anchor = _Anchor(sample, self._heard_ms, report.playing)
        self._forget_before(sample - _samples(_KEPT_MS))

    def _take(self, order_index: int, pcm: bytes) -> None:
        """Until the client reports, sound is taken to be heard as it comes."""
        if not self._is_sounding:
            self._sent = max(self._sent, self._now_sounding)  # the pause is part of what the microphone hears
            self._anchor = _Anchor(self._sent, self._heard_ms, runs=True)
            self._begin()
        self._turn_starts.setdefault(order_index, self._sent)
        self._pieces.append((self._sent, pcm))
        self._sent += len(pcm) // BYTES_PER_SAMPLE

    def _begin(self) -> None:
        """The loudspeaker sounds after a pause: what was judged before it counts no longer."""
        self._began_ms = self._heard_ms
        self._judged_ms = float("-inf")

    def _drop_unheard(self) -> None:
        """What has not sounded never will, and the client counts anew from the next sound on."""
        if self._anchor.runs:
            beyond = max(0, self._now_sounding - self._sent)
            since_ms = self._heard_ms - beyond * 1000 / INTERVIEWER_RATE_HZ
            self._anchor = _Anchor(self._now_sounding - beyond, since_ms, runs=False)
        self._sent = self._anchor.sample
        while self._pieces and self._pieces[-1][0] >= self._sent:
            self._pieces.pop()
        if self._pieces:
            first, pcm = self._pieces[-1]
            self._pieces[-1] = (first, pcm[: (self._sent - first) * BYTES_PER_SAMPLE])
        self._turn_starts.clear()

    @property
    def _now_sounding(self) -> int:
        """The sample that sounds now, were the sound endless."""
        return self._anchor.sample + _samples(self._heard_ms - self._anchor.heard_ms)

    @property
    def _is_sounding(self) -> bool:
        return self._anchor.runs and self._now_sounding < self._sent

    def _forget_before(self, sample: int) -> None:
        while self._pieces and self._pieces[0][0] + len(self._pieces[0][1]) // BYTES_PER_SAMPLE < sample:
            self._pieces.popleft()

    # ---- the microphone

    def judge(self, pcm: bytes, speech: Sequence[float]) -> Sequence[float]:
        """P(speech) of the windows that this frame completed; 0 where the speech is the interviewer's own."""
        self._heard = newest(self._heard, pcm)
        self._heard_ms += duration_ms(len(pcm), CANDIDATE_RATE_HZ)
        if not speech or max(speech) < _IS_SPEECH or not self._is_echo():
            return speech
        self.echo_ms += sum(VAD_WINDOW_MS for probability in speech if probability >= _IS_CLEARLY_SPEECH)
        return [0.0] * len(speech)

    def _is_echo(self) -> bool:
        if self._heard_ms - self._judged_ms >= _VERDICT_HOLDS_MS:
            self._judged_ms = self._heard_ms
            self._was_echo = self._judge_window()
        return self._was_echo

    def _judge_window(self) -> bool:
        played = self._played()
        if loudness_db(played) < _AUDIBLE_DB:
            return False
        if self._heard_ms - self._began_ms < _EVIDENCE_MS:
            return True
        start = find_delay(played, self._heard)
        return shared_energy(played[start : start + _WINDOW], self._heard) >= _IS_ECHO

    def _played(self) -> Samples:
        """What sounded while the window was recorded, from the longest delay before it to a little after it."""
        last = self._now_sounding + _samples(_MOST_LEAD_MS)
        first = last - _samples(_MOST_LEAD_MS + _WINDOW_MS + _MOST_DELAY_MS)
        limit = self._sent if self._anchor.runs else self._anchor.sample
        audible = ((begin, pcm[: max(0, limit - begin) * BYTES_PER_SAMPLE]) for begin, pcm in self._pieces)
        return to_candidate_rate(laid_out(audible, first, last))


def _samples(ms: float) -> int:
    return round(ms * INTERVIEWER_RATE_HZ / 1000)
