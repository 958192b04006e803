"""Client messages as values: bytes in, one or more of these out, whatever the spelling."""

import json
import re
from dataclasses import dataclass

from tests.emulators.gemini_live.jsons import Json, as_list, as_object, as_text, at, decode_base64
from tests.emulators.gemini_live.setup_rules import content_text
from tests.emulators.gemini_live.spelling import normalised
from tests.emulators.gemini_live.violations import Rule, Violation

DEFAULT_RATE_HZ = 16_000
_TOP_KEYS = frozenset({"setup", "clientContent", "realtimeInput", "toolResponse", "contextUpdate"})
_REALTIME_KEYS = frozenset({"audio", "video", "text", "mediaChunks", "activityStart", "activityEnd", "audioStreamEnd"})


@dataclass(frozen=True, slots=True)
class SetupMessage:
    body: Json


@dataclass(frozen=True, slots=True)
class Content:
    """One turn of a `clientContent` message."""

    role: str
    text: str
    has_function_parts: bool = False


@dataclass(frozen=True, slots=True)
class ContentMessage:
    turns: tuple[Content, ...]
    turn_complete: bool


@dataclass(frozen=True, slots=True)
class AudioMessage:
    pcm: bytes
    rate_hz: int
    mime_type: str
    has_rate: bool


@dataclass(frozen=True, slots=True)
class VideoMessage:
    size_bytes: int
    mime_type: str


@dataclass(frozen=True, slots=True)
class TextMessage:
    text: str


@dataclass(frozen=True, slots=True)
class MediaChunksMessage:
    """The old field that newer models refuse."""

    chunks: tuple[AudioMessage, ...]


@dataclass(frozen=True, slots=True)
class ActivityStartMessage:
    pass


@dataclass(frozen=True, slots=True)
class ActivityEndMessage:
    pass


@dataclass(frozen=True, slots=True)
class AudioStreamEndMessage:
    pass


@dataclass(frozen=True, slots=True)
class FunctionResponse:
    id: str
    name: str
    response: Json
    scheduling: str


@dataclass(frozen=True, slots=True)
class ToolResponseMessage:
    responses: tuple[FunctionResponse, ...]


@dataclass(frozen=True, slots=True)
class ContextUpdateMessage:
    system_text: str | None
    tools: Json


ClientMessage = (
    SetupMessage
    | ContentMessage
    | AudioMessage
    | VideoMessage
    | TextMessage
    | MediaChunksMessage
    | ActivityStartMessage
    | ActivityEndMessage
    | AudioStreamEndMessage
    | ToolResponseMessage
    | ContextUpdateMessage
)


def read_message(data: bytes, relaxed: frozenset[Rule]) -> list[ClientMessage]:
    """Raises Violation when the bytes are no client message."""
    try:
        message = as_object(normalised(json.loads(data)))
    except ValueError as error:
        raise Violation(Rule.JSON, "invalid JSON payload") from error
    unknown = message.keys() - _TOP_KEYS
    if (unknown or not message) and Rule.UNKNOWN_KEY not in relaxed:
        raise Violation(Rule.UNKNOWN_KEY, f"unknown fields {sorted(unknown)}")
    if len(message) > 1 and Rule.ONE_KEY not in relaxed:
        raise Violation(Rule.ONE_KEY, f"several fields at once: {sorted(message)}")
    return [part for key, body in message.items() for part in _read(key, body, relaxed)]


def _read(key: str, body: Json, relaxed: frozenset[Rule]) -> list[ClientMessage]:
    match key:
        case "setup":
            return [SetupMessage(body)]
        case "clientContent":
            turns = tuple(_content(turn) for turn in as_list(at(body, "turns")))
            return [ContentMessage(turns, at(body, "turnComplete") is True)]
        case "realtimeInput":
            return _realtime(body, relaxed)
        case "toolResponse":
            return [ToolResponseMessage(tuple(_response(item) for item in as_list(at(body, "functionResponses"))))]
        case "contextUpdate":
            instruction = at(body, "systemInstruction")
            return [ContextUpdateMessage(None if instruction is None else content_text(instruction), at(body, "tools"))]
        case _:
            return []


def _content(turn: Json) -> Content:
    parts = [as_object(part) for part in as_list(at(turn, "parts"))]
    functions = any("functionCall" in part or "functionResponse" in part for part in parts)
    return Content(as_text(at(turn, "role")) or "user", content_text(turn), functions)


def _response(item: Json) -> FunctionResponse:
    return FunctionResponse(
        id=as_text(at(item, "id")),
        name=as_text(at(item, "name")),
        response=at(item, "response"),
        scheduling=as_text(at(item, "scheduling")),
    )


def _realtime(body: Json, relaxed: frozenset[Rule]) -> list[ClientMessage]:
    fields = as_object(body)
    unknown = fields.keys() - _REALTIME_KEYS
    if unknown and Rule.UNKNOWN_KEY not in relaxed:
        raise Violation(Rule.UNKNOWN_KEY, f"unknown realtime fields {sorted(unknown)}")
    return [_realtime_part(key, value, relaxed) for key, value in fields.items() if key in _REALTIME_KEYS]


def _realtime_part(key: str, value: Json, relaxed: frozenset[Rule]) -> ClientMessage:
    match key:
        case "audio":
            return _audio(value, relaxed)
        case "video":
            return VideoMessage(len(as_text(at(value, "data"))) * 3 // 4, as_text(at(value, "mimeType")))
        case "text":
            return TextMessage(as_text(value))
        case "mediaChunks":
            return MediaChunksMessage(tuple(_audio(chunk, relaxed) for chunk in as_list(value)))
        case "activityStart":
            return ActivityStartMessage()
        case "activityEnd":
            return ActivityEndMessage()
        case _:
            return AudioStreamEndMessage()


def _audio(value: Json, relaxed: frozenset[Rule]) -> AudioMessage:
    mime_type = as_text(at(value, "mimeType"))
    if mime_type.partition(";")[0] != "audio/pcm" and Rule.AUDIO_FORMAT not in relaxed:
        raise Violation(Rule.AUDIO_FORMAT, f"audio of type {mime_type!r}")
    try:
        pcm = decode_base64(as_text(at(value, "data")))
    except ValueError as error:
        raise Violation(Rule.JSON, "audio that is not base64") from error
    rate = re.search(r"rate=(\d+)", mime_type)
    return AudioMessage(pcm, int(rate[1]) if rate else DEFAULT_RATE_HZ, mime_type, rate is not None)
