"""Setup messages against the capability table."""

import pytest

from tests.emulators.gemini_live.jsons import Json
from tests.emulators.gemini_live.setup_rules import Compression, read_setup
from tests.emulators.gemini_live.spelling import normalised
from tests.emulators.gemini_live.violations import Rule, Violation

MODELS = {
    "p25": "gemini-2.5-flash-native-audio-preview-12-2025",
    "p31": "gemini-3.1-flash-live-preview",
    "p38": "gemini-3.8-live",
    "p38x": "gemini-3.8-live-extended-thinking",
}


def setup(profile: str, **fields: Json) -> Json:
    thinking: dict[str, Json] = {"thinkingConfig": {"thinkingLevel": "LOW"}} if profile == "p38x" else {}
    return {"model": f"models/{MODELS[profile]}", "generationConfig": thinking, **fields}


def tool(behavior: str) -> Json:
    return [{"functionDeclarations": [{"name": "end_interview", "behavior": behavior}]}]


@pytest.mark.parametrize("profile", MODELS)
def test_plain_setup_is_accepted(profile: str) -> None:
    assert read_setup(setup(profile), "v1beta").profile.name == profile


@pytest.mark.parametrize(
    ("profile", "fields", "rule"),
    [
        ("p38", {"generationConfig": {"thinkingConfig": {"thinkingBudget": 0}}}, Rule.THINKING),
        ("p38x", {"generationConfig": {}}, Rule.THINKING),
        (
            "p38x",
            {"generationConfig": {"thinkingConfig": {"thinkingLevel": "LOW", "thinkingBudget": 1}}},
            Rule.THINKING,
        ),
        ("p38", {"generationConfig": {"enableAffectiveDialog": True}}, Rule.AFFECTIVE_DIALOG),
        ("p31", {"generationConfig": {"enableAffectiveDialog": False}}, Rule.AFFECTIVE_DIALOG),
        ("p38", {"proactivity": {"proactiveAudio": False}}, Rule.PROACTIVITY),
        ("p31", {"proactivity": {"proactiveAudio": True}}, Rule.PROACTIVITY),
        ("p38", {"sessionResumption": {"transparent": True}}, Rule.TRANSPARENT_RESUMPTION),
        ("p38", {"explicitVadSignal": True}, Rule.EXPLICIT_VAD_SIGNAL),
        ("p38", {"contextWindowCompression": {"triggerTokens": "24000"}}, Rule.COMPRESSION),
        ("p38", {"tools": tool("NON_BLOCKING"), "generationConfig": {"responseModalities": ["TEXT"]}}, Rule.MODALITY),
        ("p38x", {"tools": tool("BLOCKING")}, Rule.TOOL_BEHAVIOR),
        ("p31", {"tools": tool("NON_BLOCKING")}, Rule.TOOL_BEHAVIOR),
        ("p38", {"sessionResumptions": {}}, Rule.UNKNOWN_KEY),
        (
            "p38",
            {"generationConfig": {"speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "kore"}}}}},
            Rule.VOICE,
        ),
    ],
)
def test_setup_that_breaks_a_rule_is_closed_with_1007(profile: str, fields: dict[str, Json], rule: Rule) -> None:
    with pytest.raises(Violation) as caught:
        read_setup(setup(profile, **fields), "v1beta")
    assert caught.value.rule is rule
    assert caught.value.code == 1007
    assert read_setup(setup(profile, **fields), "v1beta", frozenset({rule}))


@pytest.mark.parametrize(
    ("profile", "fields"),
    [
        ("p25", {"generationConfig": {"thinkingConfig": {"thinkingBudget": 0}, "enableAffectiveDialog": True}}),
        ("p25", {"proactivity": {"proactiveAudio": True}, "tools": tool("NON_BLOCKING")}),
        ("p38", {"tools": tool("BLOCKING"), "proactivity": {"proactiveAudio": True}}),
        ("p31", {"historyConfig": {"initialHistoryInClientContent": True}}),
    ],
)
def test_setup_within_its_profile_is_accepted(profile: str, fields: dict[str, Json]) -> None:
    assert read_setup(setup(profile, **fields), "v1beta").profile.name == profile


@pytest.mark.parametrize("model", ["models/gemini-2.0-flash-live-001", "gemini-3.8-flash", ""])
def test_unknown_live_model_is_closed_with_1008_and_the_version(model: str) -> None:
    with pytest.raises(Violation, match="unknown model") as caught:
        read_setup({"model": model}, "v1beta")
    assert caught.value.code == 1008
    assert "not found for API version v1beta, or is not supported for bidiGenerateContent" in caught.value.reason


def test_every_level_is_read_in_snake_case_too() -> None:
    snake: Json = {
        "model": "models/gemini-3.8-live",
        "system_instruction": {"parts": [{"text": "Be kind."}]},
        "realtime_input_config": {
            "automatic_activity_detection": {"disabled": True, "silence_duration_ms": 1200},
            "activity_handling": "NO_INTERRUPTION",
        },
        "context_window_compression": {"trigger_tokens": "24000", "sliding_window": {"target_tokens": "12000"}},
        "session_resumption": {"handle": "h_1_1"},
        "input_audio_transcription": {},
        "tools": [{"function_declarations": [{"name": "end_interview"}]}],
    }
    read = read_setup(normalised(snake), "v1beta")
    assert read.system_text == "Be kind."
    assert (read.detects_activity, read.interrupts, read.silence_ms) == (False, False, 1200)
    assert read.compression == Compression(24_000, 12_000)
    assert read.handle == "h_1_1"
    assert [declared.name for declared in read.tools] == ["end_interview"]


def test_arguments_and_property_names_keep_their_spelling() -> None:
    told = normalised({"tool_response": {"function_responses": [{"id": "c", "response": {"my_key": 1}}]}})
    assert told == {"toolResponse": {"functionResponses": [{"id": "c", "response": {"my_key": 1}}]}}
    schema = normalised({"response_schema": {"properties": {"my_field": {"max_items": 3}}}})
    assert schema == {"responseSchema": {"properties": {"my_field": {"maxItems": 3}}}}
