"""Reads a `setup` message and holds it against the model's profile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.emulators.gemini_live.jsons import Json, as_list, as_object, as_text, at
from tests.emulators.gemini_live.profiles import LIVE_MODELS, VOICES, ClientContent, Profile, Thinking
from tests.emulators.gemini_live.violations import Rule, Violation

_SETUP_KEYS = frozenset(
    "model generationConfig systemInstruction tools sessionResumption inputAudioTranscription outputAudioTranscription"
    " realtimeInputConfig contextWindowCompression proactivity historyConfig safetySettings labels avatarConfig"
    " explicitVadSignal".split()
)
_GENERATION_KEYS = frozenset(
    "responseModalities temperature topP topK maxOutputTokens mediaResolution seed speechConfig thinkingConfig"
    " enableAffectiveDialog translationConfig candidateCount presencePenalty frequencyPenalty stopSequences".split()
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A declared function."""

    name: str
    is_blocking: bool


@dataclass(frozen=True, slots=True)
class Compression:
    trigger_tokens: int
    target_tokens: int


@dataclass(frozen=True, slots=True)
class Setup:
    """What a session was asked to be."""

    model: str
    profile: Profile
    system_text: str
    tools: tuple[Tool, ...]
    detects_activity: bool
    interrupts: bool
    silence_ms: int | None
    prefix_ms: int | None
    input_transcripts: bool
    output_transcripts: bool
    wants_handles: bool
    handle: str | None
    compression: Compression | None
    seeds_history: bool
    labels: Mapping[str, str]


def read_setup(
    message: Json, version: str, relaxed: frozenset[Rule] = frozenset(), profile: Profile | None = None
) -> Setup:
    """Raises Violation for the first rule the setup breaks. A given profile replaces the model's own."""
    setup = as_object(message)
    of_model = _profile(as_text(setup.get("model")), version)
    for rule, broken in _CHECKS:
        detail = broken(setup, profile or of_model)
        if detail and rule not in relaxed:
            raise Violation(rule, detail)
    return _setup(setup, profile or of_model)


def read_tools(value: Json, profile: Profile) -> tuple[Tool, ...]:
    declarations = [
        as_object(declaration) for tool in as_list(value) for declaration in as_list(at(tool, "functionDeclarations"))
    ]
    return tuple(
        Tool(
            name=as_text(declaration.get("name")),
            is_blocking=_behavior(declaration) == "BLOCKING"
            or (_behavior(declaration) == "" and profile.tools_block_by_default),
        )
        for declaration in declarations
    )


def content_text(value: Json) -> str:
    """All text parts of a content, joined."""
    return " ".join(as_text(at(part, "text")) for part in as_list(at(value, "parts")) if at(part, "text"))


def _profile(model: str, version: str) -> Profile:
    name = model.removeprefix("models/").removeprefix("publishers/google/models/")
    profile = LIVE_MODELS.get(name)
    if profile is None:
        reason = f"models/{name} is not found for API version {version}, or is not supported for bidiGenerateContent."
        raise Violation(Rule.MODEL, f"unknown model {model!r}", 1008, reason)
    return profile


def _setup(setup: Mapping[str, Json], profile: Profile) -> Setup:
    realtime = setup.get("realtimeInputConfig")
    detection = at(realtime, "automaticActivityDetection")
    resumption = setup.get("sessionResumption")
    return Setup(
        model=as_text(setup["model"]).removeprefix("models/"),
        profile=profile,
        system_text=content_text(setup.get("systemInstruction")),
        tools=read_tools(setup.get("tools"), profile),
        detects_activity=at(detection, "disabled") is not True,
        interrupts=at(realtime, "activityHandling") != "NO_INTERRUPTION",
        silence_ms=_number(at(detection, "silenceDurationMs")),
        prefix_ms=_number(at(detection, "prefixPaddingMs")),
        input_transcripts="inputAudioTranscription" in setup or profile.unasked_input_transcripts,
        output_transcripts="outputAudioTranscription" in setup or profile.unasked_output_transcripts,
        wants_handles=resumption is not None,
        handle=as_text(at(resumption, "handle")) or None,
        compression=_compression(setup.get("contextWindowCompression")),
        seeds_history=at(setup, "historyConfig", "initialHistoryInClientContent") is True,
        labels={key: as_text(value) for key, value in as_object(setup.get("labels")).items()},
    )


def _number(value: Json) -> int | None:
    """Proto-JSON writes 64-bit integers as strings."""
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _compression(value: Json) -> Compression | None:
    if value is None:
        return None
    trigger = _number(at(value, "triggerTokens")) or 104_857
    target = _number(at(value, "slidingWindow", "targetTokens")) or trigger // 2
    return Compression(trigger, target)


# ---- the checks: each returns what is wrong, or nothing

_Check = Callable[[Mapping[str, Json], Profile], str]


def _unknown_keys(setup: Mapping[str, Json], _profile: Profile) -> str:
    unknown = (setup.keys() - _SETUP_KEYS) | (as_object(setup.get("generationConfig")).keys() - _GENERATION_KEYS)
    return f"unknown setup fields {sorted(unknown)}" if unknown else ""


def _modality(setup: Mapping[str, Json], _profile: Profile) -> str:
    modalities = as_list(at(setup, "generationConfig", "responseModalities"))
    return "" if list(modalities) in ([], ["AUDIO"]) else f"modalities {list(modalities)}"


def _voice(setup: Mapping[str, Json], _profile: Profile) -> str:
    path = ("generationConfig", "speechConfig", "voiceConfig", "prebuiltVoiceConfig", "voiceName")
    voice = at(setup, *path)
    return "" if voice is None or voice in VOICES else f"unknown voice {voice!r}"


def _thinking(setup: Mapping[str, Json], profile: Profile) -> str:
    config = at(setup, "generationConfig", "thinkingConfig")
    chosen = [key for key in ("thinkingLevel", "thinkingBudget") if at(config, key) is not None]
    if profile.thinking is Thinking.FORBIDDEN and config is not None:
        return "this model takes no thinking configuration"
    if profile.thinking is Thinking.REQUIRED and len(chosen) != 1:
        return "exactly one of thinkingLevel and thinkingBudget is required"
    return ""


def _affective(setup: Mapping[str, Json], profile: Profile) -> str:
    asked = at(setup, "generationConfig", "enableAffectiveDialog")
    return "affective dialog cannot be configured" if asked is not None and not profile.affective_dialog else ""


def _proactivity(setup: Mapping[str, Json], profile: Profile) -> str:
    asked = at(setup, "proactivity", "proactiveAudio")
    if asked is False and not profile.proactive_off:
        return "proactive audio cannot be turned off"
    return "proactive audio is not supported" if asked is True and not profile.proactive_on else ""


def _transparent(setup: Mapping[str, Json], _profile: Profile) -> str:
    return "transparent resumption" if at(setup, "sessionResumption", "transparent") is not None else ""


def _explicit_vad(setup: Mapping[str, Json], _profile: Profile) -> str:
    return "explicit activity signals" if "explicitVadSignal" in setup else ""


def _window(setup: Mapping[str, Json], _profile: Profile) -> str:
    asked = setup.get("contextWindowCompression")
    return "compression without a sliding window" if asked is not None and at(asked, "slidingWindow") is None else ""


def _tool_behavior(setup: Mapping[str, Json], profile: Profile) -> str:
    for tool in as_list(setup.get("tools")):
        for declaration in as_list(at(tool, "functionDeclarations")):
            behavior = _behavior(as_object(declaration))
            if behavior == "BLOCKING" and not profile.blocking_tools:
                return "blocking tools are not supported"
            if behavior == "NON_BLOCKING" and not profile.non_blocking_tools:
                return "non-blocking tools are not supported"
    return ""


def _seed(setup: Mapping[str, Json], profile: Profile) -> str:
    asked = at(setup, "historyConfig")
    known = profile.client_content is ClientContent.SEED_ONLY or at(asked, "initialHistoryInClientContent") is not None
    return "" if asked is None or known else "empty history configuration"


def _behavior(declaration: Mapping[str, Json]) -> str:
    behavior = as_text(declaration.get("behavior"))
    return "" if behavior == "UNSPECIFIED" else behavior


_CHECKS: tuple[tuple[Rule, _Check], ...] = (
    (Rule.UNKNOWN_KEY, _unknown_keys),
    (Rule.MODALITY, _modality),
    (Rule.VOICE, _voice),
    (Rule.THINKING, _thinking),
    (Rule.AFFECTIVE_DIALOG, _affective),
    (Rule.PROACTIVITY, _proactivity),
    (Rule.TRANSPARENT_RESUMPTION, _transparent),
    (Rule.EXPLICIT_VAD_SIGNAL, _explicit_vad),
    (Rule.COMPRESSION, _window),
    (Rule.TOOL_BEHAVIOR, _tool_behavior),
    (Rule.CLIENT_CONTENT, _seed),
)
