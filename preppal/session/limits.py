"""Every limit of a live interview, in one place. Durations in seconds unless the name says otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    resume_s: float = 900.0  # an interview without a socket stays resumable this long
    thinking_s: float = 8.0  # an engine that has not begun to answer is nudged, then replaced
    final_text_s: float = 8.0  # a late final transcript is waited for this long
    finish_s: float = 3.0  # at the end, last words are waited for this long
    goodbye_s: float = 45.0  # a farewell is never waited for longer
    farewell_s: float = 12.0  # one that was announced should begin by then
    parting_s: float = 2.0  # one that has been heard is followed by the end
    overtime_s: float = 120.0  # the current answer may run over by this much
    heartbeat_s: float = 60.0
    time_notice_s: float = 10.0
    asleep_s: float = 4.0  # without a socket, the engine stream is let go after this long
    engine_attempts: int = 6  # in a row
    first_attempts: int = 2  # further ones, when no stream has ever been open
    engine_backoff_s: float = 0.5  # doubled per attempt
    engine_rest_s: float = 5.0  # at least, when streams are lost often
    loss_window_s: float = 300.0
    losses_often: int = 3  # in the window
    losses_most: int = 15  # in the window: then it is given up
    state_attempts: int = 2  # streams gone without a word after which the engine's own state is not used again
    swap_margin_s: float = 10.0  # a stream that goes away is left this long before it does
    stale_state_s: float = 3.0  # in a quiet moment, the engine's newest state is waited for this long
    unnoticed_s: float = 2.0  # a swap that takes longer is shown
    pre_roll_ms: int = 800  # sound kept from before a turn is noticed: 300 before the onset, 320 to be sure, and some
    min_speech_ms: int = 250  # a shorter burst is a noise, not a turn
    unclear_speech_ms: int = 1500  # from here on, speech without words is kept and marked
    echo_ms: float = 1_000.0  # so much of the interviewer's voice in the microphone is said
    echo_notice_s: float = 180.0  # not more often than this
    typed_chars: int = 4000
    turn_audio_ms: int = 300_000  # sound of an untranscribed turn kept for a replay; the oldest goes first
