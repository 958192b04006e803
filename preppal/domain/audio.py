"""The one table of audio constants. All audio inside Preppal is PCM16 little-endian mono."""

from dataclasses import dataclass

BYTES_PER_SAMPLE = 2
CANDIDATE_RATE_HZ = 16_000
INTERVIEWER_RATE_HZ = 24_000

# Silero's fixed window: 512 samples at 16 kHz.
VAD_WINDOW_SAMPLES = 512
VAD_WINDOW_MS = 32


@dataclass(frozen=True, slots=True)
class Pcm16:
    """PCM16 little-endian mono with its rate."""

    samples: bytes
    rate_hz: int

    @property
    def duration_ms(self) -> float:
        return duration_ms(len(self.samples), self.rate_hz)


def duration_ms(byte_count: int, rate_hz: int) -> float:
    """How long that many bytes of PCM16 mono sound."""
    return byte_count * 1000 / (BYTES_PER_SAMPLE * rate_hz)
