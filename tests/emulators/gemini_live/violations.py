"""What the service refuses: a rule was broken, and this is how the socket closes because of it."""

from dataclasses import dataclass
from enum import StrEnum

INVALID_ARGUMENT = "Request contains an invalid argument."


class Rule(StrEnum):
    """Every strict rule by name; a scenario relaxes it with `relax: [name]`."""

    SETUP_FIRST = "setup_first"
    SECOND_SETUP = "second_setup"
    JSON = "json"
    UNKNOWN_KEY = "unknown_key"
    ONE_KEY = "one_key"
    MESSAGE_SIZE = "message_size"
    MODEL = "model"
    MODALITY = "modality"
    VOICE = "voice"
    THINKING = "thinking"
    AFFECTIVE_DIALOG = "affective_dialog"
    PROACTIVITY = "proactivity"
    TRANSPARENT_RESUMPTION = "transparent_resumption"
    EXPLICIT_VAD_SIGNAL = "explicit_vad_signal"
    COMPRESSION = "compression"
    TOOL_BEHAVIOR = "tool_behavior"
    MEDIA_CHUNKS = "media_chunks"
    CLIENT_CONTENT = "client_content"
    FUNCTION_PARTS = "function_parts"
    CONTEXT_UPDATE = "context_update"
    ACTIVITY_MESSAGES = "activity_messages"
    AUDIO_STREAM_END = "audio_stream_end"
    AUDIO_FORMAT = "audio_format"
    TOOL_RESPONSE_ID = "tool_response_id"
    HANDLE = "handle"
    HANDLE_BUSY = "handle_busy"
    HANDLE_MODEL = "handle_model"
    CAPACITY = "capacity"
    API_KEY = "api_key"
    EXPECTED = "expected"


@dataclass(eq=False)
class Violation(Exception):
    """Raised where a rule is broken. The detail is for the log; the wire shows only the code and the terse reason."""

    rule: Rule
    detail: str
    code: int = 1007
    reason: str = INVALID_ARGUMENT

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"
