"""The Python face of the audio component: its props, its events and the names pages write in their markup.

Sound, levels, captions and the clock never pass through Reflex: the browser draws them in the elements that a page
marks with `data_interview_slot`. README.md lists every slot, command and attribute.
"""

from pathlib import Path
from typing import Any, Literal, TypedDict, cast

import reflex as rx
from reflex.event import no_args_event_spec, passthrough_event_spec

Mode = Literal["idle", "check", "rehearse", "live"]

TurnStatus = Literal[
    "idle",
    "connecting",
    "needs_gesture",
    "listening",
    "holding",
    "thinking",
    "speaking",
    "reconnecting",
    "ended",
]

Patience = Literal["short", "normal", "long", "manual"]

MicrophoneStatus = Literal["open", "ok", "quiet", "loud", "silent", "muted", "echo", "off"]

CommandName = Literal[
    "enable_mic",
    "enter",
    "enable_sound",
    "mute",
    "unmute",
    "toggle_mute",
    "done",
    "hold",
    "repeat",
    "not_finished",
    "answer_now",
    "say",
    "end",
    "retry",
    "play_chime",
    "chime_heard",
    "chime_not_heard",
    "record",
    "play_recording",
    "check_network",
    "choose_input",
    "choose_output",
    "toggle_captions",
    "read_question",
    "tell_time_left",
]

SlotName = Literal[
    "presence",
    "status",
    "caption",
    "caption_interviewer",
    "question",
    "question_count",
    "question_segments",
    "clock",
    "elapsed",
    "level",
    "meter",
    "network",
    "connection",
    "answer",
    "answer_words",
    "announcer",
]


class DeviceInfo(TypedDict):
    """One microphone or loudspeaker. `label` is empty until the microphone has been allowed.

    `narrow`: it sounds like a telephone, as a Bluetooth headset does while it listens; advise another.
    `cancelsEcho`: False where the browser said that it does not take the loudspeaker out; headphones are needed.
    """

    id: str
    label: str
    kind: Literal["input", "output"]
    selected: bool
    narrow: bool
    cancelsEcho: bool


class TranscriptEntry(TypedDict):
    """A stored entry of the transcript."""

    speaker: Literal["USER", "AI"]
    text: str
    orderIndex: int
    elapsedSeconds: int


class QuestionProgress(TypedDict):
    index: int
    count: int
    competency: str
    text: str
    followUp: bool


class NetworkReport(TypedDict):
    """`roundTripMs` is the median, `jitterMs` the mean change between answers; both -1 when nothing came back."""

    verdict: Literal["good", "fair", "poor"]
    roundTripMs: int
    jitterMs: int
    lossPercent: float


class InterviewError(TypedDict):
    """`code`: see "Errors" in README.md. `message` is for people who look for the cause, except for `server`.

    `status` is the server's own number, an HTTP status or a close code; 0 where there is none.
    """

    code: str
    message: str
    status: int


# Vite follows the imports from the shell, so every script must be linked beside it.
_SHELL = rx.asset("interview_audio.jsx", shared=True)
for _script in sorted(Path(__file__).parent.glob("*.js")):
    rx.asset(_script.name, shared=True)


class InterviewAudio(rx.NoSSRComponent):
    """Captures, plays, connects. Draws nothing of its own: it fills the slots of the page. Use one per page."""

    library = _SHELL.importable_path
    tag = "InterviewAudio"
    lib_dependencies: list[str] = ["@bufbuild/protobuf@2.17.0"]

    # What to do: nothing, try out microphone and loudspeaker, hold a conversation inside that check, or the interview.
    mode: rx.Var[Mode]
    # POST, same-origin credentials, answers {token, url, expiresAt}: opens the socket the first time.
    connect_url: rx.Var[str]
    # The same for every later connection.
    reconnect_url: rx.Var[str]
    # WebSocket that sends binary frames back; without it there is no network check.
    ping_url: rx.Var[str]
    # Whether to use a microphone at all. False: the interview is typed.
    microphone: rx.Var[bool]
    # How long the interviewer waits in a silence; may change at any time. The server's own if left out.
    patience: rx.Var[Patience]
    # The interviewer's name, for the status line.
    interviewer: rx.Var[str]
    # {state: [title, detail]} replaces single lines of the status texts; "{name}" is the interviewer.
    status_texts: rx.Var[dict[str, list[str]]]
    # Planned length, for the elapsed time.
    duration_seconds: rx.Var[int]
    # Whether captions are shown at first; a choice made in this browser before wins.
    captions: rx.Var[bool]
    # Join, your-turn and reconnected sounds.
    sounds: rx.Var[bool]
    # {key: command}; replaces the default Space, P, M, R, C, Q, L. Modifiers are written "Shift+E".
    shortcuts: rx.Var[dict[str, str]]
    # False turns all single keys off, data_interview_key included.
    keyboard: rx.Var[bool]
    # Seed of the pattern of the presence ring.
    presence_seed: rx.Var[int]
    # {"id": …, "name": …, **arguments}: runs once for each new id.
    # `say` takes text, `choose_input` and `choose_output` take device.
    command: rx.Var[dict[str, Any]]

    # Everything is wired; nothing has been asked of the person yet.
    on_ready: rx.EventHandler[no_args_event_spec]
    # `enter` was pressed and sound is allowed: go to the interview page.
    on_enter: rx.EventHandler[no_args_event_spec]
    # Microphones and loudspeakers, again after each change. No output listed: the browser offers no choice.
    on_devices: rx.EventHandler[passthrough_event_spec(list[DeviceInfo])]
    # Microphone permission: prompt, granted, denied.
    on_permission: rx.EventHandler[passthrough_event_spec(str)]
    # A MicrophoneStatus that has held for a second; `open` at once, when nothing has been judged yet.
    on_mic: rx.EventHandler[passthrough_event_spec(str)]
    # True while muted by the candidate.
    on_muted: rx.EventHandler[passthrough_event_spec(bool)]
    # Result of the network check, and in an interview each change of the verdict.
    on_network: rx.EventHandler[passthrough_event_spec(NetworkReport)]
    # idle, recording, ready, playing.
    on_recording: rx.EventHandler[passthrough_event_spec(str)]
    # The chime has been played.
    on_chime: rx.EventHandler[no_args_event_spec]
    # The person says whether they heard it.
    on_heard_chime: rx.EventHandler[passthrough_event_spec(bool)]
    # A TurnStatus.
    on_status: rx.EventHandler[passthrough_event_spec(str)]
    # A stored entry of the transcript.
    on_turn: rx.EventHandler[passthrough_event_spec(TranscriptEntry)]
    # A question begins.
    on_question: rx.EventHandler[passthrough_event_spec(QuestionProgress)]
    # Seconds left, as the server says (not every second).
    on_time: rx.EventHandler[passthrough_event_spec(int)]
    # user_ended, interviewer_ended, timeout, replaced, error, unknown.
    on_ended: rx.EventHandler[passthrough_event_spec(str)]
    # Captions were turned on or off.
    on_captions: rx.EventHandler[passthrough_event_spec(bool)]
    # A shortcut whose command is not one of the component's own.
    on_shortcut: rx.EventHandler[passthrough_event_spec(str)]
    on_error: rx.EventHandler[passthrough_event_spec(InterviewError)]


def interview_audio(**props: Any) -> rx.Component:
    """Create the component: `interview_audio(mode="live", connect_url=…, on_turn=State.add_turn)`."""
    return cast(rx.Component, InterviewAudio.create(**props))
