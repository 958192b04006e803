"""The ports, on one page. Each has an offline adapter that ships with the product."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from preppal.domain.audio import Pcm16
from preppal.domain.feedback import Feedback
from preppal.domain.interview import EndReason, InterviewContext, InterviewType, Status
from preppal.domain.languages import ENGLISH, Language
from preppal.domain.metrics import InterviewMetrics
from preppal.domain.papers import JobFields, ResumeFields
from preppal.domain.prices import NO_USAGE, TokenUsage
from preppal.domain.transcript import Entry, Span, Word
from preppal.session.actions import EngineCommand
from preppal.session.events import EngineEvent

# ---- the interviewer


class EngineStream(Protocol):
    """One open conversation."""

    async def send(self, command: EngineCommand) -> None:
        """Hand a command over; returns soon. Raises EngineError when the stream is lost."""
        ...

    def events(self) -> AsyncIterator[EngineEvent]:
        """Everything the engine says, once, in order. Raises EngineError when the stream is lost."""
        ...

    async def close(self) -> None:
        """Let go. Never raises; may be called twice."""
        ...


class Engine(Protocol):
    """What conducts an interview. Safe to share between interviews."""

    @property
    def name(self) -> str: ...

    async def open(self, context: InterviewContext) -> EngineStream:
        """Start, or with `context.engine_state` or `context.transcript` go on. Raises EngineError."""
        ...

    async def close(self) -> None:
        """Let go of what all streams share (models, clients, processes)."""
        ...


# ---- where the gateway keeps an interview


class Backend(Protocol):
    """The gateway's way to the store. Every verb may be repeated with the same arguments without harm.

    Writes raise Conflict when the interview was ended from outside.
    """

    async def get_context(self, interview_id: str, user_id: str) -> InterviewContext:
        """Take the interview over: a new epoch. Raises NotFound, Conflict (already ended), BackendError."""
        ...

    async def update_status(
        self, interview_id: str, epoch: int, status: Status, end_reason: EndReason | None, elapsed_ms: int
    ) -> None:
        """Never moves backwards. Raises StaleOwner, BackendError."""
        ...

    async def submit_transcript(
        self,
        interview_id: str,
        epoch: int,
        entries: Sequence[Entry],
        *,
        last_sequence: int,
        elapsed_ms: int,
        engine_state: str,
        usage: TokenUsage = NO_USAGE,
    ) -> None:
        """Store entries by order index; the same index again replaces. `usage` is that of the whole interview.

        Raises StaleOwner, BackendError.
        """
        ...

    async def submit_feedback(self, interview_id: str, epoch: int, feedback: Feedback) -> None:
        """Store feedback an engine wrote, as a version of its own. Raises StaleOwner, BackendError."""
        ...


class SoundArchive(Protocol):
    """Where a gateway leaves what candidates said, for those who asked for it. Never on the transcript's way."""

    async def keep(
        self, interview_id: str, epoch: int, order_index: int, pieces: Sequence[bytes], lost_ms: int
    ) -> None:
        """16 kHz PCM16 of a stored turn from `lost_ms` on. The same turn again replaces. Raises BackendError."""
        ...


# ---- an interview without a socket


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as text. With `duration_ms` it was spoken; words and speech are timed from its start."""

    text: str
    duration_ms: int = 0
    words: tuple[Word, ...] = ()
    speech: tuple[Span, ...] = ()


class Correspondence(Protocol):
    """Holding an interview by request and answer. What was said is read from the store afterwards."""

    async def take_turn(self, interview_id: str, user_id: str, said: Said | None, order_index: int) -> None:
        """Say something as entry `order_index`, or nothing, and wait until it is the candidate's turn, or the end.

        What is stored under that index already is not said again. The caller has checked whose interview it is.
        Raises NotFound, Conflict (ended, or opened elsewhere meanwhile), BackendError (ask again).
        """
        ...


# ---- speech parts


class SpeechDetector(Protocol):
    """Voice activity of one microphone. Holds the state of one stream; never shared."""

    def feed(self, pcm: bytes) -> Sequence[float]:
        """16 kHz PCM16 in any length; returns P(speech), 0..1, for each 32 ms window completed."""
        ...

    def reset(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What was recognised so far; word times count from the first sample fed."""

    text: str
    words: tuple[Word, ...] = ()


class RecognizerStream(Protocol):
    """One utterance being recognised."""

    async def feed(self, pcm: bytes) -> Hypothesis | None:
        """16 kHz PCM16; returns the whole text so far when it changed. Raises EngineError."""
        ...

    async def finish(self) -> Hypothesis:
        """The final text. Empty when nothing was said. Raises EngineError."""
        ...

    async def close(self) -> None: ...


class SpeechToText(Protocol):
    @property
    def name(self) -> str: ...

    async def prepare(self) -> None:
        """Get ready, so that the first utterance need not wait. Raises EngineError."""
        ...

    async def open(self, speaker: str = "") -> RecognizerStream:
        """Begin an utterance; those of one `speaker` may adapt to each other. Raises EngineError."""
        ...

    async def close(self) -> None: ...


class TextToSpeech(Protocol):
    async def prepare(self) -> None:
        """Get ready, so that the first text need not wait. Raises EngineError."""
        ...

    def synthesize(self, text: str, voice: str, words_per_minute: int) -> AsyncIterator[bytes]:
        """24 kHz PCM16 LE mono in pieces of at most 100 ms. Raises EngineError when no voice is at hand."""
        ...

    async def close(self) -> None: ...


# ---- the review


@dataclass(frozen=True, slots=True)
class ReviewMaterial:
    """What a reviewer may know of an interview."""

    interview_id: str
    interview_type: InterviewType
    difficulty: str
    entries: tuple[Entry, ...]
    metrics: InterviewMetrics
    job_description: str = ""
    resume: str = ""
    language: Language = ENGLISH


class Listener(Protocol):
    """Hears an answer again after the interview, better than there was time for. Runs in a worker thread: may block."""

    @property
    def name(self) -> str: ...

    def hear(self, sound: Pcm16, question: str) -> Hypothesis:
        """Word for word, "um" included; word times where it knows them. Raises EngineError."""
        ...


class Reviewer(Protocol):
    """Writes feedback. Runs in a worker thread: may block."""

    @property
    def name(self) -> str: ...

    def review(self, material: ReviewMaterial) -> Feedback:
        """Raises EngineError; the caller falls back to the rule-based reviewer."""
        ...


class PaperReader(Protocol):
    """Sorts the text of a paper into fields. Runs in a worker thread: may block."""

    @property
    def name(self) -> str: ...

    def read_resume(self, text: str) -> ResumeFields:
        """Raises EngineError; the caller falls back to the rules."""
        ...

    def read_job(self, text: str) -> JobFields:
        """Raises EngineError; the caller falls back to the rules."""
        ...


class BlobStore(Protocol):
    """Recordings and documents, by key. Keys are made by us (domain/blob_keys.py) and hold no personal data.

    Every verb raises BackendError when the store does not answer, and InvalidInput for what is no key. May block.
    """

    def put(self, key: str, pieces: Iterator[bytes]) -> None:
        """Store under the key, replacing what was there. It appears whole or, when `pieces` fails, not at all."""
        ...

    def get(self, key: str) -> Iterator[bytes]:
        """Raises NotFound, at once and not at the first piece."""
        ...

    def keys(self, prefix: str = "") -> Iterator[str]:
        """The key itself, if it exists, and every key below `prefix/`. Without a prefix: all."""
        ...

    def delete(self, prefix: str) -> int:
        """Remove the key itself and everything below `prefix/`; returns how many. Again is harmless."""
        ...
