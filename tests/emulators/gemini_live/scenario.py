"""A scenario: how the emulated service behaves. Frozen values; the defaults are the documented behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.emulators.gemini_live.actions import Action, Close
from tests.emulators.gemini_live.steps import Step
from tests.emulators.gemini_live.violations import Rule
from tests.emulators.gemini_live.voice import Style

Range = float | tuple[float, float]


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer instead of the upgrade."""

    code: int = 503
    body: str = ""


@dataclass(frozen=True, slots=True)
class Connect:
    """What goes wrong before a session exists."""

    http_status: HttpAnswer | None = None
    untrusted_tls: bool = False
    never_upgrade: bool = False
    never_setup: bool = False
    first_message: Mapping[str, object] | None = None
    close: Close | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in emulated seconds. `None` means unlimited."""

    connection_s: float | None = 600
    goaway_before_s: float | None = 60
    goaway_left: str | None = "auto"  # None: a goAway without timeLeft
    on_age: tuple[Action, ...] = (Close(1000),)
    session_s: float | None = 900  # without context window compression
    context_tokens: int | None = 131_072
    honours_compression: bool = True  # False: asked for in vain, as reports have it of one generation
    on_session: tuple[Action, ...] = (Close(1000),)
    handle_ttl_s: float = 7200
    max_sessions: int | None = None
    over_capacity: tuple[Action, ...] = (Close(1011, "You exceeded your current quota. RESOURCE_EXHAUSTED"),)
    over_capacity_http: int | None = None  # refuse the upgrade instead
    setup_s: float = 10  # real seconds: no machine gets faster with the clock
    message_bytes: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Vad:
    """Turn detection. `scripted` ignores audio; else the setup decides between energy and the client's messages."""

    mode: str = "setup"
    threshold_dbfs: float = -45
    silence_ms: int | None = None  # overrides what the setup asks for
    prefix_ms: int | None = None
    late_ms: int = 0
    min_utterance_ms: int = 0  # shorter activities are not answered
    hears_echo: bool = False  # the interviewer's own code in the uplink counts as speech


@dataclass(frozen=True, slots=True)
class Latency:
    setup_ms: float = 60
    ttfa_ms: Range = 600
    turn_complete_ms: float = 100


@dataclass(frozen=True, slots=True)
class Audio:
    style: Style = Style.TONE
    chunk_ms: Range = (20, 250)
    speed: Range = (1, 8)
    combined_share: float = 0.3  # messages that carry audio and transcript together


@dataclass(frozen=True, slots=True)
class Transcripts:
    input_lag_ms: float = 300
    input_fragment: str = "words"  # words | letters | whole
    output_fragment: str = "words"
    output_lead_ms: float = 0
    drop_input: bool = False
    drop_output: bool = False
    head_missing_words: int = 0
    garbled: bool = False  # what was said comes back in another language
    language: str | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True)
class ResumptionRules:
    mode: str = "every_turn"  # every_turn | never
    delay_ms: Range = (20, 200)
    gap_s: float = 0  # no handle before this age of the connection
    busy_updates: bool = True  # resumable: false while generating or in a tool call
    unknown: Close = Close(1007, "Request contains an invalid argument.")
    poisoned_after_s: float | None = None  # every resumed connection dies so soon
    latency_ms: float = 300


@dataclass(frozen=True, slots=True)
class Interview:
    """What the built-in interviewer has on its list."""

    greeting: str = "Hello and welcome, I am glad you could make it."
    questions: tuple[str, ...] = (
        "To begin, please tell me a little about yourself.",
        "Which project are you most proud of, and what was your part in it?",
        "Tell me about a time when you disagreed with a colleague.",
        "How do you decide what to work on first when everything is urgent?",
        "What would you like to learn in your next position?",
    )
    farewell: str = "Thank you, that was a good conversation. We will be in touch. Goodbye."
    follow_up_every: int = 2  # after every n-th question one follow-up; 0 for none
    end_tool: str = "end_interview"
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    do: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Chaos:
    """In this share of all turns, of either side, one of the faults happens somewhere within the turn."""

    share: float = 0
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class RestAnswer:
    """One answer of generateContent, in the order of the requests; `matches` keeps it for requests with those words."""

    code: int = 200
    text: str | None = None
    body: Mapping[str, object] | None = None
    html: str | None = None
    finish_reason: str = "STOP"
    block_reason: str | None = None
    damage: str | None = None  # bad_json | schema | truncated: applied to a good answer
    delay_s: float = 0
    times: int = 1
    matches: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything at once; `connections` holds the scenario as it is for the first, second, … connection of a run."""

    name: str = "happy"
    group: int = 1
    summary: str = ""
    seed: int = 1
    time_scale: float = 1
    profile: str | None = None
    text_frames: bool = False
    deflate: bool = False
    pretty: bool = True
    versions: tuple[str, ...] = ("v1", "v1beta", "v1alpha")
    rejected_keys: str = r"^(bad|invalid)"
    relax: frozenset[Rule] = frozenset()
    strict_tool_ids: bool = False
    one_run: bool = True  # connections without a label belong to one run; else every fresh session begins a run
    run_pattern: str | None = None  # names the run from the system instruction, first group
    connect: Connect = field(default_factory=Connect)
    limits: Limits = field(default_factory=Limits)
    vad: Vad = field(default_factory=Vad)
    latency: Latency = field(default_factory=Latency)
    audio: Audio = field(default_factory=Audio)
    transcripts: Transcripts = field(default_factory=Transcripts)
    resumption: ResumptionRules = field(default_factory=ResumptionRules)
    interview: Interview = field(default_factory=Interview)
    chaos: Chaos = field(default_factory=Chaos)
    answers: Mapping[int, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    rest: tuple[RestAnswer, ...] = ()
    asserts: Mapping[str, float | str | bool | None] = field(default_factory=dict)
    connections: tuple["Scenario", ...] = ()

    def for_connection(self, index: int) -> "Scenario":
        return self.connections[index] if index < len(self.connections) else self
