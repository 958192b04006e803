"""Every setting, read in one place from the environment (and `.env`). Nothing else reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from preppal.errors import ConfigurationError

_WEAK_SECRETS = frozenset({"", "secret", "changeme", "change-me", "password", "preppal", "dev"})
_MIN_SECRET_CHARS = 32
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_Choice = TypeVar("_Choice", bound=StrEnum)


class Registration(StrEnum):
    """Who may make an account."""

    OPEN = "open"
    INVITED = "invited"
    CLOSED = "closed"


class EngineName(StrEnum):
    AUTO = "auto"
    GEMINI = "gemini"
    PIPELINE = "pipeline"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen value. Secrets never show in its repr. Field names are the variables' names in lower case."""

    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 3000
    is_production: bool = False
    public_url: str = ""
    secret_key: str = field(default="", repr=False)
    dev_login: bool = True
    db_url: str = ""
    redis_url: str = field(default="", repr=False)
    engine: EngineName = EngineName.AUTO
    gemini_api_key: str = field(default="", repr=False)
    gemini_base_url: str = ""
    gemini_live_model: str = "gemini-3.8-live"
    gemini_review_model: str = "gemini-3.8-flash"
    gemini_turn_detection: str = "ours"
    worker_shared_secret: str = field(default="", repr=False)
    gateway_url: str = ""
    backend_url: str = ""
    resume_minutes: int = 15
    sessions_per_day: int = 0
    max_live_sessions: int = 20
    connect_token_s: int = 300
    reconnect_token_s: int = 3600
    sign_in_days: int = 30
    minutes_per_day: int = 0
    record_audio: bool = True
    fillers_by_sound: bool = False
    recording_days: int = 90
    blob_url: str = ""
    s3_endpoint_url: str = ""
    s3_region: str = "us-east-1"
    s3_access_key_id: str = field(default="", repr=False)
    s3_secret_access_key: str = field(default="", repr=False)

    registration: Registration = Registration.OPEN
    google_client_id: str = ""
    google_client_secret: str = field(default="", repr=False)
    oidc_discovery_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_label: str = "Single sign-on"
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    requests_per_minute: int = 600
    metrics_token: str = field(default="", repr=False)
    proxies: int = 0

    @property
    def database_url(self) -> str:
        """SQLite in the data folder unless a URL is given."""
        return self.db_url or f"sqlite:///{self.data_dir / 'preppal.db'}"

    @property
    def states_dir(self) -> Path:
        """Where Reflex keeps what open pages show, for as long as there is no Redis. It holds people's words."""
        return self.data_dir / "states"

    @property
    def jobs_database_url(self) -> str:
        """Where the review workflows keep their steps: beside SQLite, or in the same PostgreSQL server."""
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.data_dir / 'jobs.db'}"
        return self.database_url

    @property
    def chosen_engine(self) -> EngineName:
        """`auto` takes the best engine that is configured."""
        if self.engine is not EngineName.AUTO:
            return self.engine
        return EngineName.GEMINI if self.gemini_api_key else EngineName.OFFLINE

    @property
    def own_url(self) -> str:
        """The address of this server as people reach it; links in mails and providers' answers lead here."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def has_providers(self) -> bool:
        return bool(self.google_client_id or self.oidc_client_id)

    @property
    def is_loopback(self) -> bool:
        return self.host in _LOOPBACK


def from_env(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Raises ConfigurationError that names the variable and the cure."""
    env = dict(os.environ if environ is None else environ)
    if environ is None:
        env = {**_read_dotenv(Path(".env")), **env}
    read = _Reader(env)
    host = read.text("HOST", "127.0.0.1")
    is_production = read.flag("PREPPAL_PRODUCTION", False)
    data_dir = Path(read.text("PREPPAL_DATA_DIR", "data"))
    secret_key = read.text("PREPPAL_SECRET_KEY", "")
    if secret_key or is_production:
        _refuse_weak("PREPPAL_SECRET_KEY", secret_key)
    worker_secret = read.text("WORKER_SHARED_SECRET", "")
    if worker_secret:
        _refuse_weak("WORKER_SHARED_SECRET", worker_secret)
    has_providers = bool(read.text("GOOGLE_CLIENT_ID", "") or read.text("PREPPAL_OIDC_CLIENT_ID", ""))
    is_own_machine = host in _LOOPBACK and not is_production
    settings = Settings(
        data_dir=data_dir,
        host=host,
        port=read.number("PORT", 3000),
        is_production=is_production,
        public_url=read.text("PREPPAL_PUBLIC_URL", "").rstrip("/"),
        secret_key=secret_key,
        dev_login=read.flag("PREPPAL_DEV_LOGIN", is_own_machine and not has_providers),
        db_url=_sqlalchemy_url(read.text("REFLEX_DB_URL", "") or read.text("DATABASE_URL", "")),
        redis_url=read.text("REFLEX_REDIS_URL", ""),
        engine=read.choice("PREPPAL_ENGINE", EngineName, EngineName.AUTO),
        gemini_api_key=read.text("GEMINI_API_KEY", ""),
        gemini_base_url=read.text("GOOGLE_GEMINI_BASE_URL", ""),
        gemini_live_model=read.text("PREPPAL_GEMINI_LIVE_MODEL", "gemini-3.8-live"),
        gemini_review_model=read.text("PREPPAL_GEMINI_REVIEW_MODEL", "gemini-3.8-flash"),
        gemini_turn_detection=read.text("PREPPAL_GEMINI_TURN_DETECTION", "ours"),
        worker_shared_secret=worker_secret,
        gateway_url=read.text("GATEWAY_URL", "").rstrip("/"),
        backend_url=read.text("BACKEND_URL", "").rstrip("/"),
        resume_minutes=read.number("PREPPAL_RESUME_MINUTES", 15),
        sessions_per_day=read.number("PREPPAL_SESSIONS_PER_DAY", 0),
        max_live_sessions=read.number("PREPPAL_MAX_LIVE_SESSIONS", 20),
        sign_in_days=read.number("PREPPAL_SIGN_IN_DAYS", 30),
        minutes_per_day=read.number("PREPPAL_MINUTES_PER_DAY", 0),
        registration=read.choice(
            "PREPPAL_REGISTRATION", Registration, Registration.OPEN if is_own_machine else Registration.INVITED
        ),
        google_client_id=read.text("GOOGLE_CLIENT_ID", ""),
        google_client_secret=read.text("GOOGLE_CLIENT_SECRET", ""),
        oidc_discovery_url=read.text("PREPPAL_OIDC_DISCOVERY_URL", ""),
        oidc_client_id=read.text("PREPPAL_OIDC_CLIENT_ID", ""),
        oidc_client_secret=read.text("PREPPAL_OIDC_CLIENT_SECRET", ""),
        oidc_label=read.text("PREPPAL_OIDC_LABEL", "Single sign-on"),
        smtp_url=read.text("PREPPAL_SMTP_URL", ""),
        mail_from=read.text("PREPPAL_MAIL_FROM", ""),
        requests_per_minute=read.number("PREPPAL_REQUESTS_PER_MINUTE", 600),
        metrics_token=read.text("PREPPAL_METRICS_TOKEN", ""),
        proxies=read.number("PREPPAL_PROXIES", 0),
        record_audio=read.flag("PREPPAL_RECORD_AUDIO", True),
        fillers_by_sound=read.flag("PREPPAL_FILLERS_BY_SOUND", False),
        recording_days=read.number("PREPPAL_RECORDING_DAYS", 90),
        blob_url=read.text("PREPPAL_BLOB_URL", "").rstrip("/"),
        s3_endpoint_url=read.text("AWS_ENDPOINT_URL", "").rstrip("/"),
        s3_region=read.text("AWS_REGION", "us-east-1"),
        s3_access_key_id=read.text("AWS_ACCESS_KEY_ID", ""),
        s3_secret_access_key=read.text("AWS_SECRET_ACCESS_KEY", ""),
    )
    if settings.dev_login and is_production:
        raise ConfigurationError("PREPPAL_DEV_LOGIN=1 is refused in production: anybody could sign in as anybody.")
    _refuse_half_a_pair(settings)
    return settings


def ensure_secret_key(settings: Settings) -> str:
    """The signing key: the setting, or one kept in the data folder (made at first start, mode 0600)."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def _refuse_half_a_pair(settings: Settings) -> None:
    if settings.google_client_id and not settings.google_client_secret:
        raise ConfigurationError("GOOGLE_CLIENT_ID needs GOOGLE_CLIENT_SECRET beside it.")
    if settings.oidc_client_id and not settings.oidc_discovery_url:
        raise ConfigurationError("PREPPAL_OIDC_CLIENT_ID needs PREPPAL_OIDC_DISCOVERY_URL beside it.")
    if settings.has_providers and not settings.public_url and not settings.is_loopback:
        raise ConfigurationError("Sign-in with a provider needs PREPPAL_PUBLIC_URL, the address people type.")
    if settings.gateway_url and not settings.worker_shared_secret:
        raise ConfigurationError("GATEWAY_URL needs WORKER_SHARED_SECRET, the same as on the gateway.")
    if settings.engine is EngineName.PIPELINE:
        raise ConfigurationError(
            "PREPPAL_ENGINE=pipeline is a name kept for an engine that is not built: choose auto, gemini or offline."
        )
    if settings.smtp_url and not settings.mail_from:
        raise ConfigurationError("PREPPAL_SMTP_URL needs PREPPAL_MAIL_FROM, the sender of its mails.")


def _refuse_weak(name: str, value: str) -> None:
    if value.lower() in _WEAK_SECRETS or len(value) < _MIN_SECRET_CHARS:
        raise ConfigurationError(
            f"{name} is missing or weak: use at least {_MIN_SECRET_CHARS} random characters, "
            'for example python -c "import secrets; print(secrets.token_urlsafe(48))".'
        )


def _sqlalchemy_url(url: str) -> str:
    """Accept the short names other tools use for PostgreSQL."""
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _read_dotenv(path: Path) -> dict[str, str]:
    """NAME=value lines; quotes around the value and `#` lines are dropped."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            values[name.strip().removeprefix("export ")] = value.strip().strip("\"'")
    return values


class _Reader:
    """Typed access to the variables, with errors that name them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def text(self, name: str, default: str) -> str:
        return self._env.get(name, "").strip() or default

    def number(self, name: str, default: int) -> int:
        raw = self.text(name, str(default))
        if not raw.isdigit():
            raise ConfigurationError(f"{name} must be a whole number, not {raw!r}.")
        return int(raw)

    def flag(self, name: str, default: bool) -> bool:
        raw = self.text(name, "1" if default else "0").lower()
        if raw not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
            raise ConfigurationError(f"{name} must be 1 or 0, not {raw!r}.")
        return raw in {"1", "true", "yes", "on"}

    def choice(self, name: str, kind: type[_Choice], default: _Choice) -> _Choice:
        raw = self.text(name, default.value).lower()
        try:
            return kind(raw)
        except ValueError:
            choices = ", ".join(kind)
            raise ConfigurationError(f"{name} must be one of {choices}, not {raw!r}.") from None
