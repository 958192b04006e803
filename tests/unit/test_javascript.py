"""Runs the JavaScript tests of the audio component on the Node that requirements.txt brings."""

import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_COMPONENT = _ROOT / "audio_worklet"


def test_the_javascript_of_the_audio_component_passes_its_tests() -> None:
    if not (_COMPONENT / "node_modules").is_dir():
        pytest.skip("install the browser tools with `make setup`")
    environment = {**os.environ, "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"}
    files = sorted(str(path) for path in (_ROOT / "tests/js").glob("*.test.mjs"))
    finished = subprocess.run(
        ["node", "--test", *files], cwd=_COMPONENT, env=environment, capture_output=True, text=True, timeout=240
    )
    assert finished.returncode == 0, finished.stdout[-4_000:] + finished.stderr[-2_000:]
