"""Sound to text and text to sound over HTTP: what is taken, what is refused, and the real speech parts once."""

import asyncio
import wave
from io import BytesIO
from pathlib import Path

import httpx
import pytest

from preppal.domain.transcript import Span
from preppal.services.voice import MAX_SOUND_BYTES, VoiceService
from preppal.speech import create_speech
from preppal.speech.spans import find_speech
from tests.spoken import silence
from tests.unit.api.conftest import ORIGIN, Site
from tests.unit.engines.fakes import FakeRecognizer, FakeSynthesizer
from tests.unit.speech.conftest import spoken_answer, spoken_folder

__all__ = ["spoken_answer", "spoken_folder"]  # fixtures


def _wav(pcm: bytes, rate_hz: int = 16_000) -> bytes:
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate_hz)
        writer.writeframes(pcm)
    return file.getvalue()


def _transcribe(site: Site, file: bytes) -> httpx.Response:
    answer: httpx.Response = site.client(site.sign_in()).post("/api/voice/transcribe", files={"audio": ("a.wav", file)})
    return answer


def test_words_are_timed_from_the_start_of_the_file(site: Site) -> None:
    speech = (Span(1_000, 3_000), Span(8_000, 9_000))
    site.voice = VoiceService(FakeRecognizer(["I led", "a team"]), FakeSynthesizer(), lambda _: speech)
    answer = _transcribe(site, _wav(silence(10_000)))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["text"], told["durationMs"], told["wordCount"], told["pauseCount"]) == ("I led a team", 10_000, 4, 1)
    starts = [word["startMs"] for word in told["words"]]
    assert starts == [700, 1_000, 7_700, 8_000], "each utterance is heard from a little before its voice"
    assert told["speech"][1] == {"startMs": 8_000, "endMs": 9_000}


def test_long_speech_is_heard_in_parts(site: Site) -> None:
    recognizer = FakeRecognizer(["one"] * 9)
    site.voice = VoiceService(recognizer, FakeSynthesizer(), lambda _: (Span(0, 65_000),))
    assert _transcribe(site, _wav(silence(65_000))).json()["text"] == "one one one one"
    assert not any(utterance.is_open for utterance in recognizer.utterances)


def test_where_nobody_speaks_there_are_no_words(site: Site) -> None:
    recognizer = FakeRecognizer(["thank you for watching"])
    site.voice = VoiceService(recognizer, FakeSynthesizer(), find_speech)
    told = _transcribe(site, _wav(silence(2_000))).json()
    assert (told["text"], told["words"], told["speech"]) == ("", [], [])
    assert recognizer.utterances == []


def test_sound_that_is_no_good_is_told_why(site: Site) -> None:
    for file, words in (
        (b"ID3 mp3", "no WAV"),
        (_wav(silence(181_000)), "longer"),
        (bytes(MAX_SOUND_BYTES + 1), "at most 10 MB"),
    ):
        answer = _transcribe(site, file)
        assert answer.status_code == 422
        assert words in answer.json()["errors"]["audio"]
    assert _transcribe(site, bytes(11_000_001)).status_code == 413
    assert site.client(site.sign_in()).post("/api/voice/transcribe").status_code == 422


def test_recogniser_that_breaks_is_worth_asking_again(site: Site) -> None:
    recognizer = FakeRecognizer(["x"], breaks=True)
    site.voice = VoiceService(recognizer, FakeSynthesizer(), lambda _: (Span(0, 500),))
    answer = _transcribe(site, _wav(silence(1_000)))
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert not recognizer.utterances[0].is_open


def test_text_is_spoken_sentence_by_sentence(site: Site) -> None:
    synthesizer = FakeSynthesizer()
    site.voice = VoiceService(FakeRecognizer(), synthesizer, lambda _: ())
    client = site.client(site.sign_in())
    answer = client.post("/api/voice/synthesize", json={"text": "Hello there. What did\n you do?", "voice": "daniel"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert synthesizer.said == ["Hello there.", "What did you do?"]
    with wave.open(BytesIO(answer.content)) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (24_000, 1)
        assert sound.getnframes() == 24_000 * 27 // 10  # six words and a breath


def test_text_longer_than_a_voice_takes_at_once_is_not_cut(site: Site) -> None:
    synthesizer = FakeSynthesizer()
    site.voice = VoiceService(FakeRecognizer(), synthesizer, lambda _: ())
    text = " ".join(["word"] * 500)
    client = site.client(site.sign_in())
    assert client.post("/api/voice/synthesize", json={"text": text}).status_code == 200
    assert " ".join(synthesizer.said) == text
    assert max(map(len, synthesizer.said)) <= 800


@pytest.mark.parametrize("body", [{"text": ""}, {"text": "x" * 3_001}, {"text": "a", "voice": "nobody"}, {"text": " "}])
def test_what_cannot_be_spoken_is_told_why(site: Site, body: dict[str, str]) -> None:
    answer = site.client(site.sign_in()).post("/api/voice/synthesize", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_voice_that_is_missing_is_said_so(site: Site) -> None:
    site.voice = VoiceService(FakeRecognizer(), FakeSynthesizer(is_broken=True), lambda _: ())
    assert site.client(site.sign_in()).post("/api/voice/synthesize", json={"text": "Hello."}).status_code == 503


def test_speech_that_was_recorded_comes_back_as_words_by_the_real_parts(
    site: Site, spoken_answer: bytes, tmp_path: Path
) -> None:
    site.voice = VoiceService(*create_speech(), find_speech)
    token = site.sign_in()

    async def play() -> tuple[httpx.Response, httpx.Response]:
        transport = httpx.ASGITransport(site.app)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, timeout=60) as client:
            heard = await client.post("/api/voice/transcribe", files={"audio": ("a.wav", _wav(spoken_answer))})
            spoken = await client.post("/api/voice/synthesize", json={"text": "Tell me about your team."})
        await site.voice.close()
        return heard, spoken

    heard, spoken = asyncio.run(play())
    told = heard.json()
    assert {"team", "four", "engineers"} & set(told["text"].lower().split())
    assert told["words"][0]["startMs"] >= 300
    assert told["words"][-1]["endMs"] <= told["durationMs"]
    with wave.open(BytesIO(spoken.content)) as sound:
        assert 0.8 < sound.getnframes() / 24_000 < 4
        assert max(sound.readframes(sound.getnframes())) > 0
