"""The setup of a Live connection: what we ask for, within what the model takes."""

from typing import TYPE_CHECKING, Any, cast  # the SDK's configuration is a nested dictionary

from preppal.domain import prompts
from preppal.domain.interview import InterviewContext, Patience
from preppal.engines.gemini_conversation import Terms

if TYPE_CHECKING:
    from google.genai.types import LiveConnectConfigDict

# Every turn is billed with all that came before it, so the window is kept short; the instructions always stay in it.
_WINDOW_TRIGGER_TOKENS, _WINDOW_TARGET_TOKENS = 24_000, 12_000
_PREFIX_MS = 200
_SILENCE_MS = {Patience.SHORT: 1_200, Patience.NORMAL: 1_800, Patience.LONG: 3_000}


def live_config(terms: Terms, instructions: str, handle: str) -> "LiveConnectConfigDict":
    """For `client.aio.live.connect`. Fields that a model fixes itself are left out."""
    config: dict[str, Any] = {
        "response_modalities": ["AUDIO"],
        "speech_config": _speech(terms.context),
        "system_instruction": instructions,
        "tools": [{"function_declarations": [_end_tool()]}],
        "input_audio_transcription": {},
        "output_audio_transcription": {},
        "realtime_input_config": {"automatic_activity_detection": _detection(terms)},
        "session_resumption": {"handle": handle} if handle else {},
        "context_window_compression": _window(terms),
    }
    if terms.model.thinking_level is not None:
        config["thinking_config"] = {"thinking_level": terms.model.thinking_level}
    return cast("LiveConnectConfigDict", config)


def _speech(context: InterviewContext) -> dict[str, Any]:
    """The prompt says the language too: native-audio models go by that and may ignore the code."""
    voice = {"voice_config": {"prebuilt_voice_config": {"voice_name": context.persona.gemini_voice}}}
    return voice if context.language.is_english else {**voice, "language_code": context.language.code}


def _end_tool() -> dict[str, Any]:
    reasons = ["plan_done", "time_up", "candidate_asked"]
    return {
        "name": prompts.END_TOOL,
        "description": prompts.END_TOOL_DESCRIPTION,
        "parameters": {"type": "OBJECT", "properties": {"reason": {"type": "STRING", "enum": reasons}}},
    }


def _detection(terms: Terms) -> dict[str, Any]:
    if terms.own_detection:
        return {"disabled": True}
    return {
        "start_of_speech_sensitivity": "START_SENSITIVITY_LOW",
        "end_of_speech_sensitivity": "END_SENSITIVITY_LOW",
        "prefix_padding_ms": _PREFIX_MS,
        "silence_duration_ms": _SILENCE_MS[terms.context.patience],
    }


def _window(terms: Terms) -> dict[str, Any]:
    if not terms.model.sets_window:
        return {"sliding_window": {}}
    return {"trigger_tokens": _WINDOW_TRIGGER_TOKENS, "sliding_window": {"target_tokens": _WINDOW_TARGET_TOKENS}}
