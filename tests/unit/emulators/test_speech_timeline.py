"""In which pieces, and when, speech leaves the service."""

import random

import pytest

from tests.emulators.gemini_live.scenario import Audio, Transcripts
from tests.emulators.gemini_live.timeline import Piece, pieces
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import Speech, speak

TEXT = "this is a reply of exactly nine words here"


def speech() -> Speech:
    return speak(TEXT, number=1, speaker=Speaker.INTERVIEWER, rate_hz=24_000)


def timeline(seed: int = 1, *, speed: float | None = 4, hole_s: float = 0, **transcripts: object) -> list[Piece]:
    rules = Transcripts(**transcripts)  # type: ignore[arg-type]  # named in each test
    return pieces(speech(), Audio(), rules, random.Random(seed), speed=speed, hole_s=hole_s)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("fragment", ["words", "letters", "whole"])
def test_all_sound_and_all_text_leave_in_order(seed: int, fragment: str) -> None:
    told = timeline(seed, output_fragment=fragment)
    assert b"".join(piece.pcm for piece in told) == speech().pcm
    assert "".join(piece.text for piece in told) == TEXT
    assert [piece.at_s for piece in told] == sorted(piece.at_s for piece in told)
    assert (told[-1].words, round(told[-1].audio_ms)) == (9, round(speech().duration_ms))


def test_same_seed_gives_the_same_timeline() -> None:
    assert timeline(7, speed=None) == timeline(7, speed=None)
    assert timeline(7, speed=None) != timeline(8, speed=None)


def test_speed_is_over_real_time() -> None:
    assert timeline(speed=4)[-1].at_s == pytest.approx(speech().duration_ms / 4000, abs=0.2)


def test_holes_come_after_every_second_of_audio() -> None:
    assert timeline(speed=1, hole_s=2)[-1].at_s == pytest.approx(speech().duration_ms / 1000 + 3 * 2, abs=0.6)


def test_transcript_can_run_ahead_of_its_sound() -> None:
    def last_text_at(lead_ms: float) -> float:
        return next(piece.at_s for piece in reversed(timeline(speed=1, output_lead_ms=lead_ms)) if piece.text)

    assert last_text_at(0) - last_text_at(2000) > 1
