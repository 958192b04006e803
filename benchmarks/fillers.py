"""How well "um" and "uh" are found by their sound: known ones between flite's phrases, under several noises.

flite's "um" is short; each is stretched to the length people give it (250 to 500 ms). That makes them flatter than
life, so real ones are harder. Two voices the detector was made with, two it was not.
"""

import random
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.pauses import PHRASES, QUIET_ROOM, Clip, Signal, Tally, trimmed, under_noise
from benchmarks.table import Row, print_table
from preppal.analysis.filled_pauses import find_filled_pauses
from preppal.domain.audio import CANDIDATE_RATE_HZ
from preppal.domain.transcript import Span
from preppal.speech.spans import find_speech
from tests.spoken import INSTALL_HINT, can_speak, speak

MADE_WITH, UNSEEN = ("rms", "slt"), ("awb", "kal16")
SOUNDS = ("um", "uh", "er", "mm")
LENGTHS_MS = (250, 300, 350, 400, 500)
CONDITIONS = ((QUIET_ROOM, 90.0), ("white", 30.0), ("pink", 20.0), ("hum", 20.0), ("babble", 20.0))
_CLIPS_PER_VOICE = 10
# One filter stretches to twice the length and no more.
_SLOWEST = 0.5
_PER_MS = CANDIDATE_RATE_HZ // 1000


def make_clips(folder: Path, voices: Sequence[str], count: int = _CLIPS_PER_VOICE) -> list[Clip]:
    """Speech with "um" at known places; `Clip.pauses` are the filled ones."""
    return [_clip(folder, voice, number) for voice in voices for number in range(count)]


def _clip(folder: Path, voice: str, number: int) -> Clip:
    chance = random.Random(f"{voice}{number}fillers")
    pieces: list[Signal] = [np.zeros(400 * _PER_MS)]
    filled: list[Span] = []
    for phrase in chance.sample(PHRASES, 5):
        if chance.random() < 0.7:
            sound = stretched(folder, voice, chance.choice(SOUNDS), chance.choice(LENGTHS_MS))
            start_ms = round(sum(map(len, pieces)) / _PER_MS)
            pieces += [sound, np.zeros(chance.choice((0, 80, 200, 400)) * _PER_MS)]
            filled.append(Span(start_ms, start_ms + len(sound) // _PER_MS))
        pieces += [
            trimmed(speak(phrase, folder, voice=voice)),
            np.zeros(chance.choice((100, 200, 400, 700)) * _PER_MS),
        ]
    return Clip(np.concatenate(pieces), tuple(filled), voice)


def stretched(folder: Path, voice: str, sound: str, length_ms: int) -> Signal:
    """The sound as long as wanted, at the same pitch."""
    said = trimmed(speak(sound, folder, voice=voice))
    tempo = len(said) / _PER_MS / length_ms
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-f", "s16le", "-ar", str(CANDIDATE_RATE_HZ), "-ac", "1"]
    steps: list[float] = []
    while tempo < _SLOWEST:
        steps.append(_SLOWEST)
        tempo /= _SLOWEST
    chain = ",".join(f"atempo={step:.4f}" for step in [*steps, min(2.0, tempo)])
    pcm = (said * 32_767).astype("<i2").tobytes()
    done = subprocess.run(
        [*command, "-i", "-", "-af", chain, "-f", "s16le", "-"], input=pcm, capture_output=True, check=True
    )
    return np.frombuffer(done.stdout, "<i2").astype(np.float64) / 32_768


def measure(clips: Sequence[Clip], noise: str, snr_db: float) -> Tally:
    tally = Tally()
    for at, clip in enumerate(clips):
        sound = under_noise(clip, noise, snr_db, [other for place, other in enumerate(clips) if place != at][:4])
        found = list(find_filled_pauses(sound, find_speech(sound)))
        one = Tally(len(clip.pauses), len(found))
        for pause in clip.pauses:
            match = next((span for span in found if _overlap_ms(pause, span) * 2 > pause.length_ms), None)
            if match is not None:
                found.remove(match)
                one.right += 1
        tally.add(one)
    return tally


def _figures(clips: Sequence[Clip], noise: str, snr_db: float) -> str:
    tally = measure(clips, noise, snr_db)
    wrong = tally.found - tally.right
    return f"P {tally.precision:.2f}  R {tally.recall:.2f}  ({tally.true} said, {wrong} found that were none)"


def _overlap_ms(one: Span, other: Span) -> int:
    return min(one.end_ms, other.end_ms) - max(one.start_ms, other.start_ms)


def run() -> None:
    if not can_speak():
        print_table([Row("fillers by sound", INSTALL_HINT)])
        return
    with tempfile.TemporaryDirectory() as folder:
        sets = {
            name: make_clips(Path(folder), voices) for name, voices in (("made with", MADE_WITH), ("unseen", UNSEEN))
        }
    print_table(
        [
            Row(
                f"{name}, {noise}" + ("" if noise == QUIET_ROOM else f" {snr:g} dB"),
                _figures(measure(clips, noise, snr)),
            )
            for name, clips in sets.items()
            for noise, snr in CONDITIONS
        ]
    )
