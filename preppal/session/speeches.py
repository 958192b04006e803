"""The two turns that can be under way: what the candidate is saying, and what the interviewer is saying."""

from collections import deque
from dataclasses import dataclass, field

from preppal.domain.audio import CANDIDATE_RATE_HZ, INTERVIEWER_RATE_HZ, duration_ms
from preppal.domain.loudness import LoudnessMeter
from preppal.domain.transcript import Entry, Heard, Question, Role, Source, Span, Word

_SILENT_READING_MS_PER_WORD = 400  # 150 words a minute, for a voice we cannot measure
_FAST_MS_PER_WORD = 300  # 200 words a minute


@dataclass(slots=True)
class CandidateSpeech:
    """One candidate turn from its onset until its final text is stored."""

    number: int
    order_index: int
    started_at_s: float
    base_ms: int  # audio clock of the first sample handed to the engine
    response_ms: int | None
    question: Question | None
    ended_at_s: float | None = None
    text: str = ""
    words: tuple[Word, ...] = ()
    spans: tuple[Span, ...] = ()
    _loudness: LoudnessMeter = field(default_factory=LoudnessMeter)
    _audio: deque[bytes] = field(default_factory=deque)
    _audio_ms: float = 0.0
    _lost_ms: float = 0.0

    def keep(self, pcm: bytes, limit_ms: int) -> None:
        """Remember sound for a replay into a new engine stream, the oldest goes first; and how loud all of it was."""
        self._loudness.add(pcm)
        self._audio.append(pcm)
        self._audio_ms += duration_ms(len(pcm), CANDIDATE_RATE_HZ)
        while self._audio_ms > limit_ms:
            gone_ms = duration_ms(len(self._audio.popleft()), CANDIDATE_RATE_HZ)
            self._audio_ms -= gone_ms
            self._lost_ms += gone_ms

    @property
    def audio(self) -> tuple[bytes, ...]:
        return tuple(self._audio)

    @property
    def lost_ms(self) -> int:
        """How much sound is missing before the first piece that is kept."""
        return round(self._lost_ms)

    def entry(self) -> Entry:
        """As stored. Speech without words is kept and marked."""
        end_s = self.ended_at_s if self.ended_at_s is not None else self.started_at_s
        spoken_until_s = self.started_at_s + (self.spans[-1].end_ms / 1000 if self.spans else 0.0)
        ended_at_s = min(end_s, spoken_until_s) if self.spans else end_s
        return Entry(
            order_index=self.order_index,
            role=Role.CANDIDATE,
            content=self.text.strip(),
            started_at_ms=round(self.started_at_s * 1000),
            ended_at_ms=round(max(ended_at_s, self.started_at_s) * 1000),
            heard=Heard.FULL if self.text.strip() else Heard.UNCLEAR,
            source=Source.VOICE,
            response_ms=self.response_ms,
            speech=self.spans,
            words=self.words,
            question=self.question,
            distance_db=self._loudness.distance_db(),
        )


@dataclass(slots=True)
class InterviewerSpeech:
    """One interviewer turn: its text, its sound, and how much of the sound has been heard."""

    order_index: int
    started_at_s: float
    question: Question | None = None
    text: str = ""
    is_complete: bool = False
    is_stored: bool = False
    pieces: list[bytes] = field(default_factory=list)
    total_ms: float = 0.0
    heard_ms: float = 0.0
    resumed_at_ms: float = 0.0  # the client counts what it hears from here
    reported_at_s: float | None = None
    sounding_since_s: float | None = None
    starts_after_s: float = 0.0  # an earlier turn sounds until then
    is_broken: bool = False  # the stream was lost before the turn was whole
    is_shown: bool = False  # the client was told that these are its final words

    def add(self, pcm: bytes, now: float) -> None:
        if self.sounding_since_s is None:
            self.sounding_since_s = max(now, self.starts_after_s)
        self.pieces.append(pcm)
        self.total_ms += duration_ms(len(pcm), INTERVIEWER_RATE_HZ)

    def speak_silently(self, now: float) -> None:
        """The browser's own voice says it: its length can only be estimated."""
        self.sounding_since_s = now
        self.total_ms = len(self.text.split()) * _SILENT_READING_MS_PER_WORD

    def report(self, played_ms: int, now: float) -> None:
        self.heard_ms = max(self.heard_ms, min(self.resumed_at_ms + played_ms, self.total_ms))
        self.reported_at_s = now

    def heard_until(self, now: float) -> float:
        """Ms heard by now: as reported, or as time has passed for a client that does not report."""
        if self.reported_at_s is not None:
            return self.heard_ms
        if self.sounding_since_s is None:
            return 0.0
        return min(self.total_ms, self.heard_ms + max(0.0, now - self.sounding_since_s) * 1000)

    def ends_at(self, now: float) -> float:
        """When the last of the sound will have been heard."""
        begins_s = now if self.sounding_since_s is None else max(now, self.sounding_since_s)
        return begins_s + (self.total_ms - self.heard_until(now)) / 1000

    def pause(self, now: float) -> None:
        """Nobody is there to hear: stop counting."""
        self.heard_ms = self.heard_until(now)
        self.reported_at_s = None
        self.sounding_since_s = None

    def unheard(self) -> tuple[bytes, ...]:
        """The pieces from the one that was playing on. A client knows nothing of those before: it counts from here."""
        position_ms = 0.0
        for index, piece in enumerate(self.pieces):
            piece_ms = duration_ms(len(piece), INTERVIEWER_RATE_HZ)
            if position_ms + piece_ms > self.heard_ms:
                self.resumed_at_ms = position_ms
                return tuple(self.pieces[index:])
            position_ms += piece_ms
        return ()

    def rewind(self) -> None:
        """Say it again from the start."""
        self.heard_ms = self.resumed_at_ms = 0.0
        self.reported_at_s = None
        self.sounding_since_s = None

    def heard_text(self, now: float) -> str:
        """The text in proportion to the sound heard, whole words only.

        While sound is still to come the text may be ahead of it: no voice says more words than a fast one.
        """
        if self.total_ms <= 0:
            return ""
        words = self.text.split()
        heard_ms = self.heard_until(now)
        count = round(min(1.0, heard_ms / self.total_ms) * len(words))
        if not self.is_complete:
            count = min(count, round(heard_ms / _FAST_MS_PER_WORD) + 1)
        return " ".join(words[:count])

    def entry(self, now: float, heard: Heard = Heard.FULL) -> Entry:
        """As stored. A voice without words is kept and marked."""
        content = self.text.strip() if heard is Heard.FULL else self.heard_text(now)
        sounded_ms = self.total_ms if heard is Heard.FULL else self.heard_until(now)
        if not self.text.strip() and self.pieces:
            heard = Heard.UNCLEAR
        elif self.is_broken:
            heard = Heard.CUT
        return Entry(
            order_index=self.order_index,
            role=Role.INTERVIEWER,
            content=content,
            started_at_ms=round(self.started_at_s * 1000),
            ended_at_ms=round(self.started_at_s * 1000 + sounded_ms),
            heard=heard,
            question=self.question,
        )
