"""How loud a recording is along its length: what a waveform is drawn from. Pure."""

import numpy as np

from preppal.domain.audio import Pcm16

LEVELS_PER_S = 10
FULL_LEVEL = 100
# Below this the room is heard and nobody in it (about -54 dB of full scale).
_FLOOR = 0.002
# The loudest moments are clicks and breaths into the microphone: this share of the slices may be drawn at full height.
_LOUDEST_PERCENTILE = 97


def levels(sound: Pcm16) -> list[int]:
    """0 to 100, ten a second: the energy of each tenth, on a scale where soft speech is still seen."""
    samples = np.frombuffer(sound.samples[: len(sound.samples) // 2 * 2], dtype="<i2").astype(np.float32) / 32_768
    step = sound.rate_hz // LEVELS_PER_S
    if samples.size == 0:
        return []
    padded = np.pad(samples, (0, -samples.size % step))
    energy = np.sqrt(np.mean(np.square(padded.reshape(-1, step)), axis=1))
    heard = np.where(energy < _FLOOR, 0.0, energy)
    loudest = float(np.percentile(heard, _LOUDEST_PERCENTILE)) or float(heard.max())
    if loudest == 0.0:
        return [0] * len(heard)
    shown = np.sqrt(np.clip(heard / loudest, 0.0, 1.0))
    return [round(level) for level in (shown * FULL_LEVEL).tolist()]
