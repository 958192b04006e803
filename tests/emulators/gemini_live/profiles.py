"""What each Live model accepts: the capability table of the research notes."""

from dataclasses import dataclass
from enum import StrEnum


class Thinking(StrEnum):
    """What a model wants in `thinkingConfig`."""

    OPTIONAL = "optional"
    FORBIDDEN = "forbidden"
    REQUIRED = "required"


class ClientContent(StrEnum):
    """When a model takes `clientContent`."""

    ALWAYS = "always"
    SEED_ONLY = "seed_only"


@dataclass(frozen=True, slots=True)
class Profile:
    """One generation of Live models."""

    name: str
    thinking: Thinking
    client_content: ClientContent
    affective_dialog: bool
    proactive_off: bool
    proactive_on: bool
    blocking_tools: bool
    non_blocking_tools: bool
    tools_block_by_default: bool
    media_chunks: bool
    context_update: bool
    interaction_status: bool
    unasked_input_transcripts: bool
    unasked_output_transcripts: bool


P25 = Profile(
    name="p25",
    thinking=Thinking.OPTIONAL,
    client_content=ClientContent.ALWAYS,
    affective_dialog=True,
    proactive_off=True,
    proactive_on=True,
    blocking_tools=True,
    non_blocking_tools=True,
    tools_block_by_default=True,
    media_chunks=True,
    context_update=False,
    interaction_status=False,
    unasked_input_transcripts=False,
    unasked_output_transcripts=False,
)
P31 = Profile(
    name="p31",
    thinking=Thinking.OPTIONAL,
    client_content=ClientContent.SEED_ONLY,
    affective_dialog=False,
    proactive_off=True,
    proactive_on=False,
    blocking_tools=True,
    non_blocking_tools=False,
    tools_block_by_default=True,
    media_chunks=False,
    context_update=False,
    interaction_status=False,
    unasked_input_transcripts=True,
    unasked_output_transcripts=False,
)
P38 = Profile(
    name="p38",
    thinking=Thinking.FORBIDDEN,
    client_content=ClientContent.ALWAYS,
    affective_dialog=False,
    proactive_off=False,
    proactive_on=True,
    blocking_tools=True,
    non_blocking_tools=True,
    tools_block_by_default=False,
    media_chunks=False,
    context_update=True,
    interaction_status=False,
    unasked_input_transcripts=False,
    unasked_output_transcripts=True,
)
P38X = Profile(
    name="p38x",
    thinking=Thinking.REQUIRED,
    client_content=ClientContent.ALWAYS,
    affective_dialog=False,
    proactive_off=False,
    proactive_on=True,
    blocking_tools=False,
    non_blocking_tools=True,
    tools_block_by_default=False,
    media_chunks=False,
    context_update=True,
    interaction_status=True,
    unasked_input_transcripts=False,
    unasked_output_transcripts=True,
)

PROFILES = {profile.name: profile for profile in (P25, P31, P38, P38X)}

LIVE_MODELS = {
    "gemini-2.5-flash-native-audio-preview-12-2025": P25,
    "gemini-2.5-flash-native-audio-preview-09-2025": P25,
    "gemini-3.1-flash-live-preview": P31,
    "gemini-3.8-live": P38,
    "gemini-3.8-live-extended-thinking": P38X,
}
TEXT_MODELS = (
    "gemini-3.8-flash",
    "gemini-3.7-flash",
    "gemini-3.6-flash",
    "gemini-3.5-flash",
    "gemini-3.5-flash-lite",
    "gemini-3.1-pro-preview",
)
VOICES = frozenset(
    "Zephyr Puck Charon Kore Fenrir Leda Orus Aoede Callirrhoe Autonoe Enceladus Iapetus Umbriel Algieba Despina"
    " Erinome Algenib Rasalgethi Laomedeia Achernar Alnilam Schedar Gacrux Pulcherrima Achird Zubenelgenubi"
    " Vindemiatrix Sadachbia Sadaltager Sulafat".split()
)
