"""A code of tones that rides on speech, so that a program can tell which words of which utterance it hears.

Every word of an utterance carries four tones between 3.6 and 6.4 kHz, one hexadecimal digit each: who speaks, the
number of the utterance, the position of the word, and whether it is the last one. The code survives resampling,
chunking and a voice underneath. A stretch with two symbols in it, or none, is not decoded: a damaged word is missing,
never wrong.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

UTTERANCES = 128  # numbers and positions wrap here: seven bits each
POSITIONS = 128
WORD_MS = 385  # 2.6 words a second
TONE_MS = 300

_BAND_STARTS_HZ = (3600, 4300, 5000, 5700)
_DIGIT_STEP_HZ = 40
_WINDOW_MS = 100  # 10 Hz resolution: digits lie four bins apart, outside each other's main lobe
_HOP_MS = 20
_TONE_AMPLITUDE = 0.035
_RAMP_MS = 15
_FLOOR_AMPLITUDE = 0.002
_DOMINANCE = 6.0  # power of a digit over the second best of its band
_MIN_WINDOWS = 3


class Speaker(IntEnum):
    CANDIDATE = 0
    INTERVIEWER = 1


@dataclass(frozen=True, slots=True)
class WordCode:
    """What the tones of one word say."""

    speaker: Speaker
    utterance: int
    position: int
    is_last: bool

    def digits(self) -> tuple[int, int, int, int]:
        bits = self.speaker << 15 | (self.utterance % UTTERANCES) << 8 | (self.position % POSITIONS) << 1 | self.is_last
        return bits >> 12 & 15, bits >> 8 & 15, bits >> 4 & 15, bits & 15

    @classmethod
    def from_digits(cls, digits: tuple[int, ...]) -> "WordCode":
        bits = digits[0] << 12 | digits[1] << 8 | digits[2] << 4 | digits[3]
        return cls(Speaker(bits >> 15), bits >> 8 & 127, bits >> 1 & 127, bool(bits & 1))


@dataclass(frozen=True, slots=True)
class CodedWord:
    """One word as it was heard: when it began on the decoder's own time line, and how much of it arrived."""

    code: WordCode
    start_ms: float
    heard_ms: float


def word_tones(code: WordCode, rate_hz: int) -> Floats:
    """The code of one word, `TONE_MS` long, to be added to whatever is audible."""
    time_s = np.arange(rate_hz * TONE_MS // 1000, dtype=np.float32) / rate_hz
    tones = np.zeros_like(time_s)
    for start_hz, digit in zip(_BAND_STARTS_HZ, code.digits(), strict=True):
        tones += np.sin(2 * np.pi * (start_hz + digit * _DIGIT_STEP_HZ) * time_s)
    return (_TONE_AMPLITUDE * tones * ramps(len(tones), rate_hz)).astype(np.float32)


def ramps(samples: int, rate_hz: int) -> Floats:
    """An envelope that fades in and out, so that words do not click."""
    envelope = np.ones(samples, dtype=np.float32)
    ramp = rate_hz * _RAMP_MS // 1000
    fade = (0.5 - 0.5 * np.cos(np.pi * np.arange(ramp) / ramp)).astype(np.float32)
    envelope[:ramp] = fade
    envelope[-ramp:] = fade[::-1]
    return envelope


class ToneDecoder:
    """Finds coded words in a stream of PCM16 of any chunking."""

    def __init__(self, rate_hz: int) -> None:
        self._window = rate_hz * _WINDOW_MS // 1000
        self._hop = rate_hz * _HOP_MS // 1000
        self._weights = np.hanning(self._window).astype(np.float32)
        self._bins = np.array(
            [[(start + digit * _DIGIT_STEP_HZ) // 10 for digit in range(16)] for start in _BAND_STARTS_HZ]
        )
        # A sine of amplitude a has this power in its bin of a Hann-weighted transform.
        self._floor = (_FLOOR_AMPLITUDE * self._window / 4) ** 2
        self._pending = np.zeros(0, dtype=np.float32)
        self._odd = b""
        self._windows = 0
        self._code: WordCode | None = None
        self._since = 0
        self._count = 0

    def feed(self, pcm: bytes) -> list[CodedWord]:
        """Returns the words completed by this audio."""
        data = self._odd + pcm
        whole = len(data) & ~1
        self._odd = data[whole:]
        samples = np.frombuffer(data[:whole], dtype="<i2").astype(np.float32) / 32768
        self._pending = np.concatenate((self._pending, samples))
        return self._decode_windows()

    def finish(self) -> list[CodedWord]:
        """The word that was under way when the audio stopped."""
        padded = np.zeros(self._window, dtype=np.float32)
        self._pending = np.concatenate((self._pending, padded))
        words = self._decode_windows()
        words.extend(self._close_word())
        return words

    def _decode_windows(self) -> list[CodedWord]:
        count = (len(self._pending) - self._window) // self._hop + 1
        if count <= 0:
            return []
        windows = np.lib.stride_tricks.sliding_window_view(self._pending, self._window)[:: self._hop][:count]
        spectra = np.fft.rfft(windows * self._weights, axis=1)
        power = np.abs(spectra[:, self._bins]).astype(np.float32) ** 2
        self._pending = self._pending[count * self._hop :]
        words: list[CodedWord] = []
        for code in self._codes(power):
            words.extend(self._follow(code))
            self._windows += 1
        return words

    def _codes(self, power: Floats) -> list[WordCode | None]:
        ranked = np.sort(power, axis=2)
        best, second = ranked[:, :, -1], ranked[:, :, -2]
        valid = np.all((best > _DOMINANCE * second) & (best > self._floor), axis=1).tolist()
        digits = power.argmax(axis=2)
        return [
            WordCode.from_digits(tuple(int(digit) for digit in row)) if ok else None
            for row, ok in zip(digits, valid, strict=True)
        ]

    def _follow(self, code: WordCode | None) -> list[CodedWord]:
        if code is not None and code == self._code:
            self._count += 1
            return []
        words = self._close_word()
        if code is not None:
            self._code, self._since, self._count = code, self._windows, 1
        return words

    def _close_word(self) -> list[CodedWord]:
        code, count = self._code, self._count
        self._code, self._count = None, 0
        if code is None or count < _MIN_WINDOWS:
            return []
        # The first window that shows a tone reaches well into it: its end is nearer to the word's start.
        start_ms = self._since * _HOP_MS + _WINDOW_MS / 2
        return [CodedWord(code, start_ms, min(TONE_MS, count * _HOP_MS))]


def decode(pcm: bytes, rate_hz: int) -> list[CodedWord]:
    """Every coded word of a whole recording."""
    decoder = ToneDecoder(rate_hz)
    return decoder.feed(pcm) + decoder.finish()
