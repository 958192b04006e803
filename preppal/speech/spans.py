"""Where the voice is in a whole recording, by the same rules as in a live interview."""

from preppal.domain.audio import CANDIDATE_RATE_HZ, Pcm16
from preppal.domain.transcript import Span
from preppal.session.turns import VoiceTracker
from preppal.speech.vad import SileroDetector


def find_speech(sound: Pcm16) -> tuple[Span, ...]:
    """From the start of the sound, which is 16 kHz. Takes about 4 % of its length: for a worker thread."""
    assert sound.rate_hz == CANDIDATE_RATE_HZ
    detector, tracker = SileroDetector(), VoiceTracker()
    for probability in detector.feed(sound.samples):
        tracker.hear(probability)
    end_ms = round(sound.duration_ms)
    return tuple(Span(span.start_ms, min(span.end_ms, end_ms)) for span in tracker.spans_since(0))
