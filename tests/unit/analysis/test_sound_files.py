"""WAV files as recorders write them, and files that only look like it."""

import contextlib
import struct
import wave
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preppal.analysis.sound_files import UnreadableSound, read_wav


def _wav(body: bytes, *, rate_hz: int = 16_000, channels: int = 1, bits: int = 16, code: int = 1) -> bytes:
    block = channels * bits // 8
    head = struct.pack("<HHIIHH", code, channels, rate_hz, rate_hz * block, block, bits)
    chunks = b"fmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _tone(rate_hz: int, seconds: float = 0.5, hz: float = 440.0) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return 0.5 * np.sin(2 * np.pi * hz * np.arange(round(rate_hz * seconds)) / rate_hz)


def _samples(sound: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.frombuffer(sound, dtype="<i2").astype(np.float64) / 32_768


def _encoded(tone: "np.ndarray[tuple[int], np.dtype[np.float64]]", bits: int, code: int) -> bytes:
    if code == 3:
        return tone.astype("<f4" if bits == 32 else "<f8").tobytes()
    if bits == 8:
        return np.rint(tone * 127 + 128).astype(np.uint8).tobytes()
    if bits == 24:
        whole = np.rint(tone * (2**23 - 1)).astype("<i4")
        return whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    return np.rint(tone * (2 ** (bits - 1) - 1)).astype(f"<i{bits // 8}").tobytes()


@pytest.mark.parametrize(("bits", "code"), [(8, 1), (16, 1), (24, 1), (32, 1), (32, 3), (64, 3)])
def test_every_usual_kind_gives_the_same_sound(bits: int, code: int) -> None:
    tone = _tone(16_000)
    heard = _samples(read_wav(_wav(_encoded(tone, bits, code), bits=bits, code=code), 10).samples)
    assert np.max(np.abs(heard - tone)) < (0.01 if bits == 8 else 0.001)


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100, 48_000])
def test_other_rates_are_brought_to_16_khz(rate_hz: int) -> None:
    heard = _samples(read_wav(_wav(_encoded(_tone(rate_hz), 16, 1), rate_hz=rate_hz), 10).samples)
    wanted = _tone(16_000)
    assert abs(len(heard) - len(wanted)) <= 2
    middle = slice(2_000, 6_000)
    assert np.max(np.abs(heard[middle] - wanted[middle])) < 0.02


def test_channels_are_mixed() -> None:
    left_and_silence = np.column_stack([_tone(16_000), np.zeros(8_000)]).ravel()
    heard = _samples(read_wav(_wav(_encoded(left_and_silence, 16, 1), channels=2), 10).samples)
    assert np.max(np.abs(heard - _tone(16_000) / 2)) < 0.001


def test_what_the_standard_library_writes_is_read() -> None:
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(16_000)
        writer.writeframes(b"\x01\x00\x02\x00")
    assert read_wav(file.getvalue(), 1).samples == b"\x01\x00\x02\x00"


def test_recording_that_was_cut_off_gives_what_is_there() -> None:
    whole = _wav(_encoded(_tone(16_000), 16, 1))
    assert len(read_wav(whole[:-1_001], 10).samples) == 16_000 - 1_002


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "no WAV"),
        (b"OggS" + bytes(40), "no WAV"),
        (b"RIFF\x00\x00\x00\x00WAVE", "no sound"),
        (_wav(b"\x00\x00" * 32_000), "longer than 1 seconds"),
        (_wav(b"", code=85), "kind of WAV"),
        (_wav(b"", channels=0), "channels"),
        (_wav(b"", rate_hz=1), "kHz"),
    ],
)
def test_files_that_are_no_good_are_told_why(file: bytes, words: str) -> None:
    with pytest.raises(UnreadableSound, match=words):
        read_wav(file, 1)


@given(st.binary(max_size=200), st.sampled_from([b"", b"RIFF\x00\x00\x00\x00WAVE", _wav(b"\x00" * 20)[:-4]]))
def test_no_bytes_whatever_do_worse_than_being_refused(tail: bytes, head: bytes) -> None:
    with contextlib.suppress(UnreadableSound):
        read_wav(head + tail, 5)
