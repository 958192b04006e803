"""Speech to text, by the real recogniser in its child process, on what flite says."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from preppal.domain.audio import CANDIDATE_RATE_HZ, duration_ms
from preppal.errors import EngineError
from preppal.ports import Hypothesis, RecognizerStream
from preppal.speech import recognizer
from preppal.speech.recognizer import PocketsphinxRecognizer
from tests.spoken import silence
from tests.unit.speech.conftest import ANSWER
from tests.unit.speech.word_errors import word_error_rate

FRAME_BYTES = 1_280  # 40 ms
WORST_ERROR_RATE = 0.35


def play(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scene, 120))


async def until(is_so: Callable[[], bool]) -> None:
    """Another process decides when; there is no event of ours to wait for."""
    while not is_so():  # noqa: ASYNC110
        await asyncio.sleep(0.005)


async def keep_feeding(stream: RecognizerStream) -> Hypothesis:
    """Small frames of silence until something is heard; raises what the stream raises."""
    while True:
        draft = await stream.feed(silence(1))
        if draft is not None:
            return draft
        await asyncio.sleep(0.005)


async def say(stream: RecognizerStream, pcm: bytes) -> list[Hypothesis]:
    """Feed in frames; returns every change of the draft."""
    drafts = []
    for start in range(0, len(pcm), FRAME_BYTES):
        draft = await stream.feed(pcm[start : start + FRAME_BYTES])
        if draft is not None:
            drafts.append(draft)
        await asyncio.sleep(0)
    return drafts


def test_spoken_answer_becomes_a_draft_transcript_with_timed_words(spoken_answer: bytes) -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        stream = await speech.open("ann")
        await say(stream, spoken_answer)
        final = await stream.finish()
        await speech.close()
        assert word_error_rate(ANSWER, final.text) <= WORST_ERROR_RATE
        assert " ".join(word.text for word in final.words) == final.text
        length_ms = duration_ms(len(spoken_answer), CANDIDATE_RATE_HZ)
        edges = [edge for word in final.words for edge in (word.start_ms, word.end_ms)]
        assert edges == sorted(edges)
        assert 350 < edges[0] < 900  # after half a second of silence
        assert edges[-1] < length_ms - 500
        assert all(word.confidence is not None and 0 <= word.confidence <= 1 for word in final.words)

    play(scene())


def test_draft_grows_while_the_candidate_still_speaks(spoken_answer: bytes) -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        stream = await speech.open()
        half = len(spoken_answer) // 2 // FRAME_BYTES * FRAME_BYTES
        drafts = await say(stream, spoken_answer[:half])
        draft = drafts[-1] if drafts else await keep_feeding(stream)
        assert draft.text
        assert not draft.words
        await say(stream, spoken_answer[half:])
        final = await stream.finish()
        assert len(final.text) > len(draft.text)
        await speech.close()

    play(scene())


def test_silence_gives_no_words() -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        stream = await speech.open()
        assert await say(stream, silence(2_000)) == []
        assert await stream.finish() == Hypothesis("")
        await speech.close()

    play(scene())


def test_child_serves_one_utterance_after_the_other() -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer(max_children=1)
        for _ in range(3):
            stream = await speech.open()
            await stream.feed(silence(100))
            await stream.finish()
        assert len(speech.process_ids) == 1
        await speech.close()
        assert not speech.process_ids

    play(scene())


def test_many_interviews_that_begin_at_once_prepare_one_child() -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        await asyncio.gather(*[speech.prepare() for _ in range(10)])
        assert len(speech.process_ids) == 1
        await speech.close()

    play(scene())


def test_forgotten_utterance_frees_its_child() -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer(max_children=1)
        first = await speech.open()
        await first.feed(silence(100))
        await first.close()
        await first.close()
        second = await speech.open()
        assert await second.finish() == Hypothesis("")
        await speech.close()

    play(scene())


def test_people_who_speak_at_once_are_heard_apart(spoken_answer: bytes) -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        loud, quiet = await speech.open("ann"), await speech.open("bob")
        await asyncio.gather(say(loud, spoken_answer), say(quiet, silence(3_000)))
        finals = await asyncio.gather(loud.finish(), quiet.finish())
        assert word_error_rate(ANSWER, finals[0].text) <= WORST_ERROR_RATE
        assert finals[1].text == ""
        await speech.close()

    play(scene())


def test_too_many_speakers_are_refused_and_let_in_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognizer, "_LEASE_LIMIT_S", 0.01)

    async def scene() -> None:
        speech = PocketsphinxRecognizer(max_children=1)
        first = await speech.open()
        with pytest.raises(EngineError, match="Too many"):
            await speech.open()
        await first.finish()
        await (await speech.open()).close()
        await speech.close()

    play(scene())


def test_child_that_dies_is_an_error_that_a_new_utterance_mends() -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer(max_children=1)
        stream = await speech.open()
        os.kill(speech.process_ids[0], signal.SIGKILL)
        with pytest.raises(EngineError) as lost:
            await stream.finish()
        assert lost.value.retryable
        again = await speech.open()
        assert await again.finish() == Hypothesis("")
        await speech.close()

    play(scene())


def test_frames_after_a_death_say_so() -> None:
    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        stream = await speech.open()
        os.kill(speech.process_ids[0], signal.SIGKILL)
        with pytest.raises(EngineError):
            await keep_feeding(stream)
        await stream.close()
        await speech.close()

    play(scene())


def test_sound_beyond_the_limit_is_left_out_and_its_time_kept(
    monkeypatch: pytest.MonkeyPatch, spoken_answer: bytes
) -> None:
    """The child is stopped, so that nothing leaves our side of the pipe until it goes on."""
    monkeypatch.setattr(recognizer, "_UNSENT_BYTES", 100_000)

    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        stream = await speech.open()
        process_id = speech.process_ids[0]
        os.kill(process_id, signal.SIGSTOP)
        for _ in range(20):
            await stream.feed(silence(1_000))
        os.kill(process_id, signal.SIGCONT)
        await until(lambda: speech.unsent_bytes == 0)
        await say(stream, spoken_answer)
        final = await stream.finish()
        assert final.words
        assert 20_300 < final.words[0].start_ms < 21_000
        await speech.close()

    play(scene())


def test_recogniser_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognizer, "_CHILD_MODULE", "preppal.speech.no_such_module")

    async def scene() -> None:
        speech = PocketsphinxRecognizer()
        with pytest.raises(EngineError):
            await speech.prepare()
        with pytest.raises(EngineError):
            await speech.open()

    play(scene())
