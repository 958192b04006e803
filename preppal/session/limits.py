"""Every limit of a live interview, in one place. Durations in seconds unless the name says otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    resume_s: float = 900.0  # an interview without a socket stays resumable this long
    thinking_s: float = 10.0  # an engine that has not begun to answer is nudged, then replaced
    final_text_s: float = 8.0  # a late final transcript is waited for this long
    finish_s: float = 3.0  # at the end, last words are waited for this long
    goodbye_s: float = 45.0  # a farewell is never waited for longer
    overtime_s: float = 120.0  # the current answer may run over by this much
    heartbeat_s: float = 60.0
    time_notice_s: float = 10.0
    engine_attempts: int = 6
    engine_backoff_s: float = 0.5  # doubled per attempt
    pre_roll_ms: int = 400  # sound before the onset that reaches the engine (at least 300)
    min_speech_ms: int = 250  # a shorter burst is a noise, not a turn
    unclear_speech_ms: int = 1500  # from here on, speech without words is kept and marked
    typed_chars: int = 4000
    turn_audio_ms: int = 300_000  # sound of an untranscribed turn kept for a replay; the oldest goes first
