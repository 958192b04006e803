"""The recogniser's child process: one acoustic model, one utterance at a time. Run as a module by `recognizer.py`.

An utterance is cut where the candidate pauses: each piece is decoded while the next is spoken, so that the end of a
turn has almost nothing left to do. Only stretches with a voice are decoded, which also keeps noise from becoming words.
"""

import json
import re
from collections import deque
from typing import Any

import pocketsphinx

from preppal.domain.audio import BYTES_PER_SAMPLE, CANDIDATE_RATE_HZ, VAD_WINDOW_MS, VAD_WINDOW_SAMPLES
from preppal.speech.pipe import ChildEnd, Kind
from preppal.speech.vad import SileroDetector

_WINDOW_BYTES = VAD_WINDOW_SAMPLES * BYTES_PER_SAMPLE
_FRAME_MS = 10
_SAMPLES_PER_MS = CANDIDATE_RATE_HZ // 1000

_VOICE_STARTS = 0.5
_VOICE_STOPS = 0.35
# Measured on flite: a lead of 320 ms and a tail of 512 ms give the word errors of one uncut utterance; less costs 2 %.
_LEAD_WINDOWS = 10
_TAIL_WINDOWS = 16
# A talker who never pauses: from 15 s on the next dip is taken, at 30 s the cut is made anywhere.
_LONG_PIECE_WINDOWS = 15_000 // VAD_WINDOW_MS
_LONG_PIECE_TAIL_WINDOWS = 4
_LONGEST_PIECE_WINDOWS = 30_000 // VAD_WINDOW_MS
_PARTIAL_EVERY_WINDOWS = 10

_PRONUNCIATION = re.compile(r"\(\d+\)$")
_FIRST_PERSON = re.compile(r"^i(?=$|')")

RecognisedWord = tuple[str, int, int, float]


class Utterance:
    """One turn of one candidate on the decoder."""

    def __init__(self, decoder: Any) -> None:  # pocketsphinx has no types
        self._decoder = decoder
        self._detector = SileroDetector()
        self._rest = b""
        self._lead: deque[bytes] = deque(maxlen=_LEAD_WINDOWS)
        self._position = 0  # windows taken since the first sample
        self._skipped_samples = 0
        self._piece_start_ms = 0
        self._piece_windows = 0  # 0: no piece is open
        self._quiet_windows = 0
        self._partial = ""
        self.words: list[RecognisedWord] = []

    @property
    def text(self) -> str:
        """Everything so far, the open piece included."""
        settled = " ".join(word[0] for word in self.words)
        return f"{settled} {self._partial}".strip()

    def feed(self, pcm: bytes) -> None:
        sound = self._rest + pcm
        used = len(sound) - len(sound) % _WINDOW_BYTES
        self._rest = sound[used:]
        for start in range(0, used, _WINDOW_BYTES):
            self._take(sound[start : start + _WINDOW_BYTES])

    def skip(self, samples: int) -> None:
        """Sound that was lost on the way: what follows keeps its time."""
        self._close_piece()
        self._lead.clear()
        self._rest = b""
        self._detector.reset()
        self._skipped_samples += samples

    def finish(self) -> None:
        """No more sound comes."""
        if self._rest:
            self.feed(bytes(_WINDOW_BYTES - len(self._rest)))
        self._close_piece()

    def _take(self, window: bytes) -> None:
        probability = self._detector.feed(window)[0]
        self._position += 1
        if self._piece_windows == 0:
            self._lead.append(window)
            if probability >= _VOICE_STARTS:
                self._open_piece()
            return
        self._decode(window)
        self._quiet_windows = self._quiet_windows + 1 if probability < _VOICE_STOPS else 0
        if self._is_cut():
            self._close_piece()
        elif self._piece_windows % _PARTIAL_EVERY_WINDOWS == 0:
            self._partial = self._draft()

    def _open_piece(self) -> None:
        lead_samples = len(self._lead) * VAD_WINDOW_SAMPLES
        samples = self._position * VAD_WINDOW_SAMPLES + self._skipped_samples - lead_samples
        self._piece_start_ms = samples // _SAMPLES_PER_MS
        self._quiet_windows = 0
        self._decoder.start_utt()
        for window in self._lead:
            self._decode(window)
        self._lead.clear()

    def _decode(self, window: bytes) -> None:
        self._piece_windows += 1
        self._decoder.process_raw(window, no_search=False, full_utt=False)

    def _is_cut(self) -> bool:
        if self._piece_windows >= _LONGEST_PIECE_WINDOWS:
            return True
        is_long = self._piece_windows >= _LONG_PIECE_WINDOWS
        return self._quiet_windows >= (_LONG_PIECE_TAIL_WINDOWS if is_long else _TAIL_WINDOWS)

    def _close_piece(self) -> None:
        if self._piece_windows == 0:
            return
        self._piece_windows = 0
        self._partial = ""
        self._decoder.end_utt()
        if self._decoder.hyp() is not None:
            self.words.extend(self._words_of_piece())

    def _words_of_piece(self) -> list[RecognisedWord]:
        words = []
        for segment in self._decoder.seg():
            if text := _as_written(segment.word):
                start_ms = self._piece_start_ms + segment.start_frame * _FRAME_MS
                end_ms = self._piece_start_ms + (segment.end_frame + 1) * _FRAME_MS
                words.append((text, start_ms, end_ms, round(min(1.0, float(segment.prob)), 3)))
        return words

    def _draft(self) -> str:
        hypothesis = self._decoder.hyp()
        if hypothesis is None:
            return ""
        return " ".join(filter(None, map(_as_written, hypothesis.hypstr.split())))


def _as_written(word: str) -> str:
    """A dictionary entry as people write it; nothing for silences and noises."""
    if word[0] in "<[+":
        return ""
    return _FIRST_PERSON.sub("I", _PRONUNCIATION.sub("", word))


class _Recogniser:
    """Answers messages until the app lets go."""

    def __init__(self, pipes: ChildEnd) -> None:
        self._pipes = pipes
        # The second search pass costs up to 1.8 s at the end of an utterance for the same word errors.
        self._decoder = pocketsphinx.Decoder(fwdflat=False, loglevel="FATAL")
        self._own_mean = self._decoder.get_cmn()
        self._utterance = Utterance(self._decoder)
        self._shown = ""

    def run(self) -> None:
        self._pipes.send(Kind.READY)
        while (message := self._pipes.receive()) is not None:
            match message.kind:
                case Kind.OPEN:
                    self._open(message.payload.decode())
                case Kind.AUDIO:
                    self._utterance.feed(message.payload)
                    self._show()
                case Kind.SKIP:
                    self._utterance.skip(int.from_bytes(message.payload, "little"))
                case Kind.FINISH:
                    self._finish()
                case _:
                    raise ValueError(f"{message.kind!r} is no message for a recogniser")

    def _open(self, cepstral_mean: str) -> None:
        """Begin an utterance, adapted to the speaker as far as he is known."""
        self._decoder.set_cmn(cepstral_mean or self._own_mean)
        self._utterance = Utterance(self._decoder)
        self._shown = ""

    def _show(self) -> None:
        text = self._utterance.text
        if text != self._shown:
            self._shown = text
            self._pipes.send(Kind.PARTIAL, text.encode())

    def _finish(self) -> None:
        self._utterance.finish()
        result = {"text": self._utterance.text, "words": self._utterance.words, "mean": self._decoder.get_cmn()}
        self._pipes.send(Kind.FINAL, json.dumps(result).encode())


def main() -> None:
    _Recogniser(ChildEnd.over_stdio()).run()


if __name__ == "__main__":
    main()
