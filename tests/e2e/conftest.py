"""The server, the spoken answers and the browser that the end-to-end tests share."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.server import Server, free_port
from tests.spoken import INSTALL_HINT, can_speak, speak

_ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="session")
def built_pages() -> None:
    """The production build, made once."""
    subprocess.run([sys.executable, "-m", "preppal", "build"], cwd=_ROOT, check=True, timeout=600)


@pytest.fixture
def server(built_pages: None, tmp_path: Path) -> Iterator[Server]:
    """The product, running, on an empty data folder."""
    running = Server(tmp_path, free_port()).start()
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
def chromium() -> str:
    if CHROMIUM is None:
        pytest.skip("needs Chromium (Debian package chromium)")
    return CHROMIUM
