"""Speech for tests: flite speaks through ffmpeg, because the offline recogniser does not understand eSpeak."""

import hashlib
import shutil
import subprocess
import wave
from functools import cache
from pathlib import Path

import numpy as np

INSTALL_HINT = "needs ffmpeg with the flite filter (Debian package ffmpeg)"


@cache
def can_speak() -> bool:
    """Whether this machine's ffmpeg has the flite voices built in."""
    if shutil.which("ffmpeg") is None:
        return False
    filters = subprocess.run(["ffmpeg", "-hide_banner", "-filters"], capture_output=True, text=True, check=False)
    return " flite " in filters.stdout


def speak(text: str, folder: Path, *, voice: str = "rms", rate_hz: int = 16_000) -> bytes:
    """What flite says, as PCM16 mono; kept in `folder` between calls."""
    name = hashlib.sha256(f"{voice}{rate_hz}{text}".encode()).hexdigest()[:16]
    path = folder / f"{name}.wav"
    if not path.exists():
        script = folder / f"{name}.txt"
        script.write_text(text, encoding="utf-8")
        source = f"flite=textfile={script}:voice={voice}"
        command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source]
        subprocess.run([*command, "-ar", str(rate_hz), "-ac", "1", str(path)], check=True)
    with wave.open(str(path), "rb") as file:
        return file.readframes(file.getnframes())


def silence(ms: int, rate_hz: int = 16_000) -> bytes:
    return bytes(2 * rate_hz * ms // 1000)


def louder(pcm: bytes, times: float) -> bytes:
    """Or quieter, below 1. What does not fit is clipped, as a microphone would."""
    return np.clip(np.frombuffer(pcm, "<i2") * times, -32_768, 32_767).astype("<i2").tobytes()


def write_wav(path: Path, pcm: bytes, rate_hz: int) -> Path:
    """A file that Chromium takes as its microphone."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm)
    return path
