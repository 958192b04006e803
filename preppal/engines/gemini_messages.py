"""What Gemini Live and we say to each other, as values: one server message may carry many things at once."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from preppal.domain.audio import BYTES_PER_SAMPLE, INTERVIEWER_RATE_HZ
from preppal.domain.prices import TokenUsage

if TYPE_CHECKING:
    from google.genai import types

# A goAway that does not say when is taken to be urgent.
_UNSAID_TIME_LEFT_MS = 10_000
# A piece is what the browser takes in one message: 200 ms.
_PIECE_BYTES = INTERVIEWER_RATE_HZ * BYTES_PER_SAMPLE // 5

# ---- to the provider


@dataclass(frozen=True, slots=True)
class OpenActivity:
    """The candidate begins to speak."""


@dataclass(frozen=True, slots=True)
class CloseActivity:
    """The candidate has finished: reply."""


@dataclass(frozen=True, slots=True)
class Sound:
    """16 kHz PCM16 LE mono."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class PauseSound:
    """Nothing is to be heard for a while; only for the provider's own turn detection."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text in the candidate's place. `asks` False: it joins the conversation, and no reply is wanted."""

    text: str
    asks: bool


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    call_id: str
    name: str
    is_known: bool


ToProvider = OpenActivity | CloseActivity | Sound | PauseSound | Text | ToolAnswer

# ---- from the provider


@dataclass(frozen=True, slots=True)
class ToolCall:
    call_id: str
    name: str


@dataclass(frozen=True, slots=True)
class FromProvider:
    """Everything one message says. `interim_text` replaces itself; the other texts are fragments."""

    heard_text: str = ""
    heard_is_final: bool = False
    interim_text: str = ""
    said_text: str = ""
    sound: tuple[bytes, ...] = ()
    interrupted: bool = False
    generation_complete: bool = False
    turn_complete: bool = False
    in_progress: bool = False
    tool_calls: tuple[ToolCall, ...] = ()
    cancels_tools: bool = False
    usage: TokenUsage | None = None
    handle: str = ""
    time_left_ms: int | None = None


def read_message(message: "types.LiveServerMessage") -> FromProvider:
    """All of a message. What we have no use for is left out."""
    content = message.server_content
    update = message.session_resumption_update
    calls = message.tool_call.function_calls if message.tool_call else None
    status = str(getattr(content.interaction_status, "value", content.interaction_status)) if content else ""
    heard = content.input_transcription if content else None
    interim = content.interim_input_transcription if content else None
    said = content.output_transcription if content else None
    return FromProvider(
        heard_text=(heard.text or "") if heard else "",
        heard_is_final=bool(heard.finished) if heard else False,
        interim_text=(interim.text or "") if interim else "",
        said_text=(said.text or "") if said else "",
        sound=_sound(content.model_turn) if content else (),
        interrupted=bool(content.interrupted) if content else False,
        generation_complete=bool(content.generation_complete) if content else False,
        turn_complete=bool(content.turn_complete) if content else False,
        in_progress=status == "IN_PROGRESS",
        tool_calls=tuple(ToolCall(call.id or "", call.name or "") for call in calls or ()),
        cancels_tools=message.tool_call_cancellation is not None,
        usage=_usage(message.usage_metadata) if message.usage_metadata else None,
        handle=(update.new_handle or "") if update and update.resumable else "",
        time_left_ms=_milliseconds(message.go_away.time_left) if message.go_away else None,
    )


def _sound(turn: "types.Content | None") -> tuple[bytes, ...]:
    """Every piece of sound in a turn's parts, cut to what the browser takes; half a sample is dropped."""
    pieces: list[bytes] = []
    for part in (turn.parts or ()) if turn else ():
        blob = part.inline_data
        if blob is None or not blob.data or not (blob.mime_type or "").startswith("audio/pcm"):
            continue
        whole = len(blob.data) - len(blob.data) % BYTES_PER_SAMPLE
        pieces += [blob.data[start : min(whole, start + _PIECE_BYTES)] for start in range(0, whole, _PIECE_BYTES)]
    return tuple(pieces)


def _milliseconds(duration: str | None) -> int:
    try:
        return max(0, round(float((duration or "").removesuffix("s")) * 1000))
    except ValueError:
        return _UNSAID_TIME_LEFT_MS


def _usage(meta: "types.UsageMetadata") -> TokenUsage:
    """By modality. Tokens no modality accounts for are text, as the system instruction is."""
    audio_in, text_in = _by_modality(meta.prompt_tokens_details, meta.prompt_token_count)
    audio_out, text_out = _by_modality(meta.response_tokens_details, meta.response_token_count)
    return TokenUsage(audio_in, audio_out, text_in, text_out + (meta.thoughts_token_count or 0))


def _by_modality(details: "list[types.ModalityTokenCount] | None", total: int | None) -> tuple[int, int]:
    counts = [(str(getattr(item.modality, "value", item.modality)), item.token_count or 0) for item in details or ()]
    audio = sum(count for modality, count in counts if modality == "AUDIO")
    return audio, max((total or 0) - audio, sum(count for modality, count in counts if modality != "AUDIO"))
