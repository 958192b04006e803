"""`python -m preppal doctor` on installations that are well, and on one broken in each way it knows."""

import asyncio
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from preppal.__main__ import main
from preppal.store.database import Database
from preppal.store.migrations import config_for, downgrade, locked_connection, migrate
from tests.emulators.gemini_live import GeminiLiveEmulator
from tests.postgres import PostgresServer

_OURS = ("REFLEX_DB_URL", "DATABASE_URL", "REFLEX_REDIS_URL", "GEMINI_API_KEY", "PREPPAL_PUBLIC_URL", "GATEWAY_URL")


class Usage(NamedTuple):
    total: int
    used: int
    free: int


class Doctor:
    """An installation in a folder of its own, and what the doctor says of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch
        self._capsys = capsys

    def set(self, **settings: str) -> None:
        for name, value in settings.items():
            self.monkeypatch.setenv(name, value)

    def ask(self) -> tuple[int, dict[str, dict[str, str]]]:
        """The exit code, and the findings by part."""
        self._capsys.readouterr()
        code = main(["doctor", "--json"])
        return code, {finding["part"]: finding for finding in json.loads(self._capsys.readouterr().out)}

    def finds(self, part: str) -> dict[str, str]:
        """The finding of a part that is ill: with a cure, and the exit code that says so."""
        code, findings = self.ask()
        assert code == 1
        assert findings[part]["status"] == "failed", findings
        assert findings[part]["cure"]
        return findings[part]


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Doctor:
    monkeypatch.chdir(tmp_path)
    for name in _OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREPPAL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PREPPAL_ENGINE", "offline")
    monkeypatch.setenv("PORT", "9")  # nobody listens there
    return Doctor(tmp_path, monkeypatch, capsys)


def _installed(doctor: Doctor) -> Database:
    (doctor.folder / "data").mkdir(mode=0o700)
    database = Database(f"sqlite:///{doctor.folder / 'data' / 'preppal.db'}")
    migrate(database)
    return database


def test_fresh_clone_is_well_and_is_told_what_the_first_start_makes(doctor: Doctor) -> None:
    code, findings = doctor.ask()
    assert code == 0
    assert {part for part, finding in findings.items() if finding["status"] == "failed"} == set()
    assert findings["database"]["status"] == "note"


def test_installation_that_ran_is_well(doctor: Doctor) -> None:
    _installed(doctor).close()
    code, findings = doctor.ask()
    assert code == 0
    assert findings["database"]["status"] == findings["migrations"]["status"] == "ok"


def test_words_say_what_json_says(doctor: Doctor, capsys: pytest.CaptureFixture[str]) -> None:
    doctor.set(HOST="0.0.0.0", PREPPAL_PUBLIC_URL="http://practice.example.org")
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "FAIL  microphone: browsers give no microphone to http://practice.example.org" in told
    assert "→ Put a proxy with https in front" in told
    assert told.strip().endswith("to mend.")


def test_setting_that_cannot_be_is_named(doctor: Doctor) -> None:
    doctor.set(PREPPAL_ENGINE="pipeline")
    assert "PREPPAL_ENGINE" in doctor.finds("settings")["says"]


def test_database_of_an_older_version_is_to_be_migrated(doctor: Doctor) -> None:
    database = _installed(doctor)
    with locked_connection(database) as connection:
        assert config_for(connection)
        downgrade(connection, "-1")
    database.close()
    assert "migrate" in doctor.finds("migrations")["cure"]


def test_database_server_that_is_not_there(doctor: Doctor) -> None:
    doctor.set(REFLEX_DB_URL="postgresql://nobody:hush@127.0.0.1:9/preppal")
    found = doctor.finds("database")
    assert "hush" not in json.dumps(found)


@pytest.mark.postgres
def test_database_server_is_asked_for_the_time(doctor: Doctor, postgres_server: PostgresServer) -> None:
    url = postgres_server.url(postgres_server.new_database())
    database = Database(url)
    migrate(database)
    database.close()
    doctor.set(REFLEX_DB_URL=url)
    code, findings = doctor.ask()
    assert (code, findings["clock"]["status"]) == (0, "ok")
    assert findings["database"]["says"] == "PostgreSQL answers"


def test_redis_that_is_not_there(doctor: Doctor) -> None:
    doctor.set(REFLEX_REDIS_URL="redis://127.0.0.1:9")
    assert "REFLEX_REDIS_URL" in doctor.finds("redis")["cure"]


def test_folder_that_anybody_may_change(doctor: Doctor) -> None:
    (doctor.folder / "data").mkdir()
    (doctor.folder / "data").chmod(0o777)
    assert "chmod" in doctor.finds("data folder")["cure"]


def test_secret_key_that_others_may_read(doctor: Doctor) -> None:
    (doctor.folder / "data").mkdir(mode=0o700)
    key = doctor.folder / "data" / "secret_key"
    key.write_text("x" * 48)
    key.chmod(0o644)
    found = doctor.finds("secret key")
    assert "chmod 600" in found["cure"]
    assert "xxx" not in json.dumps(found)


def test_disk_that_is_full(doctor: Doctor) -> None:
    doctor.monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 1_000, 1_000))
    assert "Make room" in doctor.finds("disk")["cure"]


def test_file_store_that_does_not_answer(doctor: Doctor) -> None:
    doctor.set(PREPPAL_BLOB_URL="file:///somewhere")
    assert "PREPPAL_BLOB_URL" in doctor.finds("files")["says"]


# ---- the address people type


@contextmanager
def _web_server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802  its base class names it
            answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _whole_server() -> Iterator[str]:
    """Answers `/healthz`, and echoes on sockets."""

    def answer_plain(connection: ServerConnection, request: Request) -> Response | None:
        return Response(200, "OK", Headers(), b"{}") if request.path == "/healthz" else None

    def echo(connection: ServerConnection) -> None:
        for frame in connection:
            connection.send(frame)

    server: Server = serve(echo, "127.0.0.1", 0, process_request=answer_plain)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.socket.getsockname()[1]}"
    finally:
        server.shutdown()


def _only_pages(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "0")
    request.end_headers()


def test_server_that_runs_carries_frames(doctor: Doctor) -> None:
    with _whole_server() as address:
        doctor.set(PREPPAL_PUBLIC_URL=address)
        code, findings = doctor.ask()
    assert (code, findings["socket"]["status"]) == (0, "ok")


def test_proxy_that_does_not_pass_sockets(doctor: Doctor) -> None:
    with _web_server(_only_pages) as address:
        doctor.set(PREPPAL_PUBLIC_URL=address)
        found = doctor.finds("socket")
    assert "200 instead of opening" in found["says"]
    assert "Upgrade" in found["cure"]


def test_proxy_that_does_not_find_the_server(doctor: Doctor) -> None:
    with _web_server(_only_pages) as address:
        doctor.set(PREPPAL_PUBLIC_URL="http://localhost:9", PORT=address.rpartition(":")[2])
        assert "proxy" in doctor.finds("address")["cure"]


# ---- Gemini


def _with_gemini(doctor: Doctor, **settings: str) -> tuple[int, dict[str, dict[str, str]]]:
    async def play() -> tuple[int, dict[str, dict[str, str]]]:
        async with GeminiLiveEmulator() as emulator:
            doctor.set(PREPPAL_ENGINE="gemini", NO_PROXY="127.0.0.1", **{**emulator.environment, **settings})
            return await asyncio.to_thread(doctor.ask)

    return asyncio.run(play())


def test_models_that_are_there(doctor: Doctor) -> None:
    code, findings = _with_gemini(doctor)
    assert code == 0
    assert findings["live model"]["status"] == findings["review model"]["status"] == "ok"


@pytest.mark.parametrize(
    ("setting", "model", "words"),
    [
        ("PREPPAL_GEMINI_LIVE_MODEL", "gemini-0.1-live", "no model gemini-0.1-live any more"),
        ("PREPPAL_GEMINI_LIVE_MODEL", "gemini-3.8-flash", "cannot do what PREPPAL_GEMINI_LIVE_MODEL is for"),
        ("PREPPAL_GEMINI_REVIEW_MODEL", "gemini-3.8-live", "cannot do what PREPPAL_GEMINI_REVIEW_MODEL is for"),
    ],
)
def test_model_that_is_gone_or_of_the_wrong_kind(doctor: Doctor, setting: str, model: str, words: str) -> None:
    code, findings = _with_gemini(doctor, **{setting: model})
    assert code == 1
    assert words in " ".join(finding["says"] for finding in findings.values() if finding["status"] == "failed")


def test_key_that_is_refused_is_said_without_the_key(doctor: Doctor) -> None:
    def refuse(request: BaseHTTPRequestHandler) -> None:
        request.send_response(400)
        request.send_header("Content-Length", "0")
        request.end_headers()

    with _web_server(refuse) as address:
        doctor.set(PREPPAL_ENGINE="gemini", GEMINI_API_KEY="wrong-key-9", GOOGLE_GEMINI_BASE_URL=address)
        found = doctor.finds("live model")
    assert "GEMINI_API_KEY" in found["says"]
    assert "wrong-key-9" not in json.dumps(found)


def test_key_that_is_missing(doctor: Doctor) -> None:
    doctor.set(PREPPAL_ENGINE="gemini")
    assert "GEMINI_API_KEY" in doctor.finds("engine")["says"]


def test_clock_that_is_wrong(doctor: Doctor) -> None:
    model = b'{"supportedGenerationMethods": ["bidiGenerateContent", "generateContent"]}'

    def long_ago(request: BaseHTTPRequestHandler) -> None:
        request.send_response_only(200)
        request.send_header("Date", "Fri, 20 Nov 2020 10:00:00 GMT")
        request.send_header("Content-Length", str(len(model)))
        request.end_headers()
        request.wfile.write(model)

    with _web_server(long_ago) as address:
        doctor.set(PREPPAL_ENGINE="gemini", GEMINI_API_KEY="some-key", GOOGLE_GEMINI_BASE_URL=address)
        assert "set-ntp" in doctor.finds("clock")["cure"]
