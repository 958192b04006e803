"""Reads WAV files as people's recorders write them: 8 to 32 bit or float, any channels, any usual rate. Pure."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from preppal.domain.audio import CANDIDATE_RATE_HZ, Pcm16

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_RATES_HZ = range(8_000, 192_001)
_MAX_CHANNELS = 8
_FORMAT_BYTES = 16
_SUBFORMAT_AT = 24

Samples = NDArray[np.float32]


class UnreadableSound(ValueError):
    """The message says in a sentence what is wrong with the file."""


@dataclass(frozen=True, slots=True)
class _Format:
    code: int
    channels: int
    rate_hz: int
    bits: int

    @property
    def frame_bytes(self) -> int:
        return self.channels * self.bits // 8


def read_wav(data: bytes, max_s: float) -> Pcm16:
    """16 kHz PCM16 mono. Raises UnreadableSound; nothing is decoded before its length is known to be within `max_s`."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise UnreadableSound("This is no WAV file. Send sound as WAV, mono, 16 kHz, 16 bit if you can choose.")
    form: _Format | None = None
    for name, body in _chunks(data):
        if name == b"fmt ":
            form = _read_format(body)
        elif name == b"data" and form is not None:
            frames = len(body) // form.frame_bytes
            if frames > max_s * form.rate_hz:
                raise UnreadableSound(f"This is longer than {max_s:.0f} seconds. Send it in parts.")
            return _convert(_decode(body[: frames * form.frame_bytes], form), form)
    raise UnreadableSound("There is no sound in this WAV file.")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """A recorder that was cut off leaves a length that is too long: what is there is taken."""
    at = 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _read_format(body: bytes) -> _Format:
    if len(body) < _FORMAT_BYTES:
        raise UnreadableSound("The head of this WAV file is broken.")
    code, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if code == _EXTENSIBLE and len(body) >= _SUBFORMAT_AT + 2:
        code = struct.unpack_from("<H", body, _SUBFORMAT_AT)[0]
    if (code, bits) not in {(_PCM, 8), (_PCM, 16), (_PCM, 24), (_PCM, 32), (_FLOAT, 32), (_FLOAT, 64)}:
        raise UnreadableSound("This kind of WAV is not read here. Send plain PCM, 16 bit.")
    if rate_hz not in _RATES_HZ or not 1 <= channels <= _MAX_CHANNELS:
        raise UnreadableSound("Send 8 to 192 kHz and at most 8 channels.")
    return _Format(code, channels, rate_hz, bits)


def _decode(body: bytes, form: _Format) -> Samples:
    """All channels as one, -1 to 1."""
    flat: Samples
    if form.code == _FLOAT:
        raw = np.frombuffer(body, dtype="<f4" if form.bits == 32 else "<f8").astype(np.float32)
        flat = np.clip(np.nan_to_num(raw, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
    elif form.bits == 8:
        flat = (np.frombuffer(body, dtype=np.uint8).astype(np.float32) - 128.0) / 128.0
    elif form.bits == 24:
        bytes_of = np.frombuffer(body, dtype=np.uint8).reshape(-1, 3).astype(np.int32)
        whole = (bytes_of[:, 0] << 8) | (bytes_of[:, 1] << 16) | (bytes_of[:, 2] << 24)
        flat = whole.astype(np.float32) / np.float32(2**31)
    else:
        whole = np.frombuffer(body, dtype=f"<i{form.bits // 8}").astype(np.int32)
        flat = whole.astype(np.float32) / np.float32(2 ** (form.bits - 1))
    mixed: Samples = flat.reshape(-1, form.channels).mean(axis=1, dtype=np.float32)
    return mixed


def _convert(samples: Samples, form: _Format) -> Pcm16:
    if form.rate_hz != CANDIDATE_RATE_HZ and samples.size:
        shared = gcd(form.rate_hz, CANDIDATE_RATE_HZ)
        up, down = CANDIDATE_RATE_HZ // shared, form.rate_hz // shared
        samples = np.asarray(resample_poly(samples, up, down), dtype=np.float32)
    scaled = np.clip(np.rint(samples * 32_767.0), -32_768, 32_767).astype("<i2")
    return Pcm16(scaled.tobytes(), CANDIDATE_RATE_HZ)
