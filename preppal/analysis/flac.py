"""Speech as FLAC and back, sample for sample: half the room of WAV, or less. Pure."""

from io import BytesIO

import numpy as np
import soundfile

from preppal.domain.audio import Pcm16


def encode(sound: Pcm16) -> bytes:
    """A whole FLAC file, 16 bit mono."""
    file = BytesIO()
    samples = np.frombuffer(sound.samples[: len(sound.samples) // 2 * 2], dtype="<i2")
    soundfile.write(file, samples, sound.rate_hz, format="FLAC", subtype="PCM_16")
    return file.getvalue()


def decode(file: bytes) -> Pcm16:
    samples, rate_hz = soundfile.read(BytesIO(file), dtype="int16")
    return Pcm16(samples.astype("<i2").tobytes(), rate_hz)
