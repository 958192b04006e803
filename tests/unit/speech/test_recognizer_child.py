"""Where an utterance is cut, and how its words are timed: with a decoder and a detector of our own."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from preppal.domain.audio import VAD_WINDOW_MS, VAD_WINDOW_SAMPLES
from preppal.speech import recognizer_child
from preppal.speech.recognizer_child import Utterance

WINDOW_BYTES = 2 * VAD_WINDOW_SAMPLES
VOICE, QUIET = b"\x01", b"\x00"


@dataclass
class FakeHypothesis:
    hypstr: str


@dataclass
class FakeSegment:
    word: str
    start_frame: int
    end_frame: int
    prob: float = 0.9


@dataclass
class FakeDecoder:
    """Hears the word `said` from the eleventh window of each piece on, and keeps how long the pieces were."""

    said: str = "promise(2)"
    pieces: list[int] = field(default_factory=list)
    is_open: bool = False

    def start_utt(self) -> None:
        assert not self.is_open
        self.is_open = True
        self.pieces.append(0)

    def process_raw(self, window: bytes, *, no_search: bool, full_utt: bool) -> None:
        assert self.is_open
        assert len(window) == WINDOW_BYTES
        self.pieces[-1] += 1

    def end_utt(self) -> None:
        assert self.is_open
        self.is_open = False

    def hyp(self) -> FakeHypothesis | None:
        return FakeHypothesis(f"<s> {self.said} </s>") if self.said else None

    def seg(self) -> Iterator[FakeSegment]:
        yield FakeSegment("<s>", 0, 31)
        yield FakeSegment(self.said, 32, 63)
        yield FakeSegment("</s>", 64, 70)


class FakeDetector:
    """Certain of a voice wherever the first byte says so."""

    def feed(self, window: bytes) -> list[float]:
        return [float(window[0])]

    def reset(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognizer_child, "SileroDetector", FakeDetector)


def windows(kind: bytes, count: int) -> bytes:
    return (kind * WINDOW_BYTES) * count


def test_silence_is_never_decoded() -> None:
    decoder = FakeDecoder()
    utterance = Utterance(decoder)
    utterance.feed(windows(QUIET, 500))
    utterance.finish()
    assert decoder.pieces == []
    assert utterance.text == ""


def test_pause_cuts_the_utterance_while_the_turn_goes_on() -> None:
    decoder = FakeDecoder()
    utterance = Utterance(decoder)
    utterance.feed(windows(QUIET, 20) + windows(VOICE, 30) + windows(QUIET, 20))
    assert decoder.pieces == [10 + 29 + 16]  # the lead holds the first voiced window
    assert not decoder.is_open
    utterance.feed(windows(VOICE, 30))
    utterance.finish()
    assert len(decoder.pieces) == 2
    assert [word[0] for word in utterance.words] == ["promise", "promise"]


def test_short_gap_between_words_does_not_cut() -> None:
    decoder = FakeDecoder()
    utterance = Utterance(decoder)
    utterance.feed((windows(VOICE, 20) + windows(QUIET, 10)) * 4)
    assert len(decoder.pieces) == 1


def test_talker_without_a_pause_is_cut_at_a_dip_and_at_last_anywhere() -> None:
    decoder = FakeDecoder()
    utterance = Utterance(decoder)
    utterance.feed(windows(VOICE, 480) + windows(QUIET, 5) + windows(VOICE, 1))
    assert len(decoder.pieces) == 2
    utterance.feed(windows(VOICE, 30_000 // VAD_WINDOW_MS))
    assert len(decoder.pieces) == 3


def test_word_times_count_from_the_first_sample() -> None:
    utterance = Utterance(FakeDecoder())
    utterance.feed(windows(QUIET, 40) + windows(VOICE, 30) + windows(QUIET, 20))
    lead_starts_ms = (41 - 10) * VAD_WINDOW_MS
    assert utterance.words == [("promise", lead_starts_ms + 320, lead_starts_ms + 640, 0.9)]


def test_lost_sound_keeps_the_time_of_what_follows() -> None:
    utterance = Utterance(FakeDecoder())
    utterance.feed(windows(QUIET, 40))
    utterance.skip(16_000)
    utterance.feed(windows(QUIET, 10) + windows(VOICE, 30))
    utterance.finish()
    assert utterance.words[0][1] == (51 - 10) * VAD_WINDOW_MS + 1_000 + 320


@pytest.mark.parametrize(
    ("entry", "written"),
    [
        ("i", "I"),
        ("i'm", "I'm"),
        ("service(2)", "service"),
        ("<sil>", ""),
        ("[NOISE]", ""),
        ("++UM++", ""),
        ("it", "it"),
    ],
)
def test_dictionary_entries_are_written_as_people_write_them(entry: str, written: str) -> None:
    utterance = Utterance(FakeDecoder(entry))
    utterance.feed(windows(VOICE, 10))
    assert utterance.text == written
    utterance.finish()
    assert utterance.text == written


def test_any_frame_length_gives_the_same_pieces() -> None:
    sound = windows(QUIET, 12) + windows(VOICE, 30) + windows(QUIET, 20) + windows(VOICE, 3)
    pieces = []
    for length in (320, 640, 1_000, 7_777):
        decoder = FakeDecoder()
        utterance = Utterance(decoder)
        for start in range(0, len(sound), length):
            utterance.feed(sound[start : start + length])
        utterance.finish()
        pieces.append(decoder.pieces)
    assert pieces == [pieces[0]] * 4
