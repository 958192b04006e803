"""What the official Python SDK makes of refusals, close codes and damaged links."""

import json
import ssl

import pytest
from google.genai import errors, types
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.emulators.gemini_live.violations import INVALID_ARGUMENT
from tests.unit.emulators.sdk_client import config, line, sdk

pytestmark = pytest.mark.anyio

QUOTA = "You exceeded your current quota. RESOURCE_EXHAUSTED"


async def refused(
    emulator: GeminiLiveEmulator, settings: types.LiveConnectConfig | None = None, *, model: str = "gemini-3.8-live"
) -> errors.APIError:
    with pytest.raises(errors.APIError) as caught:
        async with line(sdk(emulator), settings, model=model):
            pytest.fail("the setup was accepted")
    return caught.value


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"thinking_config": {"thinking_budget": 0}}, "thinking"),
        ({"enable_affective_dialog": True}, "affective_dialog"),
        ({"proactivity": {"proactive_audio": False}}, "proactivity"),
        ({"speech_config": {"voice_config": {"prebuilt_voice_config": {"voice_name": "Bob"}}}}, "voice"),
        ({"context_window_compression": {"trigger_tokens": 9000}}, "compression"),
        ({"response_modalities": ["TEXT"]}, "modality"),
        ({"session_resumption": {"handle": "h_of_nobody"}}, "handle"),
    ],
)
async def test_wrong_setup_closes_with_1007(changes: dict[str, object], rule: str) -> None:
    async with GeminiLiveEmulator() as emulator:
        error = await refused(emulator, config(**changes))
        assert (error.code, error.details) == (1007, INVALID_ARGUMENT)
        assert emulator.received.notes("violation")[0].fields["rule"] == rule


async def test_unknown_model_closes_with_1008_and_names_the_version() -> None:
    async with GeminiLiveEmulator() as emulator:
        error = await refused(emulator, model="gemini-2.0-flash-live-001")
    assert error.code == 1008
    assert "not found for API version v1beta" in str(error.details)


@pytest.mark.parametrize("code", [401, 403, 404, 429, 503])
async def test_refused_upgrade_keeps_its_status(code: int) -> None:
    async with GeminiLiveEmulator(f"http_{code}") as emulator:
        with pytest.raises(InvalidStatus) as caught:
            async with line(sdk(emulator)):
                pytest.fail("upgraded")
        assert caught.value.response.status_code == code
        assert emulator.run.attempts == 1


async def test_unknown_api_version_is_not_found() -> None:
    async with GeminiLiveEmulator() as emulator:
        with pytest.raises(InvalidStatus) as caught:
            async with line(sdk(emulator, version="v7")):
                pytest.fail("upgraded")
    assert caught.value.response.status_code == 404


async def test_certificate_of_a_stranger_is_refused_by_the_client() -> None:
    async with GeminiLiveEmulator("tls_bad") as emulator:
        with pytest.raises(ssl.SSLCertVerificationError):
            async with line(sdk(emulator)):
                pytest.fail("trusted")
        assert emulator.run.attempts == 1


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (1000, ""),
        (1001, "going away"),
        (1007, INVALID_ARGUMENT),
        (1008, "The operation was aborted"),
        (1011, "Deadline expired before operation could complete."),
        (1011, QUOTA),
        (1012, ""),
        (1013, ""),
    ],
)
async def test_close_reaches_the_client_with_code_and_reason(code: int, reason: str) -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        assert await emulator.inject({"close": {"code": code, "reason": reason}}) == 1
        await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert (opened.ended.code, opened.ended.details or "") == (code, reason)


@pytest.mark.parametrize("action", ["abort_tcp", "eof"])
async def test_lost_tcp_connection_is_a_1006(action: str) -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await emulator.inject(action)
        await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1006


async def test_half_open_link_is_only_found_by_pings() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator, ping_interval=20, ping_timeout=20)
        async with line(client) as opened:
            await emulator.inject("half_open")
            await opened.session.send_realtime_input(text="Is anybody there?")
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1006
        assert emulator.received.received("text") == []


async def test_stalled_link_answers_pings_and_goes_on_when_told() -> None:
    async with GeminiLiveEmulator() as emulator:
        client = sdk(emulator, ping_interval=20, ping_timeout=20)
        async with line(client) as opened:
            await emulator.inject("stop_writing")
            await opened.ask("Begin.")
            await emulator.received.until(lambda record: record.kind == "turn_complete")
            assert opened.messages == []
            await emulator.inject("go_on")
            await opened.until(lambda: opened.turns == 1)
        assert opened.heard_text


async def test_pongs_come_late_when_told() -> None:
    """The client's own keepalive ends the link, as it did with the real service and the SDK's defaults."""
    async with GeminiLiveEmulator("slow_pongs") as emulator:
        client = sdk(emulator, ping_interval=20, ping_timeout=20)
        async with line(client) as opened:
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1006


async def test_late_pong_within_the_clients_patience_keeps_the_link() -> None:
    async with GeminiLiveEmulator("slow_pongs") as emulator:
        client = sdk(emulator, ping_interval=20, ping_timeout=60)
        async with line(client) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)
            latency_s = await (await opened.session._ws.ping())
        assert opened.ended is not None
        assert opened.ended.code == 1000
        assert latency_s > 25


async def test_first_message_that_is_no_setup_complete_is_swallowed_by_the_sdk() -> None:
    scenario = "first_message_other"
    async with GeminiLiveEmulator(scenario) as emulator, line(sdk(emulator)) as opened:
        assert opened.session.setup_complete is None
        await opened.until(lambda: any(message.setup_complete for message in opened.messages))


async def test_second_setup_closes_with_1007() -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await opened.session._ws.send(json.dumps({"setup": {"model": "models/gemini-3.8-live"}}))
        await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1007


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        ({"realtime_input": {"mediaChunks": [{"data": "AAA=", "mime_type": "audio/pcm"}]}}, "media_chunks"),
        ({"realtime_input": {"audioStreamEnd": True}}, "audio_stream_end"),
        ({"client_content": {"turns": [{"parts": [{"functionCall": {"name": "x"}}]}]}}, "function_parts"),
        ({"realtime_input": {"audio": {"data": "AAA=", "mime_type": "audio/ogg"}}}, "audio_format"),
        ({"nonsense": {}}, "unknown_key"),
    ],
)
async def test_message_that_breaks_a_rule_closes_with_1007(message: object, rule: str) -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await opened.session._ws.send(json.dumps(message))
        await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1007
        assert emulator.received.notes("violation")[0].fields["rule"] == rule


async def test_activity_message_is_refused_while_the_service_detects_activity() -> None:
    async with GeminiLiveEmulator() as emulator:
        async with line(sdk(emulator), config(realtime_input_config={})) as opened:
            await opened.session.send_realtime_input(activity_start=types.ActivityStart())
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1007


async def test_message_over_the_limit_closes_with_1009() -> None:
    small = {"limits": {"message_bytes": 10_000}}
    async with GeminiLiveEmulator(small) as emulator, line(sdk(emulator)) as opened:
        await opened.ask("x" * 20_000)
        await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1009


async def test_message_over_a_mebibyte_kills_a_client_with_the_default_limit() -> None:
    async with GeminiLiveEmulator("huge_message_1100k") as emulator:
        async with line(sdk(emulator, max_size=2**20)) as opened:
            await emulator.inject({"big": 1_100_000})
            await opened.until(lambda: opened.ended)
        assert opened.ended is not None
        assert opened.ended.code == 1006


@pytest.mark.parametrize(
    ("action", "problem"),
    [
        ({"raw": "{"}, ValueError),
        ({"message": {"error": {"code": 500}}}, TypeError),
        ({"message": {"code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED"}}, errors.ClientError),
        ({"raw": "[1]"}, AttributeError),
        ("corrupt_audio", ValueError),
    ],
)
async def test_nonsense_is_an_error_of_its_own_and_the_session_goes_on(
    action: object, problem: type[Exception]
) -> None:
    async with GeminiLiveEmulator() as emulator, line(sdk(emulator)) as opened:
        await emulator.inject(action)
        await opened.until(lambda: opened.problems)
        assert isinstance(opened.problems[0], problem)
        await opened.ask("Begin.")
        await opened.until(lambda: opened.turns == 1)


async def test_link_without_a_setup_is_closed() -> None:
    async with GeminiLiveEmulator({"limits": {"setup_s": 0.1}}) as emulator:
        path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=some"
        url = emulator.url.replace("https", "wss") + "/" + path
        async with connect(url, ssl=emulator.ssl_context, proxy=None) as socket:
            await socket.wait_closed()
        assert socket.close_code == 1007


async def test_deflate_is_agreed_on_when_the_scenario_wants_it() -> None:
    plain = {"deflate": True, "text_frames": True}
    async with GeminiLiveEmulator(plain) as emulator:
        client = sdk(emulator, compression="deflate")
        async with line(client) as opened:
            assert [extension.name for extension in opened.session._ws.protocol.extensions] == ["permessage-deflate"]
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)


async def test_client_that_goes_away_leaves_nothing_open() -> None:
    async with GeminiLiveEmulator("client_vanishes") as emulator:
        async with line(sdk(emulator)) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.audio)
            assert emulator.metrics()["open_connections"] == 1
        await emulator.received.until(lambda record: record.kind == "ended")
        assert emulator.unmet() == []
