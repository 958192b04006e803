"""The verbs of scenarios, one by one, as a client sees them."""

import asyncio
import json

import pytest
from google.genai import types
from websockets.asyncio.client import connect

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.tones import Speaker
from tests.emulators.gemini_live.voice import speak
from tests.unit.emulators.sdk_client import Line, config, line, sdk

pytestmark = pytest.mark.anyio


def steps(*pairs: tuple[dict[str, object], object], **more: object) -> dict[str, object]:
    return {"steps": [{"when": when, "do": actions} for when, actions in pairs], **more}


async def greeted(opened: Line) -> None:
    await opened.ask("Begin.")
    await opened.until(lambda: opened.turns == 1)


async def test_single_messages_arrive_as_told() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await emulator.inject(
            [
                {"transcript": {"direction": "input", "text": "heard", "language": "de-DE"}},
                {"transcript": {"direction": "output", "text": "said", "finished": True}},
                {"transcript": {"direction": "interim", "text": "hea"}},
                {"usage": {"prompt": 3, "response": 4}},
                "waiting",
                {"status": "IDLE"},
                {"resumption": {"handle": "h_mine", "resumable": True}},
                {"tool_cancel": "call_9"},
                "duplicate",
            ]
        )
        await opened.until(lambda: len(opened.messages) == 9)
        heard, said, interim, used, waiting, status, handle, cancelled, again = opened.messages
        assert [opened.recognised_text, opened.heard_text, opened.handle] == ["heard", "said", "h_mine"]
        assert heard.server_content is not None
        assert said.server_content is not None
        assert said.server_content.output_transcription is not None
        assert said.server_content.output_transcription.finished
        assert interim.server_content is not None
        assert interim.server_content.interim_input_transcription is not None
        assert used.usage_metadata is not None
        assert used.usage_metadata.total_token_count == 7
        assert waiting.server_content is not None
        assert waiting.server_content.waiting_for_input
        assert status.server_content is not None
        assert status.server_content.interaction_status == types.InteractionStatus.IDLE
        assert handle.session_resumption_update is not None
        assert cancelled.tool_call_cancellation is not None
        assert again == cancelled


async def test_script_can_play_the_detection_of_turns() -> None:
    scenario = steps(
        ({"audio_received_s": 1}, "start_user_turn"),
        ({"audio_received_s": 3}, "end_user_turn"),
        vad={"mode": "scripted"},
    )
    sound = speak("one two three four five six seven eight nine", number=0, speaker=Speaker.CANDIDATE, rate_hz=16_000)
    async with GeminiLiveEmulator(scenario) as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        for start in range(0, len(sound.pcm), 3200):
            await opened.speak(sound.pcm[start : start + 3200])
            await emulator.clock.sleep(0.1)
        await opened.until(lambda: opened.turns == 2)
        (answer,) = emulator.run.answers
        assert answer.audio_ms == pytest.approx(2000, abs=200)


@pytest.mark.parametrize(("expected", "unmet"), [("client_content", 0), ("tool_response", 1)])
async def test_expectation_that_is_not_met_is_a_violation(expected: str, unmet: int) -> None:
    scenario = steps(({"setup_done": True}, {"expect": {"kind": expected, "within_s": 5}}))
    async with GeminiLiveEmulator(scenario) as emulator:
        async with line(sdk(emulator)) as opened:
            await greeted(opened)
            await emulator.clock.sleep(10)
        assert emulator.metrics()["violations"] == unmet


async def test_hanging_turn_ends_when_the_client_goes_on() -> None:
    scenario = steps(({"user_turn": 1}, [{"say": "I was about to"}, "no_turn_complete"]))
    async with GeminiLiveEmulator(scenario) as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        await opened.answer(0, "an answer")
        await opened.until(lambda: opened.heard_text.endswith("about to"))
        await emulator.clock.sleep(60)
        assert opened.turns == 1
        await opened.ask("Please go on.")
        await opened.until(lambda: opened.turns == 3)
        assert opened.interruptions == 1


async def test_text_part_and_bare_marks_are_sent_as_told() -> None:
    scenario = steps(({"text_matches": "^Begin"}, [{"fragment": "thinking"}, "generation_complete", "turn_complete"]))
    async with GeminiLiveEmulator(scenario) as emulator, line(sdk(emulator)) as opened:
        await greeted(opened)
        assert opened.audio == b""
        parts = [part.text for c in opened.contents() if c.model_turn for part in c.model_turn.parts or []]
        assert parts == ["thinking"]
        assert sum(bool(content.generation_complete) for content in opened.contents()) == 1


async def test_steps_follow_messages_contexts_and_setups() -> None:
    scenario = steps(
        ({"setup_received": True}, {"message": {"goAway": {"timeLeft": "1s"}}}),
        ({"client_msg": 2}, {"go_away": "2s"}),
        ({"context_update": True}, {"go_away": "3s"}),
        ({"goaway_sent": True}, "waiting"),
    )
    async with GeminiLiveEmulator(scenario) as emulator, line(sdk(emulator)) as opened:
        assert opened.session.setup_complete is None  # the SDK swallows what comes first
        await opened.ask("Begin.", turn_complete=False)
        await opened.until(lambda: len(opened.go_aways) == 1)
        await opened.session.send_context_update(system_instruction="New.")
        await opened.until(lambda: len(opened.go_aways) == 2)
        assert [notice.time_left for notice in opened.go_aways] == ["2s", "3s"]
        assert sum(bool(content.waiting_for_input) for content in opened.contents()) == 1


async def test_relaxed_rule_is_no_rule() -> None:
    async with GeminiLiveEmulator({"relax": ["thinking", "activity_messages"]}) as emulator:
        settings = config(thinking_config={"thinking_budget": 0}, realtime_input_config={})
        async with line(sdk(emulator), settings) as opened:
            await greeted(opened)
            await opened.answer(0, "an answer")
            await opened.until(lambda: opened.turns == 2)
        assert emulator.metrics()["violations"] == 0


async def test_pongs_can_be_dropped() -> None:
    async with GeminiLiveEmulator(steps(({"setup_done": True}, "drop_pongs"))) as emulator:
        async with line(sdk(emulator, ping_interval=20, ping_timeout=20)) as opened:
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1006


async def test_reading_can_stop_and_go_on() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator, ping_interval=None)) as opened:
        await emulator.inject("stop_reading")
        await opened.ask("Begin.")
        await emulator.clock.sleep(30)
        assert emulator.received.received("client_content") == []
        await emulator.inject("go_on")
        await opened.until(lambda: opened.turns == 1)


async def test_client_that_does_not_read_is_measured() -> None:
    async with GeminiLiveEmulator() as emulator:
        path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
        url = emulator.url.replace("https", "wss") + path
        headers = {"x-goog-api-key": "some"}
        socket = await connect(url, ssl=emulator.ssl_context, additional_headers=headers, proxy=None, max_size=None)
        await socket.send(json.dumps({"setup": {"model": "models/gemini-3.8-live"}}))
        await socket.recv()
        socket.transport.pause_reading()
        # Each is more than the kernel's buffers take: TLS goes on writing as soon as all of one message has left it.
        await emulator.inject([{"big": 24_000_000}] * 2)
        await emulator.clock.sleep(7)
        socket.transport.abort()
        await emulator.received.until(lambda record: record.kind == "ended")
        backpressure_s = emulator.metrics()["backpressure_s"]
        assert isinstance(backpressure_s, float)
        assert backpressure_s == pytest.approx(7, abs=0.1)


async def test_failure_inside_the_emulator_is_raised_at_its_end() -> None:
    async def fail() -> None:
        raise LookupError("a mistake in the emulator")

    async def use() -> None:
        async with GeminiLiveEmulator() as emulator:
            await asyncio.wait({emulator._crew.spawn(fail(), "something")})

    with pytest.raises(ExceptionGroup, match="the emulator failed"):
        await use()
