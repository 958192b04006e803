"""How the log describes a client's messages: everything but the sound."""

from tests.emulators.gemini_live import client_messages as got
from tests.emulators.gemini_live.jsons import Json, as_object
from tests.emulators.gemini_live.records import audio_fields


def describe_client(message: got.ClientMessage) -> tuple[str, dict[str, Json]]:
    """The kind of a message and its fields."""
    match message:
        case got.SetupMessage(body=body):
            return "setup", {**as_object(body)}
        case got.ContentMessage(turns=turns, turn_complete=complete):
            told: list[Json] = [{"role": turn.role, "text": turn.text} for turn in turns]
            return "client_content", {"turns": told, "turnComplete": complete}
        case got.AudioMessage(pcm=pcm, rate_hz=rate_hz):
            return "audio", audio_fields(pcm, rate_hz)
        case got.VideoMessage(size_bytes=size, mime_type=mime_type):
            return "video", {"size_bytes": size, "mimeType": mime_type}
        case got.TextMessage(text=text):
            return "text", {"text": text}
        case got.MediaChunksMessage(chunks=chunks):
            return "media_chunks", {"chunks": len(chunks)}
        case got.ActivityStartMessage():
            return "activity_start", {}
        case got.ActivityEndMessage():
            return "activity_end", {}
        case got.AudioStreamEndMessage():
            return "audio_stream_end", {}
        case got.ToolResponseMessage(responses=responses):
            return "tool_response", {"responses": [_response(response) for response in responses]}
        case got.ContextUpdateMessage(system_text=text, tools=tools):
            return "context_update", {"systemText": text, "tools": tools}


def _response(response: got.FunctionResponse) -> Json:
    return {
        "id": response.id,
        "name": response.name,
        "response": response.response,
        "scheduling": response.scheduling,
    }
