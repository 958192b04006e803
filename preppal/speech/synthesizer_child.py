"""The synthesiser's child process: eSpeak NG behind a pipe. Run as a module by `synthesizer.py`.

eSpeak NG is GPL-3.0 and keeps its state in globals: it stays alone in this process, one text at a time.
"""

import ctypes
import json
from typing import Any

import espeakng_loader
import numpy as np

from preppal.domain.audio import BYTES_PER_SAMPLE, INTERVIEWER_RATE_HZ
from preppal.speech.pipe import ChildEnd, Kind
from preppal.speech.shaping import shape

_PIECE_MS = 100
_PIECE_BYTES = INTERVIEWER_RATE_HZ * _PIECE_MS // 1000 * BYTES_PER_SAMPLE

# From espeak-ng/speak_lib.h.
_OUTPUT_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_PARAMETER_RATE = 1
_CHARS_UTF8 = 1
_POSITION_CHARACTER = 1
_OK = 0

# A language tag is not always the name of its voice file.
_VOICE_FILES = {"en-gb": "en"}

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The library as one call: text in, raw samples out."""

    def __init__(self) -> None:
        self._library = _load()
        data = espeakng_loader.get_data_path().encode()
        self.rate_hz = int(self._library.espeak_Initialize(_OUTPUT_SYNCHRONOUS, _PIECE_MS, data, _DO_NOT_EXIT))
        if self.rate_hz <= 0:
            raise RuntimeError("eSpeak NG found no data")
        self._pieces: list[bytes] = []
        self._callback = _Callback(self._collect)  # kept: the library calls it as long as it lives
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: str, words_per_minute: int) -> bytes:
        """PCM16 at `rate_hz`. Raises LookupError for an unknown voice, RuntimeError when it fails."""
        language, _, variant = voice.partition("+")
        file = _VOICE_FILES.get(language, language) + (f"+{variant}" if variant else "")
        if self._library.espeak_SetVoiceByName(file.encode()) != _OK:
            raise LookupError(f"there is no voice {voice!r}")
        self._library.espeak_SetParameter(_PARAMETER_RATE, words_per_minute, 0)
        self._pieces = []
        raw = text.encode() + b"\0"
        if self._library.espeak_Synth(raw, len(raw), 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None) != _OK:
            raise RuntimeError("eSpeak NG could not speak")
        return b"".join(self._pieces)

    def _collect(self, samples: Any, count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, count * BYTES_PER_SAMPLE))
        return 0  # go on


def _load() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.espeak_SetSynthCallback.argtypes = [_Callback]
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    library.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.POINTER(ctypes.c_uint),
        ctypes.c_void_p,
    ]
    return library


def answer(pipes: ChildEnd, espeak: Espeak, payload: bytes) -> None:
    """Speak one text. Every message back carries the number of the request it belongs to."""
    request = json.loads(payload)
    number = int(request["number"]).to_bytes(4, "little")
    try:
        raw = espeak.speak(request["text"], request["voice"], request["words_per_minute"])
    except (LookupError, RuntimeError):
        pipes.send(Kind.FAILED, number)
        return
    samples = np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(32768)
    pcm = shape(samples, espeak.rate_hz, INTERVIEWER_RATE_HZ)
    for start in range(0, len(pcm), _PIECE_BYTES):
        pipes.send(Kind.AUDIO, number + pcm[start : start + _PIECE_BYTES])
    pipes.send(Kind.FINAL, number)


def main() -> None:
    pipes = ChildEnd.over_stdio()
    espeak = Espeak()
    pipes.send(Kind.READY)
    while (message := pipes.receive()) is not None:
        if message.kind is not Kind.SPEAK:
            raise ValueError(f"{message.kind!r} is no message for a synthesiser")
        answer(pipes, espeak, message.payload)


if __name__ == "__main__":
    main()
