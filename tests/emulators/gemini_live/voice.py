"""Speech of coded words: a plain tone per utterance, or a voice that a speech detector takes for a person's."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from scipy.signal import lfilter

from tests.emulators.gemini_live.tones import TONE_MS, WORD_MS, Floats, Speaker, WordCode, ramps, word_tones

_TONE_BASE_HZ = {Speaker.INTERVIEWER: 200, Speaker.CANDIDATE: 1200}
_TONE_STEP_HZ = 10
_TONES = 80
_TONE_AMPLITUDE = 0.25
_VOICE_AMPLITUDE = 0.35
_PITCH_HZ = {Speaker.INTERVIEWER: 118.0, Speaker.CANDIDATE: 165.0}
# The first three formants of five vowels.
_VOWELS_HZ = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))
_FORMANT_WIDTHS_HZ = (80, 100, 140)


class Style(StrEnum):
    TONE = "tone"  # a sine per utterance
    VOICE = "voice"  # vowels without words, which a speech detector takes for a person
    SPEECH = "speech"  # the real words, where a synthesiser is at hand


@dataclass(frozen=True, slots=True)
class SpokenWord:
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Speech:
    """PCM16 LE mono with the place of every word in it."""

    pcm: bytes
    rate_hz: int
    words: tuple[SpokenWord, ...]

    @property
    def duration_ms(self) -> float:
        return len(self.pcm) * 500 / self.rate_hz


def tone_hz(speaker: Speaker, number: int) -> int:
    """The audible tone of an utterance in the tone style: what a browser test looks for."""
    return _TONE_BASE_HZ[speaker] + _TONE_STEP_HZ * (number % _TONES)


@lru_cache(maxsize=128)
def speak(text: str, *, number: int, speaker: Speaker, rate_hz: int, style: Style = Style.TONE) -> Speech:
    """The whole text as sound, `WORD_MS` a word, each word coded with its place in utterance `number`."""
    words = text.split()
    length = rate_hz * WORD_MS // 1000
    sound = np.zeros(length * len(words), dtype=np.float32)
    for position in range(len(words)):
        code = WordCode(speaker, number, position, position == len(words) - 1)
        part = sound[position * length : (position + 1) * length]
        part += _tone(code, length, rate_hz) if style is Style.TONE else _voice(code, length, rate_hz)
    return _with_codes(words, sound, number, speaker, rate_hz)


def coded(text: str, pcm: bytes, *, number: int, speaker: Speaker, rate_hz: int) -> Speech:
    """Somebody else's recording of the text with the codes of its words over it, evenly; silence makes up for haste."""
    words = text.split()
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768
    sound = np.zeros(max(len(samples), len(words) * rate_hz * WORD_MS // 1000), dtype=np.float32)
    sound[: len(samples)] = samples
    return _with_codes(words, sound, number, speaker, rate_hz)


def _with_codes(words: list[str], sound: Floats, number: int, speaker: Speaker, rate_hz: int) -> Speech:
    length = rate_hz * WORD_MS // 1000
    for position in range(len(words)):
        code = WordCode(speaker, number, position, position == len(words) - 1)
        tones = word_tones(code, rate_hz)
        sound[position * length : position * length + len(tones)] += tones
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    return Speech(pcm, rate_hz, tuple(_places(words)))


def silence(duration_ms: float, rate_hz: int) -> bytes:
    return bytes(2 * int(rate_hz * duration_ms / 1000))


def duration_ms(text: str) -> int:
    """How long `speak` takes for the text."""
    return WORD_MS * len(text.split())


def fill(text: str, seconds: float) -> str:
    """The text, repeated until it lasts so long."""
    words = text.split() or ["so"]
    wanted = max(1, round(seconds * 1000 / WORD_MS))
    return " ".join(words[index % len(words)] for index in range(wanted))


def _places(words: list[str]) -> list[SpokenWord]:
    return [SpokenWord(word, index * WORD_MS, index * WORD_MS + TONE_MS) for index, word in enumerate(words)]


def _tone(code: WordCode, length: int, rate_hz: int) -> Floats:
    sounding = rate_hz * TONE_MS // 1000
    time_s = np.arange(sounding, dtype=np.float32) / rate_hz
    tone = (
        _TONE_AMPLITUDE * np.sin(2 * np.pi * tone_hz(code.speaker, code.utterance) * time_s) * ramps(sounding, rate_hz)
    )
    return np.concatenate((tone.astype(np.float32), np.zeros(length - sounding, dtype=np.float32)))


def _voice(code: WordCode, length: int, rate_hz: int) -> Floats:
    """Two syllables from a glottal pulse train through three resonances."""
    half = length // 2
    parts = []
    for syllable, samples in enumerate((half, length - half)):
        vowel = _VOWELS_HZ[(code.utterance * 3 + code.position * 2 + syllable) % len(_VOWELS_HZ)]
        sound = _pulses(code.speaker, samples, rate_hz, code.position + syllable)
        for formant_hz, width_hz in zip(vowel, _FORMANT_WIDTHS_HZ, strict=True):
            sound = _resonate(sound, formant_hz, width_hz, rate_hz)
        envelope = np.sin(np.pi * np.arange(samples) / samples) ** 0.6
        parts.append(_VOICE_AMPLITUDE * sound / (np.abs(sound).max() + 1e-9) * envelope)
    return np.concatenate(parts).astype(np.float32)


def _pulses(speaker: Speaker, samples: int, rate_hz: int, phase: int) -> Floats:
    time_s = np.arange(samples) / rate_hz
    pitch_hz = _PITCH_HZ[speaker] * (1 + 0.08 * np.sin(2 * np.pi * 1.3 * time_s + phase))
    cycle = np.cumsum(pitch_hz) / rate_hz % 1
    glottis = np.where(cycle < 0.4, np.sin(np.pi * cycle / 0.4) ** 2, 0.0)
    return np.diff(glottis, prepend=0.0).astype(np.float32)


def _resonate(sound: Floats, formant_hz: int, width_hz: int, rate_hz: int) -> Floats:
    radius = np.exp(-np.pi * width_hz / rate_hz)
    poles = [1.0, -2 * radius * np.cos(2 * np.pi * formant_hz / rate_hz), radius * radius]
    return np.asarray(lfilter([1 - radius], poles, sound), dtype=np.float32)
