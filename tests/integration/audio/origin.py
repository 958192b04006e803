"""A local origin for the component's scripts as they lie in the repository, and the Chromium that runs them."""

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
INSTALL_HINT = "Chromium is not installed: apt-get install chromium"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
FAKE_MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

_GRANT_MS = 3_600_000

# Reflex bundles the scripts; here a worker gets the one package they name by a path instead.
_PROTOBUF = "/audio_worklet/node_modules/@bufbuild/protobuf/dist/esm"
_PACKAGES = {
    '"@bufbuild/protobuf/codegenv2"': f'"{_PROTOBUF}/codegenv2/index.js"',
    '"@bufbuild/protobuf"': f'"{_PROTOBUF}/index.js"',
}


class ComponentHandler(SimpleHTTPRequestHandler):
    """Serves the scripts under a policy that allows files of this origin, and sockets of this machine, only."""

    # Playwright's wait_for_function needs eval; the component does not.
    policy = (
        "default-src 'none'; script-src 'self' 'unsafe-eval'; worker-src 'self'; connect-src 'self' ws://127.0.0.1:*"
    )
    extensions_map = {".js": "text/javascript", ".html": "text/html"}

    def do_GET(self) -> None:  # noqa: N802  (the base class's own name)
        path = Path(self.translate_path(self.path))
        if path.suffix != ".js" or path.parent.name != "audio_worklet" or not path.is_file():
            super().do_GET()
            return
        script = path.read_text(encoding="utf-8")
        for name, address in _PACKAGES.items():
            script = script.replace(name, address)
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript")
        self.end_headers()
        self.wfile.write(script.encode())

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def granting(socket_url: str) -> type[ComponentHandler]:
    """Serves the scripts, and to whoever asks a token for that socket, good for an hour."""

    class GrantHandler(ComponentHandler):
        def do_POST(self) -> None:  # noqa: N802  (the base class's own name)
            expires_at = round(time.time() * 1000) + _GRANT_MS
            body = json.dumps({"token": "good", "url": socket_url, "expiresAt": expires_at}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

    return GrantHandler


@contextmanager
def component_origin(handler: type[ComponentHandler] = ComponentHandler) -> Iterator[str]:
    """The repository, served while the block runs; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(REPOSITORY)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium_path() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
