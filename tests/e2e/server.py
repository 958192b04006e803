"""The real product in a process of its own, on one port and a data folder of the test."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.namespaces import Machine

_ROOT = Path(__file__).parents[2]
_START_LIMIT_S = 120.0
_DEFAULT_PORT = 3000


def product_port() -> int:
    """PORT, or the default one, when it is free: the built pages know their port, so another means another build."""
    for port in (int(os.environ.get("PORT", _DEFAULT_PORT)), 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuntimeError("no port is free")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _group_of(pid: int) -> int | None:
    with contextlib.suppress(ProcessLookupError):
        return os.getpgid(pid)
    return None


def _command_of(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


class Server:
    """`python -m preppal run`, started, killed and started again; on a machine of its own if one is given."""

    def __init__(self, data_dir: Path, port: int, machine: Machine | None = None, **environment: str) -> None:
        host = machine.address if machine else "localhost"
        self.url = f"http://{host}:{port}"
        self.ws_url = f"ws://{host}:{port}"
        self._through = machine.command if machine else ()
        self._tree = _ROOT
        self.log_path = data_dir / "server.log"
        self._environment = {
            # Importing our Reflex settings leaves theirs in the environment of the tests.
            **{name: value for name, value in os.environ.items() if not name.startswith(("PREPPAL_", "REFLEX_"))},
            "PORT": str(port),
            "PREPPAL_DATA_DIR": str(data_dir),
            "PREPPAL_ENGINE": "offline",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, build: bool = True) -> "Server":
        """Until it answers that it can serve. Without `build` its pages are those of whichever port was built last."""
        log = self.log_path.open("ab")
        self._process = subprocess.Popen(
            [*self._through, sys.executable, "-m", *self._program(build)],
            cwd=self._tree,
            env=self._environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_LIMIT_S
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()  # or it would go on building, and hold the port
                raise RuntimeError(f"the server did not start:\n{self.log()[-4_000:]}")
            time.sleep(0.2)
        return self

    def _program(self, build: bool) -> list[str]:
        return ["preppal", "run" if build else "serve"]

    def kill(self) -> None:
        """As a power cut would: nothing gets to say goodbye."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    @contextlib.contextmanager
    def slow_recogniser(self) -> Iterator[None]:
        """Its process stands still, as on a machine that is too busy."""
        children = [pid for pid in self._processes() if b"recognizer_child" in _command_of(pid)]
        for pid in children:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in children:
                os.kill(pid, signal.SIGCONT)

    def _processes(self) -> list[int]:
        assert self._process is not None
        group = self._process.pid
        everybody = [int(name.name) for name in Path("/proc").iterdir() if name.name.isdigit()]
        return [pid for pid in everybody if _group_of(pid) == group]

    def log(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace") if self.log_path.exists() else ""

    def sign_in(self, email: str = "maya@example.com", name: str = "Maya") -> httpx.Client:
        """A client that is signed in, with the token as its bearer."""
        answer = httpx.post(f"{self.url}/api/auth/dev", json={"email": email, "name": name})
        answer.raise_for_status()
        token = answer.json()["token"]
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def _signal(self, number: int) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
        self._process = None


class GatewayServer(Server):
    """`python -m preppal.gateway`: the gateway alone."""

    def _program(self, build: bool) -> list[str]:
        return ["preppal.gateway"]


class DevelopmentServer(Server):
    """`reflex run`, as people use it who change the pages: in a copy of the sources that a test may edit."""

    def __init__(self, folder: Path, port: int) -> None:
        self.tree = _copy_of_sources(folder / "preppal")
        data_dir = self.tree / "data"  # where it lies by default, and where Reflex watches for changes
        data_dir.mkdir()
        super().__init__(data_dir, port, REFLEX_BACKEND_PORT=str(free_port()))
        self._tree = self.tree

    def _program(self, build: bool) -> list[str]:
        return ["reflex", "run"]


def _copy_of_sources(tree: Path) -> Path:
    """What git keeps, and the npm packages of the last build, so that they need not be fetched again."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=_ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(_ROOT / name, tree / name)
    shutil.copytree(_ROOT / ".web", tree / ".web", symlinks=True)
    return tree
