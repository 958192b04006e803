"""The program itself, as a person starts it."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
from google import genai
from google.genai import types

from tests.emulators.gemini_live.heard import collect
from tests.emulators.gemini_live.tones import Speaker, decode
from tests.unit.emulators.sdk_client import config, line

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "tests.emulators.gemini_live")


@pytest.fixture
def anyio_backend() -> str:
    """In real time: virtual time cannot see another process at work."""
    return "asyncio"


@asynccontextmanager
async def program(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, str]]]:
    process = await asyncio.create_subprocess_exec(*COMMAND, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        printed = [(await process.stdout.readline()).decode() for _ in range(3)]
        yield process, dict(told.removeprefix("export ").strip().split("=", 1) for told in printed)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        await process.wait()


async def test_three_variables_are_all_a_client_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    async with program("--time-scale", "100") as (process, environment):
        assert list(environment) == ["GEMINI_API_KEY", "GOOGLE_GEMINI_BASE_URL", "SSL_CERT_FILE"]
        for name, value in {**environment, "NO_PROXY": "127.0.0.1"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("GOOGLE_API_KEY", raising=False)
        client = genai.Client(http_options=types.HttpOptions(api_version="v1beta"))
        async with line(client, config(tools=[])) as opened:
            await opened.ask("Begin.")
            await opened.until(lambda: opened.turns == 1)
            assert opened.heard_text.startswith("Hello and welcome")
            (heard,) = collect(decode(opened.audio, 24_000), Speaker.INTERVIEWER)
            assert heard.is_complete
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0
        assert not await anyio.Path(environment["SSL_CERT_FILE"]).exists()


async def test_program_takes_a_scenario_and_a_folder_for_certificates(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("certificates")
    async with program("--scenario", "barge_in", "--cert-dir", str(folder)) as (process, environment):
        assert environment["SSL_CERT_FILE"] == str(folder / "ca.pem")
        assert process.stdout is not None
        assert "scenario barge_in" in (await process.stdout.readline()).decode()


async def test_program_lists_its_scenarios() -> None:
    process = await asyncio.create_subprocess_exec(*COMMAND, "--list", cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    assert b"goaway_polite" in output
    assert process.returncode == 0
