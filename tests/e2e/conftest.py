"""The server, the spoken answers and the browser that the end-to-end tests share."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.journey import ANSWERS
from tests.e2e.server import Server, product_port
from tests.spoken import INSTALL_HINT, can_speak, silence, speak, write_wav

# A machine that is busy is slow, not wrong.
expect.set_options(timeout=30_000)

_ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
_RATE_HZ = 48_000


@pytest.fixture(scope="session")
def port() -> int:
    """Where the product is served; the production build for it is made once."""
    chosen = product_port()
    environment = {**os.environ, "PORT": str(chosen)}
    subprocess.run([sys.executable, "-m", "preppal", "build"], cwd=_ROOT, env=environment, check=True, timeout=600)
    return chosen


@pytest.fixture
def server(port: int, tmp_path: Path) -> Iterator[Server]:
    """The product, running, on an empty data folder."""
    running = Server(tmp_path, port).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def shared_server(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running product for the tests of a module, each with an interview of its own."""
    running = Server(tmp_path_factory.mktemp("product"), port).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def say(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Speech as PCM16: say("I fixed it.", rate_hz=16_000)."""
    if not can_speak():
        pytest.skip(INSTALL_HINT)
    folder = tmp_path_factory.mktemp("spoken")
    return lambda text, **options: speak(text, folder, **options)


@pytest.fixture(scope="session")
def answers(say: Callable[..., bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For a microphone: three spoken answers with room for the interviewer between them, over and over."""
    sound = b"".join(say(answer, rate_hz=_RATE_HZ) + silence(17_000, _RATE_HZ) for answer in ANSWERS)
    return write_wav(tmp_path_factory.mktemp("microphone") / "answers.wav", sound, _RATE_HZ)


@pytest.fixture(scope="session")
def chromium() -> str:
    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian package chromium)")
    return CHROMIUM
