"""How loud a recording is along its length: what a waveform is drawn from. Pure."""

import numpy as np

from preppal.domain.audio import Pcm16
from preppal.domain.loudness import LEVELS_PER_S, to_levels


def levels(sound: Pcm16) -> list[int]:
    """0 to 100, ten a second: the energy of each tenth, on a scale where soft speech is still seen."""
    samples = np.frombuffer(sound.samples[: len(sound.samples) // 2 * 2], dtype="<i2").astype(np.float32) / 32_768
    step = sound.rate_hz // LEVELS_PER_S
    if samples.size == 0:
        return []
    padded = np.pad(samples, (0, -samples.size % step))
    energy = np.sqrt(np.mean(np.square(padded.reshape(-1, step)), axis=1))
    return to_levels(energy.tolist())
