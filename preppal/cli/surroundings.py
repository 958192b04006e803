"""What the doctor looks at around this machine: the address people type, the socket through the proxy, the clock."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from preppal.cli.findings import Finding, Health
from preppal.config import EngineName, Settings
from preppal.engines.gemini_examination import find_model, named_models
from preppal.errors import PreppalError
from preppal.store.clock import clock_of
from preppal.store.database import Database

_LIMIT_S = 5.0
_ECHO_PATH = "/interview-echo"
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# Tokens live for five minutes; people notice less.
_SKEW_NOTE_S, _SKEW_ILL_S = 10, 120


def examine(settings: Settings) -> Iterator[Finding]:
    yield _origin(settings)
    address = settings.own_url
    is_up = _answers(address)
    if is_up:
        yield Finding("address", Health.WELL, f"{address} answers")
        yield _socket("socket", settings.gateway_url or address)
    else:
        yield _nobody_there(settings, address)
    yield from _clock(settings)


def _origin(settings: Settings) -> Finding:
    where = urlsplit(settings.own_url)
    if where.scheme == "https" or where.hostname in _LOCAL:
        return Finding("microphone", Health.WELL, f"browsers give it to {settings.own_url}")
    return Finding(
        "microphone",
        Health.ILL,
        f"browsers give no microphone to {settings.own_url}",
        "Put a proxy with https in front and set PREPPAL_PUBLIC_URL to its address.",
    )


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=_LIMIT_S, follow_redirects=True).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _nobody_there(settings: Settings, address: str) -> Finding:
    """With a public address the server may well run, and the proxy not find it."""
    local = f"http://localhost:{settings.port}"
    if settings.public_url and _answers(local):
        cure = f"Let the proxy pass everything, /healthz too, to {local}."
        return Finding("address", Health.ILL, f"{local} answers and {address} does not", cure)
    return Finding(
        "address", Health.NOTE, f"nothing answers at {address}", "Start the server and ask the doctor again."
    )


def _socket(part: str, address: str) -> Finding:
    """Sends a frame to the echo and back, as the sound check does."""
    url = address.replace("http", "ws", 1) + _ECHO_PATH
    cure = "Let the proxy pass WebSocket upgrades (the headers Upgrade and Connection) for /interview and /_event."
    try:
        with connect(url, open_timeout=_LIMIT_S, close_timeout=1, compression=None) as socket:
            socket.send(b"doctor")
            is_echoed = socket.recv(timeout=_LIMIT_S) == b"doctor"
    except InvalidStatus as error:
        return Finding(part, Health.ILL, f"{url} answered {error.response.status_code} instead of opening", cure)
    except (OSError, TimeoutError, WebSocketException) as error:
        return Finding(part, Health.ILL, f"{url} cannot be opened ({type(error).__name__})", cure)
    if not is_echoed:
        return Finding(part, Health.ILL, f"{url} sends other bytes than it was sent", cure)
    return Finding(part, Health.WELL, f"{url} opens and carries frames")


def _clock(settings: Settings) -> Iterator[Finding]:
    """Against whoever has a clock of its own: the provider, or a database server."""
    source, theirs = _their_time(settings)
    if theirs is None:
        yield Finding("clock", Health.NOTE, "nothing to compare it with: no provider and no database server is set")
        return
    skew_s = abs((datetime.now(UTC) - theirs).total_seconds())
    says = f"{skew_s:.0f} s from the clock of {source}"
    cure = "Let this machine set its clock (timedatectl set-ntp true): tokens live for five minutes."
    health = Health.ILL if skew_s > _SKEW_ILL_S else Health.NOTE if skew_s > _SKEW_NOTE_S else Health.WELL
    yield Finding("clock", health, says, "" if health is Health.WELL else cure)


def _their_time(settings: Settings) -> tuple[str, datetime | None]:
    try:
        if settings.chosen_engine is EngineName.GEMINI and settings.gemini_api_key:
            found = find_model(settings, named_models(settings)[0])
            return "Gemini", parsedate_to_datetime(found.date) if found.date else None
        database = Database(settings.database_url)
        if not database.is_sqlite:
            try:
                return "the database", clock_of(database)
            finally:
                database.close()
    except (PreppalError, ValueError):
        pass
    return "", None
