"""Server messages as the service writes them, and how the log describes them."""

from collections.abc import Mapping

from tests.emulators.gemini_live.jsons import Json, Object, as_list, as_object, as_text, at, encode_base64
from tests.emulators.gemini_live.memory import AUDIO_TOKENS_PER_S, Session
from tests.emulators.gemini_live.spelling import snake_case

OUTPUT_RATE_HZ = 24_000
_ORDER = ("interrupted", "turnComplete", "generationComplete", "modelTurn", "outputTranscription", "inputTranscription")
# The newest models count a little more than their details add up to.
_UNEXPLAINED_TOKENS = 25


def content(**fields: Json) -> Object:
    return {"serverContent": fields}


def audio_part(pcm: bytes) -> Object:
    return {"inlineData": {"mimeType": f"audio/pcm;rate={OUTPUT_RATE_HZ}", "data": encode_base64(pcm)}}


def speech(pcm: bytes, text: str) -> Object:
    """A piece of the model's turn: audio, transcript or both."""
    fields: Object = {}
    if pcm:
        fields["modelTurn"] = {"role": "model", "parts": [audio_part(pcm)]}
    if text:
        fields["outputTranscription"] = {"text": text}
    return {"serverContent": fields}


def usage(session: Session, prompt_text: int, prompt_audio: int, response_ms: float) -> Object:
    response = round(response_ms / 1000 * AUDIO_TOKENS_PER_S)
    extra = _UNEXPLAINED_TOKENS if session.setup.profile.name.startswith("p38") else 0
    prompt = prompt_text + prompt_audio + extra
    return {
        "promptTokenCount": prompt,
        "responseTokenCount": response,
        "totalTokenCount": prompt + response,
        "promptTokensDetails": [
            {"modality": "TEXT", "tokenCount": prompt_text},
            {"modality": "AUDIO", "tokenCount": prompt_audio},
        ],
        "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": response}],
    }


def describe(message: Mapping[str, Json]) -> tuple[str, dict[str, Json]]:
    """The kind of a message and its fields without sound."""
    if "serverContent" not in message:
        key = next(iter(message), "empty")
        return snake_case(key), {**as_object(message.get(key))}
    fields = {key: _without_sound(key, value) for key, value in as_object(message["serverContent"]).items()}
    if "usageMetadata" in message:
        fields["usageMetadata"] = message["usageMetadata"]
    kind = next((key for key in _ORDER if key in fields), next(iter(fields), "server_content"))
    return snake_case(kind), fields


def _without_sound(key: str, value: Json) -> Json:
    if key != "modelTurn":
        return value
    return [_part(part) for part in as_list(at(value, "parts"))]


def _part(part: Json) -> Json:
    data = as_text(at(part, "inlineData", "data"))
    if not data:
        return {**as_object(part)}
    return {"ms": round(len(data) * 3 / 4 * 500 / OUTPUT_RATE_HZ, 1)}
