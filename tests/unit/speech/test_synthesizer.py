"""The interviewer's voice, from the real synthesiser in its child process."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any

import numpy as np
import pytest

from preppal.domain.audio import INTERVIEWER_RATE_HZ, duration_ms
from preppal.domain.interview import PERSONAS, SpeakingSpeed
from preppal.errors import EngineError
from preppal.speech.synthesizer import EspeakSynthesizer

QUESTION = "What is a promise you made at work that became hard to keep?"
MAX_PIECE_MS = 100


def play(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 60))


async def spoken(synthesizer: EspeakSynthesizer, text: str, voice: str = "en-us+f3", rate: int = 160) -> list[bytes]:
    return [piece async for piece in synthesizer.synthesize(text, voice, rate)]


def test_every_persona_speaks_clearly_and_in_its_own_voice() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        sounds = []
        for persona in PERSONAS.values():
            pieces = await spoken(synthesizer, QUESTION, persona.espeak_voice, persona.words_per_minute)
            assert all(0 < duration_ms(len(piece), INTERVIEWER_RATE_HZ) <= MAX_PIECE_MS for piece in pieces)
            samples = np.frombuffer(b"".join(pieces), "<i2") / 32768
            assert 2.5 < len(samples) / INTERVIEWER_RATE_HZ < 6
            assert 20 * np.log10(np.sqrt(np.mean(samples**2))) == pytest.approx(-20, abs=3)
            assert np.abs(samples).max() < 0.95
            sounds.append(b"".join(pieces))
        assert len(set(sounds)) == len(PERSONAS)
        await synthesizer.close()

    play(scene())


def test_interviewer_speaks_slower_and_faster_as_the_settings_say() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        rates = [speed.applied_to(PERSONAS["ruth"].words_per_minute) for speed in SpeakingSpeed]
        slower, normal, faster = [len(b"".join(await spoken(synthesizer, QUESTION, rate=rate))) for rate in rates]
        assert slower > 1.1 * normal
        assert normal > 1.1 * faster
        await synthesizer.close()

    play(scene())


def test_voices_asked_for_at_once_do_not_mix() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        texts = ["One.", "One, two, three, four.", QUESTION, "Two."]
        together = await asyncio.gather(*[spoken(synthesizer, text) for text in texts])
        for text, pieces in zip(texts, together, strict=True):
            alone = b"".join(await spoken(synthesizer, text))
            assert len(b"".join(pieces)) == pytest.approx(len(alone), rel=0.01)
        await synthesizer.close()

    play(scene())


def test_listener_who_left_early_does_not_spoil_the_next_sentence() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        alone = b"".join(await spoken(synthesizer, "Two."))
        await synthesizer.prepare()
        leaving = asyncio.create_task(spoken(synthesizer, QUESTION * 8))
        await asyncio.sleep(0)
        leaving.cancel()
        await asyncio.wait([leaving])
        assert len(b"".join(await spoken(synthesizer, "Two."))) == pytest.approx(len(alone), rel=0.01)
        await synthesizer.close()

    play(scene())


def test_crash_costs_a_restart_and_not_a_sentence() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        await synthesizer.prepare()
        assert synthesizer.process_id is not None
        os.kill(synthesizer.process_id, signal.SIGKILL)
        assert await spoken(synthesizer, "Still here.")
        await synthesizer.close()

    play(scene())


def test_unknown_voice_is_an_error_and_the_child_lives_on() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        await synthesizer.prepare()
        process_id = synthesizer.process_id
        with pytest.raises(EngineError):
            await spoken(synthesizer, "Hello.", voice="nobody")
        assert await spoken(synthesizer, "Hello.")
        assert synthesizer.process_id == process_id
        await synthesizer.close()

    play(scene())


def test_synthesiser_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preppal.speech.synthesizer._CHILD_MODULE", "preppal.speech.no_such_module")

    async def scene() -> None:
        with pytest.raises(EngineError):
            await spoken(EspeakSynthesizer(), "Hello.")

    play(scene())


def test_nothing_is_said_for_nothing_and_closing_twice_is_fine() -> None:
    async def scene() -> None:
        synthesizer = EspeakSynthesizer()
        assert await spoken(synthesizer, "") == []
        await synthesizer.close()
        await synthesizer.close()
        assert synthesizer.process_id is None

    play(scene())
