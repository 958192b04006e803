"""`python -m preppal.gateway`: the gateway on its own port or machine. It keeps nothing; the backend has the store."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from preppal.auth.tokens import LiveSigner, live_key
from preppal.config import Settings, from_env
from preppal.engines import create_engine
from preppal.errors import ConfigurationError
from preppal.gateway.app import Gateway
from preppal.gateway.client import Asgi
from preppal.gateway.standalone import Standalone
from preppal.session.limits import Limits
from preppal.speech.vad import SileroDetector
from preppal.worker_api.client import HttpBackend


def create_app() -> Asgi:
    """What the server loads. Opens nothing before its lifespan begins."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return compose(from_env())


def compose(settings: Settings) -> Standalone:
    """Raises ConfigurationError when it would not know the backend, or could not check a token."""
    if not settings.backend_url:
        raise ConfigurationError("BACKEND_URL is missing: the address of the server that has the database.")
    if not settings.worker_shared_secret:
        raise ConfigurationError("WORKER_SHARED_SECRET is missing: give it the same value as on the backend.")
    backend = HttpBackend(settings.backend_url, settings.worker_shared_secret)
    gateway = Gateway(
        backend=backend,
        engine=create_engine(settings),
        check_token=LiveSigner(live_key("", settings.worker_shared_secret)).check_live,
        new_detector=SileroDetector,
        limits=Limits(resume_s=settings.resume_minutes * 60.0),
        max_interviews=settings.max_live_sessions,
    )

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        try:
            async with gateway:
                yield
        finally:
            await backend.close()

    return Standalone(gateway, running, is_ready=backend.is_there, metrics_token=settings.metrics_token)


def main() -> int:
    from granian import Granian
    from granian.constants import Interfaces, Loops

    try:
        settings = from_env()
        asyncio.run(_check(settings))
    except ConfigurationError as error:
        print(f"preppal.gateway: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"Preppal's gateway: port {settings.port}, for {settings.backend_url}", flush=True)  # noqa: T201
    Granian(
        target="preppal.gateway.__main__:create_app",
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
    return 0


async def _check(settings: Settings) -> None:
    """Say what is wrong before a server starts that could not work."""
    compose(settings)


if __name__ == "__main__":
    sys.exit(main())
