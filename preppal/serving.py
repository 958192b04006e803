"""Builds the pages for production when they changed, and serves everything on one port.

The same as `reflex run --env prod`, which builds at every start; keeping the build makes a second start quick.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from preppal.config import Settings
from preppal.errors import ConfigurationError

_ROOT = Path(__file__).parent.parent
_WEB = _ROOT / ".web"
_STAMP = _WEB / "preppal-build.txt"
PAGES = _WEB / "build" / "client"
_BUILT = PAGES / "index.html"
# What the pages are made of. The whole package: a page shows what the domain and the services name.
_SOURCES = ("preppal/**/*.py", "audio_worklet/*.*", "assets/**/*.*", "rxconfig.py", "requirements.txt", "reflex.lock/*")


# A server that was told to stop gets so long to let its port go.
_LEAVING_S, _ASK_AGAIN_S = 5.0, 0.1


def build_pages(settings: Settings) -> bool:
    """Build the front end unless the last build is of the same sources; True when it was built now."""
    digest = _digest(settings)
    if _BUILT.is_file() and _STAMP.is_file() and _STAMP.read_text(encoding="utf-8") == digest:
        return False
    print("Building the pages (once, and after each change of them; about a minute)…", flush=True)  # noqa: T201
    _STAMP.unlink(missing_ok=True)
    shutil.rmtree(_WEB / "public", ignore_errors=True)  # Reflex keeps a copy that is younger than an unpacked source
    finished = subprocess.run(
        [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip", "--env", "prod"],
        cwd=_ROOT,
        env=_environment(settings),
        check=False,
    )
    if finished.returncode or not _BUILT.is_file():
        raise ConfigurationError("The pages could not be built; the lines above say why.")
    _STAMP.write_text(digest, encoding="utf-8")
    return True


def serve(settings: Settings) -> None:
    """Serve until stopped: granian, one worker, pages and routes and sockets on one port."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from reflex_base.environment import environment

    require_free_port(settings.host, settings.port)
    os.environ.update(_environment(settings))
    settings.states_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # before Reflex makes it for all to read
    # Reflex's own switches for its production server: the pages are compiled already, and served with the rest.
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    print(f"Preppal: http://{_shown_host(settings)}:{settings.port}", flush=True)  # noqa: T201
    Granian(
        target="preppal.preppal:app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        loop=Loops.uvloop if sys.platform != "win32" else Loops.asyncio,
        websockets=True,
        log_access=False,
        workers_kill_timeout=15,
    ).serve()


def require_free_port(host: str, port: int, patience_s: float = _LEAVING_S) -> None:
    """Raise `ConfigurationError` when somebody else serves there.

    Granian would share the port with them, and half of the candidates would be asked to sign in again and again.
    """
    until = time.monotonic() + patience_s
    while not _is_free(host, port):
        if time.monotonic() >= until:
            raise ConfigurationError(
                f"Port {port} is taken, perhaps by another Preppal. Stop what serves there, or set PORT to another."
            )
        time.sleep(_ASK_AGAIN_S)


def _is_free(host: str, port: int) -> bool:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with contextlib.closing(socket.socket(family, kind, protocol)) as probe:
        if os.name == "posix":  # connections of a server that is gone linger; on Windows it would mean sharing
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return False
    return True


def migrate_database(settings: Settings) -> None:
    from preppal.store.database import Database
    from preppal.store.migrations import migrate

    database = Database(settings.database_url)
    migrate(database)
    database.close()


def _environment(settings: Settings) -> dict[str, str]:
    """What Reflex must know: production, and one port for pages and events."""
    port = str(settings.port)
    return {
        **os.environ,
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_FRONTEND_PORT": port,
        "REFLEX_BACKEND_PORT": port,
        "REFLEX_TRUSTED_PROXY_HOPS": str(settings.proxies),
    }


def _shown_host(settings: Settings) -> str:
    return "localhost" if settings.is_loopback else settings.host


def _digest(settings: Settings) -> str:
    """Of all sources, and of the settings that are baked into the pages."""
    digest = hashlib.sha256(f"{settings.port} {settings.public_url}".encode())
    for pattern in _SOURCES:
        for path in sorted(_ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts and "external" not in path.parts:
                digest.update(str(path.relative_to(_ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
