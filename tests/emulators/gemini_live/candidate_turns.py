"""The candidate's side of a connection: audio in, activities and turns out, each with what was recognised in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from tests.emulators.gemini_live.activity import Edge, EnergyDetector
from tests.emulators.gemini_live.client_messages import DEFAULT_RATE_HZ, AudioMessage
from tests.emulators.gemini_live.heard import Collector
from tests.emulators.gemini_live.runs import AnswerTurn
from tests.emulators.gemini_live.scenario import Vad
from tests.emulators.gemini_live.setup_rules import Setup
from tests.emulators.gemini_live.tones import CodedWord, Speaker, ToneDecoder
from tests.emulators.gemini_live.transcriber import Transcriber
from tests.emulators.gemini_live.wire import Wire

_DEFAULT_SILENCE_MS = 800
_DEFAULT_PREFIX_MS = 100


class Detection(Enum):
    """Who says when the candidate speaks."""

    CLIENT = "client"
    ENERGY = "energy"
    SCRIPT = "script"


def detection(setup: Setup, vad: Vad) -> Detection:
    if vad.mode == "scripted":
        return Detection.SCRIPT
    return Detection.ENERGY if setup.detects_activity else Detection.CLIENT


@dataclass(slots=True)
class _Activity:
    number: int
    collector: Collector = field(default_factory=Collector)
    words: list[str] = field(default_factory=list)
    audio_ms: float = 0
    loud_ms: float = 0


class CandidateTurns:
    """`started`, `ended` and `progressed` are called as things happen; `echoed` when the interviewer hears itself."""

    def __init__(
        self,
        wire: Wire,
        setup: Setup,
        transcriber: Transcriber,
        *,
        started: Callable[[int], None],
        ended: Callable[[AnswerTurn], None],
        progressed: Callable[[int, float], None],
        echoed: Callable[[], None],
    ) -> None:
        vad = wire.scenario.vad
        self._wire = wire
        self._vad = vad
        self._detection = detection(setup, vad)
        self._transcriber = transcriber
        self._started = started
        self._ended = ended
        self._progressed = progressed
        self._echoed = echoed
        self._decoder: tuple[int, ToneDecoder] = (DEFAULT_RATE_HZ, ToneDecoder(DEFAULT_RATE_HZ))
        self._activity: _Activity | None = None
        self._energy = EnergyDetector(
            threshold_dbfs=vad.threshold_dbfs,
            prefix_ms=_first(vad.prefix_ms, setup.prefix_ms, _DEFAULT_PREFIX_MS),
            silence_ms=_first(vad.silence_ms, setup.silence_ms, _DEFAULT_SILENCE_MS) + vad.late_ms,
        )

    @property
    def is_speaking(self) -> bool:
        return self._activity is not None

    def audio(self, message: AudioMessage, level_dbfs: float) -> None:
        duration_ms = len(message.pcm) * 500 / message.rate_hz
        self._wire.run.audio_ms += duration_ms
        edges = self._energy.feed(message.pcm, message.rate_hz) if self._detection is Detection.ENERGY else []
        if Edge.STARTED in edges:
            self.start()
        self._take(self._decode(message), duration_ms, level_dbfs)
        if Edge.ENDED in edges:
            self.end()

    def start(self) -> None:
        """An activity begins; a second start within one changes nothing."""
        if self._activity is not None:
            return
        if self._detection is not Detection.ENERGY:
            self._decoder = (self._decoder[0], ToneDecoder(self._decoder[0]))
        self._wire.run.activities += 1
        self._activity = _Activity(self._wire.run.activities)
        self._started(self._activity.number)

    def end(self) -> None:
        """The activity is over; without one, nothing happens."""
        if self._activity is None:
            return
        if self._detection is not Detection.ENERGY:
            self._recognise(self._decoder[1].finish())
        activity, self._activity = self._activity, None
        self._ended(self._closed(activity))

    def stream_end(self) -> None:
        if Edge.ENDED in self._energy.flush():
            self.end()

    def _decode(self, message: AudioMessage) -> list[CodedWord]:
        if self._decoder[0] != message.rate_hz:
            self._decoder = (message.rate_hz, ToneDecoder(message.rate_hz))
        return self._decoder[1].feed(message.pcm)

    def _take(self, words: list[CodedWord], duration_ms: float, level_dbfs: float) -> None:
        echo = sum(word.code.speaker is Speaker.INTERVIEWER for word in words)
        self._wire.run.echo_words += echo
        if echo and self._vad.hears_echo:
            self._echoed()
        activity = self._activity
        if activity is None:
            if self._detection is Detection.CLIENT:
                self._wire.run.discarded_ms += duration_ms
            return
        activity.audio_ms += duration_ms
        if level_dbfs > self._vad.threshold_dbfs:
            activity.loud_ms += duration_ms
        self._recognise(words)
        self._progressed(activity.number, activity.audio_ms / 1000)

    def _recognise(self, words: list[CodedWord]) -> None:
        if self._activity is None:
            return
        for number, position in self._activity.collector.add(words):
            text = self._word(number, position)
            self._activity.words.append(text)
            self._transcriber.word(text)

    def _word(self, number: int, position: int) -> str:
        """The word that was said there, if the emulator was told; else its place."""
        words = self._wire.answers.get(number, "").split()
        return words[position] if position < len(words) else f"[{number}.{position}]"

    def _closed(self, activity: _Activity) -> AnswerTurn:
        utterances = activity.collector.utterances()
        if not utterances and activity.loud_ms:
            text = f"(speech of {activity.loud_ms / 1000:.1f} s)"
            activity.words.append(text)
            self._transcriber.word(text)
        self._transcriber.turn_over()
        self._wire.run.user_turns += 1
        answer = AnswerTurn(
            self._wire.run.user_turns, self._wire.index, " ".join(activity.words), activity.audio_ms, utterances
        )
        self._wire.run.answers.append(answer)
        return answer


def _first(*values: int | None) -> int:
    return next(value for value in values if value is not None)
